"""How many guides with which languages at which hour: read on the page, and taken as a file."""

import asyncio
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

from aiohttp import web

from guide_server.csv_text import BYTE_ORDER_MARK, Cell, csv_line
from guide_server.four_eyes import FourEyes
from guide_server.http.access import Access
from guide_server.http.endpoint import Asked, Endpoint
from guide_server.names import Names
from guide_server.period import period_of
from guide_server.planning.models import PlanningPage, PlanningQuery
from guide_server.planning.pages import language_or_all, planning_page
from guide_server.planning.periods import USUAL_MONTHS, PlannedPeriods
from guide_server.planning.reckoning import Reckoned
from signaling.core.pool import Pool
from signaling.ports import Clock
from signaling.store.audit import Actor
from signaling.store.directory import SqlDirectory

COLUMNS = (
    "language", "weekday", "hour", "taps_per_hour", "taps_low", "taps_high", "own_rate", "needed",
    "needed_low", "needed_high", "on_duty",
)  # fmt: skip
WITHOUT_COUNTS = ("language", "weekday", "hour", "needed", "needed_low", "needed_high")
"""Where two admins are wanted for exports: no taps, nor the hours of a guide who alone speaks a language."""


class PlanningApi:
    def __init__(
        self,
        *,
        periods: PlannedPeriods,
        directory: SqlDirectory,
        four_eyes: FourEyes,
        pool: Callable[[], Pool],
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        self._periods = periods
        self._directory = directory
        self._four_eyes = four_eyes
        self._pool = pool
        self._clock = clock
        self._zone = zone

    async def read(self, asked: Asked[PlanningQuery]) -> PlanningPage:
        """Read how many guides each hour of the week needs, and when people come to the kiosks."""
        reckoned = await self._of_query(asked, careful=not asked.reads_calls)
        names = Names(await self._directory.catalogue())
        return await asyncio.to_thread(
            planning_page,
            reckoned,
            names,
            self._pool().settings,
            self._zone,
            files_of_months=self._four_eyes.files_of_months(reads_calls=asked.reads_calls),
        )

    async def export(self, asked: Asked[PlanningQuery]) -> web.Response:
        """Export the hours of the week as CSV: taps, guides needed and guides at work, by language."""
        reckoned = await self._of_query(
            asked, careful=self._four_eyes.files_of_months(reads_calls=asked.reads_calls)
        )
        columns = WITHOUT_COUNTS if self._four_eyes.only_aggregates else COLUMNS
        rows = (dict(zip(COLUMNS, cells, strict=True)) for cells in _rows(reckoned))
        lines = [csv_line(columns), *(csv_line([row[name] for name in columns]) for row in rows)]
        first, last = reckoned.period.first, reckoned.period.last
        return web.Response(
            body=f"{BYTE_ORDER_MARK}{''.join(lines)}".encode(),
            content_type="text/csv",
            charset="utf-8",
            headers={"Content-Disposition": f'attachment; filename="planning_{first}_{last}.csv"'},
        )

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint("GET", "/api/planning", Access.BOARD, self.read),
            Endpoint("GET", "/api/planning.csv", Access.BOARD, self.export),
        )

    async def _of_query(self, asked: Asked[PlanningQuery], *, careful: bool) -> Reckoned:
        reader = Actor(who=asked.who.staff, why=str(asked.question.why))
        query = asked.question
        if careful:
            days = self._periods.months.asked_for(query, usual=USUAL_MONTHS)
            return await self._periods.of_months(days, reader)
        if query.period is None:
            return await self._periods.of_days(query.start, query.end, reader)
        return await self._periods.of_days(*period_of(query, self._clock, self._zone), reader)


def _rows(reckoned: Reckoned) -> Iterator[list[Cell]]:
    for staffing in reckoned.staffing:
        for hour in staffing.hours:
            weekday, of_day = hour.slot
            yield [
                language_or_all(staffing.demand.language) or "all", weekday + 1, of_day,
                f"{hour.rate.taps:.2f}", f"{hour.rate.low:.2f}", f"{hour.rate.high:.2f}",
                "yes" if hour.rate.own else "no",
                hour.needed, hour.needed_low, hour.needed_high, f"{hour.on_duty:.2f}",
            ]  # fmt: skip
