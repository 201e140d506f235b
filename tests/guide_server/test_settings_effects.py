"""What a preview says of a change is what a count by hand gives."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from signaling.core.commands import Command, ConnectKiosk, StartCall
from signaling.core.decide import decide
from signaling.core.ids import CallId, KioskId, Language, NeighbourhoodId, SiteId
from signaling.pool_part import PoolPart
from signaling.settings import HoursPart, Settings
from tests.fakes import ManualClock
from tests.guide_server.office import Browser, Office, office_at
from tests.store.histories import Told, call_id

HOUR = 3_600_000
DAY = 24 * HOUR
MONDAY = 1_769_414_400_000
"""2026-01-26 09:00 in Stockholm."""
FILE = Settings(
    pool=PoolPart(languages=("sv", "ar", "so"), topics=("form", "school", "other"), topic_groups={}),
    hours=HoursPart.model_validate(
        {"week": {day: ["08:00-17:00"] for day in ("monday", "tuesday", "wednesday")}}
    ),
)


@pytest.fixture(params=["sqlite", "postgres"])
async def served(request: pytest.FixtureRequest) -> AsyncIterator[Office]:
    store = request.getfixturevalue(f"{request.param}_store")
    async with office_at(store, clock=ManualClock(MONDAY), file=FILE) as office:
        yield office


async def effects(admin: Browser, area: str, **values: Any) -> list[tuple[str, dict[str, Any]]]:
    areas = (await admin.get("/api/settings"))["areas"]
    content = next(each for each in areas if each["area"] == area)["content"] | values
    answer = await admin.ask("POST", f"/api/settings/{area}/preview", json={"content": content, "base": 0})
    assert answer.status == 200, await answer.text()
    return [(effect["id"], effect["params"]) for effect in (await answer.json())["effects"]]


async def test_a_change_that_takes_nothing_away_has_none(served: Office) -> None:
    admin = await served.signed_in("admin-1")
    assert await effects(admin, "languages", languages=["sv", "ar", "so", "fi"]) == []
    assert await effects(admin, "topics", topics=["form", "school", "other", "money"]) == []
    assert await effects(admin, "waiting", ring_seconds=40) == []


async def test_who_waits_in_a_language_that_goes_and_who_speaks_nothing_else(served: Office) -> None:
    await served.add_person("guide-2", "Guide Two", ["guide"], ["ar"])
    for number, language in enumerate(("ar", "ar", "sv"), start=1):
        kiosk = KioskId(f"k{number}")
        commands: tuple[Command, ...] = (
            ConnectKiosk(
                kiosk=kiosk, epoch=1, site=SiteId("varby-library"), neighbourhood=NeighbourhoodId("varby")
            ),
            StartCall(
                kiosk=kiosk,
                call=CallId(call_id(number)),
                language=Language(language),
                tapped_at=served.clock.now(),
            ),
        )
        for command in commands:
            await served.tell(entry.event for entry in decide(served.pool, command, served.clock.now()))
    admin = await served.signed_in("admin-1")
    assert await effects(admin, "languages", languages=["sv", "so"]) == [
        ("waiting_in_language", {"language": "ar", "calls": 2}),
        ("guide_without_language", {"guide": "Guide Two"}),
    ]


async def test_topics_that_were_noted_of_late(served: Office) -> None:
    served.clock.advance(-31 * DAY)
    await served.tell(Told(1).whole())
    served.clock.advance(31 * DAY)
    admin = await served.signed_in("admin-1")
    assert await effects(admin, "topics", topics=["form", "other"]) == [], "too long ago"
    await served.tell(Told(2).whole())
    assert await effects(admin, "topics", topics=["form", "other"]) == [
        ("topic_in_use", {"topic": "school", "calls": 1})
    ]
    assert await effects(admin, "topics", topics=["school"]) == []


async def test_hours_that_close_in_which_calls_came(served: Office) -> None:
    await served.tell(Told(1).whole())
    served.clock.advance(DAY)
    admin = await served.signed_in("admin-1")
    later = {**FILE.hours.model_dump(mode="json")["week"], "monday": ["10:00-17:00"]}
    assert await effects(admin, "hours", week=later) == [
        ("hours_close", {"weekday": 1, "hour": 9, "calls": 1})
    ]
    other = {**later, "monday": ["08:00-17:00"], "tuesday": []}
    assert await effects(admin, "hours", week=other) == []


async def test_rows_that_become_due(served: Office) -> None:
    await served.tell(Told(1).whole())
    served.clock.advance(40 * DAY)
    admin = await served.signed_in("admin-1")
    told = await effects(admin, "retention", calls={"days": 30, "decision": "KS 2026/1"})
    due = {params["table"]: params["rows"] for name, params in told if name == "destroys"}
    assert due["call"] == 1
    assert {params["kind"] for _, params in told} == {"calls"}
