"""The journal read again from its beginning, and the session log held against it."""

from dataclasses import dataclass
from itertools import chain

from sqlalchemy import Connection, func, select

from signaling.core.events import CallTapped, Entry
from signaling.core.ids import Instant, PoolId
from signaling.store.projection import Projection, Row
from signaling.store.tables import call, event, ring


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the rows that the journal folds to differ from those that the session log holds."""

    calls: int
    rings: int
    differing: tuple[str, ...]
    """The ids of calls of which the log says something else."""


def last_tap(connection: Connection, pool: PoolId) -> Instant | None:
    taps = select(func.max(event.c.at)).where(event.c.pool == pool, event.c.type == CallTapped.type)
    at: Instant | None = connection.scalar(taps)
    return at


class DayFold:
    """Folds the calls that were tapped in one period, as the journal did when it wrote them."""

    def __init__(self, pool: PoolId, since: Instant, until: Instant) -> None:
        self._pool, self._since, self._until = pool, since, until
        self._projection = Projection(pool)
        self._known: set[str] = set()

    def fold(self, entry: Entry) -> None:
        if isinstance(entry.event, CallTapped) and self._since <= entry.at < self._until:
            self._known.add(entry.event.call)
        if getattr(entry.event, "call", None) in self._known:
            self._projection.fold(entry)

    def compare(self, connection: Connection) -> Comparison:
        """Hold the folded rows against those of the tables. Nothing of the journal may be left unfolded."""
        days_calls = (
            call.c.pool == self._pool, call.c.queued_at >= self._since, call.c.queued_at < self._until
        )  # fmt: skip
        calls = select(call).where(*days_calls)
        rings = select(ring).where(ring.c.call.in_(select(call.c.id).where(*days_calls)))
        kept = {row["id"]: dict(row) for row in connection.execute(calls).mappings()}
        kept_rings = {(row["call"], row["epoch"]): dict(row) for row in connection.execute(rings).mappings()}
        folded: dict[str, Row] = {row["id"]: row for row in self._projection.new_calls}
        folded_rings = {(row["call"], row["epoch"]): row for row in self._projection.new_rings}
        differing = chain(
            (key for key in folded.keys() | kept.keys() if folded.get(key) != kept.get(key)),
            (
                key[0]
                for key in folded_rings.keys() | kept_rings.keys()
                if folded_rings.get(key) != kept_rings.get(key)
            ),
        )
        return Comparison(len(folded), len(folded_rings), tuple(sorted(set(differing))))
