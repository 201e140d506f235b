"""A period as planning needs it: its calls in sums and who was at work, read under the auditor's eye."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from signaling.core.ids import PoolId
from signaling.days import ONE_DAY, day_of, start_of
from signaling.planning.observed import Duty, Observed
from signaling.ports import Clock
from signaling.store.audit import Actor, AuditAction, write_audit
from signaling.store.engine import Database
from signaling.store.log_filter import LogFilter
from signaling.store.planning.calls import observe
from signaling.store.planning.duty import duties
from signaling.store.tables import call


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Whole days, and what they showed. There are none where `last` is before `first`."""

    first: date
    last: date
    observed: Observed
    duties: Sequence[Duty]


class PlanningRecords:
    """Those of one pool, in the time of `zone`."""

    def __init__(self, database: Database, *, pool: PoolId, clock: Clock, zone: ZoneInfo) -> None:
        self._database = database
        self._pool = pool
        self._clock = clock
        self._zone = zone

    async def period(self, first: date, last: date, reader: Actor) -> Period:
        """Read the days `first` to `last`, but for those before the first tap of all and those not yet over.

        Given only once the audit row is committed. Raises `StoreUnavailable`.
        """
        at = self._clock.now()
        yesterday = day_of(at, self._zone) - ONE_DAY
        found = await self._database.read(
            lambda connection: self._read(connection, first, min(last, yesterday))
        )
        given = {"first": found.first.isoformat(), "last": found.last.isoformat()}
        rows = sum(hour.taps for slots in found.observed.kiosks.values() for hour in slots.values())
        await self._database.write(
            lambda connection: write_audit(
                connection, reader, at=at, what=AuditAction.READ_REPORT, given=given, rows=rows
            )
        )
        return found

    def _read(self, connection: Connection, first: date, last: date) -> Period:
        began = connection.scalar(select(func.min(call.c.queued_at)).where(call.c.pool == self._pool))
        if began is not None:
            first = max(first, day_of(began, self._zone))
        since, until = start_of(first, self._zone), start_of(last + ONE_DAY, self._zone)
        where = LogFilter(since=since, until=until).clauses(self._pool)
        return Period(
            first=first,
            last=last,
            observed=observe(connection, where, self._zone),
            duties=duties(connection, self._pool, since, until),
        )
