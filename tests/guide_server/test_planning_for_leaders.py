"""Planning for a leader, who may not read the log: whole months, and of a language what is published."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from signaling.planning.opening import HOUR
from tests.guide_server.office import Browser, Office, office_at
from tests.guide_server.weeks import TAPS, hours, live_through

MARCH = {"from": "2026-03-01", "to": "2026-03-31"}
READ = ("/api/planning", "/api/planning.csv")
EXTRA = {"kind": "extra_guide", "languages": ["so"], "weekdays": [0, 1, 2, 3, 4], "begins": 540, "ends": 960}


@pytest_asyncio.fixture(params=["sqlite", "postgres"])
async def office(request: pytest.FixtureRequest, pages: Path) -> AsyncIterator[Office]:
    """In April, with three weeks of a March behind it."""
    async with office_at(
        request.getfixturevalue(f"{request.param}_store"), pages=pages, opening=hours
    ) as office:
        await live_through(office)
        office.clock.advance(14 * 24 * HOUR)
        yield office


async def test_only_whole_months_that_are_over_are_reckoned(office: Office) -> None:
    leader, admin = await office.signed_in("leader-1"), await office.signed_in("admin-1")
    refused: list[dict[str, str]] = [
        {"from": "2026-03-02", "to": "2026-03-22"},
        {"from": "2026-03-01", "to": "2026-03-30"},
        {"from": "2026-04-01", "to": "2026-04-30"},
        {"from": "2026-03-01"},
        {"to": "2026-03-31"},
        {"from": "2000-01-01", "to": "2026-03-31"},
        *({"period": name} for name in ("today", "yesterday", "this_week", "last_week", "this_month")),
    ]
    for query in refused:
        for path in READ:
            answer = await leader.ask("GET", path, params=query)
            assert (answer.status, (await answer.json())["id"]) == (422, "whole_months_only"), query
            assert (await admin.ask("GET", path, params=query)).status == 200
        if "period" not in query:
            answer = await leader.ask("POST", "/api/planning/trials", json={**query, "wish": EXTRA})
            assert (answer.status, (await answer.json())["id"]) == (422, "whole_months_only"), query
    for query in ({}, MARCH, {"period": "last_month"}, {"period": "this_year"}):
        for path in READ:
            assert (await leader.ask("GET", path, params=query)).status == 200, query


async def test_a_language_has_the_taps_that_are_published_and_everybodys_week(office: Office) -> None:
    leader, admin = await office.signed_in("leader-1"), await office.signed_in("admin-1")
    page, whole = await leader.get("/api/planning", **MARCH), await admin.get("/api/planning", **MARCH)
    statistics = await leader.get("/api/statistics", **MARCH)
    published = {
        line["key"]: None if line["kept_back"] else line["measures"]["offered"]
        for line in statistics["languages"]
    }
    lines = {line["language"]: line for line in page["languages"]}
    assert set(lines) == {tag for tag, offered in published.items() if offered and offered >= page["least"]}
    for tag, line in lines.items():
        assert line["taps_per_week"] * page["weeks"] == pytest.approx(published[tag])
        assert not any(hour["own"] for hour in line["hours"])
        assert (line["own_patience"], line["patience"]) == (False, page["everybody"]["patience"])
        assert line["handling"] % 1_000 == 0
        shares = {round(hour["taps"]["value"] / line["taps_per_week"], 9) for hour in line["hours"]}
        assert shares == {
            round(hour["taps"]["value"] / page["everybody"]["taps_per_week"], 9)
            for hour in page["everybody"]["hours"]
        }
    assert {each["language"]: each["taps"] for each in page["scarce"]} == {
        tag: published[tag] for tag in published.keys() - lines.keys()
    }
    assert (page["taps"], page["talks"]) == (whole["taps"], whole["talks"]), "of the whole service"
    assert (page["as_published"], whole["as_published"]) == (True, False)
    assert page["start"] == "2026-03-01"
    assert set(lines) <= set(TAPS)


async def test_the_kiosks_are_told_together(office: Office) -> None:
    leader, admin = await office.signed_in("leader-1"), await office.signed_in("admin-1")
    [together] = (await leader.get("/api/planning", **MARCH))["kiosks"]
    apart = (await admin.get("/api/planning", **MARCH))["kiosks"]
    assert (together["kiosk"], together["name"], together["site_name"]) == (None, "", "")
    assert together["taps"] == sum(each["taps"] for each in apart)
    assert together["outside"] == sum(each["outside"] for each in apart)


async def test_a_trial_of_days_that_a_leader_may_not_choose_is_kept_back(office: Office) -> None:
    leader, admin = await office.signed_in("leader-1"), await office.signed_in("admin-1")
    theirs = await _tried(admin, {"from": "2026-03-20", "to": "2026-03-20"})
    assert (theirs["state"], theirs["kept_back"], len(theirs["tried"])) == ("done", False, 1)
    seen = (await leader.get("/api/planning/trial"))["trial"]
    assert (seen["state"], seen["kept_back"], seen["tried"]) == ("done", True, [])
    assert (seen["days"], seen["plays"], seen["considered"]) == (None, None, None)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
async def test_a_leaders_own_trial_is_of_what_is_published(office: Office) -> None:
    leader = await office.signed_in("leader-1")
    page = await leader.get("/api/planning", **MARCH)
    found = await _tried(leader, MARCH)
    assert (found["state"], found["kept_back"], found["asked_by"]) == ("done", False, "Leader One")
    [tried] = found["tried"]
    known = {line["language"]: line["taps_per_week"] for line in page["languages"]}
    played = {effect["language"]: effect["taps_per_week"] for effect in tried["effects"]}
    assert set(played) == {None, *known}
    assert (await (await office.signed_in("admin-1")).get("/api/planning/trial"))["trial"] == found


async def _tried(browser: Browser, days: dict[str, str]) -> dict[str, Any]:
    answer = await browser.ask("POST", "/api/planning/trials", json={**days, "wish": EXTRA})
    assert answer.status == 200, await answer.text()
    while True:  # the test's own time-out is the bound
        found = (await browser.get("/api/planning/trial"))["trial"]
        if found["state"] != "running":
            return dict(found)
        await asyncio.sleep(0.2)
