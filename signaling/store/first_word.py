"""How long residents waited for the first word: from the tap until both sides receive each other."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from signaling.core.ids import Instant, Milliseconds, PoolId
from signaling.store.tables import call
from signaling.store.tally.waits import bound_of, percentile


@dataclass(frozen=True, slots=True)
class FirstWord:
    """Of the handled; by nearest rank, rounded up to the bound of its class as waits are."""

    median: Milliseconds
    p90: Milliseconds


def first_words(
    connection: Connection, pool: PoolId, since: Instant, until: Instant, by: ColumnElement[str]
) -> dict[str, FirstWord]:
    """Count the calls queued from `since` up to but not including `until`, by a column's value."""
    bound = bound_of(call.c.live_at - call.c.queued_at)
    query = (
        select(by, bound.label("bound"), func.count())
        .where(call.c.pool == pool, call.c.queued_at >= since, call.c.queued_at < until)
        .where(call.c.live_at.is_not(None))
        .group_by(by, "bound")
    )
    times: defaultdict[str, Counter[Milliseconds]] = defaultdict(Counter)
    for value, at, count in connection.execute(query):
        times[value][at] += count
    return {value: told for value, counts in times.items() if (told := _told(counts)) is not None}


def _told(times: Counter[Milliseconds]) -> FirstWord | None:
    median, p90 = percentile(times, 50), percentile(times, 90)
    return None if median is None or p90 is None else FirstWord(median, p90)
