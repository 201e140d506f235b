"""Figures over a period: by language, by neighbourhood, by both, and by the hour of the week.

A day is a calendar day of the municipality's time zone: 23 or 25 hours long twice a year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from signaling.core.ids import Language, Milliseconds, NeighbourhoodId, PoolId
from signaling.ports import Clock
from signaling.store.audit import Actor, AuditAction, write_audit
from signaling.store.engine import Database
from signaling.store.figures import Figures
from signaling.store.tally.days import day_of
from signaling.store.tally.parts import ALL, Group, Part
from signaling.store.tally.reading import Tallies
from signaling.store.tally.tally import NUMBERS, Tally


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
        self._clock = clock
        self._tallies = Tallies(pool=pool, zone=zone)

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
        day = day_of(self._clock.now(), self._tallies.zone)
        return await self._database.read(
            lambda connection: _all(self._tallies.total(connection, day, day, ALL))
        )

    def _compute(self, connection: Connection, first: date, last: date) -> Report:
        def by(*parts: Part) -> dict[Group, Tally]:
            return self._tallies.total(connection, first, last, parts)

        return Report(
            total=_all(by()),
            by_language={Language(tag): tally.figures() for (tag,), tally in by(Part.LANGUAGE).items()},
            by_neighbourhood={
                NeighbourhoodId(name): tally.figures() for (name,), tally in by(Part.NEIGHBOURHOOD).items()
            },
            cells={
                (Language(tag), NeighbourhoodId(name)): tally.figures()
                for (tag, name), tally in by(Part.LANGUAGE, Part.NEIGHBOURHOOD).items()
            },
            by_hour={_hour(group): _told(tally) for group, tally in by(Part.HOUR).items()},
        )


def _all(groups: dict[Group, Tally]) -> Figures:
    return groups.get((), Tally()).figures()


def _hour(group: Group) -> tuple[int, int]:
    weekday, hour = group[0].split("-")
    return int(weekday), int(hour)


def _told(tally: Tally) -> Hour:
    figures = dict(zip(NUMBERS, tally.numbers, strict=True))
    return Hour(
        taps=figures["taps"],
        abandoned=figures["abandoned"],
        handled=figures["handled"],
        waited=figures["waited"],
    )
