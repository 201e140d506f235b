"""A directory with two kiosks, for what is kept of each."""

from signaling.core.ids import KioskId, NeighbourhoodId, SiteId
from signaling.store.directory import Neighbourhood, Site, SqlDirectory
from signaling.store.engine import Database
from tests.fakes import ManualClock

ONE, OTHER = KioskId("k1"), KioskId("k2")


async def two_kiosks(database: Database, clock: ManualClock) -> SqlDirectory:
    directory = SqlDirectory(database, clock=clock)
    north = Neighbourhood(id=NeighbourhoodId("north"), name="North")
    await directory.add_neighbourhood(north)
    library = Site(id=SiteId("library"), name="Library", neighbourhood=north.id, phone="")
    await directory.add_site(library)
    for kiosk in (ONE, OTHER):
        await directory.add_kiosk(kiosk, name=kiosk, at_site=library.id)
    return directory
