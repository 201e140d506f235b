"""A process that delivers to the webhooks of a store until it is killed."""

import asyncio
import sys

from guide_server.duty import Duty
from guide_server.webhooks.deliverer import Deliverer
from guide_server.webhooks.sender import WITHIN, Sender
from signaling.clock import SteadyClock
from signaling.store.engine import Database
from signaling.store.lease import Leases
from signaling.store.webhooks.cursors import Cursors
from signaling.store.webhooks.streams import Streams
from tests.guide_server.webhook_world import LOOPBACK
from tests.store.histories import POOL


async def deliver_until_killed(address: str) -> None:
    database, clock = Database(address), SteadyClock()
    await Deliverer(
        pool=POOL,
        cursors=Cursors(database),
        streams=Streams(database, pool=POOL),
        sender=Sender(LOOPBACK, clock=clock, agent="Vagvisare/0"),
        duty=Duty(Leases(database), "webhooks", owner="doomed", deed=WITHIN),
        clock=clock,
    ).run()


if __name__ == "__main__":
    asyncio.run(deliver_until_killed(sys.argv[1]))
