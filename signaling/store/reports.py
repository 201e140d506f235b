"""Figures over a period: day by day, by language, by neighbourhood.

A day is a calendar day of the municipality's time zone: 23 or 25 hours long twice a year.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Connection, select

from signaling.core.ids import Instant, Language, NeighbourhoodId, PoolId
from signaling.ports import Clock
from signaling.store.audit import Actor, AuditAction, write_audit
from signaling.store.engine import Database
from signaling.store.figures import Figures, figures_of
from signaling.store.log_filter import LogFilter
from signaling.store.tables import call


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Days without a call are in `by_day`; languages and neighbourhoods without one are not in theirs."""

    total: Figures
    by_day: Mapping[date, Figures]
    by_language: Mapping[Language, Figures]
    by_neighbourhood: Mapping[NeighbourhoodId, Figures]


class Reports:
    """The figures of one pool, with the days of `zone`."""

    def __init__(self, database: Database, *, pool: PoolId, clock: Clock, zone: ZoneInfo) -> None:
        self._database = database
        self._pool = pool
        self._clock = clock
        self._zone = zone

    async def report(self, first: date, last: date, reader: Actor) -> Report:
        """Return the figures of the days `first` to `last`, both included. Raises `StoreUnavailable`.

        They are computed beside the journal's writer and given only once the audit row is committed.
        """
        report = await self._database.read(lambda connection: self._compute(connection, first, last))
        at, given = self._clock.now(), {"first": first.isoformat(), "last": last.isoformat()}
        await self._database.write(
            lambda connection: write_audit(
                connection, reader, at=at, what=AuditAction.READ_REPORT, given=given, rows=report.total.taps
            )
        )
        return report

    def _compute(self, connection: Connection, first: date, last: date) -> Report:
        period = LogFilter(
            since=start_of(first, self._zone), until=start_of(last + timedelta(days=1), self._zone)
        )

        def figures(chosen: LogFilter) -> Figures:
            return figures_of(connection, chosen.clauses(self._pool))

        def by(column: Column[str], narrowed: Callable[[str], LogFilter]) -> dict[str, Figures]:
            values = connection.scalars(select(column).distinct().where(*period.clauses(self._pool)))
            return {value: figures(narrowed(value)) for value in sorted(values)}

        return Report(
            total=figures(period),
            by_day={day: figures(self._day(day)) for day in days(first, last)},
            by_language=by(call.c.language, lambda tag: replace(period, language=Language(tag))),  # type: ignore[arg-type]
            by_neighbourhood=by(  # type: ignore[arg-type]
                call.c.neighbourhood, lambda name: replace(period, neighbourhood=NeighbourhoodId(name))
            ),
        )

    def _day(self, day: date) -> LogFilter:
        return LogFilter(since=start_of(day, self._zone), until=start_of(day + timedelta(days=1), self._zone))


def start_of(day: date, zone: ZoneInfo) -> Instant:
    """Return the instant at which `day` begins in `zone`."""
    return round(datetime.combine(day, time(), zone).timestamp()) * 1_000


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
