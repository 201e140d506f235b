"""The fleet: which software kiosks run, and for how long it was open at one that was dark."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide_server.fleet.dark import Darkness, by_day, opening_of
from guide_server.fleet.versions import rank
from signaling.core.events import HoursSet, KioskConnected, KioskLost
from signaling.core.hours import Hours, OpenTime
from signaling.core.ids import KioskId, NeighbourhoodId, Party, SiteId
from signaling.core.vocabulary import Grade
from signaling.days import start_of
from signaling.hours import expand
from signaling.planning.hours_then import in_force, put_together
from signaling.settings import HoursPart
from signaling.store.contact import Presence, Span
from tests.guide_server.office import STOCKHOLM, Office, office_at
from tests.store.histories import Told, graded

HOUR = 3_600_000
LIBRARY = SiteId("library")
RULES = HoursPart.model_validate(
    {
        "week": {
            day: ["08:00-12:00", "13:00-17:00"]
            for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
        },
        "sites": {LIBRARY: {"week": {"monday": ["10:00-20:00"], "tuesday": ["10:00-20:00"]}}},
    }
)
MONDAY = date(2026, 11, 23)


def darkness(presence: Presence, days: list[date], now: int, rules: HoursPart = RULES) -> list[Darkness]:
    hours = expand(rules, STOCKHOLM, days[0], len(days))
    opening = opening_of(hours, days, STOCKHOLM, LIBRARY)
    return [told for _, told in by_day(presence, opening, now=now)]


def presence(*spans: tuple[int, int | None], known_since: int | None = None) -> Presence:
    told = tuple(Span(since, until) for since, until in spans)
    first = spans[0][0] if known_since is None else known_since
    return Presence(known_since=first, last=told[-1], spans=told)


def at(day: date, hours: float) -> int:
    return start_of(day, STOCKHOLM) + round(hours * HOUR)


def test_only_open_hours_count() -> None:
    tuesday = MONDAY + timedelta(days=1)
    there = presence((at(MONDAY, 0), at(MONDAY, 16)), (at(tuesday, 11.5), None))
    found = darkness(there, [MONDAY, tuesday, MONDAY + timedelta(days=2)], at(tuesday, 24))
    assert found == [
        Darkness(6 * HOUR, 1 * HOUR),  # 10-12 and 13-17; dark from 16 on
        Darkness(6 * HOUR, round(1.5 * HOUR)),  # dark until half past eleven
        Darkness(0, 0),  # the site is closed, and the day is not here yet
    ]


def test_today_counts_until_now_and_nothing_before_the_first_contact() -> None:
    there = presence((at(MONDAY, 11), at(MONDAY, 14)))
    assert darkness(there, [MONDAY], at(MONDAY, 15.5)) == [Darkness(round(3.5 * HOUR), round(1.5 * HOUR))]


def test_a_contact_by_a_clock_that_is_ahead_counts_for_nothing_yet() -> None:
    there = presence((at(MONDAY, 11.01), at(MONDAY, 11.02)))
    assert darkness(there, [MONDAY], at(MONDAY, 11)) == [Darkness()]


def test_a_place_that_never_closes_has_days_of_23_and_25_hours() -> None:
    for day, long in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25)):
        there = presence((at(day, -5), at(day, -4)))
        after = start_of(day + timedelta(days=1), STOCKHOLM)
        assert darkness(there, [day], after, HoursPart()) == [Darkness(long * HOUR, long * HOUR)]


@given(
    turns=st.lists(st.integers(0, 7 * 24 * 60), min_size=1, max_size=20, unique=True),
    end=st.integers(0, 8 * 24 * 60),
)
def test_it_is_what_counting_each_minute_gives(turns: list[int], end: int) -> None:
    days = [MONDAY + timedelta(days=number) for number in range(7)]
    start = start_of(MONDAY, STOCKHOLM)
    turned = sorted(start + minute * 60_000 for minute in turns)
    now = max(start + end * 60_000, turned[-1])
    spans = tuple(zip(turned[::2], [*turned[1::2], None], strict=False))
    there = presence(*spans)
    hours = expand(RULES, STOCKHOLM, MONDAY, 7)
    assert hours is not None
    of_site = dict(hours.sites)[LIBRARY]
    dark = sum(
        60_000
        for minute in range(there.known_since, min(now, start + 7 * 24 * HOUR), 60_000)
        if any(each.opens <= minute < each.closes for each in hours.pool)
        and any(each.opens <= minute < each.closes for each in of_site)
        and not any(since <= minute and (until is None or minute < until) for since, until in spans)
    )
    assert sum(day.dark for day in darkness(there, days, now)) == dark


SHORT = HoursPart.model_validate({"week": {"monday": ["06:00-09:00"], "wednesday": ["00:00-24:00"]}})
LATE = HoursPart.model_validate(
    {"week": {"monday": ["11:00-14:00"]}, "sites": {LIBRARY: {"week": {"monday": ["12:00-20:00"]}}}}
)
WEEK = 7 * 24 * 60
"""Minutes."""
EDGES = st.lists(st.integers(0, WEEK), max_size=8, unique=True).map(sorted)


@given(
    turns=st.lists(st.integers(0, WEEK), min_size=1, max_size=12, unique=True).map(sorted),
    stops=EDGES,
    changes=st.lists(
        st.tuples(st.integers(-600, WEEK), st.sampled_from([RULES, SHORT, LATE, HoursPart()])), max_size=4
    ).map(lambda all_: sorted(all_, key=lambda each: each[0])),
    reach=st.integers(1, 8),
    end=st.integers(0, WEEK + 600),
)
def test_rules_of_each_day_and_servers_that_stop_are_what_counting_each_minute_gives(
    turns: list[int], stops: list[int], changes: list[tuple[int, HoursPart]], reach: int, end: int
) -> None:
    """Hours are told for `reach` days; whatever is not known of is by today's rules."""
    days = [MONDAY + timedelta(days=number) for number in range(7)]
    start = start_of(MONDAY, STOCKHOLM)
    now = start + max(end, turns[-1], stops[-1] if stops else 0) * 60_000
    at_minute = [start + minute * 60_000 for minute in turns]
    spans = tuple(zip(at_minute[::2], [*at_minute[1::2], None], strict=False))
    there = presence(*spans)
    edges = [start + minute * 60_000 for minute in stops[: len(stops) // 2 * 2]]
    gaps = list(zip(edges[::2], edges[1::2], strict=True))
    told = [
        (
            start + minute * 60_000,
            expand(rules, STOCKHOLM, MONDAY + timedelta(days=minute // 1_440), reach),
        )
        for minute, rules in changes
    ]
    today = expand(RULES, STOCKHOLM, MONDAY, 7)
    opening = opening_of(
        put_together(in_force(told, today), start, start + 7 * 24 * HOUR), days, STOCKHOLM, LIBRARY
    )
    found = sum((day for _, day in by_day(there, opening, now=now, gaps=gaps)), Darkness())

    def is_open(minute: int) -> bool:
        hours = today
        for since, rules in told:
            if since <= minute:
                hours = rules if rules is None or minute < rules.until else today
        if hours is None:
            return True
        narrowing = [hours.pool, *(times for site, times in hours.sites if site == LIBRARY)]
        return all(any(each.opens <= minute < each.closes for each in times) for times in narrowing)

    counted = Darkness()
    for minute in range(there.known_since, min(now, start + WEEK * 60_000), 60_000):
        if is_open(minute):
            stopped = any(since <= minute < until for since, until in gaps)
            lit = any(since <= minute and (until is None or minute < until) for since, until in spans)
            counted += Darkness(60_000, 60_000 * (not stopped and not lit), 60_000 * stopped)
    assert found == counted


def test_versions_have_an_order() -> None:
    rising = ["0.9", "0.9.1", "0.10.0rc1", "0.10", "1.0.0.dev2", "1.0.0"]
    assert sorted(rising, key=rank) == rising
    assert rank("1.0")[:2] == rank("1.0.0")[:2] == rank("1.0.0+local")[:2]


@pytest.fixture
async def office(sqlite_store: str) -> AsyncIterator[Office]:
    async with office_at(sqlite_store, opening=partial(expand, HoursPart(), STOCKHOLM)) as office:
        yield office


def here(kiosk: KioskId, epoch: int = 1) -> KioskConnected:
    return KioskConnected(
        kiosk=kiosk, epoch=epoch, site=SiteId("site-1"), neighbourhood=NeighbourhoodId("varby")
    )


async def test_the_fleet_tells_versions_darkness_and_calls(office: Office) -> None:
    new, old = await office.enrolled("new", "1.10.0"), await office.enrolled("old", "1.9.2")
    silent = await office.enrolled("silent")
    await office.tell([here(new), here(old)], step=0)
    came = office.clock.now()
    office.clock.advance(HOUR)
    await office.tell([*Told(7, kiosk="old").whole()])
    lost = office.clock.now()
    await office.tell([KioskLost(kiosk=old, epoch=1)], step=0)
    office.clock.advance(2 * HOUR)
    page = await (await office.signed_in("admin-1")).get("/api/fleet")
    assert page["newest"] == "1.10.0"
    lines = {line["kiosk"]: line for line in page["kiosks"]}
    assert lines.keys() == {new, old, silent}, "one that is not in use is not of the fleet"
    told = {key: lines[old][key] for key in ("version", "behind", "connected", "since")}
    assert told == {"version": "1.9.2", "behind": True, "connected": False, "since": lost}
    assert lines[old]["week"] == lines[old]["month"] == {"open": 3 * HOUR, "dark": 2 * HOUR, "no_server": 0}
    assert (lines[old]["calls_week"], lines[old]["calls_month"]) == (1, 1)
    assert lines[old]["days"][-1]["dark"] == 2 * HOUR
    assert [day["dark"] for day in lines[old]["days"][:-1]] == [0] * 13
    assert (lines[new]["behind"], lines[new]["connected"], lines[new]["since"]) == (False, True, came)
    assert lines[new]["week"] == {"open": 3 * HOUR, "dark": 0, "no_server": 0}
    assert (lines[silent]["version"], lines[silent]["since"]) == (None, None)
    assert lines[silent]["month"] == {"open": 0, "dark": 0, "no_server": 0}


async def test_the_fleet_tells_whose_line_is_bad(office: Office) -> None:
    weak, well = await office.enrolled("weak"), await office.enrolled("well")
    await office.tell([here(weak), here(well)], step=0)
    grades = [(weak, Grade.POOR), (weak, Grade.NONE), (weak, Grade.FAIR), (well, Grade.GOOD), (well, None)]
    for number, (kiosk, grade) in enumerate(grades, start=1):
        call = Told(number, kiosk=kiosk)
        said = [] if grade is None else [graded(call.id, Party.kiosk(kiosk), grade)]
        await office.tell([*call.whole()[:7], *said, *call.ended()])
        office.clock.advance(HOUR)
    lines = (await (await office.signed_in("admin-1")).get("/api/fleet"))["kiosks"]
    assert {line["kiosk"]: (line["talks_poor"], line["talks_graded"]) for line in lines} == {
        weak: (2, 3),
        well: (0, 1),
    }


async def test_a_kiosk_that_stays_away_is_dark_day_after_day(office: Office) -> None:
    kiosk = await office.enrolled("k1")
    await office.tell([here(kiosk), KioskLost(kiosk=kiosk, epoch=1)], step=0)
    office.clock.advance(40 * 24 * HOUR)
    (line,) = (await (await office.signed_in("admin-1")).get("/api/fleet"))["kiosks"]
    assert line["month"]["dark"] == line["month"]["open"] > 29 * 24 * HOUR
    assert line["week"]["dark"] == line["week"]["open"]
    assert all(day["dark"] == day["open"] for day in line["days"])


async def test_rules_that_changed_and_a_server_that_stopped_are_told_of_their_own_day(office: Office) -> None:
    """Today's rules are open day and night; but that noon it was to be open for two hours."""
    kiosk = await office.enrolled("k1")
    runs = office.records.server_runs
    run = await runs.note(None)
    noon = office.clock.now()
    two_hours = Hours(until=noon + 12 * HOUR, pool=(OpenTime(noon - HOUR, noon + 2 * HOUR),))
    await office.tell([HoursSet(hours=two_hours), here(kiosk)], step=0)
    await runs.note(run)
    office.clock.advance(HOUR)
    await office.tell([KioskLost(kiosk=kiosk, epoch=1)], step=0)
    run = await runs.note(None)
    for minute in range(60):
        if minute == 30:
            await office.tell([here(kiosk, 2)], step=0)
        for _ in range(2):
            office.clock.advance(30_000)
            await runs.note(run)
    office.clock.advance(3 * HOUR)
    (line,) = (await (await office.signed_in("admin-1")).get("/api/fleet"))["kiosks"]
    assert line["week"] == {"open": 2 * HOUR, "dark": HOUR // 2, "no_server": HOUR}


async def test_a_technician_reads_it_and_a_guide_does_not(office: Office) -> None:
    await office.add_person("tech", "Tekla", ["technician"])
    assert (await (await office.signed_in("tech")).ask("GET", "/api/fleet")).status == 200
    assert (await (await office.signed_in("guide-1")).ask("GET", "/api/fleet")).status == 403
