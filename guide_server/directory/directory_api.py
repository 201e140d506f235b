"""Kiosks and guides for admins: who and what there is, enrolment codes, revocation, accounts."""

from collections.abc import Sequence
from typing import Literal
from zoneinfo import ZoneInfo

from guide_server.directory.models import (
    DirectoryPage,
    EnrolmentCode,
    Guide,
    GuideChange,
    Kiosk,
    Named,
    NewGuide,
)
from guide_server.http.access import Access, StaffRole
from guide_server.http.endpoint import ID, Asked, Endpoint, Nothing
from guide_server.http.problems import AlreadyExists, FieldProblem, Malformed, NotFound
from guide_server.sign_in.passwords import Passwords
from signaling.core.ids import KioskId, Language, Topic
from signaling.core.pool_settings import PoolSettings
from signaling.core.skills import Skill, fluent
from signaling.core.vocabulary import Level, Mode
from signaling.ports import KioskProfile
from signaling.store.audit import Actor
from signaling.store.directory import SqlDirectory, UnknownKiosk, kiosk_state
from signaling.store.second_factors import SecondFactors
from signaling.store.staff import Account, LoginTaken, Staff, StaffChange, UnknownStaff
from signaling.wire import views
from signaling.wire.languages import LANGUAGES, TRIAGE

_DESK_ROLES: dict[tuple[bool, bool], tuple[Literal["guide", "leader"], ...]] = {
    (True, False): ("guide",),
    (False, True): ("leader",),
    (True, True): ("guide", "leader"),
}


class DirectoryApi:
    def __init__(
        self,
        *,
        directory: SqlDirectory,
        staff: Staff,
        factors: SecondFactors,
        passwords: Passwords,
        pool: PoolSettings,
        zone: ZoneInfo,
        provider: bool,
    ) -> None:
        self._directory = directory
        self._staff = staff
        self._factors = factors
        self._passwords = passwords
        self._pool = pool
        self._zone = zone
        self._provider = provider

    async def read_directory(self, _: Asked[Nothing]) -> DirectoryPage:
        """List kiosks, places, guides, languages and the municipality's topics."""
        catalogue = await self._directory.catalogue()
        accounts = await self._staff.accounts()
        secured = await self._factors.in_force()
        names = {language.tag: language for language in (*LANGUAGES, TRIAGE)}
        return DirectoryPage(
            neighbourhoods=tuple(
                Named(id=place.id, name=place.name) for place in catalogue.neighbourhoods.values()
            ),
            sites=tuple(Named(id=place.id, name=place.name) for place in catalogue.sites.values()),
            kiosks=tuple(map(_kiosk, catalogue.kiosks.values())),
            guides=tuple(
                _guide(account, secured) for account in accounts if Access.DESK.admits(_roles(account))
            ),
            languages=tuple(names[tag] for tag in self._pool.languages if tag in names),
            topics=self._pool.topics,
            dispositions=self._pool.dispositions,
            provider=self._provider,
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

    async def add_guide(self, asked: Asked[NewGuide]) -> Guide:
        """Add a guide or a leader who may sign in."""
        wish = asked.question
        languages = self._offered(wish.languages)
        interprets, topics = self._offered(wish.interprets), self._listed(wish.topics)
        if wish.password is None and not self._provider:
            raise Malformed(FieldProblem(field="password", message="Needed: there is no identity provider"))
        try:
            account = await self._staff.add(
                login=wish.login,
                name=wish.name,
                password_hash=None if wish.password is None else await self._passwords.hash(wish.password),
                roles=_desk_roles(wish.roles),
                languages=languages,
                skills=_skills(wish.skills, languages),
                interprets=interprets,
                topics=topics,
                by=_actor(asked),
            )
        except LoginTaken:
            raise AlreadyExists(FieldProblem(field="login", message="Taken")) from None
        return _guide(account, frozenset())

    async def change_guide(self, asked: Asked[GuideChange]) -> Nothing:
        """Change a guide's roles, languages and levels, topics, the password, or whether one may sign in."""
        wish, guide = asked.question, asked.path("guide")
        if guide not in (await self._directory.catalogue()).guides:
            raise NotFound
        account = next(known for known in await self._staff.accounts() if known.id == guide)
        languages = None if wish.languages is None else self._offered(wish.languages)
        change = StaffChange(
            password_hash=None if wish.password is None else await self._passwords.hash(wish.password),
            roles=None if wish.roles is None else _desk_roles(wish.roles, beside=account),
            languages=languages,
            skills=None if languages is None else _skills(wish.skills or (), languages),
            interprets=None if wish.interprets is None else self._offered(wish.interprets),
            topics=None if wish.topics is None else self._listed(wish.topics),
            active=wish.active,
        )
        try:
            await self._staff.change(guide, change, by=_actor(asked))
        except UnknownStaff:
            raise NotFound from None
        return Nothing()

    async def reset_second_step(self, asked: Asked[Nothing]) -> Nothing:
        """Ask this guide for no code any more: the telephone is lost."""
        guide = asked.path("guide")
        known = guide in (await self._directory.catalogue()).guides
        if not known or not await self._factors.drop(guide, by=_actor(asked)):
            raise NotFound
        return Nothing()

    def endpoints(self) -> tuple[Endpoint, ...]:
        kiosk, guide = f"/api/kiosks/{{kiosk:{ID}}}", f"/api/guides/{{guide:{ID}}}"
        return (
            Endpoint("GET", "/api/directory", Access.ADMIN, self.read_directory),
            Endpoint("POST", f"{kiosk}/enrolment-code", Access.ADMIN, self.make_enrolment_code),
            Endpoint("POST", f"{kiosk}/revocation", Access.ADMIN, self.revoke_kiosk),
            Endpoint("POST", "/api/guides", Access.ADMIN, self.add_guide),
            Endpoint("PATCH", guide, Access.ADMIN, self.change_guide),
            Endpoint("DELETE", f"{guide}/second-step", Access.ADMIN, self.reset_second_step),
        )

    def _offered(self, tags: tuple[str, ...]) -> tuple[Language, ...]:
        """The languages as the pool names them. Raises `Malformed` for one that is not offered here."""
        unknown = [tag for tag in tags if tag not in self._pool.languages]
        if unknown:
            raise Malformed(
                FieldProblem(field="languages", message=f"Not offered here: {', '.join(unknown)}")
            )
        return tuple(Language(tag) for tag in dict.fromkeys(tags))

    def _listed(self, topics: tuple[str, ...]) -> tuple[Topic, ...]:
        """The topics, each once. Raises `Malformed` for one that is not on the pool's list."""
        unknown = [topic for topic in topics if topic not in self._pool.topics]
        if unknown:
            raise Malformed(FieldProblem(field="topics", message=f"Not listed here: {', '.join(unknown)}"))
        return tuple(Topic(topic) for topic in dict.fromkeys(topics))


def _skills(said: Sequence[views.Skill], languages: Sequence[Language]) -> tuple[Skill, ...]:
    """One skill a language: as it was said, or else fluent. Raises `Malformed` for a language not listed."""
    own = {skill.language: skill for skill in fluent(languages)}
    for skill in said:
        language = Language(skill.language)
        if language not in own:
            raise Malformed(FieldProblem(field="skills", message=f"Not among the languages: {language}"))
        own[language] = Skill(language, Level(skill.level), Mode(skill.mode))
    return tuple(own.values())


def _actor(asked: Asked[Nothing] | Asked[NewGuide] | Asked[GuideChange]) -> Actor:
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


def _roles(account: Account) -> frozenset[StaffRole]:
    return frozenset(map(StaffRole, account.roles))


def _desk_roles(given: Sequence[str], *, beside: Account | None = None) -> tuple[StaffRole, ...]:
    """Each once. Whoever is an admin already stays one: that is nothing to give or take here."""
    admin = {StaffRole.ADMIN} & (frozenset() if beside is None else _roles(beside))
    return tuple(sorted({*map(StaffRole, given), *admin}))


def _guide(account: Account, secured: frozenset[str]) -> Guide:
    return Guide(
        id=account.id,
        login=account.login,
        name=account.name,
        languages=account.languages,
        skills=tuple(
            views.Skill(language=skill.language, level=skill.level.value, mode=skill.mode.value)
            for skill in account.skills or fluent(account.languages)
        ),
        interprets=account.interprets,
        topics=account.topics,
        active=account.active,
        second_step=account.id in secured,
        roles=_DESK_ROLES[StaffRole.GUIDE in account.roles, StaffRole.LEADER in account.roles],
    )
