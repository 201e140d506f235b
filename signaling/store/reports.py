"""Figures over a period: by language, by neighbourhood, by both, and by the hour of the week.

A day is a calendar day of the municipality's time zone: 23 or 25 hours long twice a year.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection

from signaling.core.ids import Instant, Language, Milliseconds, NeighbourhoodId, PoolId
from signaling.ports import Clock
from signaling.store.audit import Actor, AuditAction, write_audit
from signaling.store.engine import Database
from signaling.store.figures import Figures, figures_by, figures_of, hours
from signaling.store.log_filter import LogFilter
from signaling.store.tables import call


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of the week, all of the period's together."""

    taps: int = 0
    abandoned: int = 0
    handled: int = 0
    waited: Milliseconds = 0
    """Of the handled, in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What has no call is in none of these."""

    total: Figures
    by_language: Mapping[Language, Figures]
    by_neighbourhood: Mapping[NeighbourhoodId, Figures]
    cells: Mapping[tuple[Language, NeighbourhoodId], Figures]
    by_hour: Mapping[tuple[int, int], Hour]
    """By weekday, Monday being 0, and hour of the day, 0 to 23, of the municipality's own time."""


class Reports:
    """The figures of one pool, in the time of `zone`."""

    def __init__(self, database: Database, *, pool: PoolId, clock: Clock, zone: ZoneInfo) -> None:
        self._database = database
        self._pool = pool
        self._clock = clock
        self._zone = zone

    async def report(self, first: date, last: date, reader: Actor) -> Report:
        """Return the figures of the days `first` to `last`, both included. Raises `StoreUnavailable`.

        They are computed beside the journal's writer, so that no resident waits for a reader, and given only
        once the audit row is committed.
        """
        report = await self._database.read(lambda connection: self._compute(connection, first, last))
        at, given = self._clock.now(), {"first": first.isoformat(), "last": last.isoformat()}
        await self._database.write(
            lambda connection: write_audit(
                connection, reader, at=at, what=AuditAction.READ_REPORT, given=given, rows=report.total.taps
            )
        )
        return report

    async def today(self) -> Figures:
        """Return the figures of this day so far, of the whole pool. Raises `StoreUnavailable`.

        For the live board. No call and no place can be told by them: they leave no mark in the audit.
        """
        day = datetime.fromtimestamp(self._clock.now() / 1_000, self._zone).date()
        where = LogFilter(since=start_of(day, self._zone)).clauses(self._pool)
        return await self._database.read(lambda connection: figures_of(connection, where))

    def _compute(self, connection: Connection, first: date, last: date) -> Report:
        period = LogFilter(
            since=start_of(first, self._zone), until=start_of(last + timedelta(days=1), self._zone)
        )
        where = period.clauses(self._pool)
        languages = figures_by(connection, where, [call.c.language])
        neighbourhoods = figures_by(connection, where, [call.c.neighbourhood])
        cells = figures_by(connection, where, [call.c.language, call.c.neighbourhood])
        return Report(
            total=figures_of(connection, where),
            by_language={Language(tag): figures for (tag,), figures in languages.items()},
            by_neighbourhood={NeighbourhoodId(name): figures for (name,), figures in neighbourhoods.items()},
            cells={(Language(tag), NeighbourhoodId(name)): figures for (tag, name), figures in cells.items()},
            by_hour=self._by_hour(connection, where),
        )

    def _by_hour(
        self, connection: Connection, where: Sequence[ColumnElement[bool]]
    ) -> dict[tuple[int, int], Hour]:
        found: dict[tuple[int, int], Hour] = {}
        for hour, taps, abandoned, handled, waited in hours(connection, where):
            local = datetime.fromtimestamp(hour * 3_600, self._zone)
            key = local.weekday(), local.hour
            known = found.get(key, Hour())
            found[key] = Hour(
                known.taps + taps, known.abandoned + abandoned, known.handled + handled, known.waited + waited
            )
        return found


def start_of(day: date, zone: ZoneInfo) -> Instant:
    """Return the instant at which `day` begins in `zone`."""
    return round(datetime.combine(day, time(), zone).timestamp()) * 1_000
