"""A demo that starts slowly says so, and goes on as soon as its kiosk answers."""

import asyncio
from pathlib import Path

import pytest
import typer
from aiohttp import web

from signaling.demo import NotStarted, run
from tests.fixtures.programs import free_port

LOG = Path("kiosk.log")


async def test_who_waits_is_told_until_the_page_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    told: asyncio.Queue[str] = asyncio.Queue()
    monkeypatch.setattr(run, "TELL_EVERY", 0.0)
    monkeypatch.setattr(typer, "echo", told.put_nowait)
    port = free_port()
    waiting = asyncio.create_task(run.answers(f"http://127.0.0.1:{port}", over=lambda: False, log=LOG))
    assert str(LOG) in await told.get()
    runner = web.AppRunner(web.Application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    assert await waiting
    await runner.cleanup()


async def test_nobody_waits_for_a_part_that_has_ended() -> None:
    assert not await run.answers(f"http://127.0.0.1:{free_port()}", over=lambda: True, log=LOG)


async def test_a_start_without_end_is_one_plain_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "START_PATIENCE", 0.0)
    with pytest.raises(NotStarted, match=r"its log is kiosk\.log"):
        await run.answers(f"http://127.0.0.1:{free_port()}", over=lambda: False, log=LOG)
