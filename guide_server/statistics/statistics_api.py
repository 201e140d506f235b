"""Statistics: the measures of a period, whole, divided and over time, beside those of another period.

Small counts of a language, a place or a topic are kept back as in a published table, so that the page can be
shown and printed; whoever may read single calls finds them in the log. Whoever may not chooses among whole
months, and reads of languages and places what is published (`whole_months`).
"""

from collections.abc import Callable, Mapping
from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import web

from guide_server.csv_text import BYTE_ORDER_MARK, csv_line
from guide_server.four_eyes import FourEyes
from guide_server.http.access import Access, Scope
from guide_server.http.endpoint import Asked, Endpoint
from guide_server.http.problems import TooLittleKnown
from guide_server.names import Names
from guide_server.period import period_of
from guide_server.small_cells import ALL, kept_back_in_line
from guide_server.statistics.models import (
    Measures,
    StatisticsExport,
    StatisticsHour,
    StatisticsLine,
    StatisticsPage,
    StatisticsQuery,
    TrendPoint,
    Versus,
)
from guide_server.statistics.periods import compared_with, usual_step
from guide_server.statistics.tables import rows_of
from guide_server.whole_months import WholeMonths, earlier, months_of, withheld_in_line
from signaling.core.ids import NeighbourhoodId, SiteId
from signaling.ports import Clock
from signaling.store.audit import Actor
from signaling.store.directory import SqlDirectory
from signaling.store.figures import TARGET
from signaling.store.reports import Reports
from signaling.store.statistics import Found, Groups, Measured, Period, Statistics
from signaling.wire.languages import LANGUAGES, TRIAGE

ENOUGH: Final = 20
"""Handled calls of which times are told to whoever may not read the log."""
_UNTOLD: Final = ("taps", "handled", "short_abandoned", "turned_away")
_TIMES: Final = ("average_wait", "median_wait", "p90_wait", "average_talk", "average_wrap_up")


Withheld = Mapping[str, frozenset[str]]
"""By part of the page, which of its lines are kept back from whoever may not read the log."""


class StatisticsApi:
    def __init__(
        self,
        *,
        statistics: Statistics,
        reports: Reports,
        directory: SqlDirectory,
        four_eyes: FourEyes,
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        self._statistics = statistics
        self._months = WholeMonths(reports=reports, clock=clock, zone=zone)
        self._directory = directory
        self._four_eyes = four_eyes
        self._clock = clock
        self._zone = zone

    async def read(self, asked: Asked[StatisticsQuery]) -> StatisticsPage:
        """Read the measures of a period of days, beside those of another."""
        return await self._page(asked, careful=not asked.reads_calls)

    async def export(self, asked: Asked[StatisticsExport]) -> web.StreamResponse:
        """Export one table of the statistics as CSV (UTF-8, semicolons)."""
        careful = self._four_eyes.files_of_months(reads_calls=asked.reads_calls)
        page = await self._page(asked, careful=careful)
        part = asked.question.part
        text = "".join(csv_line(row) for row in rows_of(page, part))
        name = f"statistics-{part}-{page.start}-{page.end}.csv"
        return web.Response(
            body=f"{BYTE_ORDER_MARK}{text}".encode(),
            headers={
                "Content-Type": "text/csv; charset=utf-8",
                "Content-Disposition": f'attachment; filename="{name}"',
            },
        )

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint("GET", "/api/statistics", Access.FIGURES, self.read, Scope.STATISTICS_READ),
            Endpoint("GET", "/api/statistics.csv", Access.FIGURES, self.export),
        )

    async def _page(
        self, request: Asked[StatisticsQuery] | Asked[StatisticsExport], *, careful: bool
    ) -> StatisticsPage:
        """`careful`: as for those who may not read the log."""
        asked = request.question
        if careful:
            first, last = self._months.asked_for(asked)
        else:
            first, last = period_of(asked, self._clock, self._zone)
        period = Period(first=first, last=last)
        before = self._months_before(period, asked) if careful else compared_with(period, asked)
        step = asked.step or usual_step(period)
        back = await self._withheld(period) if careful else None
        back_then = await self._withheld(before) if careful and before is not None else None
        reader = Actor(who=request.actor, why=str(asked.why))
        found = await self._statistics.read(period, reader, before=before, step=step)
        names = Names(await self._directory.catalogue())
        return StatisticsPage(
            start=first,
            end=last,
            versus_start=None if before is None else before.first,
            versus_end=None if before is None else before.last,
            step=step,
            target=TARGET,
            demo=names.are_of_the_demo,
            files_of_months=self._four_eyes.files_of_months(reads_calls=request.reads_calls),
            total=_measures(found.period.total),
            before=None if found.before is None else _measures(found.before.total),
            hours=tuple(
                StatisticsHour(weekday=weekday, hour=hour, measures=_measures(Measured(figures=figures)))
                for (weekday, hour), figures in sorted(found.hours.items())
            ),
            trend=tuple(
                TrendPoint(first=day, measures=_measures(measured)) for day, measured in found.trend.items()
            ),
            names=tuple(
                language for language in (*LANGUAGES, TRIAGE) if language.tag in found.period.languages
            ),
            **_divided(found, names, back, back_then),
        )

    def _months_before(self, period: Period, asked: StatisticsQuery) -> Period | None:
        """What whole months are compared with. Raises `WholeMonthsOnly`."""
        days = (period.first, period.last)
        match asked.versus:
            case Versus.PREVIOUS:
                first, last = earlier(days, len(months_of(days)))
            case Versus.LAST_YEAR:
                first, last = earlier(days, 12)
            case Versus.CHOSEN if asked.versus_start is not None and asked.versus_end is not None:
                first, last = self._months.checked((asked.versus_start, asked.versus_end))
            case _:
                return None
        return Period(first=first, last=last)

    async def _withheld(self, period: Period) -> Withheld:
        """Raises `TooLittleKnown` where even the sum is kept back."""
        cells = await self._months.withheld((period.first, period.last))
        if (ALL, ALL) in cells:
            raise TooLittleKnown
        topics = await self._statistics.topics(period.first, period.last)
        return {
            "languages": frozenset(row for row, column in cells if column == ALL),
            "neighbourhoods": frozenset(column for row, column in cells if row == ALL),
            "topics": frozenset(key for groups in topics.values() for key in withheld_in_line(groups)),
        }


def _divided(
    found: Found, names: Names, back: Withheld | None, back_then: Withheld | None
) -> dict[str, tuple[StatisticsLine, ...]]:
    """None: whoever asks may read the log."""
    called: dict[str, Callable[[str], str]] = {
        "languages": str,
        "neighbourhoods": lambda place: names.neighbourhood(NeighbourhoodId(place)),
        "sites": lambda site: names.site(SiteId(site)),
        "topics": str,
    }
    lines: dict[str, tuple[StatisticsLine, ...]] = {}
    for part, name in called.items():
        groups, before = getattr(found.period, part), getattr(found.before, part, {})
        if back is None:
            lines[part] = _lines(groups, before, name, _kept_back(groups), _kept_back(before), _measures)
        elif part in back:
            then = frozenset() if back_then is None else back_then[part]
            lines[part] = _lines(_offered(groups), _offered(before), name, back[part], then, _as_published)
        else:
            lines[part] = ()
    return lines


def _offered(groups: Groups) -> Groups:
    """That a line is named would tell that somebody tapped, where nobody was let into the queue."""
    return {key: figures for key, figures in groups.items() if figures.offered}


def _lines(
    groups: Groups,
    before: Groups,
    called: Callable[[str], str],
    back: frozenset[str],
    back_then: frozenset[str],
    told: Callable[[Measured], Measures],
) -> tuple[StatisticsLine, ...]:
    """Largest first, what is kept back after that by its name, and what nobody said last."""
    order = sorted(groups, key=lambda key: (not key, 0 if key in back else -groups[key].taps, key))
    return tuple(
        StatisticsLine(
            key=key,
            name=called(key),
            kept_back=key in back,
            measures=None if key in back else told(Measured(figures=groups[key])),
            before=None if key in back_then or key not in before else told(Measured(figures=before[key])),
        )
        for key in order
    )


def _kept_back(groups: Groups) -> frozenset[str]:
    """Who tapped and who asked for help are both a table of counts."""
    return kept_back_in_line({key: figures.taps for key, figures in groups.items()}) | kept_back_in_line(
        {key: figures.offered for key, figures in groups.items() if figures.offered}
    )


def _as_published(measured: Measured) -> Measures:
    """Without the counts that the published months do not tell, and without times of few."""
    few = {} if measured.figures.handled >= ENOUGH else dict.fromkeys(_TIMES)
    return _measures(measured).model_copy(update={**dict.fromkeys(_UNTOLD), **few})


def _measures(measured: Measured) -> Measures:
    figures = measured.figures
    return Measures(
        taps=figures.taps,
        offered=figures.offered,
        handled=figures.handled,
        abandoned=figures.abandoned,
        short_abandoned=figures.short_abandoned,
        turned_away=figures.turned_away,
        within_target=figures.within_target,
        service_level=figures.service_level,
        average_wait=figures.average_wait,
        median_wait=figures.median_wait,
        p90_wait=figures.p90_wait,
        average_talk=figures.average_talk,
        average_wrap_up=measured.average_wrap_up,
        occupancy=measured.occupancy,
    )
