"""A resident taps, a guide answers, the admin reads it in the log: real programs, real browsers, real video.

A call is judged by the pictures that each side decodes, never by what a page says of itself.
"""

from pathlib import Path
from typing import Any

import aiohttp
import pytest
from playwright.async_api import expect

from tests.e2e.city import PASSWORD, City, city_in
from tests.e2e.people import FLUENT, Guide, Resident
from tests.fixtures.chromium import LaunchChromium
from tests.fixtures.coturn import Coturn

pytestmark = [pytest.mark.alone, pytest.mark.browser, pytest.mark.timeout(420)]

STORY = [
    "call_tapped",
    "rang",
    "ring_taken",
    "media_up",
    "ring_ended",
    "call_live",
    "call_ended",
    "wrapped_up",
]


async def test_a_call_from_the_tap_to_the_log(city: City, launch_chromium: LaunchChromium) -> None:
    resident = await Resident.at(await launch_chromium(), await city.kiosk())
    guide = await Guide.at(await launch_chromium(), city)
    await talk(resident, guide)
    await guide.hang_up()
    await guide.wrap_up(topic="school", disposition="referred")
    row, moments = await logged(city)
    assert (row["outcome"], row["language"], row["guide_name"]) == ("completed", "sv", "Amina")
    assert (row["topic"], row["disposition"]) == ("school", "referred")
    assert row["kiosk_name"] == "Skärm 1"
    assert row["talk"] >= 5_000
    assert [moment for moment in STORY if moment not in moments] == []


async def test_a_call_through_the_relay_alone(
    tmp_path: Path, launch_chromium: LaunchChromium, coturn: Coturn
) -> None:
    settings = {
        "VAGVISARE_TURN__URLS": f'["{coturn.urls[0]}", "{coturn.urls[1]}"]',
        "VAGVISARE_TURN__SECRETS": f'["{coturn.secret}"]',
    }
    async with city_in(tmp_path, settings=settings) as city:
        resident = await Resident.at(await launch_chromium(), f"{await city.kiosk()}?relay")
        guide = await Guide.at(await launch_chromium(), city, query="?relay")
        await talk(resident, guide)
        for page in (resident.page, guide.page):
            assert set(await page.evaluate("window.icePolicies")) == {"relay"}
        await guide.open("view")
        await expect(guide.page.locator(".quality__details").first).to_contain_text("via relä")
        await guide.hang_up()


async def test_a_kiosk_without_a_browser_calls_a_desk(city: City, launch_chromium: LaunchChromium) -> None:
    guide = await Guide.at(await launch_chromium(), city)
    await guide.become_available()
    calling = await city.headless_call(language="sv", seconds=120)
    await guide.take()
    await guide.resident.until(1)
    assert await guide.resident.per_second() >= FLUENT
    await guide.hang_up()
    report = await calling
    assert report["outcome"] == "completed"
    assert report["frames_per_second"] >= FLUENT


async def test_a_call_outlives_the_server(city: City, launch_chromium: LaunchChromium) -> None:
    """Killed without warning in the middle of a talk: nobody notices, and it is the same call afterwards."""
    resident = await Resident.at(await launch_chromium(), await city.kiosk())
    guide = await Guide.at(await launch_chromium(), city)
    await talk(resident, guide)
    await city.server.kill()
    assert await resident.guide.per_second(8) >= FLUENT
    assert await guide.resident.per_second(8) >= FLUENT
    await city.start()
    await guide.page.locator(".notice--danger").wait_for(state="detached")
    assert await guide.resident.per_second() >= FLUENT
    await guide.hang_up()
    await guide.wrap_up()
    row, moments = await logged(city)
    assert row["outcome"] == "completed"
    assert moments.count("call_tapped") == moments.count("call_live") == 1
    assert "kiosk_lost" not in moments


async def talk(resident: Resident, guide: Guide) -> None:
    """The resident calls, the guide takes, and both see each other fluently."""
    await guide.become_available()
    await resident.call("sv")
    await guide.take()
    await resident.guide.until(1)
    await guide.resident.until(1)
    assert await resident.guide.per_second() >= FLUENT
    assert await guide.resident.per_second() >= FLUENT


async def logged(city: City) -> tuple[dict[str, Any], list[str]]:
    """The one call in the admin's log, and what its timeline tells, in order."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(city.url, cookie_jar=jar, headers={"Origin": city.url}) as http:
        await http.post("/api/session", json={"login": "admin", "password": PASSWORD})
        page = await (await http.get("/api/log")).json()
        assert page["total"] == 1, page
        row = page["rows"][0]
        timeline = await (await http.get(f"/api/log/{row['call']}")).json()
    return row, [moment["type"] for moment in timeline["moments"]]
