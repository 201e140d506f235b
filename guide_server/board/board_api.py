"""The board: the live pool for leaders and admins, asked for again and again.

It reads the pool in memory and no record of the log: it says what goes on now, and forgets a call with its
end. That somebody looks is in the audit once an hour. Of the day it gives counts of the whole pool.
"""

from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

from guide_server.board.models import (
    Assignment,
    Board,
    BoardCall,
    BoardEnd,
    BoardGuest,
    BoardGuide,
    BoardHelp,
    BoardLanguage,
    BoardTaker,
    BoardToday,
    ForcedStatus,
)
from guide_server.http import problems
from guide_server.http.access import Access, StaffRole
from guide_server.http.endpoint import ID, Asked, Endpoint, Nothing
from guide_server.names import Names
from signaling.core import errors
from signaling.core.commands import AnswerHelp, Assign, Command, ForceStatus, Prioritise
from signaling.core.errors import Refused
from signaling.core.ids import AdminId, CallId, GuideId, Instant, Milliseconds, Party
from signaling.core.pool import Help, Pool
from signaling.core.pool_settings import SECOND
from signaling.core.vocabulary import GuideStatus
from signaling.core.wallboard import (
    WallboardCall,
    WallboardEnd,
    WallboardGuide,
    WallboardLanguage,
    WallboardView,
    wallboard_view,
)
from signaling.ports import Clock, Commands, JournalUnavailable
from signaling.store.audit import AuditAction, Looks
from signaling.store.directory import Catalogue, SqlDirectory, in_use
from signaling.store.figures import TARGET
from signaling.store.reports import Reports
from signaling.wire.languages import LANGUAGES, TRIAGE, LanguageName

FRESH: Milliseconds = 10 * SECOND
"""The day's figures are counted at most this often, however many boards hang on walls."""
_PROBLEMS: dict[type[Refused], type[problems.Problem]] = {
    errors.NoSharedLanguage: problems.NoSharedLanguage,
    errors.NobodyFree: problems.NotNow,
    errors.NotNow: problems.NotNow,
    errors.TooLate: problems.NotNow,
}
"""Every other refusal means that there is no such call or guide."""


class BoardApi:
    def __init__(
        self,
        *,
        pool: Callable[[], Pool],
        commands: Commands,
        directory: SqlDirectory,
        reports: Reports,
        looks: Looks,
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        self._looks = looks
        self._pool = pool
        self._commands = commands
        self._directory = directory
        self._reports = reports
        self._clock = clock
        self._zone = zone
        self._today: tuple[Instant, BoardToday] | None = None

    async def read_board(self, asked: Asked[Nothing]) -> Board:
        """Show who waits, who works, how each talk is, and why each desk rang."""
        catalogue = await self._directory.catalogue()
        names = Names(catalogue)
        today = await self._day_so_far()
        open_calls = len(self._pool().calls)
        await self._looks.note(asked.who.staff, AuditAction.READ_BOARD, rows=open_calls)
        pool = self._pool()
        seen = wallboard_view(pool)
        return Board(
            at=self._clock.now(),
            target=TARGET,
            today=today,
            zone=self._zone.key,
            names=_names_of(seen),
            languages=tuple(map(_language, seen.languages)),
            guides=tuple(_guide(guide, names) for guide in seen.guides),
            calls=tuple(_call(call, names) for call in seen.calls),
            dark_kiosks=tuple(_dark(seen, catalogue)),
        )

    async def prioritise(self, asked: Asked[Nothing]) -> Nothing:
        """Let a call that waits go before all others, as an emergency. The log says who did."""
        by = Party.admin(AdminId(asked.who.staff))
        return await self._submit(Prioritise(call=CallId(asked.path("call")), by=by), by)

    async def assign(self, asked: Asked[Assignment]) -> Nothing:
        """Ring a free guide for a call that waits or rings elsewhere. The log says who said so."""
        by, guide = _leader(asked), GuideId(asked.question.guide)
        return await self._submit(Assign(call=CallId(asked.path("call")), guide=guide, by=by), by)

    async def force_status(self, asked: Asked[ForcedStatus]) -> Nothing:
        """Set a guide's status, now or after the call that the guide is in. The log says who did."""
        by, guide = _leader(asked), GuideId(asked.path("guide"))
        status = GuideStatus(asked.question.status)
        return await self._submit(ForceStatus(guide=guide, status=status, by=AdminId(by.id)), by)

    async def answer_help(self, asked: Asked[Nothing]) -> Nothing:
        """Tell a guide who asked for help that it is coming."""
        by = _leader(asked)
        return await self._submit(AnswerHelp(guide=GuideId(asked.path("guide")), by=by), by)

    async def _day_so_far(self) -> BoardToday:
        now = self._clock.now()
        if self._today is None or now - self._today[0] >= FRESH:
            day = await self._reports.today()
            counted = BoardToday(
                decided=max(0, day.offered - _undecided(self._pool(), now)),
                within_target=day.within_target,
                abandoned=day.abandoned,
            )
            self._today = now, counted
        return self._today[1]

    async def _submit(self, command: Command, by: Party) -> Nothing:
        try:
            await self._commands.submit(command, by=by)
        except Refused as refused:
            raise _PROBLEMS.get(type(refused), problems.NotFound) from None
        except JournalUnavailable:
            raise problems.Unavailable from None
        return Nothing()

    def endpoints(self) -> tuple[Endpoint, ...]:
        call, guide = "/api/calls/{call:[0-9a-f-]{36}}", f"/api/guides/{{guide:{ID}}}"
        return (
            Endpoint("GET", "/api/board", Access.BOARD, self.read_board),
            Endpoint("POST", f"{call}/priority", Access.ADMIN, self.prioritise),
            Endpoint("POST", f"{call}/assignment", Access.BOARD, self.assign),
            Endpoint("POST", f"{guide}/status", Access.BOARD, self.force_status),
            Endpoint("POST", f"{guide}/help", Access.BOARD, self.answer_help),
        )


def _leader(asked: Asked[Nothing] | Asked[Assignment] | Asked[ForcedStatus]) -> Party:
    """Who acts: as an admin where they are one."""
    who = AdminId(asked.who.staff)
    return Party.admin(who) if StaffRole.ADMIN in asked.who.roles else Party.leader(who)


def _undecided(pool: Pool, now: Instant) -> int:
    """How many may still be answered within the target."""
    return sum(call.live_since is None and now - call.queued_at <= TARGET for call in pool.calls.values())


def _dark(seen: WallboardView, catalogue: Catalogue) -> Iterator[str]:
    """The names of those in use: whether a kiosk still is, the pool cannot know."""
    known = (catalogue.kiosks.get(kiosk) for kiosk in seen.dark_kiosks)
    return (profile.name for profile in known if profile is not None and in_use(profile))


def _names_of(seen: WallboardView) -> tuple[LanguageName, ...]:
    tags: set[str] = {line.language for line in seen.languages} | {call.language for call in seen.calls}
    tags |= {tag for guide in seen.guides for tag in guide.languages}
    return tuple(language for language in (*LANGUAGES, TRIAGE) if language.tag in tags)


def _language(line: WallboardLanguage) -> BoardLanguage:
    return BoardLanguage(
        language=line.language,
        waiting=line.waiting,
        oldest=line.oldest,
        on_duty=line.on_duty,
        free=line.free,
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
        call=guide.call,
        help=None if guide.help is None else _help(guide.help, names),
    )


def _help(wanted: Help, names: Names) -> BoardHelp:
    by = None if wanted.by is None else names.guide(GuideId(wanted.by.id))
    return BoardHelp(since=wanted.at, coming=by)


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
        live_since=call.live_since,
        on_hold=call.on_hold,
        kiosk_end=_end(call.kiosk_end),
        guide_end=_end(call.guide_end),
        guests=tuple(
            BoardGuest(name=names.guide(guest.guide) or guest.guide, role=guest.role, state=guest.state)
            for guest in call.guests
        ),
        takers=tuple(BoardTaker(id=guide, name=names.guide(guide) or guide) for guide in call.takers),
    )


def _end(end: WallboardEnd | None) -> BoardEnd | None:
    return None if end is None else BoardEnd(connected=end.connected, receives=end.receives, grade=end.grade)
