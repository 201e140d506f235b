"""What kiosks and guides are called, kept in memory so that a push never waits for the directory."""

from signaling.core.ids import GuideId, KioskId
from signaling.ports import Directory, GuideProfile, KioskProfile
from signaling.wire.scalars import displayable
from signaling.wire.views import Guide, Place


class NameBook:
    """Implements `wire.translate.Names`. Someone unknown has no name until `look_up` has found it."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._places: dict[KioskId, Place] = {}
        self._phones: dict[KioskId, str] = {}
        self._guides: dict[GuideId, Guide] = {}
        self._unknown_kiosks: set[KioskId] = set()
        self._unknown_guides: set[GuideId] = set()

    def know_kiosk(self, profile: KioskProfile) -> None:
        self._places[profile.id] = place_of(profile)
        self._phones[profile.id] = displayable(profile.phone)

    def know_guide(self, profile: GuideProfile) -> None:
        self._guides[profile.id] = Guide(id=profile.id, name=displayable(profile.name))

    def place(self, kiosk: KioskId) -> Place:
        known = self._places.get(kiosk)
        if known is not None:
            return known
        self._unknown_kiosks.add(kiosk)
        return Place(
            kiosk=kiosk, name="", site=kiosk, site_name="", neighbourhood=kiosk, neighbourhood_name=""
        )

    def phone(self, kiosk: KioskId) -> str:
        return self._phones.get(kiosk, "")

    def guide(self, guide: GuideId) -> Guide:
        known = self._guides.get(guide)
        if known is not None:
            return known
        self._unknown_guides.add(guide)
        return Guide(id=guide, name="")

    @property
    def lacking(self) -> bool:
        """Whether something was asked for that is not known yet."""
        return bool(self._unknown_kiosks or self._unknown_guides)

    async def look_up(self) -> None:
        """Find the names that were asked for in vain. Ask for the views again afterwards."""
        kiosks, self._unknown_kiosks = self._unknown_kiosks, set()
        guides, self._unknown_guides = self._unknown_guides, set()
        for kiosk_id in kiosks:
            kiosk = await self._directory.kiosk(kiosk_id)
            if kiosk is not None:
                self.know_kiosk(kiosk)
        for guide_id in guides:
            guide = await self._directory.guide(guide_id)
            if guide is not None:
                self.know_guide(guide)


def place_of(profile: KioskProfile) -> Place:
    return Place(
        kiosk=profile.id,
        name=displayable(profile.name),
        site=profile.site,
        site_name=displayable(profile.site_name),
        neighbourhood=profile.neighbourhood,
        neighbourhood_name=displayable(profile.neighbourhood_name),
    )
