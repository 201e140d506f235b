"""The calls of a file: plain values, many at a time, so that a million of them take seconds."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from signaling.core.ids import Instant, PoolId
from signaling.store.log_filter import OPEN, LogFilter
from signaling.store.session_log.walk import by_time
from signaling.store.tables import call

BATCH = 2_000
"""How many calls are read at once, in a transaction of their own."""


class ExportedCall(NamedTuple):
    """Columns of `tables.call`, by their names."""

    id: str
    kiosk: str
    site: str
    neighbourhood: str
    language: str
    tapped_at: int
    queued_at: int
    outcome: str | None
    ended_by: str | None
    guide: str | None
    rings: int
    wait_ms: int | None
    talk_ms: int | None
    topic: str | None
    disposition: str | None
    referred_to: str | None
    spoken: str | None
    how: str | None
    ticket_of: str | None
    urgent: bool | None
    interpreter: str | None
    quality: str | None
    poor_ms: int | None

    @property
    def helped(self) -> str | None:
        """A `HelpedHow`; None where nobody with a shared language was rung."""
        return self.how if self.interpreter is None else "interpreter"


class TooManyCalls(Exception):
    """More calls are selected than a file may hold; nothing was read."""


def all_ended_before(connection: Connection, pool: PoolId) -> Instant:
    """An instant before which no open call was queued."""
    oldest, newest = connection.execute(_EDGES, {"of": pool}).one()
    edge: Instant = (newest or 0) + 1 if oldest is None else oldest
    return edge


def calls_after(
    connection: Connection,
    pool: PoolId,
    chosen: LogFilter,
    last: ExportedCall | None,
    limit: int,
    *,
    only_ended: bool,
) -> Sequence[ExportedCall]:
    """The next calls in the order of their time, at most `limit`.

    `only_ended` says that it is known that none of them is open: they are read twice as fast.
    """
    after = {} if last is None else {"last_at": last.queued_at, "last_id": last.id}
    within = chosen if last is None else replace(chosen, since=last.queued_at)
    query = by_time(
        ExportedCall._fields, within.shape(), descending=False, only_ended=only_ended, after=last is not None
    )
    values = {**within.values(pool), **after, "limit": limit, "offset": 0, "both": limit}
    return [ExportedCall._make(row) for row in connection.execute(query, values)]


_EDGES = select(
    select(func.min(call.c.queued_at)).where(call.c.pool == bindparam("of"), OPEN).scalar_subquery(),
    select(func.max(call.c.queued_at)).where(call.c.pool == bindparam("of")).scalar_subquery(),
)
