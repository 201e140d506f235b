"""A store with webhooks, a journal to write in, and nodes that deliver: real ones, looked at step by step."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_network

from guide_server.duty import Duty
from guide_server.records import Records
from guide_server.webhooks.deliverer import Deliverer
from guide_server.webhooks.reach import Reach
from guide_server.webhooks.sender import WITHIN, Sender
from signaling.core.events import Event
from signaling.core.ids import Instant
from signaling.store.audit import Actor
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from signaling.store.webhooks.subscriptions import Stream, Webhook
from tests.fakes import ManualClock
from tests.guide_server.office import records_of
from tests.store.histories import POOL, entries

LOOPBACK = Reach((ip_network("127.0.0.0/8"),), plain=True)
ADMIN = Actor(who="admin-1")


@dataclass(slots=True)
class WebhookWorld:
    database: Database
    clock: ManualClock
    records: Records
    nodes: list[Deliverer] = field(default_factory=list)
    _seq: int = 0

    async def tell(self, events: Iterable[Event], *, step: int = 1_000) -> None:
        """Write these facts into the journal, `step` milliseconds apart, up to the clock's now."""
        told = entries(events, after=self._seq, at=self.clock.now(), step=step)
        await SqlJournal(self.database).append(POOL, told)
        self._seq += len(told)
        self.clock.time = told[-1].at

    async def hook(
        self, url: str, *, name: str = "statistics", stream: Stream = Stream.CALLS, since: Instant | None = 0
    ) -> Webhook:
        """A webhook that is told all that ever was, where `since` says nothing else."""
        return await self.records.webhooks.add(name=name, url=url, stream=stream, since=since, by=ADMIN)

    def node(self, name: str = "node-1", *, reach: Reach = LOOPBACK) -> Deliverer:
        node = Deliverer(
            pool=POOL,
            cursors=self.records.cursors,
            streams=self.records.streams,
            sender=Sender(reach, clock=self.clock, agent="Vagvisare/0"),
            duty=Duty(self.records.leases, "webhooks", owner=name, deed=WITHIN),
            clock=self.clock,
            luck=lambda: 0.5,
        )
        self.nodes.append(node)
        return node

    async def again(self, webhook: Webhook) -> Webhook:
        """The webhook as it is now."""
        return await self.records.webhooks.find(webhook.id)


async def deliver(node: Deliverer) -> None:
    """One look, and all that comes of it."""
    await node.look()
    await node.settled()


@asynccontextmanager
async def webhook_world(address: str) -> AsyncIterator[WebhookWorld]:
    clock = ManualClock()
    database = Database(address)
    world = WebhookWorld(database, clock, records_of(database, clock))
    try:
        yield world
    finally:
        for node in world.nodes:
            await node.close()
        await database.close()
