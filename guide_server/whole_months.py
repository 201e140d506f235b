"""Figures for those who may not read the log: whole months that are over, and of them what is published.

Whoever reads single calls may count them. For everybody else a count under five of a language or a place must
not follow from any answers together, whatever days and pages they choose. So their periods are whole months,
which never overlap but as a whole, and in each month the same cells are kept back on every page: those of the
published table (`decisions/0029`). A line of several months is shown only where each of its months is, so
that it says nothing beyond their sum.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from guide_server.http.problems import TooLittleKnown, WholeMonthsOnly
from guide_server.period import NamedPeriod, PeriodQuery, days_of
from guide_server.small_cells import ALL, Cell, kept_back, kept_back_in_line
from signaling.core.ids import Language
from signaling.days import ONE_DAY, day_of, month_of
from signaling.ports import Clock
from signaling.store.figures import Figures
from signaling.store.reports import Reports

MOST: Final = 36
"""Months in one answer."""

Days = tuple[date, date]
"""The first and the last, both included."""
Counted = Callable[[Figures], int]
Key = TypeVar("Key")


def offered(figures: Figures) -> int:
    return figures.offered


def within(figures: Figures) -> int:
    return figures.within_target


def not_within(figures: Figures) -> int:
    return figures.offered - figures.within_target


def left(figures: Figures) -> int:
    return figures.abandoned


def neither(figures: Figures) -> int:
    return figures.offered - figures.within_target - figures.abandoned


TOLD: Final[tuple[Counted, ...]] = (offered, within, not_within, left, neither)
"""What is told of a line, and what follows from that: each is a table of counts."""


class WholeMonths:
    def __init__(self, *, reports: Reports, clock: Clock, zone: ZoneInfo) -> None:
        self._reports = reports
        self._clock = clock
        self._zone = zone

    def asked_for(self, asked: PeriodQuery, *, usual: int = 1) -> Days:
        """The months of a question, the last `usual` ones where it names none. Raises `WholeMonthsOnly`."""
        this_month = self._this_month()
        today = day_of(self._clock.now(), self._zone)
        if asked.period is NamedPeriod.THIS_YEAR:
            return self.checked((today.replace(month=1, day=1), this_month - ONE_DAY))
        if asked.period is not None:
            return self.checked(days_of(asked.period, today))
        return self.between(asked.start, asked.end, usual=usual)

    def between(self, start: date | None, end: date | None, *, usual: int) -> Days:
        """As `asked_for`, of a question that names no period."""
        if start is None and end is None:
            last = self._this_month() - ONE_DAY
            return earlier((last.replace(day=1), last), usual - 1)[0], last
        if start is None or end is None:
            raise WholeMonthsOnly
        return self.checked((start, end))

    def checked(self, days: Days) -> Days:
        """The same days. Raises `WholeMonthsOnly` where they are none, still go on or are too many."""
        first, last = days
        whole = first.day == 1 and (last + ONE_DAY).day == 1
        if not whole or first > last or last >= self._this_month() or len(months_of(days)) > MOST:
            raise WholeMonthsOnly
        return days

    async def withheld(self, days: Days) -> frozenset[Cell]:
        """Which languages, places and sums are kept back in an answer about these months."""
        found = frozenset[Cell]()
        for first, last in months_of(days):
            cells = (await self._reports.of_days(first, last)).cells
            found |= withheld({(str(tag), str(place)): each for (tag, place), each in cells.items()})
        return found

    async def told_of_languages(self, days: Days) -> dict[Language, int]:
        """How many asked for each language that anybody asked for; 0 where that is kept back.

        Raises `TooLittleKnown` where even the sum is kept back.
        """
        back = await self.withheld(days)
        if (ALL, ALL) in back:
            raise TooLittleKnown
        return told_of_languages((await self._reports.of_days(*days)).by_language, back)

    def _this_month(self) -> date:
        return month_of(day_of(self._clock.now(), self._zone))


def months_of(days: Days) -> list[Days]:
    """Each month that begins in these days."""
    months: list[Days] = []
    first, last = days
    while first <= last:
        after = (first + 31 * ONE_DAY).replace(day=1)
        months.append((first, after - ONE_DAY))
        first = after
    return months


def earlier(days: Days, months: int) -> Days:
    """As many whole months, so many months before."""

    def back(first: date) -> date:
        number = first.year * 12 + first.month - 1 - months
        return date(number // 12, number % 12 + 1, 1)

    first, last = days
    return back(first), back(last + ONE_DAY) - ONE_DAY


def withheld(cells: Mapping[tuple[str, str], Figures]) -> frozenset[Cell]:
    """Of one month's cells: kept back where any table that is told must keep it back."""
    return _union(kept_back(counts_of(cells, counted)) for counted in TOLD)


def withheld_in_line(groups: Mapping[str, Figures]) -> frozenset[str]:
    """As `withheld`, of one month's parts of one shown sum."""
    return _union(kept_back_in_line(counts_of(groups, counted)) for counted in TOLD)


def told_of_languages(by_language: Mapping[Language, Figures], back: frozenset[Cell]) -> dict[Language, int]:
    """See `WholeMonths.told_of_languages`."""
    return {
        tag: 0 if (str(tag), ALL) in back else each.offered
        for tag, each in by_language.items()
        if each.offered
    }


def counts_of(groups: Mapping[Key, Figures], counted: Counted) -> dict[Key, int]:
    """What is not empty."""
    return {key: counted(figures) for key, figures in groups.items() if counted(figures)}


def _union(sets: Iterable[frozenset[Key]]) -> frozenset[Key]:
    return frozenset(key for each in sets for key in each)
