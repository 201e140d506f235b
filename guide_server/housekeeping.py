"""What keeps the store in order by itself: days that are over are counted, and what is due is destroyed.

Each is a duty that one of several nodes has at a time. A node looks more often than its hold on a duty lasts,
so the duty stays where it is; when its node dies, another one has it within the hour.
"""

import structlog

from guide_server.duty import Duty
from signaling.store.audit import Actor
from signaling.store.retention.destroy import ChainBroken
from signaling.store.retention.retention import Retention
from signaling.store.statistics import Statistics
from signaling.store.tally.roll_up import RollUp

DEED = 20 * 60.0
"""Seconds that a look usually takes at most. A longer one goes on: if another node joins in meanwhile, the
two take turns at the store, and each part is done once.
"""
EVERY = 10 * 60.0
"""Seconds between two looks."""
RETENTION = Actor(who="retention")

_log = structlog.get_logger(__name__)


async def keep_to_the_plan(retention: Retention, duty: Duty) -> None:
    """Destroy what is due, until cancelled: days at their end, notes within the hour, whether or not notes
    are still kept.
    """

    async def look() -> None:
        if await duty.held():
            await destroy_what_is_due(retention)

    await duty.perform(look, every=EVERY)


async def close_days(roll_up: RollUp, statistics: Statistics, duty: Duty) -> None:
    """Count calls and time on duty of days that are over, until cancelled, so that nobody who reads a year
    counts them again.
    """

    async def look() -> None:
        if await duty.held():
            await roll_up.catch_up()
            await statistics.keep_duty()

    await duty.perform(look, every=EVERY)


async def destroy_what_is_due(retention: Retention) -> None:
    """A chain that is broken stops it until somebody has looked: the log says so each time.

    Raises `StoreUnavailable`.
    """
    try:
        for told in await retention.run(RETENTION):
            _log.info("destroyed", receipt=told.id, kind=told.kind, rows=sum(told.counts.values()))
    except ChainBroken as broken:
        _log.error("retention_stopped", reason=str(broken))
