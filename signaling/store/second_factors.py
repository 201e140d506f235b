"""Second factors of staff: their keys, the last code that was taken, what stands in for a lost phone."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from signaling.core.ids import Instant
from signaling.ports import Clock
from signaling.store.audit import Actor, AuditAction, write_audit
from signaling.store.engine import Database
from signaling.store.tables import backup_code, second_factor


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactor:
    secret: bytes
    confirmed_at: Instant | None
    """None while it was only offered: then nobody is asked for it."""
    last_step: int
    backup_codes: int
    """How many are left."""


class SecondFactors:
    """All functions raise `StoreUnavailable` where the database does not answer."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of(self, staff_id: str) -> SecondFactor | None:
        return await self._database.read(lambda connection: _of(connection, staff_id))

    async def in_force(self) -> frozenset[str]:
        """Whoever is asked for a second factor."""
        query = select(second_factor.c.staff).where(second_factor.c.confirmed_at.is_not(None))
        return await self._database.read(lambda connection: frozenset(connection.scalars(query)))

    async def offer(self, staff_id: str, secret: bytes) -> bool:
        """Keep a key that is not asked for yet, in place of an older offer. False: one is in force."""
        return await self._database.write(lambda connection: _offer(connection, staff_id, secret))

    async def confirm(self, staff_id: str, *, step: int, codes: Collection[str], by: Actor) -> bool:
        """Put the offered key in force, with the hashes of fresh backup codes. False: none is offered."""
        at = self._clock.now()
        return await self._database.write(
            lambda connection: _confirm(connection, staff_id, step=step, codes=codes, at=at, by=by)
        )

    async def take_step(self, staff_id: str, step: int) -> bool:
        """Note that this step's code was given. False: it, or a later one, was given before."""
        statement = (
            update(second_factor)
            .where(second_factor.c.staff == staff_id, second_factor.c.last_step < step)
            .values(last_step=step)
        )
        return await self._database.write(lambda connection: connection.execute(statement).rowcount == 1)

    async def spend(self, staff_id: str, code_hash: str) -> bool:
        """Spend a backup code. False: there is no such code, or not any more."""
        of_code = (backup_code.c.staff == staff_id, backup_code.c.code_hash == code_hash)
        statement = delete(backup_code).where(*of_code)
        return await self._database.write(lambda connection: connection.execute(statement).rowcount == 1)

    async def drop(self, staff_id: str, *, by: Actor) -> bool:
        """Ask for no second factor any more. False: none was asked for."""
        at = self._clock.now()
        return await self._database.write(lambda connection: _drop(connection, staff_id, at, by))


def _of(connection: Connection, staff_id: str) -> SecondFactor | None:
    left = select(func.count()).where(backup_code.c.staff == staff_id).scalar_subquery()
    query = select(second_factor, left.label("left")).where(second_factor.c.staff == staff_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return SecondFactor(
        secret=row.secret, confirmed_at=row.confirmed_at, last_step=row.last_step, backup_codes=row.left
    )


def _offer(connection: Connection, staff_id: str, secret: bytes) -> bool:
    offered = (second_factor.c.staff == staff_id, second_factor.c.confirmed_at.is_(None))
    connection.execute(delete(second_factor).where(*offered))
    if _of(connection, staff_id) is not None:
        return False
    connection.execute(insert(second_factor).values(staff=staff_id, secret=secret, last_step=0))
    return True


def _confirm(
    connection: Connection, staff_id: str, *, step: int, codes: Collection[str], at: Instant, by: Actor
) -> bool:
    offered = (second_factor.c.staff == staff_id, second_factor.c.confirmed_at.is_(None))
    values = {"confirmed_at": at, "last_step": step}
    if connection.execute(update(second_factor).where(*offered).values(**values)).rowcount == 0:
        return False
    connection.execute(insert(backup_code), [{"staff": staff_id, "code_hash": code} for code in codes])
    given = {"staff": staff_id}
    write_audit(connection, by, at=at, what=AuditAction.SET_SECOND_FACTOR, given=given, rows=1)
    return True


def _drop(connection: Connection, staff_id: str, at: Instant, by: Actor) -> bool:
    connection.execute(delete(backup_code).where(backup_code.c.staff == staff_id))
    gone = connection.execute(delete(second_factor).where(second_factor.c.staff == staff_id)).rowcount
    if gone:
        given = {"staff": staff_id}
        write_audit(connection, by, at=at, what=AuditAction.DROP_SECOND_FACTOR, given=given, rows=1)
    return bool(gone)
