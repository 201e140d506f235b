"""Runs the self-test: each night, or when somebody asks for it. Residents come first."""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog

from kiosk_client import self_test
from kiosk_client.pulse import Pulse
from kiosk_client.server import ServerAway, ServerRefused
from kiosk_client.settings import KioskSettings
from kiosk_client.verdict_store import VerdictStore
from signaling.wire.messages import IceCredentials
from signaling.wire.self_test import CheckReport, SelfTestReport

LOOK_EVERY: Final = 1.0
"""Seconds after which it is looked again whether a resident is there."""

_log = structlog.get_logger(__name__)


class Trial(Protocol):
    """Tries what a call needs, in the way in which this kiosk makes calls."""

    async def __call__(
        self, ice: IceCredentials | None, relays: Sequence[str] | None
    ) -> Sequence[CheckReport]:
        """`relays`: the TURN addresses that should let us in; None where the server could not be asked."""
        ...


class SelfTester:
    """Await `run()` in a task; `ask()` for a test at once. Verdicts go to the store."""

    def __init__(
        self,
        settings: KioskSettings,
        trial: Trial,
        pulse: Pulse,
        verdicts: VerdictStore,
        *,
        ahead: Callable[[], float | None],
        turn: Callable[[], Awaitable[IceCredentials | None]],
    ) -> None:
        """`turn` raises `ServerAway` or `ServerRefused`."""
        self._settings = settings
        self._trial = trial
        self._pulse = pulse
        self._verdicts = verdicts
        self._ahead = ahead
        self._turn = turn
        self._asked = asyncio.Event()
        self.testing = False
        """Whether parts are tried just now."""

    def ask(self) -> None:
        self._asked.set()

    async def run(self) -> None:
        while True:
            await self._until_due()
            self._keep(await self._undisturbed())

    async def test(self) -> Sequence[CheckReport]:
        """Try every part now."""
        settings = self._settings.self_test
        checks = [*await self._trial(*await self._learn_turn())]
        checks.append(await asyncio.to_thread(self_test.of_disk, self._settings.data))
        checks.append(self_test.of_clock(self._ahead()))
        if self._settings.printer is not None:
            checks.append(await self_test.of_printer(self._settings.printer))
        if settings.touch:
            checks.append(await asyncio.to_thread(self_test.of_touch))
        return checks

    async def _learn_turn(self) -> tuple[IceCredentials | None, Sequence[str] | None]:
        try:
            ice = await self._turn()
        except (ServerAway, ServerRefused):
            return None, None
        urls = () if ice is None else ice.urls
        return ice, [url for url in urls if url.startswith("turn")]

    async def _until_due(self) -> None:
        at = self._settings.self_test.at
        wait = None if at is None else seconds_until(at, datetime.now().astimezone())
        try:
            async with asyncio.timeout(wait):
                await self._asked.wait()
        except TimeoutError:
            return
        self._asked.clear()

    async def _undisturbed(self) -> Sequence[CheckReport]:
        """A whole test. A resident who comes ends it, and it begins anew when they have gone."""
        while True:
            while self._pulse.in_use:  # noqa: ASYNC110 - a night has time
                await asyncio.sleep(LOOK_EVERY)
            testing = asyncio.create_task(self.test())
            self.testing = True
            try:
                while not testing.done() and not self._pulse.in_use:
                    await asyncio.wait((testing,), timeout=LOOK_EVERY)
                if testing.done():
                    return testing.result()
            finally:
                testing.cancel()
                await asyncio.wait((testing,))
                self.testing = False
            _log.info("self_test_put_off")

    def _keep(self, checks: Sequence[CheckReport]) -> None:
        at = time.time_ns() // 1_000_000 + round((self._ahead() or 0.0) * 1_000)
        report = SelfTestReport(id=str(uuid.uuid4()), at=at, checks=tuple(checks))
        say = _log.info if self_test.sound(checks) else _log.error
        say("self_test", checks=report.model_dump(mode="json")["checks"])
        self._verdicts.keep(report)


def seconds_until(at: str, now: datetime) -> float:
    """Until the clock next says `at` (HH:MM)."""
    hour, minute = map(int, at.split(":"))
    then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return (then + timedelta(days=then <= now) - now).total_seconds()
