"""Figures over a period: by language, by neighbourhood, by both, and by language and hour of the day.

A day is a calendar day of the municipality's time zone: 23 or 25 hours long twice a year.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from signaling.core.ids import Language, Milliseconds, NeighbourhoodId, PoolId
from signaling.days import ONE_DAY, day_of, start_of
from signaling.ports import Clock
from signaling.store.audit import Actor, AuditAction, write_audit
from signaling.store.engine import Database
from signaling.store.figures import Figures
from signaling.store.first_word import FirstWord, first_words
from signaling.store.tally.parts import ALL, COLUMNS, Group, Part
from signaling.store.tally.reading import Groups, Tallies
from signaling.store.tally.tally import Tally
from signaling.store.tally.waits import percentile_range

FIRST_WORD_DAYS = 92
"""Times to the first word are counted from the calls themselves: for at most so many days at once."""


@dataclass(frozen=True, slots=True)
class WaitRange:
    """Between which waits the true percentile lies with 95 % confidence."""

    low: Milliseconds
    high: Milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What has no call is in none of these."""

    total: Figures
    by_language: Mapping[Language, Figures]
    by_neighbourhood: Mapping[NeighbourhoodId, Figures]
    cells: Mapping[tuple[Language, NeighbourhoodId], Figures]
    by_hour: Mapping[tuple[Language, int], Figures]
    """By language and hour of the day, 0 to 23, of the municipality's own time."""
    p90_by_language: Mapping[Language, WaitRange]
    p90_by_neighbourhood: Mapping[NeighbourhoodId, WaitRange]
    first_word_by_language: Mapping[Language, FirstWord]
    """Empty where the period is longer than `FIRST_WORD_DAYS`, as is the next."""
    first_word_by_neighbourhood: Mapping[NeighbourhoodId, FirstWord]


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

    async def of_days(self, first: date, last: date) -> Report:
        """Return the figures of the days `first` to `last`, for what is published. Raises `StoreUnavailable`.

        What is published was decided when it was switched on, and small counts are kept back in it: reading
        it leaves no mark in the audit.
        """
        return await self._database.read(lambda connection: self._compute(connection, first, last))

    async def today(self) -> Figures:
        """Return the figures of this day so far, of the whole pool. Raises `StoreUnavailable`.

        For the live board. No call and no place can be told by them: they leave no mark in the audit.
        """
        day = day_of(self._clock.now(), self._tallies.zone)
        return await self._database.read(
            lambda connection: _all(self._tallies.total(connection, day, day, ALL))
        )

    def _compute(self, connection: Connection, first: date, last: date) -> Report:
        def by(*parts: Part) -> Groups:
            """Ordered by name: the order in which a database groups them can tell of counts kept back."""
            return dict(sorted(self._tallies.total(connection, first, last, parts).items()))

        languages, neighbourhoods = by(Part.LANGUAGE), by(Part.NEIGHBOURHOOD)
        return Report(
            total=_all(by()),
            by_language={Language(tag): tally.figures() for (tag,), tally in languages.items()},
            by_neighbourhood={
                NeighbourhoodId(name): tally.figures() for (name,), tally in neighbourhoods.items()
            },
            cells={
                (Language(tag), NeighbourhoodId(name)): tally.figures()
                for (tag, name), tally in by(Part.LANGUAGE, Part.NEIGHBOURHOOD).items()
            },
            by_hour=_by_hour(by(Part.LANGUAGE, Part.HOUR)),
            p90_by_language={Language(tag): told for (tag,), told in _ranges(languages)},
            p90_by_neighbourhood={NeighbourhoodId(name): told for (name,), told in _ranges(neighbourhoods)},
            first_word_by_language={
                Language(tag): told
                for tag, told in self._first_words(connection, first, last, Part.LANGUAGE).items()
            },
            first_word_by_neighbourhood={
                NeighbourhoodId(name): told
                for name, told in self._first_words(connection, first, last, Part.NEIGHBOURHOOD).items()
            },
        )

    def _first_words(self, connection: Connection, first: date, last: date, by: Part) -> dict[str, FirstWord]:
        if (last - first).days >= FIRST_WORD_DAYS:
            return {}
        zone = self._tallies.zone
        since, until = start_of(first, zone), start_of(last + ONE_DAY, zone)
        return first_words(connection, self._tallies.pool, since, until, COLUMNS[by])


def _all(groups: Groups) -> Figures:
    return groups.get((), Tally()).figures()


def _by_hour(groups: Groups) -> dict[tuple[Language, int], Figures]:
    hours: dict[tuple[Language, int], Tally] = {}
    for (tag, hour_of_week), tally in groups.items():
        hour = int(hour_of_week.rpartition("-")[2])
        hours.setdefault((Language(tag), hour), Tally()).add_all(tally)
    return {key: tally.figures() for key, tally in hours.items()}


def _ranges(groups: Groups) -> Iterator[tuple[Group, WaitRange]]:
    for group, tally in groups.items():
        found = percentile_range(tally.waits, 90)
        if found is not None:
            yield group, WaitRange(*found)
