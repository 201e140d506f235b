"""A morning in one city: three kiosks, two guides and an interpreter, each person in a browser of their own.

Whoever meets is proven by the pictures that each decodes, and why they met by the line in the session log.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from signaling.core.ids import KioskId
from tests.e2e.city import City, city_in
from tests.e2e.people import SEEN, Guide, Resident, meet, see, sign_in
from tests.fixtures.chromium import LaunchChromium
from tests.fixtures.qr import scan

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

CLOSE_LANGUAGES = Path(__file__).parents[2] / "deploy" / "config" / "substitutes.yaml"
SETTINGS = {
    "VAGVISARE_POOL__LANGUAGES": '["sv", "ar", "ti", "uk", "ru", "so"]',
    "VAGVISARE_POOL__SUBSTITUTES": str(CLOSE_LANGUAGES),
    "VAGVISARE_POOL__RING_SECONDS": "12",
}


WHY = (
    ("Amina", "timed_out", "ar fluent"),
    ("Amina", "accepted", "ar fluent; the only free guide; rung again"),
    ("Björn", "accepted", "ti fluent"),
    ("Björn", "accepted", "sv fluent"),
    ("Amina", "accepted", "sv with an interpreter for ti, as agreed"),
    ("Björn", "accepted", "ru fluent"),
    ("Amina", "accepted", "ar fluent"),
    ("Amina", "accepted", "ar fluent"),
)
"""Who was rung, what came of it, and what the log says why, in the order of the morning."""


@dataclass(frozen=True, slots=True)
class People:
    """Amina speaks Arabic, Björn Tigrinya and Russian, both Swedish. Noor interprets Tigrinya on call."""

    amina: Guide
    bjorn: Guide
    noor: Guide
    library: Resident
    school: Resident
    pool: Resident


@pytest.fixture
async def morning(tmp_path: Path) -> AsyncIterator[City]:
    async with city_in(tmp_path, settings=SETTINGS) as running:
        yield running


async def test_a_morning(morning: City, launch_chromium: LaunchChromium) -> None:
    people = await _arrive(morning, launch_chromium)
    admin = await (await launch_chromium()).new_page()
    await sign_in(admin.context, morning, "admin")
    await _a_ring_is_missed(morning, people, admin)
    await _each_meets_who_speaks_with_them(people)
    await _a_call_is_handed_over_warm(people)
    await _a_guide_and_an_interpreter_come_in_one_move(people)
    await _a_resident_agrees_to_a_close_language(people)
    await _a_ticket_keeps_its_place(people)
    await _the_log_says_why(morning, admin)
    told = await morning.replay("--guide", "ti 00:00-24:00")
    assert re.search(r"fold to 8 calls and \d+ rings, the same as the session log's", told), told


async def _arrive(city: City, launch_chromium: LaunchChromium) -> People:
    await city.add_guide("sahra", "Amina", ["sv", "ar"])
    await city.add_guide("bjorn", "Björn", ["sv", "ti", "ru"])
    await city.add_guide("noor", "Noor", ["so"], interprets=["ti"])
    urls = (
        await city.kiosk(),
        await city.add_kiosk(KioskId("school-1"), "Skärm 2"),
        await city.add_kiosk(KioskId("pool-1"), "Skärm 3"),
    )
    library, school, pool = [await Resident.at(await launch_chromium(), url) for url in urls]
    amina, bjorn, noor = [
        await Guide.at(await launch_chromium(), city, login=login) for login in ("sahra", "bjorn", "noor")
    ]
    return People(amina, bjorn, noor, library, school, pool)


async def _a_ring_is_missed(city: City, people: People, admin: Page) -> None:
    """Amina does not answer: her desk says why it rings no more, and one tap brings her and the call back.

    Nobody else is as late: the admin has each later ring last as long as a slow machine may need.
    """
    amina = people.amina
    await amina.become_available()
    await people.library.call("ar")
    await expect(amina.page.locator(".ringing")).to_be_visible()
    await expect(amina.page.locator(".ready__title")).to_have_text("Ett samtal gick förbi dig")
    await admin.goto(f"{city.url}/admin/?view=settings&area=waiting")
    await admin.get_by_label("Ringer hos en vägledare", exact=True).fill("90")
    await admin.get_by_role("button", name="Förhandsgranska").click()
    await admin.get_by_role("button", name="Låt det gälla").click()
    await expect(admin.get_by_text("Det gäller nu.")).to_be_visible()
    await amina.page.locator(".ready__start").click()
    await amina.take()
    await meet(people.library, amina)


async def _each_meets_who_speaks_with_them(people: People) -> None:
    """Beside the Arabic call: Björn meets who speaks Tigrinya, and Swedish waits its turn."""
    await people.bjorn.become_available()
    await people.school.call("ti")
    await people.bjorn.take()
    await meet(people.school, people.bjorn)
    await people.pool.call("sv")
    await _end(people.school, people.bjorn)
    await people.bjorn.take()
    await meet(people.pool, people.bjorn)
    await _end(people.library, people.amina)


async def _a_call_is_handed_over_warm(people: People) -> None:
    """Björn asks Amina in, all three see each other, and Amina goes on with the resident alone."""
    amina, bjorn, resident = people.amina, people.bjorn, people.pool
    await bjorn.open("people")
    await bjorn.page.locator('select[name="to"] option', has_text="Amina").wait_for(state="attached")
    await bjorn.page.locator('select[name="to"]').select_option(label="Amina")
    await bjorn.page.locator('[data-act="go"]').click()
    await expect(amina.page.locator(".ringing__role")).to_be_visible()
    await amina.take()
    await meet(resident, amina)
    await _guests_are_seen(amina, bjorn, resident)

    await bjorn.page.locator('[data-act="hand_over"]').click()
    await expect(bjorn.page.locator(".wrap-up")).to_be_visible()
    await expect(resident.page.locator(".call__guide bdi")).to_contain_text("Amina")
    await meet(resident, amina)
    await bjorn.wrap_up()
    await bjorn.leave_duty()
    await _end(resident, amina)


async def _a_guide_and_an_interpreter_come_in_one_move(people: People) -> None:
    """Nobody speaks Tigrinya now: the resident agrees to Amina with Noor, and all three see each other."""
    amina, noor, resident = people.amina, people.noor, people.school
    await noor.become_available()
    await resident.call("ti")
    await resident.page.locator('[data-action="interpreter"]').click()
    await expect(noor.page.locator(".ringing__role")).to_be_visible()
    await asyncio.gather(amina.take(), noor.take())
    await meet(resident, amina)
    await noor.resident.until(SEEN)
    await _guests_are_seen(amina, noor, resident)
    await _end(resident, amina)
    await expect(noor.page.locator(".call")).to_have_count(0)
    await amina.leave_duty()


async def _a_resident_agrees_to_a_close_language(people: People) -> None:
    """Nobody speaks Ukrainian: Björn's Russian is offered, and his desk rings only after the yes."""
    bjorn, resident = people.bjorn, people.pool
    await bjorn.become_available()
    await resident.call("uk")
    offer = resident.page.locator('[data-action="substitute_ru"]')
    await expect(offer).to_be_visible()
    await expect(bjorn.page.locator(".ringing")).to_have_count(0)
    await offer.click()
    await bjorn.take()
    await meet(resident, bjorn)
    await _end(resident, bjorn)


async def _a_ticket_keeps_its_place(people: People) -> None:
    """Nobody speaks Arabic now. A ticket is scanned, another taps, and the ticket still comes first."""
    amina, early, late = people.amina, people.library, people.school
    await early.call("ar")
    await early.page.locator('[data-action="ticket"]').click()
    slip = early.page.locator("[data-ticket]")
    await expect(slip).to_be_visible()
    await early.page.locator("img.ticket__qr").evaluate("(picture) => picture.decode()")
    code = scan(await early.page.screenshot())
    assert code == await slip.get_attribute("data-ticket")
    await early.leave_screen()

    await late.call("ar")
    await expect(late.page.locator('[data-action="ticket"]')).to_be_visible()
    await early.bring(code)
    await expect(early.page.locator('[data-action="ticket"]')).to_be_visible()
    await amina.become_available()
    await amina.take()
    await meet(early, amina)
    await _end(early, amina)
    await amina.take()
    await meet(late, amina)
    await _end(late, amina)


async def _the_log_says_why(city: City, page: Page) -> None:
    """Every ring bears the matcher's line, in the log's records and on the call's page."""
    calls = await _calls(city, page)
    rings = iter(ring for call in calls for ring in call["rings"])
    for expected in WHY:
        assert any(_is(ring, *expected) for ring in rings), (
            f"{expected} is not in the log, or not in its order"
        )
    assert [call["call"]["outcome"] for call in calls].count("ticket_given") == 1
    await page.goto(f"{city.url}/admin/?call={calls[0]['call']['call']}")
    await expect(page.locator(".table__because")).to_have_text([re.compile("^talar arabiska, flytande")] * 2)


def _is(ring: dict[str, Any], guide: str, outcome: str, because: str) -> bool:
    return (ring["guide_name"], ring["outcome"]) == (guide, outcome) and because in ring["because"]


async def _guests_are_seen(one: Guide, other: Guide, resident: Resident) -> None:
    await see(one.page, "video.guest__video")
    await see(other.page, "video.guest__video")
    await see(resident.page, ".guest-picture video")


async def _end(resident: Resident, guide: Guide) -> None:
    """The guide is free last: whoever waits rings at once, and not for ever."""
    await guide.hang_up()
    await resident.leave_screen()
    await guide.wrap_up()


async def _calls(city: City, page: Page) -> list[dict[str, Any]]:
    """Everything that the log keeps of each call, in the order of the taps."""
    log = await (await page.request.get(f"{city.url}/api/log")).json()
    calls = [
        await (await page.request.get(f"{city.url}/api/log/{row['call']}")).json() for row in log["rows"]
    ]
    return sorted(calls, key=lambda call: int(call["call"]["tapped_at"]))
