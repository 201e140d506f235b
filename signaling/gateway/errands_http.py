"""What a kiosk's agent asks about its errands, and what it says came of one."""

from aiohttp import web

from signaling.gateway.agent_door import AgentDoor, read_body
from signaling.ports import Errand, ErrandOutcome, Errands
from signaling.wire import errands as wire
from signaling.wire.errors import faulted
from signaling.wire.scalars import Message


class ErrandsHttp:
    """Mount `routes()` on the server's application."""

    def __init__(self, door: AgentDoor, errands: Errands) -> None:
        self._door = door
        self._errands = errands

    def routes(self) -> list[web.RouteDef]:
        answering = self._door.answering
        return [
            web.get("/kiosk/errands", answering(self._wanted), allow_head=False),
            web.post("/kiosk/errands", answering(self._report)),
        ]

    async def _wanted(self, request: web.Request) -> Message:
        signed = await self._door.signed(request)
        able = _able(request.query.get(wire.ABLE, ""))
        told = await self._errands.heard(signed.kiosk.id, run=signed.run, able=able)
        return wire.Errands(
            self_test=told.get(Errand.SELF_TEST),
            restart=told.get(Errand.RESTART),
            update=told.get(Errand.UPDATE),
        )

    async def _report(self, request: web.Request) -> Message:
        profile = await self._door.authenticated(request)
        report = await read_body(request, wire.ErrandReport)
        await self._errands.report(
            profile.id,
            Errand(report.errand),
            asked_at=report.asked_at,
            outcome=ErrandOutcome(report.outcome),
        )
        return wire.ErrandReceipt(asked_at=report.asked_at)


def _able(said: str) -> frozenset[Errand]:
    """A self-test every kiosk can do; what a newer one can beside that we know is left out.

    Raises `Faulted` with `malformed`.
    """
    if len(said) > wire.MOST_ABLE:
        raise faulted("malformed")
    known = {errand.value for errand in Errand}
    return frozenset({Errand.SELF_TEST, *(Errand(name) for name in said.split(",") if name in known)})
