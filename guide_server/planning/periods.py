"""Periods that are planned by, reckoned as whoever asks may know them.

Whoever may not read the log chooses among whole months, and of a language nothing is reckoned with but what
is published of it (`whole_months`), so that no arrival follows from any answers together.
"""

import asyncio
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from guide_server.opening_then import OpeningThen
from guide_server.planning.reckoning import Reckoned, reckon
from guide_server.whole_months import Days, WholeMonths
from signaling.core.ids import Language
from signaling.days import ONE_DAY, day_of
from signaling.planning.opening import days_between
from signaling.ports import Clock
from signaling.store.audit import Actor
from signaling.store.planning.records import Period, PlanningRecords

USUAL: Final = 56
"""Days: eight weeks, so that each hour of the week was there eight times."""
USUAL_MONTHS: Final = 2
"""As many, about."""
LONGEST: Final = 366
"""Days; of a longer period the newest."""


class PlannedPeriods:
    def __init__(
        self,
        *,
        records: PlanningRecords,
        months: WholeMonths,
        opening: OpeningThen,
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        self.months = months
        self._records = records
        self._opening = opening
        self._clock = clock
        self._zone = zone

    async def of_days(self, start: date | None, end: date | None, reader: Actor) -> Reckoned:
        """Any days, by all that is known; see `PlanningQuery` for what is meant where a day is not given."""
        today = day_of(self._clock.now(), self._zone)
        last = end or max(today - ONE_DAY, start or date.min)
        first = start or last - timedelta(days=USUAL - 1)
        first = max(first, last - timedelta(days=LONGEST - 1))
        period = await self._records.period(first, last, reader)
        return await self._reckoned(period)

    async def of_months(self, days: Days, reader: Actor) -> Reckoned:
        """Whole months, which `months` has checked, by what is published. Raises `TooLittleKnown`."""
        published = await self.months.told_of_languages(days)
        period = await self._records.period(*days, reader)
        return await self._reckoned(period, published)

    async def _reckoned(self, period: Period, published: Mapping[Language, int] | None = None) -> Reckoned:
        opening = await self._opening.of(days_between(period.first, period.last))
        return await asyncio.to_thread(reckon, period, opening, self._zone, published)
