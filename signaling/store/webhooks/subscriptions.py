"""Webhooks as admins know them. Each has a cursor: the number of the last message that its receiver took.

Messages are not kept here. A stream is read again from the cursor on, so that a receiver that was away for
days misses nothing, and going back to an earlier day means setting the cursor back.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from signaling.core.ids import Instant, Milliseconds, PoolId
from signaling.ports import Clock
from signaling.store.audit import Actor, AuditAction, Filter, write_audit
from signaling.store.engine import Database
from signaling.store.tables import alarm_notice, event, webhook, webhook_attempt

MOST = 20
"""Webhooks; each costs one connection at most."""
KEY_BYTES = 32
"""Standard Webhooks 1.0.0 asks for 24 to 64."""
BOTH_KEYS: Milliseconds = 24 * 3_600_000
"""How long the old key signs beside the new one."""


class Stream(StrEnum):
    """What a webhook is told of."""

    CALLS = "calls"
    ALARMS = "alarms"


class WebhookState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    """By an admin."""
    DISABLED = "disabled"
    """It failed for too long, or its receiver said that it is gone for good (410)."""


class DeliveryFault(StrEnum):
    """Why a message was not taken."""

    FORBIDDEN_ADDRESS = "forbidden_address"
    """The name leads to an address inside a network that may not be reached."""
    UNREACHABLE = "unreachable"
    """No such name, nobody listens, or the way there is broken."""
    UNTRUSTED = "untrusted"
    """The certificate is not good."""
    TIMED_OUT = "timed_out"
    CUT_OFF = "cut_off"
    """The receiver closed before it had answered."""
    REDIRECTED = "redirected"
    """The answer points elsewhere, which is never followed."""
    REFUSED = "refused"
    """Another answer than 2xx."""
    GONE = "gone"
    """410: the receiver wants no more."""


class UnknownWebhook(Exception):
    """There is no webhook of this id."""


class WebhookNameTaken(Exception):
    """Another webhook has this name."""


class TooManyWebhooks(Exception):
    """There are as many as there may be. Remove one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """`secret` and `old_secret` are keys: never log or show them after they were made."""

    id: str
    name: str
    url: str
    stream: Stream
    secret: bytes
    old_secret: bytes | None
    old_secret_until: Instant | None
    state: WebhookState
    cursor: int
    failures: int
    failing_since: Instant | None
    next_at: Instant
    taken_at: Instant | None
    created_at: Instant

    def keys(self, now: Instant) -> tuple[bytes, ...]:
        """Those that sign at this moment, the newest first."""
        if self.old_secret is None or self.old_secret_until is None or now >= self.old_secret_until:
            return (self.secret,)
        return self.secret, self.old_secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One message sent once. `fault` is None where it was taken."""

    message: str
    at: Instant
    took_ms: Milliseconds
    status: int | None
    fault: DeliveryFault | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookChange:
    """What is not None replaces what was. Becoming active begins anew, without past failures."""

    name: str | None = None
    url: str | None = None
    state: WebhookState | None = None

    def values(self, now: Instant) -> dict[str, Any]:
        given = {"name": self.name, "url": self.url, "state": self.state}
        values: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        begins = {"failures": 0, "failing_since": None, "next_at": now}
        return values | (begins if self.state is WebhookState.ACTIVE or self.url is not None else {})


class Webhooks:
    """Changes are audited. All functions raise `StoreUnavailable` where the database does not answer."""

    def __init__(self, database: Database, *, pool: PoolId, clock: Clock) -> None:
        self._database = database
        self._pool = pool
        self._clock = clock

    async def all(self) -> tuple[Webhook, ...]:
        query = select(webhook).order_by(webhook.c.name, webhook.c.id)
        return await self._database.read(lambda connection: tuple(map(to_webhook, connection.execute(query))))

    async def find(self, webhook_id: str) -> Webhook:
        """Raises `UnknownWebhook`."""
        return await self._database.read(lambda connection: _find(connection, webhook_id))

    async def attempts(self, webhook_id: str) -> tuple[Attempt, ...]:
        """Return the last ones that are kept, the newest first."""
        query = (
            select(*(webhook_attempt.c[name] for name in Attempt.__dataclass_fields__))
            .where(webhook_attempt.c.webhook == webhook_id)
            .order_by(webhook_attempt.c.id.desc())
        )
        return await self._database.read(lambda connection: tuple(map(_attempt, connection.execute(query))))

    async def add(self, *, name: str, url: str, stream: Stream, since: Instant | None, by: Actor) -> Webhook:
        """Add one that is told of what happens from `since` on; None: from now on.

        Raises `WebhookNameTaken` or `TooManyWebhooks`.
        """
        at = self._clock.now()
        made = Webhook(
            id=secrets.token_hex(8),
            name=name,
            url=url,
            stream=stream,
            secret=secrets.token_bytes(KEY_BYTES),
            old_secret=None,
            old_secret_until=None,
            state=WebhookState.ACTIVE,
            cursor=0,
            failures=0,
            failing_since=None,
            next_at=at,
            taken_at=None,
            created_at=at,
        )

        def add(connection: Connection) -> None:
            if (connection.scalar(select(func.count()).select_from(webhook)) or 0) >= MOST:
                raise TooManyWebhooks
            cursor = self._last_before(connection, stream, since)
            values = {field: getattr(made, field) for field in Webhook.__dataclass_fields__}
            connection.execute(insert(webhook).values(**values | {"cursor": cursor}))
            given = {"webhook": name, "stream": stream}
            write_audit(connection, by, at=at, what=AuditAction.ADD_WEBHOOK, given=given, rows=1)

        try:
            await self._database.write(add)
        except IntegrityError:
            raise WebhookNameTaken(name) from None
        return await self.find(made.id)

    async def change(self, webhook_id: str, change: WebhookChange, *, by: Actor) -> None:
        """Raises `UnknownWebhook` or `WebhookNameTaken`."""
        at = self._clock.now()
        values = change.values(at)
        told = [name for name in ("name", "url") if name in values]
        what = " ".join([*told, *([] if change.state is None else [change.state])])
        if not values:
            return
        try:
            await self._set(webhook_id, values, at, what, by)
        except IntegrityError:
            raise WebhookNameTaken(change.name) from None

    async def rotate(self, webhook_id: str, *, by: Actor) -> bytes:
        """Sign with a new key, which is returned, and for a day with the old one too.

        Raises `UnknownWebhook`.
        """
        at = self._clock.now()
        new = secrets.token_bytes(KEY_BYTES)
        values = {"old_secret": webhook.c.secret, "old_secret_until": at + BOTH_KEYS, "secret": new}
        await self._set(webhook_id, values, at, "secret", by)
        return new

    async def replay(self, webhook_id: str, since: Instant, *, by: Actor) -> None:
        """Tell it again what happened from `since` on; what it was not told yet is never passed over.

        Raises `UnknownWebhook`.
        """
        at = self._clock.now()

        def go_back(connection: Connection) -> None:
            known = _find(connection, webhook_id)
            cursor = min(known.cursor, self._last_before(connection, known.stream, since))
            statement = update(webhook).where(webhook.c.id == webhook_id)
            connection.execute(statement.values(cursor=cursor, next_at=at))
            given: Filter = {"webhook": known.name, "since": since}
            write_audit(connection, by, at=at, what=AuditAction.REPLAY_WEBHOOK, given=given, rows=1)

        await self._database.write(go_back)

    async def remove(self, webhook_id: str, *, by: Actor) -> None:
        """Raises `UnknownWebhook`."""
        at = self._clock.now()

        def remove(connection: Connection) -> None:
            given = {"webhook": _find(connection, webhook_id).name}
            connection.execute(delete(webhook_attempt).where(webhook_attempt.c.webhook == webhook_id))
            connection.execute(delete(webhook).where(webhook.c.id == webhook_id))
            write_audit(connection, by, at=at, what=AuditAction.REMOVE_WEBHOOK, given=given, rows=1)

        await self._database.write(remove)

    async def _set(
        self, webhook_id: str, values: Mapping[str, Any], at: Instant, what: str, by: Actor
    ) -> None:
        def change(connection: Connection) -> None:
            known = _find(connection, webhook_id)
            connection.execute(update(webhook).where(webhook.c.id == webhook_id).values(**values))
            given = {"webhook": known.name, "changed": what}
            write_audit(connection, by, at=at, what=AuditAction.CHANGE_WEBHOOK, given=given, rows=1)

        await self._database.write(change)

    def _last_before(self, connection: Connection, stream: Stream, since: Instant | None) -> int:
        """The number of the stream's last message before `since`; None: of its last one."""
        query = (
            select(event.c.seq).where(event.c.pool == self._pool).order_by(event.c.seq.desc()).limit(1)
            if stream is Stream.CALLS
            else select(alarm_notice.c.seq).order_by(alarm_notice.c.seq.desc()).limit(1)
        )
        at = event.c.at if stream is Stream.CALLS else alarm_notice.c.at
        return connection.scalar(query if since is None else query.where(at < since)) or 0


def _find(connection: Connection, webhook_id: str) -> Webhook:
    row = connection.execute(select(webhook).where(webhook.c.id == webhook_id)).one_or_none()
    if row is None:
        raise UnknownWebhook(webhook_id)
    return to_webhook(row)


def to_webhook(row: Row[Any]) -> Webhook:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row's columns
    return Webhook(**values | {"stream": Stream(values["stream"]), "state": WebhookState(values["state"])})


def _attempt(row: Row[Any]) -> Attempt:
    return Attempt(
        message=row.message,
        at=row.at,
        took_ms=row.took_ms,
        status=row.status,
        fault=None if row.fault is None else DeliveryFault(row.fault),
    )
