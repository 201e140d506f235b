"""Which neighbourhoods, sites, kiosks and guides there are.

Reads are answered from a copy in memory, which is compared with the database's revision once a second, so
that a revocation is seen by every node within two. While the database is away, the last copy serves on.
"""

import asyncio
import hashlib
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from signaling.core.ids import (
    GuideId,
    Instant,
    KioskId,
    Language,
    Milliseconds,
    NeighbourhoodId,
    SiteId,
    Topic,
)
from signaling.ports import Clock, GuideProfile, KioskProfile
from signaling.store.audit import Actor, AuditAction, Filter, write_audit
from signaling.store.engine import Database, StoreUnavailable
from signaling.store.revision import current, grow
from signaling.store.staff import GUIDE, LEADER, SET_UP, skills_of
from signaling.store.tables import enrolment_code, kiosk, neighbourhood, shift, site, staff

FRESH: Milliseconds = 1_000
CODE_LIFETIME: Milliseconds = 24 * 3_600_000
KEY_BYTES = 32
"""Of a raw Ed25519 public key (RFC 8032 section 5.1.5)."""
CLONE_WATCH = Actor(who="signaling", why="cloned_key")
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is read as a digit or another letter."""
_READ_AS = str.maketrans("OIL", "011")
_CODE_LENGTH = 12


class AlreadyThere(Exception):
    """The id is taken, or what the new place belongs to does not exist."""


class UnknownKiosk(Exception):
    """The directory has no kiosk of this id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    id: NeighbourhoodId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    id: SiteId
    name: str
    neighbourhood: NeighbourhoodId
    phone: str
    """The number that a resident may call instead."""


class KioskState(StrEnum):
    AWAITS_ENROLMENT = "awaits_enrolment"
    ENROLLED = "enrolled"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What a guide chose to serve, before `until`."""

    languages: frozenset[Language]
    until: Instant

    def of(self, profile: GuideProfile, now: Instant) -> GuideProfile:
        """The guide with today's languages; with all, once the shift is over or none of it is left."""
        languages = tuple(each for each in profile.languages if each in self.languages)
        if now >= self.until or not languages:
            return profile
        skills = tuple(skill for skill in profile.skills if skill.language in self.languages)
        return replace(profile, languages=languages, skills=skills)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The whole directory at one moment, each part in the order of its names."""

    revision: int
    neighbourhoods: Mapping[NeighbourhoodId, Neighbourhood]
    sites: Mapping[SiteId, Site]
    kiosks: Mapping[KioskId, KioskProfile]
    guides: Mapping[GuideId, GuideProfile]
    """Leaders too, and those who may no longer sign in: the log still names them."""
    active_guides: frozenset[GuideId]
    shifts: Mapping[GuideId, Shift]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentCode:
    """Show it once: only its hash is kept."""

    kiosk: KioskId
    code: str
    expires_at: Instant


def kiosk_state(profile: KioskProfile) -> KioskState:
    if profile.revoked:
        return KioskState.REVOKED
    return KioskState.AWAITS_ENROLMENT if profile.public_key is None else KioskState.ENROLLED


def in_use(profile: KioskProfile) -> bool:
    """Whether a machine is this kiosk: it was enrolled and not revoked. Whoever counts kiosks counts these.

    The journal remembers others too: those that were revoked, and those of a demo's year.
    """
    return kiosk_state(profile) is KioskState.ENROLLED


class SqlDirectory:
    """`ports.Directory` on a `Database`, with the changes that admins and the set-up make.

    Changes raise `StoreUnavailable` where the database does not answer, and leave an audit row of `by`.
    """

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._copy: Catalogue | None = None
        self._compared_at: Instant | None = None
        self._comparing = asyncio.Lock()

    async def kiosk(self, kiosk: KioskId) -> KioskProfile | None:
        return (await self.catalogue()).kiosks.get(kiosk)

    async def guide(self, guide: GuideId) -> GuideProfile | None:
        """Return a guide or a leader who may sign in, with what is served today."""
        catalogue = await self.catalogue()
        if guide not in catalogue.active_guides:
            return None
        profile, chosen = catalogue.guides[guide], catalogue.shifts.get(guide)
        return profile if chosen is None else chosen.of(profile, self._clock.now())

    async def catalogue(self) -> Catalogue:
        """Return the directory, at most two seconds old while the database answers.

        Raises `StoreUnavailable` where it has not answered once yet.
        """
        async with self._comparing:
            now = self._clock.now()
            if self._copy is None or self._compared_at is None or now - self._compared_at >= FRESH:
                self._compared_at = now  # before it is read: a change meanwhile makes it old
                self._copy = await self._compare(self._copy)
            return self._copy

    async def choose_shift(self, guide: GuideId, languages: Sequence[Language], *, until: Instant) -> None:
        """Serve only these languages before `until`; it counts from the next time the desk connects."""
        values = {"staff": guide, "languages": list(languages), "until": until}

        def choose(connection: Connection) -> None:
            connection.execute(delete(shift).where(shift.c.staff == guide))
            connection.execute(insert(shift), values)
            grow(connection)

        await self._database.write(choose)
        self._compared_at = None

    async def enrol(self, code: str, public_key: bytes) -> KioskProfile | None:
        """Bind the key to the kiosk of this code, which is spent by it, with every older code of the kiosk.

        A revoked kiosk is good again by it. Raises `ValueError` where the key is not one of Ed25519.
        """
        if len(public_key) != KEY_BYTES:
            raise ValueError(f"an Ed25519 key has {KEY_BYTES} bytes, not {len(public_key)}")
        at = self._clock.now()
        enrolled = await self._database.write(
            lambda connection: _enrol(connection, _code_hash(code), public_key, at)
        )
        self._compared_at = None
        return None if enrolled is None else await self.kiosk(enrolled)

    async def add_neighbourhood(self, place: Neighbourhood, *, by: Actor = SET_UP) -> None:
        """Raises `AlreadyThere`."""
        values = {"id": place.id, "name": place.name}
        await self._add(lambda connection: connection.execute(insert(neighbourhood), values), place.id, by)

    async def add_site(self, place: Site, *, by: Actor = SET_UP) -> None:
        """Raises `AlreadyThere`, also where its neighbourhood is unknown."""
        values = {
            "id": place.id,
            "name": place.name,
            "neighbourhood": place.neighbourhood,
            "phone": place.phone,
        }
        await self._add(lambda connection: connection.execute(insert(site), values), place.id, by)

    async def add_kiosk(self, kiosk_id: KioskId, *, name: str, at_site: SiteId, by: Actor = SET_UP) -> None:
        """Add a kiosk that awaits enrolment. Raises `AlreadyThere`, also where its site is unknown."""
        values = {"id": kiosk_id, "name": name, "site": at_site}
        await self._add(lambda connection: connection.execute(insert(kiosk), values), kiosk_id, by)

    async def make_enrolment_code(
        self, kiosk_id: KioskId, *, lifetime: Milliseconds = CODE_LIFETIME, by: Actor = SET_UP
    ) -> EnrolmentCode:
        """Make a one-time code for a kiosk. Raises `UnknownKiosk`."""
        at = self._clock.now()
        code = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
        values = {
            "code_hash": _code_hash(code),
            "kiosk": kiosk_id,
            "created_at": at,
            "expires_at": at + lifetime,
        }

        def make(connection: Connection) -> None:
            connection.execute(insert(enrolment_code), values)
            _audit(connection, by, at=at, what=AuditAction.MAKE_ENROLMENT_CODE, given={"kiosk": kiosk_id})

        try:
            await self._database.write(make)
        except IntegrityError as error:
            raise UnknownKiosk(kiosk_id) from error
        return EnrolmentCode(
            kiosk=kiosk_id, code="-".join(re.findall("....", code)), expires_at=at + lifetime
        )

    async def revoke_kiosk(self, kiosk_id: KioskId, *, by: Actor = SET_UP) -> None:
        """Refuse the kiosk's key, and its open codes, from now on. Raises `UnknownKiosk`."""
        at = self._clock.now()
        await self._database.write(lambda connection: _revoke(connection, kiosk_id, at, by))
        self._compared_at = None

    async def withdraw(self, kiosk_id: KioskId) -> None:
        """Refuse the key of a kiosk that was found on two machines."""
        await self.revoke_kiosk(kiosk_id, by=CLONE_WATCH)

    async def note_version(self, kiosk_id: KioskId, version: str) -> None:
        """Keep which version of the software the kiosk runs: a fact that it told, not a change by anybody."""

        def note(connection: Connection) -> None:
            connection.execute(update(kiosk).where(kiosk.c.id == kiosk_id).values(version=version))
            grow(connection)

        await self._database.write(note)
        self._compared_at = None

    async def _add(self, work: Callable[[Connection], object], what: str, by: Actor) -> None:
        at = self._clock.now()

        def add(connection: Connection) -> None:
            work(connection)
            grow(connection)
            _audit(connection, by, at=at, what=AuditAction.ADD_PLACE, given={"id": what})

        try:
            await self._database.write(add)
        except IntegrityError as error:
            raise AlreadyThere(what) from error
        self._compared_at = None

    async def _compare(self, known: Catalogue | None) -> Catalogue:
        try:
            return await self._database.read(lambda connection: _catalogue(connection, known))
        except StoreUnavailable:
            if known is None:
                raise
            return known


def _catalogue(connection: Connection, known: Catalogue | None) -> Catalogue:
    revision = current(connection)
    if known is not None and known.revision == revision:
        return known
    places = connection.execute(select(neighbourhood).order_by(neighbourhood.c.name)).all()
    sites = connection.execute(select(site).order_by(site.c.name)).all()
    people = connection.execute(select(staff).order_by(staff.c.name))
    guides = [row for row in people if GUIDE in row.roles or LEADER in row.roles]
    return Catalogue(
        revision=revision,
        neighbourhoods={row.id: Neighbourhood(id=row.id, name=row.name) for row in places},
        sites={
            row.id: Site(id=row.id, name=row.name, neighbourhood=row.neighbourhood, phone=row.phone)
            for row in sites
        },
        kiosks=_kiosks(connection),
        guides={row.id: _profile(row) for row in guides},
        active_guides=frozenset(row.id for row in guides if row.active),
        shifts={
            row.staff: Shift(languages=frozenset(row.languages), until=row.until)
            for row in connection.execute(select(shift))
        },
    )


def _profile(row: Row[tuple[object, ...]]) -> GuideProfile:
    """A leader who is no guide is rung for nobody, whatever languages the account lists."""
    leads = LEADER in row.roles
    if GUIDE not in row.roles:
        return GuideProfile(id=row.id, name=row.name, languages=(), leads=leads)
    return GuideProfile(
        id=row.id,
        name=row.name,
        languages=tuple(map(Language, row.languages)),
        skills=skills_of(row.skills),
        interprets=tuple(map(Language, row.interprets or ())),
        topics=tuple(map(Topic, row.topics or ())),
        leads=leads,
    )


def _kiosks(connection: Connection) -> dict[KioskId, KioskProfile]:
    rows = connection.execute(
        select(
            kiosk,
            site.c.name.label("site_name"),
            site.c.phone,
            site.c.neighbourhood,
            neighbourhood.c.name.label("neighbourhood_name"),
        )
        .join(site, site.c.id == kiosk.c.site)
        .join(neighbourhood, neighbourhood.c.id == site.c.neighbourhood)
        .order_by(kiosk.c.name)
    )
    return {
        row.id: KioskProfile(
            id=row.id,
            name=row.name,
            site=row.site,
            site_name=row.site_name,
            neighbourhood=row.neighbourhood,
            neighbourhood_name=row.neighbourhood_name,
            phone=row.phone,
            public_key=row.public_key,
            revoked=row.revoked_at is not None,
            version=row.version,
        )
        for row in rows
    }


def _enrol(connection: Connection, code_hash: str, public_key: bytes, at: Instant) -> KioskId | None:
    good = (enrolment_code.c.used_at.is_(None), enrolment_code.c.expires_at > at)
    spent = connection.execute(
        update(enrolment_code).where(enrolment_code.c.code_hash == code_hash, *good).values(used_at=at)
    )
    if spent.rowcount == 0:
        return None
    query = select(enrolment_code.c.kiosk).where(enrolment_code.c.code_hash == code_hash)
    enrolled = KioskId(connection.scalars(query).one())
    _spend_codes(connection, enrolled, at)
    connection.execute(
        update(kiosk)
        .where(kiosk.c.id == enrolled)
        .values(public_key=public_key, enrolled_at=at, revoked_at=None)
    )
    grow(connection)
    _audit(connection, Actor(who=enrolled), at=at, what=AuditAction.ENROL_KIOSK, given={"kiosk": enrolled})
    return enrolled


def _revoke(connection: Connection, kiosk_id: KioskId, at: Instant, by: Actor) -> None:
    revoked = connection.execute(update(kiosk).where(kiosk.c.id == kiosk_id).values(revoked_at=at))
    if revoked.rowcount == 0:
        raise UnknownKiosk(kiosk_id)
    _spend_codes(connection, kiosk_id, at)
    grow(connection)
    _audit(connection, by, at=at, what=AuditAction.REVOKE_KIOSK, given={"kiosk": kiosk_id})


def _spend_codes(connection: Connection, kiosk_id: KioskId, at: Instant) -> None:
    connection.execute(
        update(enrolment_code)
        .where(enrolment_code.c.kiosk == kiosk_id, enrolment_code.c.used_at.is_(None))
        .values(used_at=at)
    )


def _audit(connection: Connection, by: Actor, *, at: Instant, what: AuditAction, given: Filter) -> None:
    write_audit(connection, by, at=at, what=what, given=given, rows=1)


def _code_hash(code: str) -> str:
    """Of the code as a person may have typed it: in small letters, with dashes, O for 0, I or L for 1."""
    typed = re.sub(r"[\s-]", "", code).upper().translate(_READ_AS)
    return hashlib.sha256(typed.encode("utf-8", "surrogatepass")).hexdigest()
