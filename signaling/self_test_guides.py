"""Test guides as programs: one for each self-test's call, a few at once, none for longer than it takes."""

import asyncio
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from typing import Final

import orjson
import structlog

from signaling.core.ids import KioskId
from signaling.headless.self_test_guide import NOT_INSTALLED, UNUSABLE_OFFER
from signaling.ports import GuideAbsent, GuideBusy, OfferUnusable
from signaling.turn_credentials import IceServers

MODULE: Final = "signaling.headless.self_test_guide"
ANSWER_WITHIN: Final = 15.0
LONGEST: Final = 60.0
"""Seconds; the guide hangs up earlier by itself."""
MOST: Final = 2
"""At once. Each takes most of a core and 150 MB."""
GREATEST_ANSWER: Final = 256 * 1024

_log = structlog.get_logger(__name__)


class SelfTestGuides:
    """A `ports.SelfTestGuide`. `close` it at the end."""

    def __init__(self, *, most: int = MOST, module: str = MODULE) -> None:
        self._most = most
        self._module = module
        self._calls: dict[KioskId, asyncio.Task[None]] = {}
        self.processes: set[asyncio.subprocess.Process] = set()
        """Those that run now."""

    @property
    def calls(self) -> int:
        """How many are in a call now."""
        return len(self._calls)

    async def answer(self, kiosk: KioskId, offer: str, ice: IceServers | None) -> str:
        await self._hang_up(kiosk)
        if len(self._calls) >= self._most:
            raise GuideBusy
        answered: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        order = orjson.dumps({"sdp": offer, "ice": None if ice is None else asdict(ice)}) + b"\n"
        call = asyncio.create_task(self._serve(kiosk, order, answered))
        self._calls[kiosk] = call
        call.add_done_callback(lambda ended: self._ended(kiosk, ended, answered))
        return await answered

    async def close(self) -> None:
        for kiosk in tuple(self._calls):
            await self._hang_up(kiosk)

    async def _hang_up(self, kiosk: KioskId) -> None:
        call = self._calls.get(kiosk)
        if call is not None:
            call.cancel()
            await asyncio.wait((call,))

    def _ended(self, kiosk: KioskId, call: "asyncio.Task[None]", answered: "asyncio.Future[str]") -> None:
        if self._calls.get(kiosk) is call:
            del self._calls[kiosk]
        if not answered.done():
            answered.set_exception(GuideAbsent())
        if not call.cancelled() and (error := call.exception()) is not None:
            _log.error("self_test_call_failed", kiosk=kiosk, reason=type(error).__name__)

    async def _serve(self, kiosk: KioskId, order: bytes, answered: "asyncio.Future[str]") -> None:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            "-m",
            self._module,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=GREATEST_ANSWER,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        )
        self.processes.add(process)
        try:
            async with asyncio.timeout(LONGEST):
                await _converse(process, order, answered)
        except TimeoutError:
            _log.warning("self_test_call_too_long", kiosk=kiosk)
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            self.processes.discard(process)
        _log.info("self_test_call_over", kiosk=kiosk)


async def _converse(
    process: asyncio.subprocess.Process, order: bytes, answered: "asyncio.Future[str]"
) -> None:
    assert process.stdin is not None  # noqa: S101 - it is a pipe
    assert process.stdout is not None  # noqa: S101
    with suppress(ConnectionError):
        process.stdin.write(order)
        await process.stdin.drain()
    async with asyncio.timeout(ANSWER_WITHIN):
        said = await process.stdout.readline()
    if said and not answered.done():
        answered.set_result(orjson.loads(said)["sdp"])
    status = await process.wait()
    if not answered.done():
        _log.warning("no_test_guide", installed=status != NOT_INSTALLED, status=status)
        answered.set_exception(OfferUnusable() if status == UNUSABLE_OFFER else GuideAbsent())
