"""A kiosk without a page: for a nightly test, a demonstration, a machine without a screen.

Import it only where it is wanted: it brings 100 MB of codecs.
"""

from collections.abc import Awaitable, Callable, Mapping

import aiohttp

from signaling.headless.client import SignalingClient
from signaling.headless.kiosk import CallReport, HeadlessKiosk, Tapped
from signaling.wire.messages import KioskViewPush


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
        relay_only: bool = False,
    ) -> None:
        async def headers() -> Mapping[str, str]:
            return credentials()

        client = SignalingClient(server, KioskViewPush, http=http, headers=headers)
        self._kiosk = HeadlessKiosk(client, tap=tap, settled=settled, relay_only=relay_only)

    async def run(self) -> None:
        """Raises `Dismissed` in a group where the server will not have this kiosk."""
        await self._kiosk.run()

    async def call(self, language: str, *, talk: float, patience: float) -> CallReport:
        """As `HeadlessKiosk.call`, while `run` runs."""
        return await self._kiosk.call(language, talk=talk, patience=patience)

    @property
    def healthy(self) -> bool:
        return True
