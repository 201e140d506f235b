"""The kiosks alone, with their contact: for machines that look after them."""

from collections.abc import Callable

from guide_server.directory.models import KioskContact, KioskList
from guide_server.http.access import Access, Scope
from guide_server.http.endpoint import Asked, Endpoint, Nothing
from signaling.core.pool import Pool
from signaling.ports import KioskProfile
from signaling.store.directory import SqlDirectory, kiosk_state


class KiosksApi:
    def __init__(self, directory: SqlDirectory, *, pool: Callable[[], Pool]) -> None:
        self._directory = directory
        self._pool = pool

    async def read_kiosks(self, _: Asked[Nothing]) -> KioskList:
        """List the kiosks, where they stand, and whether each has contact."""
        kiosks = (await self._directory.catalogue()).kiosks.values()
        pool = self._pool()
        return KioskList(kiosks=tuple(_contact(kiosk, pool) for kiosk in kiosks))

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (Endpoint("GET", "/api/kiosks", Access.KIOSKS, self.read_kiosks, Scope.KIOSKS_READ),)


def _contact(profile: KioskProfile, pool: Pool) -> KioskContact:
    known = pool.kiosks.get(profile.id)
    return KioskContact(
        id=profile.id,
        name=profile.name,
        site=profile.site,
        site_name=profile.site_name,
        neighbourhood=profile.neighbourhood,
        neighbourhood_name=profile.neighbourhood_name,
        state=kiosk_state(profile),
        connected=known is not None and known.connected,
    )
