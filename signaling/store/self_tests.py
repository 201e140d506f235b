"""Self-tests of kiosks: the newest of each, and some of its past."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import Connection, Row, delete, func, insert, select

from signaling.core.ids import Instant, KioskId
from signaling.ports import CheckResult, Clock, SelfTestResult
from signaling.store.engine import Database
from signaling.store.errands import mark_tested
from signaling.store.tables import self_test

KEPT = 60
"""Self-tests of one kiosk: about two months of nights."""


class SelfTests:
    """A `ports.SelfTests`, and what the admin sees of it. All raise `StoreUnavailable`."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def keep(self, kiosk: KioskId, result: SelfTestResult) -> None:
        """Keep it, answer the wish for it, and forget the oldest; the same `id` again changes nothing."""
        now = self._clock.now()
        await self._database.write(lambda connection: _keep(connection, kiosk, result, now))

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
    mark_tested(connection, kiosk, tested_at=result.at, now=now)
    newest_first = (self_test.c.at.desc(), self_test.c.id.desc())
    kept = select(self_test.c.id).where(of_kiosk).order_by(*newest_first).limit(KEPT)
    ids = list(connection.scalars(kept))
    connection.execute(delete(self_test).where(of_kiosk, self_test.c.id.not_in(ids)))


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
