"""When it was open at the sites, by the rules that were in force then."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from guide_server.fleet.dark import in_force, opening_of
from signaling.core.ids import SiteId
from signaling.planning.opening import Opening, Span, midnight
from signaling.store.hours_told import HoursTold


class OpeningThen:
    """`today` tells of days of which the journal does not say which rules were in force."""

    def __init__(self, told: HoursTold, *, today: Opening, zone: ZoneInfo) -> None:
        self._told = told
        self._today = today
        self._zone = zone

    async def of_sites(
        self, sites: Collection[SiteId], days: Sequence[date]
    ) -> Mapping[SiteId, Mapping[date, Sequence[Span]]]:
        """The open parts of each of these days. Raises `StoreUnavailable`."""
        told = await self._told.since(midnight(days[0], self._zone))
        rules = in_force(told, self._today(days[0], len(days)))
        return {site: opening_of(rules, days, self._zone, site) for site in sites}
