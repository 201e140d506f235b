"""Journals to test with: calls told step by step, and random days lived through by the real core."""

import random
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from signaling.core.commands import (
    Command,
    Configure,
    ConnectGuide,
    ConnectKiosk,
    Dismiss,
    FinishWrapUp,
    HandOver,
    HangUp,
    Invite,
    LoseGuide,
    LoseKiosk,
    PassRing,
    Recover,
    ReportGrade,
    ReportMediaUp,
    SetStatus,
    StartCall,
    TakeRing,
    Tick,
    Transfer,
)
from signaling.core.deadlines import next_deadline
from signaling.core.decide import decide
from signaling.core.errors import Refused
from signaling.core.events import (
    CallEnded,
    CallLive,
    CallTapped,
    Entry,
    Event,
    MediaGraded,
    MediaUp,
    Rang,
    RingEnded,
    RingTaken,
    WrappedUp,
)
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
from signaling.core.parties import Wanted
from signaling.core.pool import Call, Pool
from signaling.core.pool_settings import PoolSettings
from signaling.core.quality import MediaFigures
from signaling.core.vocabulary import CallOutcome, Grade, GuideStatus, RingOutcome
from tests.fakes import NOON

POOL = PoolId("huddinge")
STOCKHOLM = ZoneInfo("Europe/Stockholm")
LANGUAGES = tuple(map(Language, ("sv", "ar", "so")))
SETTINGS = PoolSettings(
    languages=LANGUAGES, topics=(Topic("school"),), dispositions=(Disposition("solved"),), setup_attempts=2
)


def call_id(number: int) -> CallId:
    return CallId(f"{number:08x}-0000-7000-8000-000000000000")


def entries(events: Iterable[Event], *, after: int = 0, at: Instant = NOON, step: int = 1_000) -> list[Entry]:
    """Number the events on from `after`, `step` milliseconds apart."""
    return [
        Entry(after + number, at + (number - 1) * step, event) for number, event in enumerate(events, start=1)
    ]


def graded(call: CallId, by: Party, grade: Grade) -> MediaGraded:
    figures = MediaFigures(frames=9, loss=12, round_trip=None, kilobits=300)
    return MediaGraded(call=call, by=by, grade=grade, figures=figures)


class Told:
    """One call, told: each method gives the events of one turn of its life."""

    def __init__(
        self,
        number: int,
        *,
        kiosk: str = "kiosk-1",
        guide: str = "guide-1",
        language: str = "sv",
        neighbourhood: str = "varby",
        role: Role = Role.GUIDE,
    ) -> None:
        self.id = call_id(number)
        self.kiosk = KioskId(kiosk)
        self.guide = GuideId(guide)
        self.language = Language(language)
        self.neighbourhood = NeighbourhoodId(neighbourhood)
        self.role = role
        """What `guide` is to the call."""

    def tapped(self, *, tapped_at: Instant = NOON - 40) -> list[Event]:
        return [
            CallTapped(
                call=self.id,
                kiosk=self.kiosk,
                site=SiteId(f"{self.neighbourhood}-library"),
                neighbourhood=self.neighbourhood,
                language=self.language,
                tapped_at=tapped_at,
            )
        ]

    def rang(self, epoch: int = 1, *, guide: str | None = None) -> list[Event]:
        rung = GuideId(guide or self.guide)
        until = NOON + 25_000
        because = "idle for 3 min"
        return [Rang(call=self.id, guide=rung, epoch=epoch, until=until, because=because, role=self.role)]

    def ring_ended(self, outcome: RingOutcome, epoch: int = 1, *, guide: str | None = None) -> list[Event]:
        rung = GuideId(guide or self.guide)
        return [RingEnded(call=self.id, guide=rung, epoch=epoch, outcome=outcome, role=self.role)]

    def taken(self, epoch: int = 1) -> list[Event]:
        return [RingTaken(call=self.id, guide=self.guide, epoch=epoch, role=self.role)]

    def live(self, epoch: int = 1) -> list[Event]:
        return [
            MediaUp(call=self.id, epoch=epoch, by=Party.kiosk(self.kiosk)),
            MediaUp(call=self.id, epoch=epoch, by=Party.guide(self.guide)),
            *self.ring_ended(RingOutcome.ACCEPTED, epoch),
            CallLive(call=self.id, epoch=epoch),
        ]

    def ended(self, outcome: CallOutcome = CallOutcome.COMPLETED, *, by: Party | None = None) -> list[Event]:
        return [CallEnded(call=self.id, outcome=outcome, by=by or Party.kiosk(self.kiosk))]

    def wrapped_up(self, *, referred_to: Referral | None = None) -> list[Event]:
        return [
            WrappedUp(
                guide=self.guide,
                call=self.id,
                topic=SETTINGS.topics[0],
                disposition=SETTINGS.dispositions[0],
                referred_to=referred_to,
            )
        ]

    def whole_guest(self) -> list[Event]:
        """Rung as the call's second, and in it."""
        return [*self.rang(2), *self.taken(2), *self.ring_ended(RingOutcome.ACCEPTED, 2)]

    def whole(self) -> list[Event]:
        return [
            *self.tapped(), *self.rang(), *self.taken(), *self.live(), *self.ended(), *self.wrapped_up(),
        ]  # fmt: skip


class Day:
    """A day of random commands, decided by the real core. The same `seed` gives the same day."""

    def __init__(self, seed: int, *, kiosks: int = 6, guides: int = 7, grades: bool = True) -> None:
        self._random = random.Random(seed)
        self._ears = random.Random(seed) if grades else None
        self._now = NOON
        self._calls = 0
        self.pool = Pool.empty(POOL)
        self._kiosks = [KioskId(f"kiosk-{number}") for number in range(kiosks)]
        self._guides = [GuideId(f"guide-{number}") for number in range(guides)]
        self._epoch = 0

    def batches(self, count: int) -> Sequence[Sequence[Entry]]:
        """Return `count` group commits; each holds what a few commands caused."""
        opening: list[Command] = [
            Configure(settings=SETTINGS),
            *(self._connect_kiosk(kiosk) for kiosk in self._kiosks),
            *(self._connect_guide(guide) for guide in self._guides),
            *(SetStatus(guide=guide, status=GuideStatus.AVAILABLE) for guide in self._guides),
        ]
        days = [self._decide(opening)]
        while len(days) <= count:
            batch = self._decide(self._command() for _ in range(self._random.randint(1, 8)))
            if batch:
                days.append(batch + self._decide(self._graded()))
        return days

    def _decide(self, commands: Iterable[Command]) -> list[Entry]:
        batch: list[Entry] = []
        for command in commands:
            try:
                caused = decide(self.pool, command, self._now)
            except Refused:
                continue
            for entry in caused:
                self.pool = evolve(self.pool, entry)
            batch.extend(caused)
        return batch

    def _command(self) -> Command:
        self._now += self._random.choice((0, 5, 300, 900))
        deadline = next_deadline(self.pool)
        if deadline is not None and self._random.random() < 0.05:
            self._now = max(self._now, deadline)
            return Tick()
        if self._random.random() < 0.01:
            return Recover()
        if self._random.random() < 0.3:
            return self._of_a_kiosk(self._random.choice(self._kiosks))
        busy = [guide for guide in self._guides if self.pool.guides[guide].call is not None]
        acting = busy if busy and self._random.random() < 0.8 else self._guides
        return self._of_a_guide(self._random.choice(acting))

    def _of_a_kiosk(self, kiosk: KioskId) -> Command:
        present = self.pool.kiosks[kiosk]
        call = None if present.call is None else self.pool.calls[present.call]
        if not present.connected:
            return self._connect_kiosk(kiosk)
        if self._random.random() < 0.05:
            return LoseKiosk(kiosk=kiosk, epoch=present.epoch)
        if call is None:
            self._calls += 1
            language = self._random.choice(LANGUAGES)
            return StartCall(
                call=call_id(self._calls), kiosk=kiosk, language=language, tapped_at=self._now - 50
            )
        if self._random.random() < 0.06:
            return HangUp(call=call.id, by=Party.kiosk(kiosk))
        return ReportMediaUp(call=call.id, epoch=call.epoch, by=Party.kiosk(kiosk))

    def _of_a_guide(self, guide: GuideId) -> Command:
        present = self.pool.guides[guide]
        if not present.connected:
            return self._connect_guide(guide)
        if self._random.random() < 0.05:
            return LoseGuide(guide=guide, epoch=present.epoch)
        if present.wrap_up is not None:
            return FinishWrapUp(
                guide=guide,
                call=present.wrap_up.call,
                topic=Topic("school"),
                disposition=Disposition("solved"),
            )
        call = None if present.call is None else self.pool.calls[present.call]
        if call is None:
            return SetStatus(guide=guide, status=GuideStatus.AVAILABLE)
        guest = call.guest(guide)
        epoch = call.epoch if guest is None else guest.epoch
        if present.status is not GuideStatus.IN_CALL:
            answer = PassRing if self._random.random() < 0.2 else TakeRing
            return answer(call=call.id, guide=guide, epoch=epoch)
        if self._random.random() < 0.06:
            return HangUp(call=call.id, by=Party.guide(guide))
        if guest is None and self._random.random() < 0.5:
            return self._of_the_lead(call, guide)
        by = self._random.choice((Party.guide(guide), Party.kiosk(call.kiosk)))
        return ReportMediaUp(call=call.id, epoch=epoch, by=by)

    def _graded(self) -> Iterable[Command]:
        """Somebody in a talk says how it comes through."""
        if self._ears is None:
            return
        talks = [call for call in self.pool.calls.values() if call.live_since is not None]
        for call in talks[:2]:
            by = self._ears.choice([Party.kiosk(call.kiosk), *map(Party.guide, filter(None, [call.guide]))])
            grade = self._ears.choice(list(Grade))
            figures = MediaFigures(frames=9, loss=4, round_trip=None, kilobits=300)
            yield ReportGrade(call=call.id, by=by, grade=grade, figures=figures)

    def _of_the_lead(self, call: Call, guide: GuideId) -> Command:
        language = Wanted(language=self._random.choice(LANGUAGES))
        if call.guests:
            of_guest = self._random.choice((HandOver, HandOver, Dismiss))
            return of_guest(call=call.id, guide=guide, epoch=self._random.choice(call.guests).epoch)
        if self._random.random() < 0.2:
            return Transfer(call=call.id, guide=guide, to=language)
        role = self._random.choice((Role.COLLEAGUE, Role.INTERPRETER))
        return Invite(call=call.id, guide=guide, to=language, role=role)

    def _connect_kiosk(self, kiosk: KioskId) -> Command:
        self._epoch += 1
        return ConnectKiosk(
            kiosk=kiosk, epoch=self._epoch, site=SiteId("library"), neighbourhood=NeighbourhoodId("varby")
        )

    def _connect_guide(self, guide: GuideId) -> Command:
        self._epoch += 1
        spoken = LANGUAGES[: 1 + self._guides.index(guide) % len(LANGUAGES)]
        return ConnectGuide(guide=guide, epoch=self._epoch, languages=spoken, interprets=LANGUAGES)
