"""The check before the shift, in Chromium with fake devices, against a real server and a real coturn."""

import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from signaling.core.ids import GuideId, Language
from signaling.core.skills import Skill
from signaling.core.vocabulary import Level, Mode
from signaling.store.staff import StaffChange
from signaling.turn_credentials import TurnCredentials
from tests.fakes import ManualClock
from tests.fixtures.accessibility import grave_findings
from tests.fixtures.certificate import certificate_in
from tests.fixtures.chromium import LaunchChromium
from tests.fixtures.coturn import Coturn, coturn_running
from tests.fixtures.programs import free_port
from tests.guide_server.office import Office, office_at

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

PATIENCE = 90_000
"""Milliseconds; machines differ."""
At = Callable[[TurnCredentials | None], AbstractAsyncContextManager[tuple[Office, Page]]]


@pytest.fixture
def at_the_check(sqlite_store: str, staff_pages: Path, launch_chromium: LaunchChromium) -> At:
    """A guide signed in at an office with these relays, whose check page is open."""

    @asynccontextmanager
    async def opened(turn: TurnCredentials | None) -> AsyncIterator[tuple[Office, Page]]:
        clock = ManualClock(time.time_ns() // 1_000_000)  # coturn goes by the true one
        port = free_port()
        async with office_at(
            sqlite_store, clock=clock, port=port,
            public_url=f"http://127.0.0.1:{port}", pages=staff_pages, turn=turn,
        ) as office:  # fmt: skip
            skills = [
                Skill(Language(tag), level, Mode.SIGN if tag == "swl" else Mode.SPEAK)
                for tag, level in (("sv", Level.FLUENT), ("ar", Level.GOOD), ("swl", Level.BASIC))
            ]
            languages = [skill.language for skill in skills]
            await office.staff.change("guide-1", StaffChange(languages=languages, skills=skills))
            browser = await launch_chromium("--ignore-certificate-errors")  # nobody vouches for a test's
            context = await browser.new_context(
                viewport={"width": 1440, "height": 900}, base_url=office.url,
                permissions=["camera", "microphone"], reduced_motion="reduce",
            )  # fmt: skip
            page = await context.new_page()
            faults: list[str] = []
            page.on("pageerror", lambda error: faults.append(str(error)))
            await page.goto("/check/")
            await page.get_by_label("Användarnamn").fill("guide-1")
            await page.get_by_label("Lösenord", exact=True).fill("correct horse battery")
            await page.keyboard.press("Enter")
            await expect(page.get_by_role("heading", name="Före passet")).to_be_visible()
            yield office, page
            assert faults == []
            await context.close()

    return opened


async def test_everything_is_tried_for_real_and_told(at_the_check: At, tmp_path: Path) -> None:
    """Devices, server, relays by udp, tcp and tls, and a call with oneself through the relay."""
    with coturn_running(certificate=certificate_in(tmp_path)) as coturn:
        turn = TurnCredentials(urls=coturn.urls, secrets=[coturn.secret], lifetime=600_000)
        async with at_the_check(turn) as (_, page):
            assert await grave_findings(page) == []
            await page.get_by_role("button", name="Börja kontrollen").click()
            await expect(page.get_by_role("heading", level=1)).to_have_text("Vi provar …")
            await expect(page.locator(".mirror video")).to_be_visible()
            await is_over(page)
            told = await page.locator(".way").inner_text()
            for way in ("UDP", "TCP", "TLS"):
                assert re.search(rf"{way} \d+ ms", told), told
            for part in ("genom relä över", "ljudet kom tillbaka", "din röst hördes", "fram och tillbaka"):
                assert part in told, told
            await tone_and_report(page)
            await page.get_by_role("link", name="Till arbetsplatsen").click()
            await page.wait_for_url("**/desk/")


async def is_over(page: Page) -> None:
    await expect(page.get_by_role("button", name="Kontrollera igen")).to_be_visible(timeout=PATIENCE)


async def tone_and_report(page: Page) -> None:
    """What only a person can say, and the text to send to whoever helps."""
    await page.get_by_role("button", name="Spela en ton").click()
    await page.get_by_role("button", name="Jag hör den").click()
    await expect(page.get_by_text("Tonen hördes").first).to_be_visible()
    assert await grave_findings(page) == []
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Spara rapporten").click()
    report = (await (await download.value).path()).read_text("utf-8")
    assert "Reläer: bra (UDP" in report
    for private in ("Guide One", "guide-1", "127.0.0.1", "fake", "Fake"):
        assert private not in report


async def test_without_relays_the_call_goes_straight_and_devices_are_remembered(at_the_check: At) -> None:
    async with at_the_check(None) as (_, page):
        await page.get_by_role("button", name="Börja kontrollen").click()
        await expect(page.get_by_text("rak väg")).to_be_visible(timeout=PATIENCE)
        await expect(page.get_by_text("inga behövs här")).to_be_visible()
        for role in ("Kamera", "Mikrofon", "Högtalare"):
            await page.get_by_role("combobox", name=role).select_option(index=1)
        microphone = page.get_by_role("combobox", name="Mikrofon")
        chosen = await microphone.input_value()
        await expect(page.get_by_text("Vi hör dig.")).to_be_visible()
        await page.reload()
        await expect(microphone).to_have_value(chosen)
        assert set(await page.evaluate("Object.keys(JSON.parse(localStorage['desk.devices']))")) == {
            "camera", "microphone", "speaker",
        }  # fmt: skip


async def test_a_server_and_relays_that_cannot_be_reached_are_told(at_the_check: At, coturn: Coturn) -> None:
    """The wrong secret: a relay that is there lends nothing. Another one is not there."""
    urls = [*coturn.urls, f"turns:127.0.0.1:{free_port()}"]
    turn = TurnCredentials(urls=urls, secrets=["another secret"], lifetime=600_000)
    async with at_the_check(turn) as (_, page):
        await page.route("**/api/check/echo", lambda route: route.abort())
        await page.route_web_socket("**/api/check/echo", lambda socket: socket.close())
        await page.get_by_role("button", name="Börja kontrollen").click()
        heading = page.get_by_role("heading", level=1)
        await expect(heading).to_have_text("Något behöver lagas först.", timeout=PATIENCE)
        told = await page.locator(".way").inner_text()
        assert "UDP lösenordet togs inte emot" in told, told
        assert "TLS nås inte" in told, told
        assert "ingen väg hittades" in told or "ingen bild kom tillbaka" in told, told
        assert await grave_findings(page) == []


async def test_a_guide_without_devices_is_told_what_to_do(at_the_check: At) -> None:
    async with at_the_check(None) as (_, page):
        await page.context.clear_permissions()
        await page.evaluate(
            """() => {
              const refuse = () => Promise.reject(new DOMException("", "NotAllowedError"));
              navigator.mediaDevices.getUserMedia = refuse;
            }"""
        )
        await page.get_by_role("button", name="Börja kontrollen").click()
        await expect(page.get_by_role("alert").first).to_contain_text("tillåt det i adressfältet")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Något behöver lagas först.")
        assert await grave_findings(page) == []


async def test_a_guide_chooses_todays_languages(at_the_check: At) -> None:
    async with at_the_check(None) as (office, page):
        await expect(page.get_by_text("talar bra")).to_be_visible()
        await expect(page.get_by_text("tecknar lite")).to_be_visible()
        await page.get_by_label("arabiska").uncheck()
        await expect(page.get_by_text("Sparat.")).to_be_visible()
        profile = await office.directory.guide(GuideId("guide-1"))
        assert profile is not None
        assert profile.languages == ("sv", "swl")
        await page.get_by_label("svenska", exact=False).first.uncheck()
        await page.get_by_label("svenskt teckenspråk").uncheck()
        await expect(page.get_by_text("Välj minst ett språk.")).to_be_visible()


async def test_the_page_fits_a_narrow_window_in_both_lights_and_languages(at_the_check: At) -> None:
    """Reflow at 400 % (WCAG 1.4.10)."""
    async with at_the_check(None) as (_, page):
        for _ in range(2):
            await page.set_viewport_size({"width": 320, "height": 700})
            assert await page.evaluate("document.documentElement.scrollWidth") <= 320
            await page.set_viewport_size({"width": 1440, "height": 900})
            assert await grave_findings(page) == []
            await (
                page.get_by_role("button", name="Mörkt läge")
                .or_(page.get_by_role("button", name="Light"))
                .click()
            )
            assert await grave_findings(page) == []
            await (
                page.get_by_role("button", name="In English")
                .or_(page.get_by_role("button", name="På svenska"))
                .click()
            )
