"""Every route and everybody who may not read the log: two offices that differ by whom few calls were for look
the same.

In one office two residents asked for a language and three for another, in the other the other way about, at
the same instants; and so it is with two neighbourhoods. Of two more languages, which are told, one had a call
more on one day and the other on the next. Sums of the whole service and of the month are the same, and so
must be each answer, whatever days are asked for. Routes are taken from the table that lists them all, so that
a new one is tried the day it is added.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
import pytest_asyncio

from guide_server.http.access import Access, Scope
from signaling.core.events import Event
from tests.fakes import ManualClock
from tests.guide_server.office import Browser, Office, concrete, office_at
from tests.guide_server.test_access import ROUTES
from tests.guide_server.test_equality_api import calls
from tests.guide_server.test_tokens import ask, make

DAY = 24 * 3_600_000
READERS = ("guide-1", "leader-1", "analyst-1", "technician-1", "no-role")
SCOPES = tuple(scope for scope in Scope if scope is not Scope.CALLS_READ)
PERIODS: tuple[dict[str, str], ...] = (
    {},
    {"from": "2026-01-01", "to": "2026-01-31"},
    {"from": "2025-12-01", "to": "2026-01-31"},
    {"from": "2026-01-01", "to": "2026-01-01"},
    {"from": "2026-01-01", "to": "2026-02-15"},
    {"from": "2026-02-15", "to": "2026-02-15"},
    {"from": "2026-01-02"},
    {"to": "2026-01-02"},
    *({"period": name} for name in ("today", "this_week", "this_month", "last_month", "this_year")),
)
BUSY = {"ti": "ar", "pl": "fi"}
PARTS = ("hours", "languages", "neighbourhoods", "sites")
ITS_OWN = {"csrf"}
"""What belongs to a session alone."""
COUNTED = {"/api/equality", "/api/statistics", "/api/statistics.csv", "/api/planning", "/api/planning.csv"}
"""Routes that take days."""
NOT_READ = {"/api/check/relays": "a password that is made anew each time"}
OWN = {("guide-1", "/api/desk/day"): "one's own day: these calls were theirs"}


def told(few: str, more: str, place: str, other: str) -> Iterator[Event]:
    """A past month, and a part of this day: the same calls, of which some change places with each other."""
    yield from calls("sv", "varby", first=1, answered=60, left=6)
    yield from calls("so", "varby", first=101, answered=25, left=15)
    yield from calls(few, "varby", first=201, answered=2, left=0)
    yield from calls(more, "varby", first=301, answered=3, left=0)
    yield from calls(BUSY[few], "varby", first=1_201, answered=23, left=0)
    yield from calls(BUSY[more], "varby", first=1_301, answered=24, left=0)
    yield from calls("sv", place, first=401, answered=2, left=0)
    yield from calls("sv", other, first=501, answered=3, left=0)


def of_the_next_day(few: str, more: str, *_: str) -> Iterator[Event]:
    yield from calls(BUSY[few], "varby", first=1_001, answered=24, left=0)
    yield from calls(BUSY[more], "varby", first=1_101, answered=23, left=0)


def of_today(few: str, more: str, place: str, other: str) -> Iterator[Event]:
    yield from calls(few, "varby", first=601, answered=1, left=0)
    yield from calls(more, "varby", first=701, answered=2, left=0)
    yield from calls("sv", place, first=801, answered=1, left=0)
    yield from calls("sv", other, first=901, answered=2, left=0)


@pytest_asyncio.fixture
async def offices(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Office, Office]]:
    """The one on SQLite, the other on PostgreSQL, at noon of the fifteenth of February."""
    async with AsyncExitStack() as stack:
        made = []
        for store, few, more, place, other in (
            ("sqlite", "ti", "pl", "east", "west"),
            ("postgres", "pl", "ti", "west", "east"),
        ):
            address = request.getfixturevalue(f"{store}_store")
            office = await stack.enter_async_context(office_at(address, clock=ManualClock()))
            await office.add_person("no-role", "No Role", [])
            await office.tell(told(few, more, place, other), step=10)
            office.clock.advance(DAY)
            await office.tell(of_the_next_day(few, more, place, other), step=10)
            office.clock.advance(44 * DAY)
            await office.tell(of_today(few, more, place, other), step=10)
            made.append(office)
        yield made[0], made[1]


def questions(path: str) -> Iterator[dict[str, str]]:
    for period in PERIODS if path in COUNTED else PERIODS[:1]:
        if path.endswith("statistics.csv"):
            yield from ({**period, "part": part} for part in PARTS)
        else:
            yield period


def reading() -> Iterator[tuple[str, str]]:
    """Each route that gives something, concrete, to somebody who is not an admin; and as the table has it."""
    for (method, route), access in sorted(ROUTES.items()):
        if method == "GET" and access is not Access.ADMIN and route not in NOT_READ:
            yield concrete(route, kiosk="kiosk-1", month="2026-01"), route


async def seen(browser: Browser, path: str, query: dict[str, str]) -> tuple[int, Any]:
    answer = await browser.ask("GET", path, params=query)
    if answer.content_type == "application/json":
        body = await answer.json()
        return answer.status, {key: body[key] for key in body if key not in ITS_OWN}
    return answer.status, await answer.read()


@pytest.mark.parametrize("who", READERS)
async def test_whoever_reads_no_calls_cannot_tell_one_office_from_the_other(
    offices: tuple[Office, Office], who: str
) -> None:
    one, other = [await office.signed_in(who) for office in offices]
    answered = 0
    for path, route in reading():
        if (who, route) in OWN:
            continue
        for query in questions(route):
            status, body = await seen(one, path, query)
            assert (status, body) == await seen(other, path, query), (route, query)
            answered += status == 200
    assert answered


@pytest.mark.parametrize("scope", SCOPES)
async def test_nor_can_a_machine(offices: tuple[Office, Office], scope: Scope) -> None:
    tokens = [(await make(await office.signed_in("admin-1"), scope))["token"] for office in offices]
    for path, route in reading():
        for query in questions(route):
            told_path = f"{path}?{'&'.join(f'{key}={value}' for key, value in query.items())}"
            one, other = [
                await ask(office, token, path=told_path)
                for office, token in zip(offices, tokens, strict=True)
            ]
            assert (one.status, await one.read()) == (other.status, await other.read()), (route, query)


async def test_whoever_reads_calls_tells_them_apart(offices: tuple[Office, Office]) -> None:
    """So there is something to tell."""
    one, other = [await office.signed_in("admin-1") for office in offices]
    apart = set()
    for path, route in reading():
        for query in questions(route):
            if await seen(one, path, query) != await seen(other, path, query):
                apart.add(route)
    assert {"/api/equality", "/api/statistics", "/api/planning"} <= apart
