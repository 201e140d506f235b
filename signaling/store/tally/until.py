"""How far the counts of past days reach. Nothing that is told by them can disagree with the calls, because

- days are closed from the oldest on, each when the journal is `GRACE` beyond its end and none of its calls is
  open, in a transaction that moves `tally_until` on;
- whoever then still changes a call of a closed day takes `tally_until` back to that call in the same
  transaction (`take_back`), and that day and those after it are counted again. Its `revision` then tells
  those who remember counts that they know nothing any more;
- whoever erases a call by itself takes it out of the counts in the same transaction (`taking_out`), and then
  too the `revision` grows.

All lock the pool's row of `tally_until` first, so that none can miss what another is about to commit.
"""

from typing import Final, NamedTuple

from sqlalchemy import Connection, bindparam, select, text

from signaling.core.ids import Instant, Milliseconds, PoolId
from signaling.core.pool_settings import MINUTE
from signaling.store.tables import tally_until

GRACE: Final[Milliseconds] = 60 * MINUTE
"""Longer than a guide takes to wrap up, so that a closed day is hardly ever opened again."""

_TAKE_BACK = text(
    "INSERT INTO tally_until (pool, days, months) VALUES (:pool, 0, 0) ON CONFLICT (pool) DO UPDATE SET "
    "days = CASE WHEN tally_until.days > :at THEN :at ELSE tally_until.days END, "
    "months = CASE WHEN tally_until.months > :at THEN :at ELSE tally_until.months END, "
    "revision = tally_until.revision + CASE WHEN tally_until.days > :at THEN 1 ELSE 0 END"
)


class Until(NamedTuple):
    """Calls queued before `days` are in the counts of days, days that begin before `months` in those of
    months. Where an instant is not the beginning of one, that day or month is not closed.
    """

    days: Instant
    months: Instant
    revision: int
    """As long as it is the same, the counts before `days` are the same (`tally.memory`)."""


NOTHING: Final = Until(0, 0, 0)
_UNTIL = select(*(tally_until.c[name] for name in Until._fields)).where(tally_until.c.pool == bindparam("of"))


def until(connection: Connection, pool: PoolId) -> Until:
    row = connection.execute(_UNTIL, {"of": pool}).one_or_none()
    return NOTHING if row is None else Until._make(row)


def lock(connection: Connection, pool: PoolId) -> Until:
    """Return how far the counts reach, and let nobody else close or open days until the transaction ends."""
    connection.execute(_TAKE_BACK, {"pool": pool, "at": FOREVER})
    return until(connection, pool)


FOREVER: Final[Instant] = 2**62


def take_back(connection: Connection, pool: PoolId, at: Instant) -> None:
    """Open the days from `at` on, where they are closed: a call that was queued then changes."""
    connection.execute(_TAKE_BACK, {"pool": pool, "at": at})
