"""Three weeks of an office's calls, lived through by the real core: something to plan by."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from signaling.core.events import CallEnded, CallTapped, Entry, Event, HoursSet
from signaling.core.hours import Hours, OpenTime
from signaling.core.ids import CallId, GuideId, Instant, KioskId, Language, NeighbourhoodId, SiteId
from signaling.core.pool_settings import PoolSettings
from signaling.core.skills import fluent
from signaling.core.vocabulary import CallOutcome
from signaling.days import start_of
from signaling.planning.observed import Duty, Handling, Rings
from signaling.planning.opening import HOUR
from signaling.planning.trial import Day, Expected, Town
from signaling.simulation.driver import play
from signaling.simulation.plan import Plan
from signaling.simulation.town import draw_day
from tests.store.histories import POOL, SETTINGS

if TYPE_CHECKING:
    from tests.guide_server.office import Office

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FIRST, WEEKS = date(2026, 3, 2), 3
"""A Monday."""
LAST = FIRST + timedelta(days=7 * WEEKS - 1)
OPENS, CLOSES = 9, 16
BUSY = {9: 0.7, 10: 1.3, 11: 1.4, 12: 0.8, 13: 1.2, 14: 1.0, 15: 0.6}
"""Of the hourly rate."""
TAPS = {"sv": 9.0, "ar": 5.0, "so": 3.5, "ti": 1.0, "fi": 0.5, "pl": 0.08}
GUIDES = {
    "amina": (("sv", "ar"), 9, 16),
    "berit": (("sv",), 9, 13),
    "carl": (("sv", "so"), 10, 15),
    "dina": (("sv", "ar"), 9, 12),
    "eero": (("sv", "fi"), 12, 16),
}


def hours(first: date, count: int) -> Hours:
    """Open on weekdays."""
    days = [first + timedelta(days=number) for number in range(count)]
    times = tuple(
        OpenTime(start_of(day, STOCKHOLM) + OPENS * HOUR, start_of(day, STOCKHOLM) + CLOSES * HOUR)
        for day in days
        if day.weekday() < 5
    )
    return Hours(until=start_of(first + timedelta(days=count), STOCKHOLM), pool=times)


async def live_through(office: "Office") -> None:
    """Tell the office's journal the three weeks; its clock then stands on the morning after them."""
    for guide, (languages, _, _) in GUIDES.items():
        await office.add_person(guide, f"Demo {guide.capitalize()}", ["guide"], languages)
    told = three_weeks()
    for start in range(0, len(told), 500):
        await office.journal.append(POOL, told[start : start + 500])
    office.clock.advance(start_of(LAST + timedelta(days=1), STOCKHOLM) + 8 * HOUR - office.clock.now())


@cache
def three_weeks() -> tuple[Entry, ...]:
    """With taps that found it closed: an hour before it opens, and in the evenings."""
    town = _town()
    plans = [draw_day(town, number, 1) for number in range(len(town.days))]
    whole = Plan(
        settings=town.settings,
        begins=plans[0].begins,
        ends=plans[-1].ends,
        residents=tuple(resident for plan in plans for resident in plan.residents),
        shifts=tuple(shift for plan in plans for shift in plan.shifts),
        manners=plans[0].manners,
    )
    told = HoursSet(hours=hours(FIRST, 7 * WEEKS))
    facts: list[tuple[Instant, Event]] = [(start_of(FIRST, STOCKHOLM), told)]
    play(whole, watch=lambda _, entries: facts.extend((entry.at, entry.event) for entry in entries))
    ordered = sorted([*facts, *_at_closed_doors()], key=lambda fact: fact[0])
    return tuple(Entry(number, at, fact) for number, (at, fact) in enumerate(ordered, start=1))


def _town() -> Town:
    handling = Handling(talks={120: 2, 240: 5, 360: 3, 900: 1}, wrap_ups={20: 1, 60: 1})
    return Town(
        settings=PoolSettings(
            languages=tuple(Language(tag) for tag in TAPS),
            topics=SETTINGS.topics,
            dispositions=SETTINGS.dispositions,
        ),
        days=tuple(_day(day) for day in _weekdays()),
        handling={Language(tag): handling for tag in TAPS},
        patience={Language(tag): 300.0 for tag in TAPS},
        rings=Rings(accepted=95, answered_after=5.0, connected_after=1.2, missed=3, passed=2),
    )


def _weekdays() -> Iterator[date]:
    for number in range(7 * WEEKS):
        day = FIRST + timedelta(days=number)
        if day.weekday() < 5:
            yield day


def _day(day: date) -> Day:
    begins = start_of(day, STOCKHOLM)
    return Day(
        begins=begins,
        ends=begins + 24 * HOUR,
        expected=tuple(
            Expected(
                language=Language(tag),
                begins=begins + hour * HOUR,
                ends=begins + (hour + 1) * HOUR,
                per_hour=rate * share,
            )
            for tag, rate in TAPS.items()
            for hour, share in BUSY.items()
        ),
        duties=tuple(
            Duty(
                guide=GuideId(guide),
                skills=fluent(Language(tag) for tag in languages),
                begins=begins + starts * HOUR,
                ends=begins + ends * HOUR,
            )
            for guide, (languages, starts, ends) in GUIDES.items()
        ),
    )


def _at_closed_doors() -> Iterator[tuple[Instant, Event]]:
    number = 0
    for day in _weekdays():
        for hour, taps in ((8, 3), (16, 2), (18, 1 + day.weekday() % 2)):
            for nth in range(taps):
                number += 1
                at = start_of(day, STOCKHOLM) + hour * HOUR + (nth + 1) * 600_000
                call = CallId(f"closed-{number}")
                yield (
                    at,
                    CallTapped(
                        call=call,
                        kiosk=KioskId("kiosk-1"),
                        site=SiteId("varby-library"),
                        neighbourhood=NeighbourhoodId("varby"),
                        language=Language("sv"),
                        tapped_at=at,
                    ),
                )
                yield at, CallEnded(call=call, outcome=CallOutcome.OUTSIDE_HOURS)
