"""Planning reckons each day by the opening hours that were in force on it, not by today's."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from guide_server.opening_then import OpeningThen
from guide_server.planning.periods import PlannedPeriods
from guide_server.whole_months import WholeMonths
from signaling.core.events import HoursSet
from signaling.core.hours import Hours, OpenTime
from signaling.core.ids import Language
from signaling.days import start_of
from signaling.planning.demand import open_hours
from signaling.planning.opening import HOUR
from signaling.store.audit import Actor
from tests.guide_server.office import STOCKHOLM, Office, office_at
from tests.store.histories import Told

MONDAY = date(2026, 1, 5)
PERIOD = {"from": "2026-01-05", "to": "2026-01-13"}
DAYS_KNOWN = 7


def at(day: int, hour: int) -> int:
    return start_of(MONDAY + timedelta(days=day), STOCKHOLM) + hour * HOUR


def open_from(first: date, count: int, opens: int, closes: int) -> Hours:
    """On weekdays."""
    days = [first + timedelta(days=number) for number in range(count)]
    begins = [start_of(day, STOCKHOLM) for day in days if day.weekday() < 5]
    return Hours(
        until=start_of(first + timedelta(days=count), STOCKHOLM),
        pool=tuple(OpenTime(begin + opens * HOUR, begin + closes * HOUR) for begin in begins),
    )


def todays(first: date, count: int) -> Hours:
    return open_from(first, count, 10, 12)


@pytest_asyncio.fixture(params=["sqlite", "postgres"])
async def office(request: pytest.FixtureRequest, pages: Path) -> AsyncIterator[Office]:
    """Open from nine to four until Wednesday noon, then to six; of the second Monday on nothing was told."""
    store = request.getfixturevalue(f"{request.param}_store")
    async with office_at(store, pages=pages, opening=todays) as office:
        await _come_to(office, at(0, 0))
        await office.tell([HoursSet(hours=open_from(MONDAY, DAYS_KNOWN, 9, 16))])
        await _come_to(office, at(0, 9))
        await office.tell(Told(1).whole())
        await _come_to(office, at(2, 12))
        await office.tell([HoursSet(hours=open_from(MONDAY, DAYS_KNOWN, 9, 18))])
        await _come_to(office, at(2, 17))
        for number in range(2, 32):
            await office.tell(Told(number).whole())
            office.clock.advance(60_000)
        await _come_to(office, at(9, 8))
        yield office


async def _come_to(office: Office, instant: int) -> None:
    office.clock.advance(instant - office.clock.now())


async def test_the_page_and_the_file_know_the_hours_of_each_day(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    page = await admin.get("/api/planning", **PERIOD)
    assert page["days_by_todays_hours"] == 2, "the second Monday and Tuesday"
    opened = {(hour["weekday"], hour["hour"]): hour["open"] for hour in page["kiosks"][0]["hours"]}
    assert opened[0, 10] == 1, "by the hours of the first Monday and by today's"
    assert opened[0, 9] == opened[0, 15] == 0.5, "by those of the first Monday alone"
    assert opened[2, 11] == opened[2, 17] == 1, "in force until noon, and from noon on"
    assert {hour for weekday, hour in opened if weekday == 1} == set(range(9, 16))
    assert {hour for weekday, hour in opened if weekday == 3} == set(range(9, 18))
    (swedish,) = page["languages"]
    (busy,) = (hour for hour in swedish["hours"] if (hour["weekday"], hour["hour"]) == (2, 17))
    assert (busy["own"], busy["taps"]["value"]) == (True, 30)
    answer = await admin.ask("GET", "/api/planning.csv", params=PERIOD)
    assert '"sv";3;17;"30.00"' in await answer.text()


async def test_trials_play_the_hours_of_each_day(office: Office) -> None:
    """A trial is asked about what is reckoned here."""
    records, zone = office.records, STOCKHOLM
    periods = PlannedPeriods(
        records=records.planning,
        months=WholeMonths(reports=records.reports, clock=office.clock, zone=zone),
        opening=OpeningThen(records.hours_told, today=todays, zone=zone),
        clock=office.clock,
        zone=zone,
    )
    reckoned = await periods.of_days(MONDAY, MONDAY + timedelta(days=8), Actor(who="admin-1"))
    opened = open_hours(reckoned.opening[Language("sv")])
    assert (opened[0, 9], opened[0, 10], opened[2, 17], opened.get((1, 17))) == (1, 2, 1, None)
