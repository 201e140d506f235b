"""A kiosk without a page: for a nightly test, a demonstration, a machine without a screen.

Import it only where it is wanted: it brings 100 MB of codecs.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import aiohttp
import structlog

from kiosk_client.self_tester import SelfTester
from signaling.headless.client import Dismissed, SignalingClient
from signaling.headless.kiosk import CallReport, HeadlessKiosk, Tapped
from signaling.wire.messages import KioskViewPush

RETRY_AFTER: Final = 30.0
"""Seconds (PROTOCOL.md §6)."""

_log = structlog.get_logger(__name__)


class HeadlessEngine:
    """A `MediaEngine`.

    This process calls when `call` says so, with a picture that says it is a demonstration.
    """

    def __init__(
        self,
        server: str,
        http: aiohttp.ClientSession,
        *,
        credentials: Callable[[], Mapping[str, str]],
        tap: Callable[[str], Awaitable[Tapped]],
        settled: Callable[[str], Awaitable[None]],
        tester: SelfTester,
        relay_only: bool = False,
    ) -> None:
        self._tester = tester
        self._calls = 0
        """Calls that go on."""

        async def headers() -> Mapping[str, str]:
            return credentials()

        client = SignalingClient(server, KioskViewPush, http=http, headers=headers)
        self._kiosk = HeadlessKiosk(client, tap=tap, settled=settled, relay_only=relay_only)

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._serve())
            group.create_task(self._tester.run())

    def ask_self_test(self) -> None:
        self._tester.ask()

    async def _serve(self) -> None:
        """A kiosk has nobody to ask: where the server will not have it, it tries again from time to time."""
        while True:
            try:
                await self._kiosk.run()
            except* Dismissed as dismissed:
                _log.error("kiosk_refused", reason=str(dismissed.exceptions[0]))
            await asyncio.sleep(RETRY_AFTER)

    async def call(self, language: str, *, talk: float, patience: float) -> CallReport:
        """As `HeadlessKiosk.call`, while `run` runs. Raises what it raises."""
        self._calls += 1
        try:
            return await self._kiosk.call(language, talk=talk, patience=patience)
        finally:
            self._calls -= 1

    @property
    def idle(self) -> bool:
        return not self._calls and not self._tester.testing

    @property
    def healthy(self) -> bool:
        return True
