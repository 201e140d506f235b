"""When it was open on days that are over, by the rules that were in force then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from signaling.core.hours import Hours
from signaling.days import ONE_DAY, start_of
from signaling.planning.hours_then import in_force, put_together, without_hours
from signaling.planning.opening import Opening
from signaling.store.hours_told import HoursTold


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursThen:
    """Those of some days."""

    hours: Hours | None
    """None: it never closed."""
    unknown: Sequence[date]
    """Days of which it is not kept by which rules it was served: they are told by today's."""


class OpeningThen:
    """`today` tells of days of which the journal does not say which rules were in force."""

    def __init__(self, told: HoursTold, *, today: Opening, zone: ZoneInfo) -> None:
        self._told = told
        self._today = today
        self._zone = zone

    async def of(self, days: Sequence[date]) -> HoursThen:
        """The hours of these days, which follow each other. Raises `StoreUnavailable`."""
        if not days:
            return HoursThen(hours=None, unknown=())
        begins, ends = start_of(days[0], self._zone), start_of(days[-1] + ONE_DAY, self._zone)
        told = await self._told.since(begins)
        rules = in_force(told, self._today(days[0], len(days)))
        return HoursThen(
            hours=put_together(rules, begins, ends), unknown=without_hours(told, days, self._zone)
        )
