"""Errands: what an admin wants of a kiosk from afar. Each kiosk hears of its own, and does each once.

A wish for a restart needs no memory at the kiosk. It is told to one run of the kiosk's agent, which has a
name that it keeps in memory alone (PROTOCOL.md §3.1); and it is over as soon as another run asks, for then
the one that was told has ended.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from signaling.core.ids import Instant, KioskId, Milliseconds
from signaling.core.pool_settings import MINUTE
from signaling.ports import Clock, Errand, ErrandOutcome
from signaling.store.audit import Actor, AuditAction, write_audit
from signaling.store.directory import UnknownKiosk
from signaling.store.engine import Database
from signaling.store.tables import errand, kiosk

LIFE: Final[Milliseconds] = 60 * MINUTE
"""A kiosk that could not do it within this time does not do it when nobody expects it any more."""
ECHO: Final[Milliseconds] = 5 * MINUTE
"""How long after that a kiosk that began in time may still be heard to have done it."""
ASKED: Final[Mapping[Errand, AuditAction]] = {
    Errand.SELF_TEST: AuditAction.ASK_SELF_TEST,
    Errand.RESTART: AuditAction.ASK_RESTART,
    Errand.UPDATE: AuditAction.ASK_UPDATE,
}


class KioskRevoked(Exception):
    """The kiosk is refused here, and would never hear of it."""


class KioskUnable(Exception):
    """The kiosk's software cannot do this from afar, or was not heard to say that it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One errand of one kiosk, from the last time that it was asked for."""

    errand: Errand
    asked_at: Instant
    heard_at: Instant | None
    done_at: Instant | None
    outcome: ErrandOutcome | None

    def over(self, now: Instant) -> bool:
        """Whether the kiosk did not do it in time."""
        return self.done_at is None and self.asked_at <= now - LIFE


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskErrands:
    able: frozenset[Errand]
    """What this kiosk's software can do, as it last said."""
    asked: Sequence[Asked]


class Errands:
    """A `ports.Errands`, and what admins ask and see of it. All raise `StoreUnavailable`."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def heard(
        self, kiosk_id: KioskId, *, run: str | None, able: frozenset[Errand]
    ) -> Mapping[Errand, Instant]:
        """What is wanted of this kiosk, with the instant of each wish, told to this run of its agent."""
        now = self._clock.now()

        def step(connection: Connection) -> _Step:
            return _Step(connection, kiosk_id, run, able, now)

        seen = await self._database.read(step)
        if not seen.changes:
            return seen.told
        return await self._database.write(lambda connection: step(connection).write())

    async def ask(self, kiosk_id: KioskId, what: Errand, *, by: Actor) -> None:
        """Want it of this kiosk. What the kiosk has heard and not done yet stands as it was.

        Raises `UnknownKiosk`, `KioskRevoked`, or `KioskUnable`.
        """
        now = self._clock.now()
        await self._database.write(lambda connection: _ask(connection, kiosk_id, what, now, by))

    async def report(
        self, kiosk_id: KioskId, what: Errand, *, asked_at: Instant, outcome: ErrandOutcome
    ) -> None:
        """The kiosk says what came of the wish of that instant; said again, it changes nothing."""
        now = self._clock.now()
        of_wish = (*_open(kiosk_id, what), errand.c.asked_at == asked_at)
        await self._database.write(
            lambda connection: connection.execute(
                update(errand).where(*of_wish).values(done_at=now, outcome=outcome)
            )
        )

    async def wishes(self, what: Errand) -> Mapping[KioskId, Instant]:
        """When each kiosk was asked for this, where it has not done it and has still time to."""
        open_ones = (errand.c.errand == what, errand.c.done_at.is_(None))
        query = select(errand).where(*open_ones, errand.c.asked_at > self._clock.now() - LIFE)
        return await self._database.read(
            lambda connection: {KioskId(row.kiosk): row.asked_at for row in connection.execute(query)}
        )

    async def of_all(self) -> Mapping[KioskId, KioskErrands]:
        """Of every kiosk what it can do and what was last asked of it."""

        def read(connection: Connection) -> Mapping[KioskId, KioskErrands]:
            asked: dict[str, list[Asked]] = {}
            for row in connection.execute(select(errand).order_by(errand.c.errand)):
                asked.setdefault(row.kiosk, []).append(_asked(row))
            return {
                KioskId(row.id): KioskErrands(able=_able(row.able), asked=tuple(asked.get(row.id, ())))
                for row in connection.execute(select(kiosk.c.id, kiosk.c.able))
            }

        return await self._database.read(read)


def mark_tested(connection: Connection, kiosk_id: KioskId, *, tested_at: Instant, now: Instant) -> None:
    """In the transaction that keeps a self-test: a wish that is older than it is done."""
    answered = (*_open(kiosk_id, Errand.SELF_TEST), errand.c.asked_at <= tested_at)
    connection.execute(update(errand).where(*answered).values(done_at=now, outcome=ErrandOutcome.DONE))


class _Step:
    """What one question of a kiosk comes to."""

    def __init__(
        self,
        connection: Connection,
        kiosk_id: KioskId,
        run: str | None,
        able: frozenset[Errand],
        now: Instant,
    ) -> None:
        self._connection = connection
        self._kiosk = kiosk_id
        self._run = run
        self._able = able
        self._now = now
        known = connection.scalar(select(kiosk.c.able).where(kiosk.c.id == kiosk_id))
        self._says_more = known is None or _able(known) != able
        fresh = errand.c.asked_at > now - LIFE - ECHO
        rows = connection.execute(
            select(errand).where(errand.c.kiosk == kiosk_id, errand.c.done_at.is_(None), fresh)
        ).all()
        self._done = [row for row in rows if self._is_restarted(row)]
        wanted = [row for row in rows if row not in self._done and self._is_wanted(row)]
        self._news = [row for row in wanted if row.heard_at is None]
        self.told = {Errand(row.errand): Instant(row.asked_at) for row in wanted}

    @property
    def changes(self) -> bool:
        """Whether there is something to `write`."""
        return self._says_more or bool(self._done or self._news)

    def _is_restarted(self, row: Row[tuple[object, ...]]) -> bool:
        told = row.errand == Errand.RESTART and row.heard_by is not None
        return told and self._run is not None and row.heard_by != self._run

    def _is_wanted(self, row: Row[tuple[object, ...]]) -> bool:
        """A run without a name could not be told from the next, and would restart for ever."""
        if row.asked_at <= self._now - LIFE or Errand(row.errand) not in self._able:
            return False
        return row.errand != Errand.RESTART or self._run is not None

    def write(self) -> Mapping[Errand, Instant]:
        connection, now = self._connection, self._now
        if self._says_more:
            said = sorted(self._able)
            connection.execute(update(kiosk).where(kiosk.c.id == self._kiosk).values(able=said))
        for row in self._done:
            _set(connection, row, done_at=now, outcome=ErrandOutcome.DONE)
        for row in self._news:
            _set(connection, row, heard_at=now, heard_by=self._run)
        return self.told


def _ask(connection: Connection, kiosk_id: KioskId, what: Errand, now: Instant, by: Actor) -> None:
    query = select(kiosk.c.revoked_at, kiosk.c.able).where(kiosk.c.id == kiosk_id).with_for_update()
    known = connection.execute(query).one_or_none()
    if known is None:
        raise UnknownKiosk(kiosk_id)
    if known.revoked_at is not None:
        raise KioskRevoked(kiosk_id)
    if what is not Errand.SELF_TEST and what not in _able(known.able):
        raise KioskUnable(kiosk_id)
    of_kiosk = (errand.c.kiosk == kiosk_id, errand.c.errand == what)
    row = connection.execute(select(errand).where(*of_kiosk)).one_or_none()
    if row is None or row.heard_at is None or row.done_at is not None or _asked(row).over(now):
        connection.execute(delete(errand).where(*of_kiosk))
        connection.execute(insert(errand), {"kiosk": kiosk_id, "errand": what, "asked_at": now})
    write_audit(connection, by, at=now, what=ASKED[what], given={"kiosk": kiosk_id}, rows=1)


def _open(kiosk_id: KioskId, what: Errand) -> tuple[ColumnElement[bool], ...]:
    return errand.c.kiosk == kiosk_id, errand.c.errand == what, errand.c.done_at.is_(None)


def _set(connection: Connection, row: Row[tuple[object, ...]], **values: object) -> None:
    of_row = (errand.c.kiosk == row.kiosk, errand.c.errand == row.errand, errand.c.asked_at == row.asked_at)
    connection.execute(update(errand).where(*of_row).values(**values))


def _able(kept: Sequence[str] | None) -> frozenset[Errand]:
    """What a newer server knew and this one does not is left out."""
    known = {each.value for each in Errand}
    return frozenset(Errand(each) for each in kept or () if each in known)


def _asked(row: Row[tuple[object, ...]]) -> Asked:
    return Asked(
        errand=Errand(row.errand),
        asked_at=row.asked_at,
        heard_at=row.heard_at,
        done_at=row.done_at,
        outcome=None if row.outcome is None else ErrandOutcome(row.outcome),
    )
