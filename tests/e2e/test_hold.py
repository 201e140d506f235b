"""On hold nobody sees or hears the other: judged by the pictures and the sound that arrive."""

from typing import Final

import pytest
from playwright.async_api import Page, expect

from tests.e2e.city import City
from tests.e2e.people import Guide, Resident, meet
from tests.fixtures.chromium import LaunchChromium

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

GUIDE_AT_THE_KIOSK: Final = "video.guide-picture"
RESIDENT_AT_THE_DESK: Final = "video.call__resident"
PICTURE: Final = """(selector) => {
  const canvas = new OffscreenCanvas(16, 16);
  const brush = canvas.getContext("2d");
  brush.drawImage(document.querySelector(selector), 0, 0, 16, 16);
  return brush.getImageData(0, 0, 16, 16).data.some((value, at) => at % 4 !== 3 && value > 32);
}"""
"""Whether what is shown is not black."""
SOUND: Final = """async (selector) => {
  const { srcObject } = document.querySelector(selector);
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(new MediaStream(srcObject.getAudioTracks())).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let loudest = 0;
  for (let looks = 0; looks < 60; looks += 1) {
    await new Promise((later) => setTimeout(later, 50));
    analyser.getFloatTimeDomainData(samples);
    loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), loudest);
  }
  await context.close();
  return loudest > 0.001;
}"""
"""Whether anything is heard within three seconds; the other side's microphone beeps each second."""


async def test_on_hold_neither_side_sees_or_hears_the_other(
    city: City, launch_chromium: LaunchChromium
) -> None:
    guide = await Guide.at(await launch_chromium(), city)
    resident = await Resident.at(await launch_chromium(), await city.kiosk())
    await guide.become_available()
    await resident.call("sv")
    await guide.take()
    await meet(resident, guide)
    hold = guide.page.locator('[data-act="hold"]')
    await expect(hold).to_be_enabled()
    for on_hold in (True, False):
        await guide.page.keyboard.press("Alt+P")
        await expect(hold).to_have_attribute("aria-pressed", str(on_hold).lower())
        await expect(resident.page.get_by_text("kommer strax tillbaka")).to_have_count(int(on_hold))
        await expect(guide.page.locator(".call__held", has_text="0:")).to_have_count(int(on_hold))
        for page, video in (
            (resident.page, GUIDE_AT_THE_KIOSK),
            (guide.page, RESIDENT_AT_THE_DESK),
        ):
            await _until(page, PICTURE, video, shown=not on_hold)
            await _until(page, SOUND, video, shown=not on_hold)


async def _until(page: Page, sense: str, video: str, *, shown: bool) -> None:
    """The test's own time-out is the bound."""
    while await page.evaluate(sense, video) is not shown:
        await page.wait_for_timeout(200)
