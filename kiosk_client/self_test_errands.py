"""What the agent does about self-tests between them: tells the server of verdicts, and hears of wishes."""

import time
from collections.abc import Callable
from typing import Final

import structlog

from kiosk_client.server import Server, ServerAway, ServerRefused
from kiosk_client.verdict_store import VerdictStore
from signaling.wire.scalars import Instant

ASK_EVERY: Final = 30.0
"""Seconds until a wish of an admin is heard of."""

_log = structlog.get_logger(__name__)


class SelfTestErrands:
    """Call `run_due` now and then, while this kiosk is enrolled. `ask` begins a self-test."""

    def __init__(self, server: Server, verdicts: VerdictStore, ask: Callable[[], None]) -> None:
        self._server = server
        self._verdicts = verdicts
        self._ask = ask
        self._heard_until = 0.0
        self._wish: Instant | None = None

    async def run_due(self) -> None:
        """Verdicts that cannot be told now are told the next time."""
        try:
            await self._report()
            if time.monotonic() >= self._heard_until:
                self._heard_until = time.monotonic() + ASK_EVERY
                await self._hear()
        except ServerAway as away:
            _log.info("server_away", reason=str(away))
        except ServerRefused as refused:
            _log.error("self_test_errand_refused", reason=refused.problem.id)

    async def _report(self) -> None:
        for report in self._verdicts.unsent:
            await self._server.report_self_test(report)
            self._verdicts.forget(report.id)
            _log.info("self_test_reported", report=report.id)

    async def _hear(self) -> None:
        wish = (await self._server.errands()).self_test
        if wish is not None and wish != self._wish:
            _log.info("self_test_asked")
            self._ask()
        self._wish = wish
