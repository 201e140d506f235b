"""Tokens by which machines read: made by an admin, shown once, kept as a hash.

A token that is over or revoked stays in the list, for the audit names it for ever.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from signaling.core.ids import Instant
from signaling.ports import Clock
from signaling.store.audit import Actor, AuditAction, write_audit
from signaling.store.engine import Database
from signaling.store.tables import api_token

MOST = 50
"""Tokens that are good at one time."""


class TokenNameTaken(Exception):
    """There is, or was, a token of this name."""


class TooManyTokens(Exception):
    """There are as many as there may be. Revoke one."""


class UnknownToken(Exception):
    """There is no token of this id that is good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What is known of it; the token itself nobody can read any more."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created_at: Instant
    created_by: str
    """The staff id."""
    expires_at: Instant
    used_at: Instant | None
    revoked_at: Instant | None

    def is_good(self, now: Instant) -> bool:
        return self.revoked_at is None and now < self.expires_at


class ApiTokens:
    """All functions raise `StoreUnavailable` where the database does not answer."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def all(self) -> tuple[Token, ...]:
        """Return all that ever were, the newest first."""
        query = select(api_token).order_by(api_token.c.created_at.desc(), api_token.c.name)
        return await self._database.read(lambda connection: tuple(map(_token, connection.execute(query))))

    async def by_hash(self, secret_hash: str) -> Token | None:
        """Return the token, also one that is over: the caller judges it."""
        query = select(api_token).where(api_token.c.secret_hash == secret_hash)

        def find(connection: Connection) -> Token | None:
            row = connection.execute(query).one_or_none()
            return None if row is None else _token(row)

        return await self._database.read(find)

    async def add(
        self, *, name: str, secret_hash: str, scopes: Sequence[str], expires_at: Instant, by: Actor
    ) -> Token:
        """Raises `TokenNameTaken` or `TooManyTokens`."""
        at = self._clock.now()
        token = Token(
            id=secrets.token_hex(8),
            name=name,
            scopes=tuple(scopes),
            created_at=at,
            created_by=by.who,
            expires_at=expires_at,
            used_at=None,
            revoked_at=None,
        )
        good = (api_token.c.revoked_at.is_(None), api_token.c.expires_at > at)

        def add(connection: Connection) -> None:
            if (connection.scalar(select(func.count()).where(*good)) or 0) >= MOST:
                raise TooManyTokens
            values: dict[str, Any] = {field: getattr(token, field) for field in Token.__dataclass_fields__}
            connection.execute(
                insert(api_token).values(**values | {"scopes": list(scopes), "secret_hash": secret_hash})
            )
            given = {"token": name, "scopes": " ".join(scopes)}
            write_audit(connection, by, at=at, what=AuditAction.ADD_TOKEN, given=given, rows=1)

        try:
            await self._database.write(add)
        except IntegrityError:
            raise TokenNameTaken(name) from None
        return token

    async def touch(self, token_id: str, *, at: Instant) -> None:
        """Note that it was used."""
        statement = update(api_token).where(api_token.c.id == token_id).values(used_at=at)
        await self._database.write(lambda connection: connection.execute(statement).rowcount)

    async def revoke(self, token_id: str, *, by: Actor) -> None:
        """Refuse it from now on. Raises `UnknownToken`."""
        at = self._clock.now()

        def revoke(connection: Connection) -> None:
            living = (api_token.c.id == token_id, api_token.c.revoked_at.is_(None))
            name = connection.scalar(select(api_token.c.name).where(*living))
            if name is None:
                raise UnknownToken(token_id)
            connection.execute(update(api_token).where(*living).values(revoked_at=at))
            write_audit(connection, by, at=at, what=AuditAction.REVOKE_TOKEN, given={"token": name}, rows=1)

        await self._database.write(revoke)


def _token(row: Row[tuple[object, ...]]) -> Token:
    return Token(
        id=row.id,
        name=row.name,
        scopes=tuple(row.scopes),
        created_at=row.created_at,
        created_by=row.created_by,
        expires_at=row.expires_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )
