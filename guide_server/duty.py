"""A duty that one node at a time has, so that several servers on one store do it once between them."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from signaling.ports import JournalUnavailable
from signaling.store.lease import Leases

_log = structlog.get_logger(__name__)


class Duty:
    """Ask `held()` before each deed: a process that was stopped for a while may not have it any more.

    `deed`: seconds that the longest deed takes. The duty is held for twice as long, so that a deed that was
    begun with it ends with it, and a node that fell silent keeps it from the others for no longer.
    """

    def __init__(self, leases: Leases, name: str, *, owner: str, deed: float) -> None:
        self._leases = leases
        self._name = name
        self._owner = owner
        self._deed = deed
        self._until = 0.0
        """By the monotonic clock, counted from before the store was asked."""

    async def held(self) -> bool:
        """Whether this node has it for one deed, taking it where nobody does. Raises `StoreUnavailable`."""
        asked_at = time.monotonic()
        if asked_at < self._until - self._deed:
            return True
        taken = await self._leases.take(self._name, self._owner, lasts=round(2_000 * self._deed))
        self._until = asked_at + 2 * self._deed if taken else 0.0
        return taken

    async def perform(self, look: Callable[[], Awaitable[None]], *, every: float) -> None:
        """Do it again and again, `every` so many seconds, until cancelled.

        A store that is away is waited for. A fault of one look is logged and harms nothing else.
        """
        try:
            while True:
                try:
                    await look()
                except JournalUnavailable:
                    _log.warning("duty.store_unavailable", duty=self._name)
                except Exception:  # noqa: BLE001 - what failed once may do the next time
                    _log.exception("duty.fault", duty=self._name)
                await asyncio.sleep(every)
        finally:
            with suppress(JournalUnavailable):
                await self.end()

    async def end(self) -> None:
        """Let another node have it at once. Raises `StoreUnavailable`."""
        self._until = 0.0
        await self._leases.give_back(self._name, self._owner)
