"""K4, UK26: no key, click, link, address or dialog leads away from the kiosk's page."""

import asyncio
import json
import sys
from pathlib import Path

import pytest

from tests.escape.actions import actions
from tests.fixtures.programs import find_program, free_port

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("by", ["hand", pytest.param("script", marks=pytest.mark.soak)])
async def test_nothing_leads_out_of_the_kiosk(by: str) -> None:
    for program, package in (("Xvfb", "xvfb"), ("xdotool", "xdotool"), ("unshare", "util-linux")):
        find_program(program, package=package)
    process = await asyncio.create_subprocess_exec(
        ROOT / "tests/escape/try_all.sh",
        sys.executable,
        ROOT / "deploy/kiosk/chromium-policy.json",
        str(free_port()),
        by,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    out, _ = await process.communicate()
    said = json.loads(out[out.index(b"{") :])
    assert said["escapes"] == []
    assert said["tried"] >= 75


def test_there_are_enough_ways_to_try() -> None:
    assert len({str(action) for action in actions()}) >= 150
