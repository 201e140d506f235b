"""Tells the webhooks what happens: each in order, one message at a time, all of them beside each other.

A message counts as told when its receiver said so and that was written down; a crash in between sends it
again (at least once). What there is to tell is read from the store alone, so nothing is told that a crash
could undo, and what happened while nobody delivered is told later.
"""

import asyncio
import random
from collections.abc import Callable
from dataclasses import replace

import structlog

from guide_server.duty import Duty
from guide_server.webhooks.messages import told
from guide_server.webhooks.patience import retry
from guide_server.webhooks.sender import Sender
from signaling.core.ids import PoolId
from signaling.ports import Clock, JournalUnavailable
from signaling.store.webhooks.cursors import Cursors
from signaling.store.webhooks.streams import Fact, Read, Streams
from signaling.store.webhooks.subscriptions import Stream, Webhook

LOOK = 1.0
"""Seconds between two looks for what is new."""
BATCH = 100
"""Messages to one webhook before it is looked up again."""
LEAP = 500
"""Entries with nothing to tell that are left behind at once, so that the next look is short."""
AFTER_FAULT = 60.0
"""Seconds that a webhook rests after a fault of ours."""

_log = structlog.get_logger(__name__)


class Deliverer:
    """Run `run()` as a task on every node; the one that has the `duty` delivers."""

    def __init__(
        self,
        *,
        pool: PoolId,
        cursors: Cursors,
        streams: Streams,
        sender: Sender,
        duty: Duty,
        clock: Clock,
        luck: Callable[[], float] = random.random,
    ) -> None:
        self._pool = pool
        self._cursors = cursors
        self._streams = streams
        self._sender = sender
        self._duty = duty
        self._clock = clock
        self._luck = luck
        self._busy: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Deliver until cancelled."""
        try:
            await self._duty.perform(self.look, every=LOOK)
        finally:
            await self.close()

    async def look(self) -> None:
        """Begin to tell each webhook that is due and not being told. Raises `StoreUnavailable`."""
        if not await self._duty.held():
            return
        for webhook in await self._cursors.due(self._clock.now()):
            if webhook.id not in self._busy:
                self._busy[webhook.id] = asyncio.create_task(self._tell(webhook))

    async def settled(self) -> None:
        """Wait until nothing that was begun goes on."""
        if self._busy:
            await asyncio.wait(tuple(self._busy.values()))

    async def close(self) -> None:
        """Stop what goes on."""
        for task in self._busy.values():
            task.cancel()
        await self.settled()
        await self._sender.close()

    async def _tell(self, webhook: Webhook) -> None:
        try:
            await self._tell_batch(webhook)
        except JournalUnavailable:
            _log.warning("webhook.store_unavailable", webhook=webhook.id)
        except Exception:  # noqa: BLE001 - one webhook's fault must not stop the others
            _log.exception("webhook.fault", webhook=webhook.id)
            await asyncio.sleep(AFTER_FAULT)
        finally:
            self._busy.pop(webhook.id, None)

    async def _tell_batch(self, webhook: Webhook) -> None:
        read = await self._read(webhook)
        for fact in read.facts:
            if not (await self._duty.held() and await self._deliver(webhook, fact)):
                return
            webhook = replace(webhook, cursor=fact.seq, failures=0, failing_since=None)
        if read.upto - webhook.cursor >= LEAP:
            await self._cursors.passed(webhook, upto=read.upto)

    async def _read(self, webhook: Webhook) -> Read:
        read = self._streams.calls if webhook.stream is Stream.CALLS else self._streams.alarms
        return await read(webhook.cursor, limit=BATCH)

    async def _deliver(self, webhook: Webhook, fact: Fact) -> bool:
        """Whether the next message may follow."""
        answer = await self._sender.post(webhook, told(fact, self._pool))
        attempt = answer.attempt
        if attempt.fault is None:
            return await self._cursors.taken(webhook, attempt, seq=fact.seq)
        now = self._clock.now()
        then = retry(webhook, attempt, asked=answer.wait, luck=self._luck(), now=now)
        _log.warning(
            "webhook.failed", webhook=webhook.id, fault=attempt.fault, failures=webhook.failures + 1,
            disabled=then.disable,
        )  # fmt: skip
        await self._cursors.failed(webhook, attempt, next_at=then.at, disable=then.disable)
        return False
