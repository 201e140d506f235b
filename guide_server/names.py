"""The names of places and people, for records that hold ids alone."""

from dataclasses import dataclass
from typing import Final

from signaling.core.ids import GuideId, KioskId, NeighbourhoodId, SiteId
from signaling.store.directory import Catalogue

DEMO: Final = "demo-"
"""What the ids of all of the demo's places begin with."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the directory knows no more is called by its id."""

    catalogue: Catalogue

    @property
    def are_of_the_demo(self) -> bool:
        """Whether there is a place of the demo's: then calls may be that nobody made."""
        return any(site.startswith(DEMO) for site in self.catalogue.sites)

    def kiosk(self, kiosk: KioskId) -> str:
        known = self.catalogue.kiosks.get(kiosk)
        return kiosk if known is None else known.name

    def site(self, site: SiteId) -> str:
        known = self.catalogue.sites.get(site)
        return site if known is None else known.name

    def neighbourhood(self, neighbourhood: NeighbourhoodId) -> str:
        known = self.catalogue.neighbourhoods.get(neighbourhood)
        return neighbourhood if known is None else known.name

    def guide(self, guide: GuideId | None) -> str | None:
        if guide is None:
            return None
        known = self.catalogue.guides.get(guide)
        return guide if known is None else known.name
