"""From a key to the letter on the other side, and a paper's still: `python -m tests.bench.text [--json]`.

A real kiosk and desk in a call on the real server, each in a Chromium of its own on this machine, whose pages
share one clock. `--keys` letters are typed on each side, one every 90 ms; what counts is from the key's own
time stamp to the frame of the other page in which the letter has been painted. Then `--letters` papers are
photographed: from the press to the frame in which the desk has the still laid straight.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Page, async_playwright, expect

from tests.e2e.city import City, city_in
from tests.e2e.people import Guide, Resident
from tests.fixtures.chromium import FAKE_MEDIA, QUIET
from tests.fixtures.programs import find_program

EVERY = 90
"""Milliseconds between two keys: eleven letters a second, a fast typist."""

PRESSES = """() => {
  window.presses = [];
  for (const type of ["keydown", "pointerdown"]) {
    addEventListener(type, ({ timeStamp }) => presses.push(performance.timeOrigin + timeStamp), true);
  }
}"""
PAINTED = """([selector, size]) => {
  window.painted = [];
  const watch = () => {
    const element = document.querySelector(selector);
    const now = element === null ? 0 : size === "text" ? element.textContent.length : element.width > 300;
    setTimeout(() => {
      for (let count = painted.length; count < now; count++) {
        painted.push(performance.timeOrigin + performance.now());
      }
    });
    window.watching = requestAnimationFrame(watch);
  };
  cancelAnimationFrame(window.watching);
  watch();
}"""


async def typing(writer: Page, field: str, reader: Page, shown: str, keys: int) -> list[float]:
    """Milliseconds from each key to its letter."""
    await writer.evaluate(PRESSES)
    await writer.locator(field).focus()
    await writer.keyboard.type("-")
    await expect(reader.locator(shown)).to_contain_text("-")
    before = int(await reader.evaluate("(shown) => document.querySelector(shown).textContent.length", shown))
    await reader.evaluate(PAINTED, [shown, "text"])
    await writer.keyboard.type("abcdefghij" * (keys // 10), delay=EVERY)
    await reader.wait_for_function("(all) => painted.length >= all", arg=before + keys // 10 * 10)
    pressed: list[float] = (await writer.evaluate("presses"))[1:]
    painted: list[float] = (await reader.evaluate("painted"))[before:]
    return [after - at for at, after in zip(pressed, painted, strict=True)]


async def letters(resident: Page, guide: Page, count: int) -> list[float]:
    """Milliseconds from the press to the still at the guide."""
    taken = []
    for _ in range(count):
        await guide.locator('[data-act="letter"]').click()
        await expect(resident.locator("video.letter__preview")).to_be_visible()
        await resident.wait_for_function("() => document.querySelector('.letter__preview').videoWidth > 0")
        await resident.evaluate(PRESSES)
        await guide.evaluate(PAINTED, [".sheet__paper", "width"])
        await resident.locator('[data-action="letter-take"]').click()
        await guide.wait_for_function("() => painted.length > 0")
        taken.append((await guide.evaluate("painted"))[0] - (await resident.evaluate("presses"))[0])
        await guide.locator('[data-act="letter-away"]').click()
        await expect(resident.locator(".controls")).to_be_visible()
    return taken


async def measure(city: City, *, keys: int, stills: int) -> dict[str, list[float]]:
    async with async_playwright() as playwright:
        path = str(find_program("chromium", package="chromium"))
        browsers = [
            await playwright.chromium.launch(executable_path=path, args=[*QUIET, *FAKE_MEDIA])
            for _ in range(2)
        ]
        resident = await Resident.at(browsers[0], await city.kiosk())
        guide = await Guide.at(browsers[1], city)
        await guide.become_available()
        await resident.call("sv")
        await guide.take()
        await expect(resident.page.locator(".controls")).to_be_visible()
        kiosk, desk = resident.page, guide.page
        to_kiosk = await typing(desk, "#text-own", kiosk, ".captions__words", keys)
        await kiosk.locator('[data-action="write"]').click()
        to_desk = await typing(kiosk, "#writing", desk, ".text__theirs [data-from]", keys)
        await kiosk.locator('[data-action="write-done"]').click()
        still = await letters(kiosk, desk, stills)
        await guide.hang_up()
        for browser in browsers:
            await browser.close()
    return {"desk_to_kiosk_ms": to_kiosk, "kiosk_to_desk_ms": to_desk, "letter_ms": still}


def summary(times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    p99 = ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]
    return {"count": len(ordered), "p50": round(statistics.median(ordered)), "p99": round(p99)}


async def run(*, keys: int, stills: int) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        async with city_in(Path(folder)) as city:
            measured = await measure(city, keys=keys, stills=stills)
    return {name: summary(times) for name, times in measured.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--letters", type=int, default=10)
    asked = parser.parse_args()
    found = asyncio.run(run(keys=asked.keys, stills=asked.letters))
    if asked.json:
        print(json.dumps(found, indent=2))
        return
    for name, times in found.items():
        print(f"{name:18} p50 {times['p50']:5} p99 {times['p99']:5}  of {times['count']}")


if __name__ == "__main__":
    main()
