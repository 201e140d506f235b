"""UK27 and enrolment: whoever looks after a screen makes it a kiosk and leaves it, by its page alone."""

import asyncio

import pytest
from playwright.async_api import expect

from kiosk_client.technician import LEFT, hash_of
from tests.e2e.city import KIOSK, City
from tests.fixtures.accessibility import grave_findings
from tests.fixtures.chromium import LaunchChromium

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

PIN = "482913"


async def test_a_screen_becomes_a_kiosk_by_a_code_and_is_left_by_a_pin(
    city: City, launch_chromium: LaunchChromium
) -> None:
    environment = {"VAGVISARE_KIOSK_TECHNICIAN_PIN": hash_of(PIN)}
    url, agent = await city.machine("machine", environment=environment)
    page = await (await launch_chromium()).new_page(viewport={"width": 1080, "height": 1920})
    await page.goto(url)
    for letter in "0123456789AB":
        await page.locator(f'[data-letter="{letter}"]').click()
    await page.locator('[data-action="enrol"]').click()
    await expect(page.locator(".enrolment__refused")).to_be_visible()
    assert await grave_findings(page) == []
    await page.locator("#enrolment").fill(await city.enrolment_code(KIOSK))
    await page.keyboard.press("Enter")
    await expect(page.locator(".language-card").first).to_be_visible()
    for _ in range(5):
        await page.mouse.click(20, 20)
    for digit in "000000":
        await page.locator(f'dialog [data-digit="{digit}"]').click()
    await page.locator('[data-action="technician_leave"]').click()
    await expect(page.locator('[data-action="technician_leave"]')).to_be_disabled()
    for digit in PIN:
        await page.locator(f'dialog [data-digit="{digit}"]').click()
    await page.locator('[data-action="technician_leave"]').click()
    assert agent.process is not None
    assert await agent.process.wait() == LEFT
    log = await asyncio.to_thread((city.folder / "machine.log").read_text)
    assert ["technician_turned_away" in log, "technician_let_in" in log, PIN in log] == [True, True, False]
