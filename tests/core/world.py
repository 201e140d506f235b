"""A pool to tell stories with: commands in, entries and screens out, every promise checked each time."""

from collections.abc import Sequence
from functools import reduce

from signaling.core.commands import (
    Command,
    Configure,
    ConnectGuide,
    ConnectKiosk,
    ExtendWrapUp,
    FinishWrapUp,
    HangUp,
    Invite,
    LoseGuide,
    LoseKiosk,
    PassRing,
    ReportMediaDown,
    ReportMediaUp,
    SetStatus,
    StartCall,
    TakeRing,
    Tick,
)
from signaling.core.deadlines import next_deadline
from signaling.core.decide import decide, settle
from signaling.core.draft import Draft
from signaling.core.events import Entry, Event, InterpreterAgreed
from signaling.core.evolve import evolve
from signaling.core.ids import (
    CallId,
    Disposition,
    GuideId,
    Instant,
    KioskId,
    Language,
    NeighbourhoodId,
    Party,
    PoolId,
    Referral,
    Role,
    SiteId,
    Topic,
)
from signaling.core.parties import Guest, Wanted
from signaling.core.pool import Call, Guide, Pool
from signaling.core.pool_settings import PoolSettings
from signaling.core.views import DeskView, KioskView, desk_view, kiosk_view
from signaling.core.vocabulary import AwayReason, CallOutcome, CallState, GuideStatus
from tests.core.invariants import check, check_history
from tests.core.steps import check_step

SV, AR, SO = Language("sv"), Language("ar"), Language("so")
SITE, NEIGHBOURHOOD = SiteId("library"), NeighbourhoodId("vårby")
TOPIC, DISPOSITION, REFERRAL = Topic("letter"), Disposition("explained"), Referral("tax agency")
SETTINGS = PoolSettings(
    languages=(SV, AR, SO), topics=(TOPIC,), dispositions=(DISPOSITION,), referrals=(REFERRAL,)
)


def kiosk(name: str) -> KioskId:
    return KioskId(f"kiosk {name}")


def guide(name: str) -> GuideId:
    return GuideId(name)


def call(name: str) -> CallId:
    return CallId(f"call {name}")


class World:
    """Starts at time 0, configured, with nobody in it."""

    def __init__(self, settings: PoolSettings = SETTINGS) -> None:
        self.pool = Pool.empty(PoolId("huddinge"))
        self.now: Instant = 0
        self.entries: list[Entry] = []
        self.epoch = 0
        self.do(Configure(settings=settings))

    def do(self, command: Command) -> list[Event]:
        """Decide, fold, check; answers the events. A refusal is raised and has changed nothing."""
        entries, settled = settle(self.pool, command, self.now)
        assert decide(self.pool, command, self.now) == entries, "the same question has the same answer"
        before = self.pool
        events = self._keep(entries)
        check_step(before, command, entries, self.pool)
        assert self.pool == settled
        return events

    def _keep(self, entries: Sequence[Entry]) -> list[Event]:
        self.pool = reduce(evolve, entries, self.pool)
        self.entries += entries
        check(self.pool)
        return [entry.event for entry in entries]

    def close(self) -> None:
        """The whole journal keeps its promises, and a crashed server comes back to the same pool."""
        check_history(self.entries, self.pool)
        assert fold(self.entries) == self.pool

    def wait(self, milliseconds: int) -> list[Event]:
        """Time passes; deadlines fall when they are due, as the shell's timer would have it."""
        end, events = self.now + milliseconds, list[Event]()
        while (due := next_deadline(self.pool)) is not None and due <= end:
            self.now = max(self.now, due)
            events += self.do(Tick())
        self.now = end
        return events

    def kiosk_arrives(self, name: str) -> None:
        self.epoch += 1
        self.do(ConnectKiosk(kiosk=kiosk(name), epoch=self.epoch, site=SITE, neighbourhood=NEIGHBOURHOOD))

    def kiosk_vanishes(self, name: str) -> list[Event]:
        return self.do(LoseKiosk(kiosk=kiosk(name), epoch=self.pool.kiosks[kiosk(name)].epoch))

    def desk_opens(self, name: str, *languages: Language) -> list[Event]:
        self.epoch += 1
        spoken = languages or (self.pool.guides[guide(name)].languages)
        return self.do(ConnectGuide(guide=guide(name), epoch=self.epoch, languages=spoken))

    def guide_arrives(self, name: str, *languages: Language) -> None:
        """Connected and available."""
        self.desk_opens(name, *languages)
        self.status(name, GuideStatus.AVAILABLE)

    def guide_vanishes(self, name: str) -> list[Event]:
        return self.do(LoseGuide(guide=guide(name), epoch=self.pool.guides[guide(name)].epoch))

    def status(self, name: str, status: GuideStatus, reason: AwayReason | None = None) -> list[Event]:
        return self.do(SetStatus(guide=guide(name), status=status, reason=reason))

    def interpreter_arrives(self, name: str, *languages: Language) -> None:
        """Connected and available, speaking no language of the line's but interpreting these."""
        self.epoch += 1
        self.do(ConnectGuide(guide=guide(name), epoch=self.epoch, languages=(), interprets=languages))
        self.status(name, GuideStatus.AVAILABLE)

    def agree_to_interpreter(self, name: str) -> list[Event]:
        """The resident's yes on the screen."""
        draft = Draft(self.pool, self.now)
        draft.write(InterpreterAgreed(call=call(name)))
        draft.ring_all()
        return self._keep(draft.entries)

    def invite(self, name: str, to: str, role: Role = Role.COLLEAGUE) -> list[Event]:
        lead = self.call(name).guide
        assert lead is not None
        return self.do(Invite(call=call(name), guide=lead, to=Wanted(guide=guide(to)), role=role))

    def guest(self, name: str, guide_name: str) -> Guest:
        guest = self.call(name).guest(guide(guide_name))
        assert guest is not None
        return guest

    def guest_takes(self, name: str, guide_name: str) -> list[Event]:
        epoch = self.guest(name, guide_name).epoch
        return self.do(TakeRing(call=call(name), guide=guide(guide_name), epoch=epoch))

    def guest_passes(self, name: str, guide_name: str) -> list[Event]:
        epoch = self.guest(name, guide_name).epoch
        return self.do(PassRing(call=call(name), guide=guide(guide_name), epoch=epoch))

    def guest_is_seen(self, name: str, guide_name: str) -> list[Event]:
        """Both ways between the guest and the kiosk."""
        epoch = self.guest(name, guide_name).epoch
        first = self.do(ReportMediaUp(call=call(name), epoch=epoch, by=self.resident(name)))
        return first + self.do(ReportMediaUp(call=call(name), epoch=epoch, by=Party.guide(guide(guide_name))))

    def joins(self, name: str, guide_name: str) -> None:
        """From the invitation to the talk of all."""
        self.invite(name, guide_name)
        self.guest_takes(name, guide_name)
        self.guest_is_seen(name, guide_name)

    def tap(self, name: str, language: Language = SV) -> list[Event]:
        """The kiosk of this name taps; it connects first where it has not. The call bears the same name."""
        known = self.pool.kiosks.get(kiosk(name))
        if known is None:
            self.kiosk_arrives(name)
        return self.do(StartCall(call=call(name), kiosk=kiosk(name), language=language, tapped_at=self.now))

    def take(self, name: str) -> list[Event]:
        ringing = self.call(name)
        assert ringing.desk is not None
        return self.do(TakeRing(call=ringing.id, guide=ringing.desk, epoch=ringing.epoch))

    def pass_(self, name: str) -> list[Event]:
        ringing = self.call(name)
        assert ringing.desk is not None
        return self.do(PassRing(call=ringing.id, guide=ringing.desk, epoch=ringing.epoch))

    def media_up(self, name: str, *, by: Party) -> list[Event]:
        return self.do(ReportMediaUp(call=call(name), epoch=self.call(name).epoch, by=by))

    def media_down(self, name: str, *, by: Party) -> list[Event]:
        return self.do(ReportMediaDown(call=call(name), epoch=self.call(name).epoch, by=by))

    def connect_media(self, name: str) -> list[Event]:
        self.media_up(name, by=self.resident(name))
        return self.media_up(name, by=self.helper(name))

    def talk(self, name: str, language: Language = SV) -> None:
        """From the tap to a live call; somebody who speaks the language must be free."""
        self.tap(name, language)
        self.take(name)
        self.connect_media(name)
        assert self.state(name) is CallState.LIVE

    def hang_up(self, name: str, *, by: Party | None = None) -> list[Event]:
        return self.do(HangUp(call=call(name), by=by or self.resident(name)))

    def finish(self, guide_name: str, name: str) -> list[Event]:
        return self.do(
            FinishWrapUp(guide=guide(guide_name), call=call(name), topic=TOPIC, disposition=DISPOSITION)
        )

    def extend(self, guide_name: str, name: str) -> list[Event]:
        return self.do(ExtendWrapUp(guide=guide(guide_name), call=call(name)))

    def resident(self, name: str) -> Party:
        return Party.kiosk(kiosk(name))

    def helper(self, name: str) -> Party:
        desk = self.call(name).desk
        assert desk is not None
        return Party.guide(desk)

    def call(self, name: str) -> Call:
        return self.pool.calls[call(name)]

    def guide(self, name: str) -> Guide:
        return self.pool.guides[guide(name)]

    def state(self, name: str) -> CallState:
        known = self.pool.calls.get(call(name))
        return CallState.ENDED if known is None else known.state

    def outcome(self, name: str) -> CallOutcome:
        ended = self.pool.kiosks[kiosk(name)].ended
        assert ended is not None
        assert ended.id == call(name)
        return ended.outcome

    def rings_at(self, name: str) -> str | None:
        """At whose desk the call rings."""
        known = self.call(name)
        return known.desk if known.state is CallState.RINGING else None

    def position(self, name: str) -> int | None:
        screen = self.screen(name).call
        assert screen is not None
        return screen.position

    def screen(self, name: str) -> KioskView:
        return kiosk_view(self.pool, kiosk(name))

    def desk(self, name: str) -> DeskView:
        return desk_view(self.pool, guide(name))


def fold(entries: Sequence[Entry]) -> Pool:
    return reduce(evolve, entries, Pool.empty(PoolId("huddinge")))
