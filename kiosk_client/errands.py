"""What the agent does for admins between its calls: hears of their wishes, and does them.

A restart goes first, then an update, then a self-test, so that the verdict is about the kiosk as it is then.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import structlog

from kiosk_client.engine import MediaEngine
from kiosk_client.server import Server, ServerAway, ServerRefused
from kiosk_client.updates import Installation, Updates
from kiosk_client.verdict_store import VerdictStore
from signaling.wire.errands import ErrandName, ErrandOutcome, Errands
from signaling.wire.scalars import Instant

RESTARTED: Final = 75
"""The agent's exit status when an admin wished it to begin anew: its unit starts it again."""
NOTHING: Final = Errands(self_test=None)

_log = structlog.get_logger(__name__)


class ErrandRunner:
    """Call `run_due` now and then, while this kiosk is enrolled: so often it hears of wishes.

    `restart` ends this agent so that another begins; None where nothing would start another. `updates` is
    None where this machine has no updater.
    """

    def __init__(
        self,
        server: Server,
        verdicts: VerdictStore,
        engine: MediaEngine,
        *,
        restart: Callable[[], None] | None,
        updates: Updates | None = None,
    ) -> None:
        self._server = server
        self._verdicts = verdicts
        self._engine = engine
        self._restart = restart
        self._updates = None if restart is None else updates
        self._installation = Installation(Path(sys.argv[0]))
        self._wanted = NOTHING
        """As the server last said. A wish that it does not repeat is over, or was taken back."""
        self._test: Instant | None = None
        """The wish for a self-test that was begun last."""
        self._told: tuple[Instant, ErrandOutcome] | None = None
        """What came of an update, as the server knows it."""

    @property
    def able(self) -> frozenset[ErrandName]:
        """What this machine can do for an admin."""
        deeds: dict[ErrandName, object] = {"restart": self._restart, "update": self._updates}
        return frozenset(name for name, deed in deeds.items() if deed is not None)

    async def run_due(self) -> None:
        """Verdicts that cannot be told now are told the next time."""
        try:
            await self._report()
            await self._hear()
        except ServerAway as away:
            _log.info("server_away", reason=str(away))
        except ServerRefused as refused:
            _log.error("errand_refused", reason=refused.problem.id)
        self._do()

    async def _report(self) -> None:
        for report in self._verdicts.unsent:
            await self._server.report_self_test(report)
            self._verdicts.forget(report.id)
            _log.info("self_test_reported", report=report.id)
        outcome = None if self._updates is None else self._updates.outcome
        if outcome is not None and outcome != self._told:
            await self._server.report_update(*outcome)
            self._told = outcome
            _log.info("update_reported", outcome=outcome[1])

    async def _hear(self) -> None:
        before, self._wanted = self._wanted, NOTHING
        self._wanted = await self._server.errands(self.able)
        if self._wanted.restart not in (None, before.restart):
            _log.info("restart_asked")

    def _do(self) -> None:
        """What can be done now. A restart that waits for a resident keeps the others waiting too."""
        wanted = self._wanted
        replaced = self._installation.replaced
        if self._restart is not None and (replaced or wanted.restart is not None):
            if self._engine.idle:
                _log.info("restarting", replaced=replaced)
                self._wanted = NOTHING
                self._restart()
            return
        if wanted.update is not None and self._updates is not None and self._engine.idle:
            self._updates.ask(wanted.update)
        if wanted.self_test not in (None, self._test):
            _log.info("self_test_asked")
            self._test = wanted.self_test
            self._engine.ask_self_test()
