"""What guides wrote in their own words, where a municipality allows it: about a call, or for the next shift.

Kept apart from the journal: a replay must not bring them back. Each note has a day on which it is destroyed
from the start; `store.retention` sees to it.
All functions raise `StoreUnavailable` where the database does not answer.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, delete, select

from signaling.core.ids import CallId, GuideId, Instant, Milliseconds, PoolId
from signaling.ports import Clock
from signaling.store.engine import Database
from signaling.store.tables import note, ring

MOST_SHOWN = 20
"""Notes for the next shift that are of any use at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    by: GuideId
    at: Instant
    until: Instant
    text: str


class Notes:
    """The notes of one pool."""

    def __init__(self, database: Database, *, pool: PoolId, clock: Clock) -> None:
        self._database = database
        self._pool = pool
        self._clock = clock

    async def about_call(self, call: CallId, text: str, *, by: GuideId, life: Milliseconds) -> bool:
        """Keep what `by` says of the call, in the place of what they said before.

        False, and nothing kept, where they did not take part in it.
        """
        values = self._values(text, by=by, life=life, call=call)

        def keep(connection: Connection) -> bool:
            if not _took_part(connection, call, by):
                return False
            connection.execute(delete(note).where(note.c.call == call, note.c.written_by == by))
            connection.execute(note.insert().values(values))
            return True

        return await self._database.write(keep)

    async def for_next_shift(self, text: str, *, by: GuideId, life: Milliseconds) -> None:
        values = self._values(text, by=by, life=life)
        await self._database.write(lambda connection: connection.execute(note.insert().values(values)))

    async def of_shifts(self) -> tuple[Note, ...]:
        """Return what was left for the next shift, the newest first."""
        query = (
            select(note.c.written_by, note.c.at, note.c.until, note.c.text)
            .where(note.c.pool == self._pool, note.c.call.is_(None), note.c.until > self._clock.now())
            .order_by(note.c.at.desc(), note.c.id.desc())
            .limit(MOST_SHOWN)
        )
        rows = await self._database.read(lambda connection: connection.execute(query).mappings().all())
        return tuple(map(_note, rows))

    def _values(
        self, text: str, *, by: GuideId, life: Milliseconds, call: CallId | None = None
    ) -> dict[str, str | int | None]:
        at = self._clock.now()
        return {
            "pool": self._pool,
            "call": call,
            "written_by": by,
            "at": at,
            "until": at + life,
            "text": text,
        }


def notes_about(connection: Connection, call: CallId, now: Instant) -> tuple[Note, ...]:
    """Return what its guides wrote about the call and may still be read, the oldest first."""
    query = (
        select(note.c.written_by, note.c.at, note.c.until, note.c.text)
        .where(note.c.call == call, note.c.until > now)
        .order_by(note.c.at, note.c.id)
    )
    return tuple(_note(row) for row in connection.execute(query).mappings())


def _note(row: RowMapping) -> Note:
    return Note(by=row["written_by"], at=row["at"], until=row["until"], text=row["text"])


def _took_part(connection: Connection, call: CallId, guide: GuideId) -> bool:
    took = ring.c.taken_at.is_not(None)
    query = select(ring.c.epoch).where(ring.c.call == call, ring.c.guide == guide, took).limit(1)
    return connection.scalar(query) is not None
