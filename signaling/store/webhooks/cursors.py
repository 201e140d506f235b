"""How far each webhook has been told, as the one who tells them writes it down.

A cursor moves only from where the message was read at, so that an admin who went back to an earlier day
meanwhile is not overruled by a message that was still on its way.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from signaling.core.ids import Instant
from signaling.store.engine import Database
from signaling.store.tables import webhook, webhook_attempt
from signaling.store.webhooks.subscriptions import Attempt, Webhook, WebhookState, to_webhook

KEPT_ATTEMPTS = 50
"""Of each webhook."""


class Cursors:
    """All functions raise `StoreUnavailable` where the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, now: Instant) -> tuple[Webhook, ...]:
        """Return those that may be told something at `now`."""
        query = select(webhook).where(webhook.c.state == WebhookState.ACTIVE, webhook.c.next_at <= now)
        return await self._database.read(lambda connection: tuple(map(to_webhook, connection.execute(query))))

    async def passed(self, told: Webhook, *, upto: int) -> None:
        """Nothing up to there is for this one."""
        await self._database.write(lambda connection: _move(connection, told, {"cursor": upto}))

    async def taken(self, told: Webhook, attempt: Attempt, *, seq: int) -> bool:
        """The receiver has message `seq`. False: the cursor had been moved meanwhile, and stays there."""
        well = {
            "cursor": seq,
            "failures": 0,
            "failing_since": None,
            "taken_at": attempt.at,
            "next_at": 0,
        }

        def write(connection: Connection) -> bool:
            _keep(connection, told.id, attempt)
            return _move(connection, told, well)

        return await self._database.write(write)

    async def failed(self, told: Webhook, attempt: Attempt, *, next_at: Instant, disable: bool) -> None:
        """The receiver does not have it. Send it again at `next_at`, or no more."""
        since = attempt.at if told.failing_since is None else told.failing_since
        values: dict[str, Any] = {
            "failures": told.failures + 1,
            "failing_since": since,
            "next_at": next_at,
        }
        if disable:
            values["state"] = WebhookState.DISABLED

        def write(connection: Connection) -> None:
            _keep(connection, told.id, attempt)
            _move(connection, told, values)

        await self._database.write(write)

    async def tried(self, webhook_id: str, attempt: Attempt) -> None:
        """Note an attempt that moves no cursor: an admin's ping."""
        await self._database.write(lambda connection: _keep(connection, webhook_id, attempt))


def _move(connection: Connection, told: Webhook, values: Mapping[str, Any]) -> bool:
    """Whether the webhook was as it was read: neither moved nor stopped by an admin."""
    as_read = (
        webhook.c.id == told.id,
        webhook.c.cursor == told.cursor,
        webhook.c.state == WebhookState.ACTIVE,
        webhook.c.url == told.url,
    )
    return connection.execute(update(webhook).where(*as_read).values(**values)).rowcount == 1


def _keep(connection: Connection, webhook_id: str, attempt: Attempt) -> None:
    if connection.scalar(select(webhook.c.id).where(webhook.c.id == webhook_id)) is None:
        return
    values = {field: getattr(attempt, field) for field in Attempt.__dataclass_fields__}
    connection.execute(insert(webhook_attempt).values(webhook=webhook_id, **values))
    own = webhook_attempt.c.webhook == webhook_id
    last_dropped = (
        select(webhook_attempt.c.id)
        .where(own)
        .order_by(webhook_attempt.c.id.desc())
        .offset(KEPT_ATTEMPTS)
        .limit(1)
    )
    dropped = connection.scalar(last_dropped)
    if dropped is not None:
        connection.execute(delete(webhook_attempt).where(own, webhook_attempt.c.id <= dropped))
