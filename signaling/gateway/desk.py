"""What a desk may say, and how a guide is let in."""

from aiohttp import web

from signaling.core.commands import Command, ConnectGuide, LoseGuide
from signaling.core.ids import Party
from signaling.gateway.admission import DeskSignIns, cookies_of
from signaling.gateway.client import Client, Floor, admit, command_types, connect, next_epoch, read_request
from signaling.gateway.names import NameBook
from signaling.gateway.transport import Line
from signaling.ports import GuideProfile
from signaling.wire import messages as wire
from signaling.wire.errors import faulted
from signaling.wire.translate import desk_command

NAMESPACE = "/desk"
COMMAND_TYPES = command_types(wire.DeskCommand)


class DeskSide:
    """A `client.Side`."""

    def __init__(self, sign_ins: DeskSignIns, profile: GuideProfile, epoch: int, cookies: str) -> None:
        self.party = Party.guide(profile.id)
        self._sign_ins = sign_ins
        self._guide = profile.id
        self._leads = profile.leads
        self._epoch = epoch
        self._cookies = cookies

    def request(self, body: object) -> wire.DeskCommandRequest:
        return read_request(wire.DeskCommandRequest, body, own=COMMAND_TYPES)

    def command(self, request: wire.DeskCommandRequest) -> Command:
        if isinstance(request.command, wire.Join) and not self._leads:
            raise faulted("not_allowed")
        return desk_command(request.command, self._guide)

    def lost(self) -> Command:
        return LoseGuide(guide=self._guide, epoch=self._epoch)

    async def check(self) -> None:
        profile = await self._sign_ins.still(self._cookies)
        if profile.id != self._guide:
            raise faulted("unauthenticated")
        self._leads = profile.leads


class DeskDoor:
    """A `transport.Door`."""

    def __init__(self, floor: Floor, *, sign_ins: DeskSignIns, names: NameBook) -> None:
        self._floor = floor
        self._sign_ins = sign_ins
        self._names = names

    async def open(self, request: web.Request, line: Line) -> Client:
        floor = self._floor
        profile = await self._sign_ins.guide_of(request)
        self._names.know_guide(profile)
        known = floor.exchange.pool.guides.get(profile.id)
        epoch = next_epoch(0 if known is None else known.epoch, floor.clock.now())
        command = ConnectGuide(
            guide=profile.id,
            epoch=epoch,
            languages=() if profile.skills else profile.languages,
            skills=profile.skills,
            interprets=profile.interprets,
            topics=profile.topics,
        )
        await connect(floor, command, Party.guide(profile.id))
        side = DeskSide(self._sign_ins, profile, epoch, cookies_of(request))
        return admit(floor, Client(floor, side, line, epoch=epoch))
