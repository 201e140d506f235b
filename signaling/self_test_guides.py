"""Test guides, each a program of its own: one for each self-test's call, a few at once, none for long."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Final

import structlog
from pydantic import ValidationError

from signaling.core.ids import KioskId
from signaling.headless.self_test_guide import GREATEST_LINE, Order, Reply
from signaling.ports import GuideAbsent, GuideBusy, OfferUnusable
from signaling.turn_credentials import IceServers
from signaling.wire.messages import IceCredentials

MODULE: Final = "signaling.headless.self_test_guide"
ANSWER_WITHIN: Final = 15.0
LONGEST: Final = 60.0
"""Seconds; the guide hangs up earlier by itself."""
MOST: Final = 2
"""At once. Each takes 150 MB, and time to code and decode pictures."""

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]
"""From a guide and to it. It hangs up when the second one ends."""
OpenLine = Callable[[], AbstractAsyncContextManager[Line]]
"""Raises `OSError` where there is no guide."""

_log = structlog.get_logger(__name__)


@asynccontextmanager
async def started(module: str = MODULE) -> AsyncIterator[Line]:
    """A guide as a child of this process, without its secrets; gone with the context."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        "-m",
        module,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=GREATEST_LINE,
        env={"PATH": os.defpath, "LANG": "C.UTF-8"},
    )
    assert process.stdin is not None  # noqa: S101 - they are pipes
    assert process.stdout is not None  # noqa: S101
    try:
        yield process.stdout, process.stdin
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


@asynccontextmanager
async def connected(socket: Path) -> AsyncIterator[Line]:
    """A guide that systemd starts for each connection to `socket`: see deploy/systemd."""
    reader, writer = await asyncio.open_unix_connection(socket, limit=GREATEST_LINE)
    try:
        yield reader, writer
    finally:
        writer.close()


class SelfTestGuides:
    """A `ports.SelfTestGuide`. `close` it at the end."""

    def __init__(self, open_line: OpenLine = started, *, most: int = MOST) -> None:
        self._open_line = open_line
        self._most = most
        self._calls: dict[KioskId, asyncio.Task[None]] = {}

    @property
    def calls(self) -> int:
        """How many are in a call now."""
        return len(self._calls)

    async def answer(self, kiosk: KioskId, offer: str, ice: IceServers | None) -> str:
        await self._hang_up(kiosk)
        if len(self._calls) >= self._most:
            raise GuideBusy
        credentials = None if ice is None else IceCredentials(**asdict(ice))
        order = Order(sdp=offer, ice=credentials).model_dump_json().encode() + b"\n"
        answered: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        call = asyncio.create_task(self._serve(kiosk, order, answered))
        self._calls[kiosk] = call
        call.add_done_callback(lambda ended: self._ended(kiosk, ended, answered))
        return await answered

    async def close(self) -> None:
        for kiosk in tuple(self._calls):
            await self._hang_up(kiosk)

    async def _hang_up(self, kiosk: KioskId) -> None:
        """Whoever waited for the same end may have begun another call meanwhile: that ends too."""
        while (call := self._calls.get(kiosk)) is not None:
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
        try:
            async with asyncio.timeout(LONGEST), self._open_line() as (reader, writer):
                writer.write(order)
                async with asyncio.timeout(ANSWER_WITHIN):
                    _settle(answered, await reader.readline())
                await reader.read()
        except TimeoutError:
            _log.warning("self_test_call_too_long", kiosk=kiosk)
        except OSError as error:
            _log.warning("no_test_guide", reason=error.strerror)
        else:
            _log.info("self_test_call_over", kiosk=kiosk)


def _settle(answered: "asyncio.Future[str]", line: bytes) -> None:
    if answered.done():
        return
    try:
        reply = Reply.model_validate_json(line)
    except ValidationError:
        reply = Reply(failure="broken")
    if reply.sdp is not None:
        answered.set_result(reply.sdp)
        return
    _log.warning("no_test_guide", reason=reply.failure)
    answered.set_exception(OfferUnusable() if reply.failure == "unusable_offer" else GuideAbsent())
