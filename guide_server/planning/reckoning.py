"""A period of the store, reckoned: what is to be expected, who is needed, and when each kiosk was open.

Pure, and slow enough (some tenths of a second) to be done beside the event loop.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from guide_server.opening_then import HoursThen
from signaling.core.ids import Language, SiteId
from signaling.planning.demand import EVERYBODY, Demand, counts_of, demand, open_hours
from signaling.planning.observed import Slot
from signaling.planning.opening import Stretch, days_between, stretches
from signaling.planning.staffing import Staffing, staffing
from signaling.store.planning.records import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    period: Period
    days: Sequence[date]
    then: HoursThen
    opening: Mapping[Language, Sequence[Stretch]]
    demand: Demand | None
    taps: Mapping[Language, int]
    """How many of each language; 0 where it is kept back."""
    as_published: bool
    """For those who may not read the log: nothing else of one language or place may be told."""
    staffing: Sequence[Staffing]
    """Of everybody first; empty where there is no demand to speak of."""

    @property
    def weeks(self) -> float:
        return len(self.days) / 7


def reckon(
    period: Period, then: HoursThen, zone: ZoneInfo, published: Mapping[Language, int] | None = None
) -> Reckoned:
    """`published`: what may be told of how many asked for each language, where not all may (`demand`)."""
    taps = counts_of(period.observed) if published is None else published
    days = days_between(period.first, period.last)
    found = {
        language: [part for day in days for part in stretches(then.hours, day, zone, language=language)]
        for language in (EVERYBODY, *taps)
    }
    expected = demand(period.observed, found, len(days) / 7, told=published)
    return Reckoned(
        period=period,
        days=days,
        then=then,
        opening=found,
        demand=expected,
        taps=taps,
        as_published=published is not None,
        staffing=() if expected is None else staffing(expected, found, period.duties),
    )


def openness(reckoned: Reckoned, zone: ZoneInfo, site: SiteId | None) -> dict[Slot, float]:
    """The share of each hour of the week in which a kiosk at the site was open."""
    whole = open_hours(part for day in reckoned.days for part in stretches(None, day, zone))
    opened = open_hours(
        part for day in reckoned.days for part in stretches(reckoned.then.hours, day, zone, site=site)
    )
    return {slot: opened.get(slot, 0.0) / hours for slot, hours in whole.items()}
