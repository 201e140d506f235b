"""The months that are published: the last twelve that are over, each as a table that stands by itself."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from guide_server.equality.models import PublishedMonth
from guide_server.equality.published import published
from guide_server.http.problems import NotFound
from guide_server.names import Names
from signaling.core.ids import Instant, Milliseconds
from signaling.core.pool_settings import MINUTE
from signaling.days import ONE_DAY, day_of
from signaling.ports import Clock
from signaling.store.audit import Actor
from signaling.store.directory import SqlDirectory
from signaling.store.reports import Reports

MONTHS: Final = 12
KEPT: Final[Milliseconds] = 60 * MINUTE
"""How long what was reckoned is answered again, so that a crowd of readers costs the store nothing."""


class Months:
    def __init__(self, *, reports: Reports, directory: SqlDirectory, clock: Clock, zone: ZoneInfo) -> None:
        self._reports = reports
        self._directory = directory
        self._clock = clock
        self._zone = zone
        self._kept: dict[str, tuple[Instant, PublishedMonth]] = {}

    def all(self) -> Sequence[str]:
        """Newest first, as ``2026-10``."""
        today = day_of(self._clock.now(), self._zone)
        months, first = [], today.replace(day=1)
        for _ in range(MONTHS):
            first = (first - ONE_DAY).replace(day=1)
            months.append(_named(first))
        return months

    async def open_to_all(self, month: str) -> PublishedMonth:
        """What residents may read of a month. Raises `NotFound` for one that is not published."""
        if month not in self.all():
            raise NotFound
        kept = self._kept.get(month)
        if kept is not None and self._clock.now() < kept[0] + KEPT:
            return kept[1]
        first, last = _days_of(month)
        found = published(await self._reports.of_days(first, last), month, await self._names())
        self._kept = {name: each for name, each in self._kept.items() if name in self.all()}
        self._kept[month] = self._clock.now(), found
        return found

    async def read(self, month: str, reader: Actor) -> PublishedMonth:
        """The same to somebody of the staff, of any month that is over. Raises `NotFound`."""
        first, last = _days_of(month)
        if month > self.all()[0]:
            raise NotFound
        return published(await self._reports.report(first, last, reader), month, await self._names())

    async def _names(self) -> Names:
        return Names(await self._directory.catalogue())


def _days_of(month: str) -> tuple[date, date]:
    first = date.fromisoformat(f"{month}-01")
    after = (first + 31 * ONE_DAY).replace(day=1)
    return first, after - ONE_DAY


def _named(first: date) -> str:
    return f"{first:%Y-%m}"
