"""Planning as an admin reads it, on three weeks that the core lived through, and trials of the roster."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from signaling.planning.demand import ENOUGH
from tests.guide_server.office import Browser, Office, office_at
from tests.guide_server.weeks import FIRST, LAST, TAPS, hours, live_through

PERIOD = {"from": FIRST.isoformat(), "to": LAST.isoformat()}
EXTRA = {"kind": "extra_guide", "languages": ["so"], "weekdays": [0, 1, 2, 3, 4], "begins": 540, "ends": 960}


@pytest.fixture
async def office(sqlite_store: str, pages: Path) -> AsyncIterator[Office]:
    async with office_at(sqlite_store, pages=pages, opening=hours) as office:
        yield office


@pytest.fixture
async def admin(office: Office) -> Browser:
    await live_through(office)
    return await office.signed_in("admin-1")


async def test_an_empty_log_says_how_much_is_needed(office: Office) -> None:
    page = await (await office.signed_in("leader-1")).get("/api/planning")
    assert (page["everybody"], page["languages"], page["least"]) == (None, [], ENOUGH)


async def test_what_was_put_in_is_what_is_found(admin: Browser) -> None:
    page = await admin.get("/api/planning", **PERIOD)
    assert (page["start"], page["end"], page["weeks"]) == (FIRST.isoformat(), LAST.isoformat(), 3)
    lines = {line["language"]: line for line in page["languages"]}
    assert list(lines) == ["sv", "ar", "so", "ti", "fi"]
    assert [each["language"] for each in page["scarce"]] == ["pl"]
    for tag, line in lines.items():
        assert line["taps_per_week"] == pytest.approx(TAPS[tag] * 35, rel=0.35 if tag == "fi" else 0.2)
    swedish = lines["sv"]
    assert swedish["handling"] == pytest.approx((305 + 45 + 6) * 1_000, rel=0.12)
    assert swedish["patience"]["low"] < 300_000 < swedish["patience"]["high"]
    assert {(hour["weekday"], hour["hour"]) for hour in swedish["hours"]} == {
        (weekday, hour) for weekday in range(5) for hour in range(9, 16)
    }


async def test_who_was_at_work_stands_beside_who_is_needed(admin: Browser) -> None:
    page = await admin.get("/api/planning", **PERIOD)
    lines = {line["language"]: line for line in page["languages"]}

    def at(tag: str, hour: int) -> dict[str, Any]:
        (found,) = (each for each in lines[tag]["hours"] if (each["weekday"], each["hour"]) == (2, hour))
        return dict(found)

    at_work = [at("sv", hour)["on_duty"] for hour in (9, 12, 15)]
    assert at_work == pytest.approx([3, 4, 2], abs=0.2), "whoever is in a call stays to its end"
    assert [at("ti", hour)["on_duty"] for hour in (9, 12, 15)] == [0, 0, 0]
    assert at("ti", 11)["needed"] >= 1
    assert at("sv", 11)["needed_low"] <= at("sv", 11)["needed"] <= at("sv", 11)["needed_high"]
    assert at("sv", 11)["taps"]["value"] > at("sv", 15)["taps"]["value"]
    assert at("sv", 11)["needed"] >= at("sv", 15)["needed"]
    assert lines["ti"]["lacking"] == sum(hour["needed"] for hour in lines["ti"]["hours"])
    assert {each["guide"] for each in page["guides"]} == {"amina", "berit", "carl", "dina", "eero"}


async def test_taps_at_closed_doors_are_seen_at_their_kiosk(admin: Browser) -> None:
    page = await admin.get("/api/planning", **PERIOD)
    worst = page["kiosks"][0]
    assert (worst["kiosk"], worst["name"]) == ("kiosk-1", "Entrén")
    assert worst["outside"] == 3 * (5 * (3 + 2) + 7)
    outside = {(hour["weekday"], hour["hour"]): hour for hour in worst["hours"] if hour["outside"]}
    assert {hour for _, hour in outside} == {8, 16, 18}
    assert all(hour["open"] == 0 for hour in outside.values())
    assert next(hour for hour in worst["hours"] if hour["hour"] == 9)["open"] == 1


async def test_the_hours_of_the_week_as_a_file(admin: Browser) -> None:
    answer = await admin.ask("GET", "/api/planning.csv", params=PERIOD)
    lines = (await answer.text()).lstrip("\ufeff").splitlines()
    assert (
        answer.headers["Content-Disposition"] == 'attachment; filename="planning_2026-03-02_2026-03-22.csv"'
    )
    assert len(lines) == 1 + 6 * 35
    assert lines[0].startswith('"language";"weekday";"hour";"taps_per_hour"')
    assert lines[1].startswith('"all";1;9;')


@pytest.mark.parametrize(
    "period",
    [
        {"from": "2026-03-22", "to": "2026-03-02"}, {"from": "1999-12-31"}, {"to": "3000-01-01"},
        {"from": "2026-02-30"}, {"from": "now"}, {"days": "7"},
    ],
)  # fmt: skip
async def test_an_absurd_period_is_malformed(office: Office, period: dict[str, str]) -> None:
    browser = await office.signed_in("leader-1")
    for path in ("/api/planning", "/api/planning.csv"):
        answer = await browser.ask("GET", path, params=period)
        assert (answer.status, (await answer.json())["id"]) == (400, "malformed")


@pytest.mark.parametrize(
    "period",
    [{"from": "2000-01-01", "to": "2999-12-31"}, {"from": "2999-12-31"}, {"to": "2000-01-01"}],
)
async def test_a_period_of_centuries_or_without_a_call_has_an_answer(
    admin: Browser, period: dict[str, str]
) -> None:
    await admin.get("/api/planning", **period)


async def _ended(browser: Browser) -> dict[str, Any]:
    while True:
        found = (await browser.get("/api/planning/trial"))["trial"]
        if found["state"] != "running":
            return dict(found)
        await asyncio.sleep(0.2)


async def _start(browser: Browser, wish: dict[str, Any], **period: str) -> tuple[int, dict[str, Any]]:
    answer = await browser.ask("POST", "/api/planning/trials", json={**(period or PERIOD), "wish": wish})
    return answer.status, await answer.json()


@pytest.mark.parametrize(
    "period",
    [
        {"from": "9999-12-31", "to": "9999-12-31"}, {"from": "0001-01-01", "to": "0001-01-01"},
        {"from": "9999-12-31"}, {"to": "0001-01-01"}, {"from": "2026-03-20", "to": "2026-03-19"},
    ],
)  # fmt: skip
async def test_a_trial_of_impossible_days_is_malformed(admin: Browser, period: dict[str, str]) -> None:
    status, said = await _start(admin, EXTRA, **period)
    assert (status, said.get("id")) == (400, "malformed")


@pytest.mark.slow
async def test_a_change_is_tried_and_answered(admin: Browser) -> None:
    status, begun = await _start(admin, EXTRA, **{"from": "2026-03-19", "to": "2026-03-20"})
    assert (status, begun["trial"]["state"], begun["trial"]["wish"]) == (200, "running", EXTRA)
    assert (await _start(admin, EXTRA))[1]["id"] == "trial_runs"
    found = await _ended(admin)
    assert (found["state"], found["share"], found["kept_back"]) == ("done", 1.0, False)
    (tried,) = found["tried"]
    somali = next(effect for effect in tried["effects"] if effect["language"] == "so")
    assert somali["more_in_time"]["low"] > 0
    assert somali["after"]["service_level"]["value"] > somali["before"]["service_level"]["value"]


async def test_a_trial_is_cancelled_and_makes_room(admin: Browser) -> None:
    _, begun = await _start(admin, {"kind": "find_skill"})
    assert begun["trial"]["asked_by"] == "Admin One", "an account that is neither guide nor leader"
    number = begun["trial"]["id"]
    answer = await admin.ask("POST", f"/api/planning/trials/{number}/cancellation")
    assert (answer.status, (await answer.json())["trial"]["state"]) == (200, "cancelled")
    again = await admin.ask("POST", f"/api/planning/trials/{number}/cancellation")
    assert (await again.json())["id"] == "not_now"
    assert (await _ended(admin))["tried"] == []
    assert (await _start(admin, EXTRA))[0] == 200, "there is room for the next one at once"


@pytest.mark.parametrize(
    ("wish", "problem"),
    [
        ({"kind": "further_language", "guide": "nobody", "language": "ti"}, "malformed"),
        ({"kind": "further_language", "guide": "carl", "language": "zz-zz-zz-zz-zz-zz-zz"}, "malformed"),
        ({**EXTRA, "ends": 540}, "malformed"),
        ({**EXTRA, "weekdays": []}, "malformed"),
        ({**EXTRA, "languages": []}, "malformed"),
        ({**EXTRA, "begins": 1e999}, "malformed"),
        ({"kind": "other"}, "malformed"),
    ],
)
async def test_a_wish_that_cannot_be_meant_starts_nothing(
    admin: Browser, wish: dict[str, Any], problem: str
) -> None:
    assert (await _start(admin, wish))[1]["id"] == problem
    assert (await admin.get("/api/planning/trial"))["trial"] is None


async def test_a_trial_needs_days_to_play(admin: Browser) -> None:
    wish = {"kind": "find_skill"}
    assert (await _start(admin, wish, **{"from": "2026-03-07", "to": "2026-03-08"}))[1] == {
        "id": "too_little_known",
        "message": "The period holds too few calls, or nobody was at work: choose a longer one.",
        "fields": [],
    }
