"""A node that keeps to the plan of retention until it is killed. It says when something was destroyed."""

import asyncio
import sys

import structlog

from guide_server.duty import Duty
from guide_server.housekeeping import DEED, keep_to_the_plan
from signaling.clock import SteadyClock
from signaling.store.engine import Database
from signaling.store.lease import Leases
from signaling.store.retention.retention import Retention
from tests.fakes import always
from tests.guide_server.office import PLAN, STOCKHOLM
from tests.guide_server.test_duties import until
from tests.store.histories import POOL


async def has_receipts(retention: Retention) -> bool:
    return bool(await retention.receipts())


async def keep_until_killed(address: str) -> None:
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))  # What is read is one line.
    database = Database(address)
    retention = Retention(database, pool=POOL, clock=SteadyClock(), zone=STOCKHOLM, plan=always(PLAN))
    duty = Duty(Leases(database), "retention", owner="doomed", deed=DEED)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(keep_to_the_plan(retention, duty))
        await until(lambda: has_receipts(retention))
        sys.stdout.write("destroyed\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(keep_until_killed(sys.argv[1]))
