"""Kiosks and guides for admins: who and what there is, enrolment codes, revocation, accounts."""

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from guide_server.directory.guides import guide_of
from guide_server.directory.models import (
    DirectoryPage,
    EnrolmentCode,
    Kiosk,
    Named,
)
from guide_server.directory.wishes import refuse_to_let_in_as
from guide_server.four_eyes import FourEyes
from guide_server.http.access import Access, StaffRole
from guide_server.http.endpoint import ID, Asked, Endpoint, Nothing
from guide_server.http.problems import NotFound
from guide_server.names import Names
from signaling.core.ids import KioskId
from signaling.core.pool import Pool
from signaling.ports import KioskProfile
from signaling.store.approvals import Deed
from signaling.store.audit import Actor, AuditAction, Looks
from signaling.store.directory import SqlDirectory, UnknownKiosk, kiosk_state
from signaling.store.second_factors import SecondFactors
from signaling.store.staff import Account, Staff
from signaling.wire.languages import LANGUAGES, TRIAGE


class DirectoryApi:
    def __init__(  # noqa: PLR0913 - an account has so many sides
        self,
        *,
        directory: SqlDirectory,
        staff: Staff,
        factors: SecondFactors,
        looks: Looks,
        four_eyes: FourEyes,
        pool: Callable[[], Pool],
        zone: ZoneInfo,
        provider: bool,
        publishes: bool,
    ) -> None:
        self._directory = directory
        self._staff = staff
        self._factors = factors
        self._looks = looks
        self._four_eyes = four_eyes
        self._pool = pool
        self._zone = zone
        self._provider = provider
        self._publishes = publishes

    async def read_directory(self, asked: Asked[Nothing]) -> DirectoryPage:
        """List kiosks, places, languages and topics; for admins also the accounts of staff."""
        catalogue = await self._directory.catalogue()
        accounts = await self._accounts_for(asked)
        secured = await self._factors.in_force()
        names = {language.tag: language for language in (*LANGUAGES, TRIAGE)}
        settings = self._pool().settings
        return DirectoryPage(
            neighbourhoods=tuple(
                Named(id=place.id, name=place.name) for place in catalogue.neighbourhoods.values()
            ),
            sites=tuple(Named(id=place.id, name=place.name) for place in catalogue.sites.values()),
            kiosks=tuple(map(_kiosk, catalogue.kiosks.values())),
            guides=tuple(guide_of(account, secured) for account in accounts),
            languages=tuple(names[tag] for tag in settings.languages if tag in names),
            topics=settings.topics,
            dispositions=settings.dispositions,
            second_admin_for=tuple(deed for deed in Deed if self._four_eyes.needed(deed)),
            provider=self._provider,
            publishes=self._publishes,
            demo=Names(catalogue).are_of_the_demo,
            zone=self._zone.key,
        )

    async def make_enrolment_code(self, asked: Asked[Nothing]) -> EnrolmentCode:
        """Make a one-time code that binds a machine to this kiosk."""
        try:
            made = await self._directory.make_enrolment_code(KioskId(asked.path("kiosk")), by=_actor(asked))
        except UnknownKiosk:
            raise NotFound from None
        return EnrolmentCode(kiosk=made.kiosk, code=made.code, expires=made.expires_at)

    async def revoke_kiosk(self, asked: Asked[Nothing]) -> Nothing:
        """Refuse this kiosk's key from now on, until it is enrolled again."""
        try:
            await self._directory.revoke_kiosk(KioskId(asked.path("kiosk")), by=_actor(asked))
        except UnknownKiosk:
            raise NotFound from None
        return Nothing()

    async def reset_second_step(self, asked: Asked[Nothing]) -> Nothing:
        """Ask this guide for no code any more: the telephone is lost."""
        guide = asked.path("guide")
        account = await self._staff.account_of(guide)
        if account is None:
            raise NotFound
        refuse_to_let_in_as(account)
        if not await self._factors.drop(guide, by=_actor(asked)):
            raise NotFound
        return Nothing()

    def endpoints(self) -> tuple[Endpoint, ...]:
        kiosk, guide = f"/api/kiosks/{{kiosk:{ID}}}", f"/api/guides/{{guide:{ID}}}"
        return (
            Endpoint("GET", "/api/directory", Access.OFFICE, self.read_directory),
            Endpoint("POST", f"{kiosk}/enrolment-code", Access.KIOSKS, self.make_enrolment_code),
            Endpoint("POST", f"{kiosk}/revocation", Access.KIOSKS, self.revoke_kiosk),
            Endpoint("DELETE", f"{guide}/second-step", Access.ADMIN, self.reset_second_step),
        )

    async def _accounts_for(self, asked: Asked[Nothing]) -> Sequence[Account]:
        """Nobody but an admin sees them."""
        if StaffRole.ADMIN not in asked.who.roles:
            return ()
        accounts = await self._staff.accounts()
        await self._looks.note(asked.who.staff, AuditAction.READ_DIRECTORY, rows=len(accounts))
        return accounts


def _actor(asked: Asked[Nothing]) -> Actor:
    return Actor(who=asked.who.staff)


def _kiosk(profile: KioskProfile) -> Kiosk:
    return Kiosk(
        id=profile.id,
        name=profile.name,
        site=profile.site,
        site_name=profile.site_name,
        neighbourhood=profile.neighbourhood,
        neighbourhood_name=profile.neighbourhood_name,
        phone=profile.phone,
        state=kiosk_state(profile),
    )
