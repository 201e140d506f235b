"""Self-tests of kiosks: the newest of each, some of its past, and which kiosks are asked for another."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import Connection, Row, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from signaling.core.ids import Instant, KioskId
from signaling.core.pool_settings import MINUTE
from signaling.ports import CheckResult, Clock, SelfTestResult
from signaling.store.audit import Actor, AuditAction, write_audit
from signaling.store.directory import UnknownKiosk
from signaling.store.engine import Database
from signaling.store.tables import self_test, self_test_wish

KEPT = 60
"""Self-tests of one kiosk: about two months of nights."""
WISH_LIFE = 60 * MINUTE
"""A kiosk that did not hear of a wish within this time is not tested when nobody expects it any more."""


class SelfTests:
    """A `ports.SelfTests`, and what the admin sees of it. All raise `StoreUnavailable`."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def keep(self, kiosk: KioskId, result: SelfTestResult) -> None:
        """Keep it, answer the wish for it, and forget the oldest; the same `id` again changes nothing."""
        now = self._clock.now()
        await self._database.write(lambda connection: _keep(connection, kiosk, result, now))

    async def asked(self, kiosk: KioskId) -> Instant | None:
        return (await self.wishes()).get(kiosk)

    async def wishes(self) -> Mapping[KioskId, Instant]:
        """When each kiosk was asked for a self-test that none has answered yet."""
        query = select(self_test_wish).where(self_test_wish.c.asked_at > self._clock.now() - WISH_LIFE)
        return await self._database.read(
            lambda connection: {KioskId(row.kiosk): row.asked_at for row in connection.execute(query)}
        )

    async def ask(self, kiosk: KioskId, *, by: Actor) -> Instant:
        """Ask for a self-test; returns the instant of the wish. Raises `UnknownKiosk`."""
        now = self._clock.now()
        try:
            await self._database.write(lambda connection: _ask(connection, kiosk, now, by))
        except IntegrityError as error:
            raise UnknownKiosk(kiosk) from error
        return now

    async def newest(self) -> Mapping[KioskId, SelfTestResult]:
        """The last self-test of every kiosk that made one."""
        last = select(self_test.c.kiosk, func.max(self_test.c.at).label("at")).group_by(self_test.c.kiosk)
        newest = last.subquery()
        query = (
            select(self_test)
            .join(newest, (newest.c.kiosk == self_test.c.kiosk) & (newest.c.at == self_test.c.at))
            .order_by(self_test.c.id)
        )
        return await self._database.read(
            lambda connection: {KioskId(row.kiosk): _result(row) for row in connection.execute(query)}
        )

    async def of_kiosk(self, kiosk: KioskId) -> Sequence[SelfTestResult]:
        """All that are kept of this kiosk, the newest first."""
        query = (
            select(self_test)
            .where(self_test.c.kiosk == kiosk)
            .order_by(self_test.c.at.desc(), self_test.c.id.desc())
        )
        return await self._database.read(
            lambda connection: [_result(row) for row in connection.execute(query)]
        )


def _keep(connection: Connection, kiosk: KioskId, result: SelfTestResult, now: Instant) -> None:
    of_kiosk = self_test.c.kiosk == kiosk
    if connection.scalar(select(func.count()).where(of_kiosk, self_test.c.id == result.id)):
        return
    values = {
        "kiosk": kiosk,
        "id": result.id,
        "at": result.at,
        "kept_at": now,
        "checks": [asdict(check) for check in result.checks],
    }
    connection.execute(insert(self_test), values)
    answered = (self_test_wish.c.kiosk == kiosk, self_test_wish.c.asked_at <= result.at)
    connection.execute(delete(self_test_wish).where(*answered))
    newest_first = (self_test.c.at.desc(), self_test.c.id.desc())
    kept = select(self_test.c.id).where(of_kiosk).order_by(*newest_first).limit(KEPT)
    ids = list(connection.scalars(kept))
    connection.execute(delete(self_test).where(of_kiosk, self_test.c.id.not_in(ids)))


def _ask(connection: Connection, kiosk: KioskId, now: Instant, by: Actor) -> None:
    connection.execute(delete(self_test_wish).where(self_test_wish.c.kiosk == kiosk))
    connection.execute(insert(self_test_wish), {"kiosk": kiosk, "asked_at": now})
    write_audit(connection, by, at=now, what=AuditAction.ASK_SELF_TEST, given={"kiosk": kiosk}, rows=1)


def _result(row: Row[tuple[object, ...]]) -> SelfTestResult:
    return SelfTestResult(
        id=row.id,
        at=row.at,
        checks=tuple(
            CheckResult(
                name=check["name"],
                tried=check["tried"],
                faults=tuple(check["faults"]),
                figures=check["figures"],
                about=tuple(check["about"]),
            )
            for check in row.checks
        ),
    )
