"""Accounts of guides and admins, and their signed-in browsers.

Only hashes of passwords and tokens come here.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from signaling.core.ids import Instant, Language, Topic
from signaling.core.skills import Skill, noted
from signaling.core.vocabulary import Level, Mode
from signaling.ports import Clock
from signaling.store.audit import Actor, AuditAction, write_audit
from signaling.store.engine import Database
from signaling.store.revision import grow
from signaling.store.staff_versions import StaffVersion, next_number, write_version
from signaling.store.tables import staff, staff_session

GUIDE = "guide"
ADMIN = "admin"
LEADER = "leader"
SET_UP = Actor(who="set_up")
"""Who adds the first accounts and places: the program itself."""


class LoginTaken(Exception):
    """Another account has this login."""


class UnknownStaff(Exception):
    """There is no account of this id."""


class StaffChanged(Exception):
    """Somebody else changed the account after it was looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """`id` is the GuideId and AdminId of the log."""

    id: str
    login: str
    name: str
    password_hash: str | None
    """argon2id in PHC form; None where no password opens the account."""
    roles: tuple[str, ...]
    languages: tuple[Language, ...]
    active: bool
    skills: tuple[Skill, ...] = ()
    """Of `languages`, and of those that residents are not helped in; empty: `languages`, fluently."""
    interprets: tuple[Language, ...] = ()
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSession:
    account: Account
    csrf: str
    created_at: Instant
    seen_at: Instant
    expires_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffChange:
    """What is not None replaces what was."""

    name: str | None = None
    password_hash: str | None = None
    roles: Sequence[str] | None = None
    languages: Sequence[Language] | None = None
    skills: Sequence[Skill] | None = None
    interprets: Sequence[Language] | None = None
    topics: Sequence[Topic] | None = None
    active: bool | None = None

    def values(self) -> dict[str, object]:
        given = {
            "name": self.name,
            "password_hash": self.password_hash,
            "roles": None if self.roles is None else list(self.roles),
            "languages": None if self.languages is None else list(self.languages),
            "skills": None if self.skills is None else _plain(self.skills),
            "interprets": None if self.interprets is None else list(self.interprets),
            "topics": None if self.topics is None else list(self.topics),
            "active": self.active,
        }
        return {name: value for name, value in given.items() if value is not None}

    def told(self) -> dict[str, object]:
        """What the history tells of it: never a password."""
        told = {name: value for name, value in self.values().items() if name != "password_hash"}
        return told if self.roles is None else told | {"roles": sorted(self.roles)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What the history keeps of a change besides who made it."""

    undoes: int | None = None
    """The number of the version that it takes back."""
    base: int | None = None
    """The number of the newest version that the author saw; None: whichever it is."""
    approved_by: str | None = None


class Staff:
    """All functions raise `StoreUnavailable` where the database does not answer."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def account(self, login: str) -> Account | None:
        """Return the account of this login. Nobody's holds a NUL: PostgreSQL would not even compare it."""
        if "\0" in login:
            return None
        return await self._database.read(lambda connection: _account(connection, login))

    async def accounts(self) -> tuple[Account, ...]:
        """Return all accounts, also those that may no longer sign in, by name."""
        query = select(staff).order_by(staff.c.name, staff.c.id)
        return await self._database.read(
            lambda connection: tuple(_to_account(row) for row in connection.execute(query))
        )

    async def add(  # noqa: PLR0913 - an account has so many parts
        self,
        *,
        login: str,
        name: str,
        password_hash: str | None,
        roles: Sequence[str],
        languages: Sequence[Language] = (),
        skills: Sequence[Skill] = (),
        interprets: Sequence[Language] = (),
        topics: Sequence[Topic] = (),
        staff_id: str | None = None,
        by: Actor = SET_UP,
    ) -> Account:
        """Add an account that may sign in. Raises `LoginTaken`."""
        account = Account(
            id=staff_id or secrets.token_hex(8),
            login=login,
            name=name,
            password_hash=password_hash,
            roles=tuple(roles),
            languages=tuple(languages),
            active=True,
            skills=tuple(skills),
            interprets=tuple(interprets),
            topics=tuple(topics),
        )
        at = self._clock.now()
        try:
            await self._database.write(lambda connection: _add(connection, account, at, by))
        except IntegrityError as error:
            raise LoginTaken(login) from error
        return account

    async def change(
        self,
        staff_id: str,
        change: StaffChange,
        *,
        by: Actor = SET_UP,
        keep: str | None = None,
        reason: Reason | None = None,
    ) -> None:
        """Change an account. Raises `UnknownStaff` and, where the reason has a base, `StaffChanged`.

        A new password and a deactivation end its sessions, but for the one whose token's hash is `keep`.
        """
        at, why = self._clock.now(), reason or Reason()
        await self._database.write(
            lambda connection: _change(connection, staff_id, change, at=at, by=by, keep=keep, reason=why)
        )

    async def account_of(self, staff_id: str) -> Account | None:
        query = select(staff).where(staff.c.id == staff_id)

        def find(connection: Connection) -> Account | None:
            row = connection.execute(query).one_or_none()
            return None if row is None else _to_account(row)

        return await self._database.read(find)

    async def session(self, token_hash: str) -> StaffSession | None:
        """Return the session of this token, also one that is over by its times: the caller judges them.

        `store.retention` destroys it a day later at the earliest: a guide in a call is still let back to it.
        """
        return await self._database.read(lambda connection: _session(connection, token_hash))

    async def start_session(
        self, token_hash: str, staff_id: str, *, csrf: str, at: Instant, expires_at: Instant
    ) -> None:
        values = {
            "token_hash": token_hash,
            "staff": staff_id,
            "csrf": csrf,
            "created_at": at,
            "seen_at": at,
            "expires_at": expires_at,
        }

        await self._database.write(lambda connection: connection.execute(insert(staff_session), values))

    async def touch_session(self, token_hash: str, *, at: Instant) -> None:
        statement = update(staff_session).where(staff_session.c.token_hash == token_hash).values(seen_at=at)
        await self._database.write(lambda connection: connection.execute(statement).rowcount)

    async def end_session(self, token_hash: str) -> None:
        statement = delete(staff_session).where(staff_session.c.token_hash == token_hash)
        await self._database.write(lambda connection: connection.execute(statement).rowcount)

    async def end_sessions_of(self, staff_id: str) -> None:
        await self._database.write(lambda connection: _end_sessions_of(connection, staff_id))


def _account(connection: Connection, login: str) -> Account | None:
    row = connection.execute(select(staff).where(staff.c.login == login)).one_or_none()
    return None if row is None else _to_account(row)


def _to_account(row: Row[tuple[object, ...]]) -> Account:
    return Account(
        id=row.id,
        login=row.login,
        name=row.name,
        password_hash=row.password_hash,
        roles=tuple(row.roles),
        languages=tuple(row.languages),
        active=row.active,
        skills=skills_of(row.skills),
        interprets=tuple(row.interprets or ()),
        topics=tuple(row.topics or ()),
    )


def skills_of(stored: Sequence[Mapping[str, str]] | None) -> tuple[Skill, ...]:
    """What a row's `skills` say."""
    return tuple(
        Skill(Language(each["language"]), Level(each["level"]), Mode(each["mode"])) for each in stored or ()
    )


def _plain(skills: Sequence[Skill]) -> list[dict[str, str]]:
    return [
        {"language": skill.language, "level": skill.level.value, "mode": skill.mode.value} for skill in skills
    ]


def _add(connection: Connection, account: Account, at: Instant, by: Actor) -> None:
    connection.execute(
        insert(staff).values(
            id=account.id,
            login=account.login,
            name=account.name,
            password_hash=account.password_hash,
            roles=list(account.roles),
            languages=list(account.languages),
            active=account.active,
            skills=_plain(account.skills) or None,
            interprets=list(account.interprets) or None,
            topics=list(account.topics) or None,
        )
    )
    grow(connection)
    made = StaffVersion(
        staff=account.id,
        number=1,
        at=at,
        who=by.who,
        note=by.why,
        before=None,
        after=told_of(account),
        password=account.password_hash is not None,
    )
    write_version(connection, made)
    given = {"staff": account.id, "roles": " ".join(account.roles), "languages": " ".join(account.languages)}
    write_audit(connection, by, at=at, what=AuditAction.ADD_STAFF, given=given, rows=1)


def _change(
    connection: Connection,
    staff_id: str,
    change: StaffChange,
    *,
    at: Instant,
    by: Actor,
    keep: str | None,
    reason: Reason,
) -> None:
    values = change.values()
    if not values:
        return
    found = connection.execute(select(staff).where(staff.c.id == staff_id).with_for_update()).one_or_none()
    if found is None:
        raise UnknownStaff(staff_id)
    number = next_number(connection, staff_id)
    if reason.base is not None and reason.base != number - 1:
        raise StaffChanged(staff_id)
    connection.execute(update(staff).where(staff.c.id == staff_id).values(**values))
    if change.password_hash is not None or change.active is False:
        _end_sessions_of(connection, staff_id, keep=keep)
    grow(connection)
    was = told_of(_to_account(found))
    different = {name: value for name, value in change.told().items() if value != was[name]}
    given = {"staff": staff_id, "changed": " ".join(values)}
    if different or change.password_hash is not None:
        made = StaffVersion(
            staff=staff_id,
            number=number,
            at=at,
            who=by.who,
            approved_by=reason.approved_by,
            note=by.why,
            undoes=reason.undoes,
            before={name: was[name] for name in different},
            after=different,
            password=change.password_hash is not None,
        )
        write_version(connection, made)
    write_audit(connection, by, at=at, what=AuditAction.CHANGE_STAFF, given=given, rows=1)


def told_of(account: Account) -> dict[str, object]:
    """What the history tells of an account."""
    return {
        "name": account.name,
        "roles": sorted(account.roles),
        "languages": list(account.languages),
        "skills": _plain(noted(account.skills, account.languages)),
        "interprets": list(account.interprets),
        "topics": list(account.topics),
        "active": account.active,
    }


_SESSION = (  # Made once: every request asks it.
    select(staff, *staff_session.c["csrf", "created_at", "seen_at", "expires_at"])
    .join(staff, staff.c.id == staff_session.c.staff)
    .where(staff_session.c.token_hash == bindparam("of"))
)


def _session(connection: Connection, token_hash: str) -> StaffSession | None:
    row = connection.execute(_SESSION, {"of": token_hash}).one_or_none()
    if row is None:
        return None
    return StaffSession(
        account=_to_account(row),
        csrf=row.csrf,
        created_at=row.created_at,
        seen_at=row.seen_at,
        expires_at=row.expires_at,
    )


def _end_sessions_of(connection: Connection, staff_id: str, *, keep: str | None = None) -> None:
    others = staff_session.c.token_hash != (keep or "")
    connection.execute(delete(staff_session).where(staff_session.c.staff == staff_id, others))
