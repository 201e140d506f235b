"""The calls of a file: plain values, many at a time, so that a million of them take seconds."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection

from signaling.store.session_log.walk import BY_TIME, walk
from signaling.store.tables import call

BATCH = 5_000
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


_COLUMNS = [call.c[name] for name in ExportedCall._fields]


def calls_after(
    connection: Connection, where: Sequence[ColumnElement[bool]], last: ExportedCall | None, limit: int
) -> Sequence[ExportedCall]:
    """The next calls in the order of their time, at most `limit`."""
    after = [] if last is None else [(last.queued_at, last.id) < BY_TIME]
    rows = connection.execute(walk(_COLUMNS, [*where, *after], descending=False, limit=limit))
    return [ExportedCall._make(row) for row in rows]
