"""What planning reads: the same on SQLite and PostgreSQL, and reckoned again by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from signaling.core.events import Event, GuideConnected, GuideLost, GuideStatusChanged
from signaling.core.ids import GuideId, Instant, KioskId, Language
from signaling.core.skills import fluent
from signaling.core.vocabulary import AwayReason, CallOutcome, GuideStatus, RingOutcome
from signaling.days import start_of
from signaling.planning.observed import Duty, Handling, KioskHour
from signaling.planning.opening import HOUR
from signaling.planning.patience import Waits
from signaling.store.audit import Actor, AuditAction, AuditLog
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from signaling.store.planning.records import Period, PlanningRecords
from tests.fakes import ManualClock
from tests.store.histories import POOL, Told, entries

EVA = Actor(who="eva")
STOCKHOLM = ZoneInfo("Europe/Stockholm")
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
SV, SO = Language("sv"), Language("so")
AMINA = GuideId("amina")
SECOND = 1_000


def at(day: date, hour: float) -> Instant:
    return start_of(day, STOCKHOLM) + round(hour * HOUR)


class Days:
    """Writes facts into a journal, in the order of their instants."""

    def __init__(self, database: Database, clock: ManualClock) -> None:
        self._journal = SqlJournal(database)
        self._seq = 0
        self.records = PlanningRecords(database, pool=POOL, clock=clock, zone=STOCKHOLM)

    async def tell(self, when: Instant, events: Sequence[Event]) -> None:
        await self._journal.append(POOL, entries(events, after=self._seq, at=when, step=0))
        self._seq += len(events)

    async def talk(self, call: Told, when: Instant, *, wait: int, talk: int, wrap_up: int) -> None:
        """Rings at once, is taken after `wait` seconds and live one second later."""
        taken = when + wait * SECOND
        await self.tell(when, [*call.tapped(tapped_at=when), *call.rang()])
        await self.tell(taken, call.taken())
        await self.tell(taken + SECOND, call.live())
        await self.tell(taken + (1 + talk) * SECOND, call.ended())
        await self.tell(taken + (1 + talk + wrap_up) * SECOND, call.wrapped_up())

    async def lost(self, call: Told, when: Instant, outcome: CallOutcome, *, wait: int) -> None:
        await self.tell(when, call.tapped(tapped_at=when))
        await self.tell(when + wait * SECOND, call.ended(outcome))

    async def read(self) -> Period:
        return await self.records.period(MONDAY, TUESDAY, EVA)


async def test_a_period_is_read_as_it_was(database: Database, clock: ManualClock) -> None:
    clock.advance(at(date(2026, 3, 4), 8) - clock.now())
    days = Days(database, clock)
    await days.talk(Told(1), at(MONDAY, 9), wait=12, talk=301, wrap_up=31)
    await days.lost(Told(2), at(MONDAY, 9.5), CallOutcome.ABANDONED_WAITING, wait=75)
    await days.lost(Told(3), at(MONDAY, 18), CallOutcome.OUTSIDE_HOURS, wait=0)
    passed = Told(4, language="so")
    await days.tell(at(TUESDAY, 9), [*passed.tapped(tapped_at=at(TUESDAY, 9)), *passed.rang()])
    await days.tell(at(TUESDAY, 9) + 5 * SECOND, passed.ring_ended(RingOutcome.DECLINED))
    await days.tell(at(TUESDAY, 9) + 9 * SECOND, passed.ended(CallOutcome.TICKET_GIVEN))

    found = await days.read()
    observed = found.observed
    assert (found.first, found.last) == (MONDAY, TUESDAY)
    assert observed.taps == {SV: {(0, 9): 2}, SO: {(1, 9): 1}}
    assert observed.waits == {SV: Waits({75: 1}, {12: 1}), SO: Waits({}, {9: 1})}
    assert observed.handling == {SV: Handling(talks={300: 1}, wrap_ups={30: 1})}
    assert observed.kiosks == {
        KioskId("kiosk-1"): {
            (0, 9): KioskHour(taps=2, outside=0),
            (0, 18): KioskHour(taps=1, outside=1),
            (1, 9): KioskHour(taps=1, outside=0),
        }
    }
    rings = observed.rings
    assert (rings.accepted, rings.answered_after, rings.connected_after) == (1, 12.0, 1.0)
    assert (rings.missed, rings.passed) == (0, 1)


async def test_days_that_are_not_over_and_those_before_the_first_tap_are_no_part_of_it(
    database: Database, clock: ManualClock
) -> None:
    clock.advance(at(TUESDAY, 12) - clock.now())
    days = Days(database, clock)
    await days.lost(Told(1), at(MONDAY, 9), CallOutcome.ABANDONED_WAITING, wait=5)
    await days.lost(Told(2), at(TUESDAY, 9), CallOutcome.ABANDONED_WAITING, wait=5)
    found = await days.records.period(date(2026, 1, 1), date(2026, 12, 31), EVA)
    assert (found.first, found.last) == (MONDAY, MONDAY)
    assert found.observed.taps == {SV: {(0, 9): 1}}


async def test_nothing_is_read_without_a_mark_in_the_audit(database: Database, clock: ManualClock) -> None:
    clock.advance(at(date(2026, 3, 4), 8) - clock.now())
    found = await Days(database, clock).read()
    assert found.observed.taps == {}
    assert found.duties == ()
    rows = await AuditLog(database, clock=clock).page(Actor(who="inspector"))
    assert [(row.who, row.what, row.filter) for row in rows if row.who == "eva"] == [
        ("eva", AuditAction.READ_REPORT, {"first": "2026-03-02", "last": "2026-03-03"})
    ]


def connected(*languages: str, epoch: int = 1) -> GuideConnected:
    return GuideConnected(guide=AMINA, epoch=epoch, languages=tuple(Language(tag) for tag in languages))


def became(status: GuideStatus, reason: AwayReason | None = None) -> GuideStatusChanged:
    return GuideStatusChanged(guide=AMINA, status=status, reason=reason)


def duty(begins: Instant, ends: Instant, *languages: str) -> Duty:
    return Duty(guide=AMINA, skills=fluent(Language(tag) for tag in languages), begins=begins, ends=ends)


async def test_who_was_at_work_when(database: Database, clock: ManualClock) -> None:
    """From before the period, over a missed ring, a lost desk, a new language, a break, to after its end."""
    clock.advance(at(date(2026, 3, 4), 8) - clock.now())
    days = Days(database, clock)
    await days.tell(at(date(2026, 3, 1), 20), [connected("sv"), became(GuideStatus.AVAILABLE)])
    await days.tell(at(MONDAY, 9), [became(GuideStatus.AWAY, AwayReason.MISSED_RING)])
    await days.tell(at(MONDAY, 9.1), [became(GuideStatus.AVAILABLE)])
    await days.tell(at(MONDAY, 9.5), [GuideLost(guide=AMINA, epoch=1)])
    await days.tell(at(MONDAY, 9.6), [connected("sv", epoch=2)])
    await days.tell(at(MONDAY, 10), [connected("sv", "so", epoch=3)])
    await days.tell(at(MONDAY, 12), [became(GuideStatus.AWAY, AwayReason.LUNCH)])
    await days.tell(at(TUESDAY, 23), [became(GuideStatus.AVAILABLE)])
    await days.tell(at(date(2026, 3, 4), 2), [became(GuideStatus.OFFLINE)])
    assert (await days.read()).duties == (
        replace(duty(at(MONDAY, 0), at(MONDAY, 9), "sv"), missed=True),
        duty(at(MONDAY, 9.1), at(MONDAY, 9.5), "sv"),
        duty(at(MONDAY, 9.6), at(MONDAY, 10), "sv"),
        duty(at(MONDAY, 10), at(MONDAY, 12), "sv", "so"),
        duty(at(TUESDAY, 23), at(TUESDAY, 24), "sv", "so"),
    )


async def test_the_periods_entries_are_found_among_many(database: Database, clock: ManualClock) -> None:
    clock.advance(at(date(2026, 3, 4), 8) - clock.now())
    days = Days(database, clock)
    for day in range(1, 28):
        for status in (GuideStatus.AVAILABLE, GuideStatus.OFFLINE):
            hour = 9 if status is GuideStatus.AVAILABLE else 12
            await days.tell(at(date(2026, 2, day), hour), [connected("sv", epoch=day), became(status)])
    await days.tell(at(MONDAY, 9), [connected("sv", epoch=99), became(GuideStatus.AVAILABLE)])
    await days.tell(at(MONDAY, 10), [became(GuideStatus.OFFLINE)])
    assert (await days.read()).duties == (duty(at(MONDAY, 9), at(MONDAY, 10), "sv"),)
