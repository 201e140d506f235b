"""What nobody should ask of the log, and the one answer that each question has, on either database (L7)."""

from collections.abc import AsyncIterator

import pytest

from signaling.core.vocabulary import CallOutcome
from tests.fakes import ManualClock
from tests.guide_server.office import Office, office_at
from tests.store.histories import Told, call_id

HOUR = 3_600_000
SPRING = 1_774_746_000_000
"""2026-03-29 01:00 UTC: two o'clock becomes three."""
AUTUMN = 1_792_890_000_000
"""2026-10-25 01:00 UTC: three o'clock becomes two."""
MALFORMED = (400, "malformed")


@pytest.fixture(params=["sqlite_store", "postgres_store"])
async def both(request: pytest.FixtureRequest) -> AsyncIterator[Office]:
    """Calls half an hour before and after each end of both days on which the clock changes."""
    clock = ManualClock()
    async with office_at(request.getfixturevalue(request.param), clock=clock) as office:
        number = 0
        for change in (SPRING, AUTUMN):
            begins = change - (2 if change == SPRING else 3) * HOUR
            ends = begins + (23 if change == SPRING else 25) * HOUR
            for at in (begins - HOUR // 2, begins + HOUR // 2, ends - HOUR // 2, ends + HOUR // 2):
                number += 1
                clock.time = at
                call = Told(number, language="ar")
                await office.tell([*call.tapped(), *call.ended(CallOutcome.ABANDONED_WAITING)], step=0)
        yield office


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ({"from": "2026-03-29", "to": "2026-03-28"}, MALFORMED),
        ({"from": "2026-02-30"}, MALFORMED),
        ({"from": "1999-12-31"}, MALFORMED),
        ({"from": "3000-01-01"}, MALFORMED),
        ({"from": "0000-00-00"}, MALFORMED),
        ({"period": "next_week"}, MALFORMED),
        ({"period": "last_week", "from": "2026-01-01"}, MALFORMED),
        ({"page": "0"}, MALFORMED),
        ({"page": "-1"}, MALFORMED),
        ({"page": "1e9"}, MALFORMED),
        ({"page": "99999999999999999999"}, MALFORMED),
        ({"sort": "guide"}, MALFORMED),
        ({"sort": "id; DROP TABLE call"}, MALFORMED),
        ({"order": "random()"}, MALFORMED),
        ({"kiosk": "' OR 1=1 --"}, MALFORMED),
        ({"language": "%"}, MALFORMED),
        ({"topic": "s%"}, MALFORMED),
        ({"quality": "splendid"}, MALFORMED),
        ({"guide": "guide\x00"}, MALFORMED),
        ({"outcome": "open"}, MALFORMED),
        ({"waited": "forever"}, MALFORMED),
        ({"regex": "(a+)+$"}, MALFORMED),
        ({"from": "2000-01-01", "to": "2999-12-31"}, (200, 8)),
        ({"from": "2000-01-01", "to": "2000-01-01"}, (200, 0)),
        ({"from": "2999-12-31", "to": "2999-12-31"}, (200, 0)),
        ({"from": "2000-01-01", "to": "2999-12-31", "page": "1000000000"}, (200, 8)),
        ({"from": "2000-01-01", "to": "2999-12-31", "kiosk": "no-such"}, (200, 0)),
        ({"from": "2000-01-01", "to": "2999-12-31", "kiosk": "kiosk_1"}, (200, 0)),
        ({"from": "2000-01-01", "to": "2999-12-31", "site": "no-such"}, (200, 0)),
        ({"from": "2000-01-01", "to": "2999-12-31", "guide": "no-such"}, (200, 0)),
        ({"from": "2000-01-01", "to": "2999-12-31", "topic": "no-such"}, (200, 0)),
        ({"from": "2000-01-01", "to": "2999-12-31", "language": "xx"}, (200, 0)),
        (
            {"from": "2000-01-01", "to": "2999-12-31", "ticket": "given", "outcome": "completed"},
            (200, 0),
        ),
        ({"from": "2026-03-29", "to": "2026-03-29"}, (200, 2)),
        ({"from": "2026-10-25", "to": "2026-10-25"}, (200, 2)),
        ({"from": "2026-03-28", "to": "2026-03-28"}, (200, 1)),
        ({"from": "2026-10-26", "to": "2026-10-26"}, (200, 1)),
        ({"period": "yesterday"}, (200, 2)),
        ({"period": "today"}, (200, 1)),
    ],
)
async def test_every_question_has_its_answer(
    both: Office, query: dict[str, str], answer: tuple[int, str | int]
) -> None:
    admin = await both.signed_in("admin-1")
    got = await admin.ask("GET", "/api/log", params=query)
    body = await got.json()
    assert (got.status, body["total"] if got.status == 200 else body["id"]) == answer
    for kind in ("csv", "json", "xlsx"):
        narrowed = {name: value for name, value in query.items() if name not in {"page", "sort", "order"}}
        if narrowed == query:
            assert (await admin.ask("GET", f"/api/log.{kind}", params=query)).status == got.status


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        (f"/api/log/{call_id(999)}", (404, "not_found")),
        ("/api/log/nonsense", (404, "not_found")),
        ("/api/log-views/0", (404, "not_found")),
        ("/api/log-views/999999999", (404, "not_found")),
        ("/api/log-views/99999999999", (404, "not_found")),
        ("/api/log-views/-1", (404, "not_found")),
    ],
)
async def test_unknown_ids_are_not_found(both: Office, path: str, answer: tuple[int, str]) -> None:
    admin = await both.signed_in("admin-1")
    got = await admin.ask("DELETE" if "views" in path else "GET", path)
    assert (got.status, (await got.json())["id"]) == answer
