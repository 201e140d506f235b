"""The measures of a period, by what calls are told apart by and over time, beside those of another period."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from signaling.core.ids import Milliseconds, PoolId
from signaling.days import month_of
from signaling.ports import Clock
from signaling.store.audit import Actor, AuditAction, write_audit
from signaling.store.duty import DutyTimes
from signaling.store.engine import Database
from signaling.store.figures import Figures
from signaling.store.tally.parts import ALL, By, Part
from signaling.store.tally.reading import Tallies
from signaling.store.tally.roll_up import Span
from signaling.store.tally.tally import Tally

AT_ONCE = 20_000
"""How many entries are counted in one go."""


class Step(StrEnum):
    """How long each point of a trend is."""

    DAY = "day"
    WEEK = "week"
    """From Monday."""
    MONTH = "month"

    def of(self, day: date) -> date:
        """The first day of the step that `day` is in."""
        match self:
            case Step.DAY:
                return day
            case Step.WEEK:
                return day - timedelta(days=day.weekday())
            case Step.MONTH:
                return month_of(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What came of some calls, and how long guides were on duty meanwhile."""

    figures: Figures
    on_duty: Milliseconds = 0
    """Of all guides together; 0 where the calls are not all of their time's."""

    @property
    def average_wrap_up(self) -> Milliseconds | None:
        whole, talk = self.figures.average_handling, self.figures.average_talk
        return None if whole is None or talk is None else whole - talk

    @property
    def occupancy(self) -> float | None:
        """Talk and wrap-up of the handled, divided by time on duty."""
        handling = self.figures.average_handling
        if handling is None or not self.on_duty:
            return None
        return handling * self.figures.handled / self.on_duty


Groups = Mapping[str, Figures]
"""By id or code; what has no call is not in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Divided:
    """One period's calls, whole and divided."""

    total: Measured
    languages: Groups
    neighbourhoods: Groups
    sites: Groups
    topics: Groups
    """The empty text: calls of which no guide said what they were about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    period: Divided
    before: Divided | None
    """What it is compared with. Divided it has no percentiles."""
    hours: Mapping[tuple[int, int], Figures]
    """By weekday, Monday being 0, and hour of the day. Without percentiles."""
    trend: Mapping[date, Measured]
    """By the first day of each step that has a call."""


class Statistics:
    """The measures of one pool, in the time of `zone`."""

    def __init__(self, database: Database, *, pool: PoolId, clock: Clock, zone: ZoneInfo) -> None:
        self._database = database
        self._clock = clock
        self._tallies = Tallies(pool=pool, zone=zone)
        self._duty = DutyTimes(pool, zone)

    async def read(self, period: Period, reader: Actor, *, before: Period | None, step: Step) -> Found:
        """Measure `period` and, to compare, `before`. Raises `StoreUnavailable`.

        What was found is given only once the audit row is committed.
        """
        found = await self._database.read(lambda connection: self._measure(connection, period, before, step))
        given = {"first": period.first.isoformat(), "last": period.last.isoformat()}
        at, rows = self._clock.now(), found.period.total.figures.taps
        await self._database.write(
            lambda connection: write_audit(
                connection, reader, at=at, what=AuditAction.READ_REPORT, given=given, rows=rows
            )
        )
        return found

    async def topics(self, first: date, last: date) -> Mapping[date, Groups]:
        """Count the topics of each month apart, named by its first day: for what is to be kept back of them.

        Nobody is given it, so it leaves no mark in the audit. Raises `StoreUnavailable`.
        """
        by = (Part.TOPIC,)
        found = await self._database.read(
            lambda connection: self._tallies.each(connection, Span.MONTH, first, last, by)
        )
        return {
            month: {group[0]: tally.figures() for group, tally in groups.items()}
            for month, groups in found.items()
        }

    async def keep_duty(self) -> None:
        """Count guides' time on duty up to now and keep it, so that no reader has to wait for that.

        Raises `StoreUnavailable`.
        """
        while await self._database.read(lambda connection: self._duty.catch_up(connection, AT_ONCE)):
            pass
        await self._database.write(self._duty.keep)

    def _measure(self, connection: Connection, period: Period, before: Period | None, step: Step) -> Found:
        duty = self._duty.each_day(connection, now=self._clock.now())
        hours = self._tallies.total(connection, period.first, period.last, (Part.HOUR,), with_waits=False)
        return Found(
            period=self._divided(connection, period, duty),
            before=None if before is None else self._divided(connection, before, duty, with_waits=False),
            hours={_hour(value): tally.figures() for (value,), tally in hours.items()},
            trend=self._trend(connection, period, step, duty),
        )

    def _divided(
        self, connection: Connection, period: Period, duty: Counter[date], *, with_waits: bool = True
    ) -> Divided:
        def by(*parts: Part) -> Groups:
            found = self._tallies.total(connection, period.first, period.last, parts, with_waits=with_waits)
            return {group[0]: tally.figures() for group, tally in found.items()}

        total = self._tallies.total(connection, period.first, period.last, ALL).get((), Tally())
        return Divided(
            total=Measured(
                figures=total.figures(),
                on_duty=sum(time for day, time in duty.items() if day in period),
            ),
            languages=by(Part.LANGUAGE),
            neighbourhoods=by(Part.NEIGHBOURHOOD),
            sites=by(Part.SITE),
            topics=by(Part.TOPIC),
        )

    def _trend(
        self, connection: Connection, period: Period, step: Step, duty: Counter[date]
    ) -> dict[date, Measured]:
        span = Span.MONTH if step is Step.MONTH else Span.DAY
        nothing: By = ALL
        tallies: dict[date, Tally] = {}
        for first, found in self._tallies.each(connection, span, period.first, period.last, nothing).items():
            tallies.setdefault(step.of(first), Tally()).add_all(found.get((), Tally()))
        on_duty: Counter[date] = Counter()
        for day, time in duty.items():
            if day in period:
                on_duty[step.of(day)] += time
        return {
            first: Measured(figures=tally.figures(), on_duty=on_duty[first])
            for first, tally in sorted(tallies.items())
        }


def _hour(value: str) -> tuple[int, int]:
    weekday, hour = value.split("-")
    return int(weekday), int(hour)
