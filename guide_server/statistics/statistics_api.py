"""Statistics: the measures of a period, whole, divided and over time, beside those of another period.

Small counts of a language, a place or a topic are kept back as in a published table, so that the page can be
shown and printed; whoever may read single calls finds them in the log.
"""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from aiohttp import web

from guide_server.csv_text import BYTE_ORDER_MARK, csv_line
from guide_server.http.access import Access, Scope
from guide_server.http.endpoint import Asked, Endpoint
from guide_server.names import Names
from guide_server.period import period_of
from guide_server.small_cells import kept_back_in_line
from guide_server.statistics.models import (
    Measures,
    StatisticsExport,
    StatisticsHour,
    StatisticsLine,
    StatisticsPage,
    StatisticsQuery,
    TrendPoint,
)
from guide_server.statistics.periods import compared_with, usual_step
from guide_server.statistics.tables import rows_of
from signaling.core.ids import NeighbourhoodId, SiteId
from signaling.ports import Clock
from signaling.store.audit import Actor
from signaling.store.directory import SqlDirectory
from signaling.store.figures import TARGET
from signaling.store.statistics import Found, Groups, Measured, Period, Statistics
from signaling.wire.languages import LANGUAGES, TRIAGE


class StatisticsApi:
    def __init__(
        self, *, statistics: Statistics, directory: SqlDirectory, clock: Clock, zone: ZoneInfo
    ) -> None:
        self._statistics = statistics
        self._directory = directory
        self._clock = clock
        self._zone = zone

    async def read(self, asked: Asked[StatisticsQuery]) -> StatisticsPage:
        """Read the measures of a period of days, beside those of another."""
        return await self._page(asked.question, asked.actor)

    async def export(self, asked: Asked[StatisticsExport]) -> web.StreamResponse:
        """Export one table of the statistics as CSV (UTF-8, semicolons)."""
        page = await self._page(asked.question, asked.actor)
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

    async def _page(self, asked: StatisticsQuery, who: str) -> StatisticsPage:
        first, last = period_of(asked, self._clock, self._zone)
        period = Period(first=first, last=last)
        before, step = compared_with(period, asked), asked.step or usual_step(period)
        reader = Actor(who=who, why=str(asked.why))
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
            **_divided(found, names),
        )


def _divided(found: Found, names: Names) -> dict[str, tuple[StatisticsLine, ...]]:
    called: dict[str, Callable[[str], str]] = {
        "languages": str,
        "neighbourhoods": lambda place: names.neighbourhood(NeighbourhoodId(place)),
        "sites": lambda site: names.site(SiteId(site)),
        "topics": str,
    }
    return {
        part: _lines(getattr(found.period, part), getattr(found.before, part, {}), name)
        for part, name in called.items()
    }


def _lines(groups: Groups, before: Groups, called: Callable[[str], str]) -> tuple[StatisticsLine, ...]:
    """Largest first, and what nobody said last."""
    back, back_then = _kept_back(groups), _kept_back(before)
    order = sorted(groups, key=lambda key: (not key, -groups[key].taps, key))
    return tuple(
        StatisticsLine(
            key=key,
            name=called(key),
            kept_back=key in back,
            measures=None if key in back else _measures(Measured(figures=groups[key])),
            before=(
                None if key in back_then or key not in before else _measures(Measured(figures=before[key]))
            ),
        )
        for key in order
    )


def _kept_back(groups: Groups) -> frozenset[str]:
    """Who tapped and who asked for help are both a table of counts."""
    return kept_back_in_line({key: figures.taps for key, figures in groups.items()}) | kept_back_in_line(
        {key: figures.offered for key, figures in groups.items() if figures.offered}
    )


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
