"""The board: the live pool for leaders and admins, asked for every other second.

It reads the pool in memory and no record of the log, so looking at it leaves no mark in the audit. It says
what goes on now, and forgets a call with its end.
"""

from collections.abc import Callable

from guide_server.access import Access
from guide_server.directory_api import ID
from guide_server.endpoint import Asked, Endpoint, Nothing
from guide_server.models import Board, BoardCall, BoardGuide, BoardLanguage, ForcedStatus
from guide_server.names import Names
from guide_server.problems import NotFound, Unavailable
from signaling.core.commands import Command, ForceStatus, Prioritise
from signaling.core.errors import Refused
from signaling.core.ids import AdminId, CallId, GuideId, Party
from signaling.core.pool import Pool
from signaling.core.vocabulary import GuideStatus
from signaling.core.wallboard import WallboardCall, WallboardGuide, wallboard_view
from signaling.ports import Clock, Commands, JournalUnavailable
from signaling.store.directory import SqlDirectory


class BoardApi:
    def __init__(
        self, *, pool: Callable[[], Pool], commands: Commands, directory: SqlDirectory, clock: Clock
    ) -> None:
        self._pool = pool
        self._commands = commands
        self._directory = directory
        self._clock = clock

    async def read_board(self, _: Asked[Nothing]) -> Board:
        """Show who waits, who works, and why each desk rang."""
        names = Names(await self._directory.catalogue())
        seen = wallboard_view(self._pool())
        return Board(
            at=self._clock.now(),
            languages=tuple(
                BoardLanguage(
                    language=line.language,
                    waiting=line.waiting,
                    oldest=line.oldest,
                    on_duty=line.on_duty,
                    free=line.free,
                )
                for line in seen.languages
            ),
            guides=tuple(_guide(guide, names) for guide in seen.guides),
            calls=tuple(_call(call, names) for call in seen.calls),
            dark_kiosks=tuple(map(names.kiosk, seen.dark_kiosks)),
        )

    async def prioritise(self, asked: Asked[Nothing]) -> Nothing:
        """Let a call that waits go before all others, as an emergency. The log says who did."""
        by = AdminId(asked.who.staff)
        return await self._submit(Prioritise(call=CallId(asked.path("call")), by=Party.admin(by)), by)

    async def force_status(self, asked: Asked[ForcedStatus]) -> Nothing:
        """Set a guide's status, now or after the call that the guide is in. The log says who did."""
        by = AdminId(asked.who.staff)
        status = GuideStatus(asked.question.status)
        return await self._submit(ForceStatus(guide=GuideId(asked.path("guide")), status=status, by=by), by)

    async def _submit(self, command: Command, by: AdminId) -> Nothing:
        try:
            await self._commands.submit(command, by=Party.admin(by))
        except Refused:
            raise NotFound from None
        except JournalUnavailable:
            raise Unavailable from None
        return Nothing()

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint("GET", "/api/board", Access.ADMIN, self.read_board),
            Endpoint("POST", "/api/calls/{call:[0-9a-f-]{36}}/priority", Access.ADMIN, self.prioritise),
            Endpoint("POST", f"/api/guides/{{guide:{ID}}}/status", Access.ADMIN, self.force_status),
        )


def _guide(guide: WallboardGuide, names: Names) -> BoardGuide:
    return BoardGuide(
        id=guide.guide,
        name=names.guide(guide.guide) or guide.guide,
        status=guide.status,
        reason=guide.reason,
        since=guide.since,
        next_status=guide.next_status,
        back_at=guide.back_at,
        languages=guide.languages,
        connected=guide.connected,
    )


def _call(call: WallboardCall, names: Names) -> BoardCall:
    return BoardCall(
        call=call.call,
        state=call.state,
        kiosk_name=names.kiosk(call.kiosk),
        site_name=names.site(call.site),
        neighbourhood_name=names.neighbourhood(call.neighbourhood),
        language=call.language,
        queued_at=call.queued_at,
        taken_at=call.taken_at,
        guide_name=names.guide(call.guide),
        because=call.because,
    )
