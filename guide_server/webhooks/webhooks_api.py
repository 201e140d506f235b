"""Webhooks for admins: add, try, pause, see what came of the last messages, tell again from a day on."""

import asyncio
from datetime import date
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from guide_server.http.access import Access
from guide_server.http.endpoint import ID, Asked, Endpoint, Nothing
from guide_server.http.problems import AlreadyExists, Busy, FieldProblem, Malformed, NotFound, TooMany
from guide_server.webhooks.messages import ping
from guide_server.webhooks.models import (
    NewWebhook,
    Replay,
    WebhookAttempt,
    WebhookAttempts,
    WebhookInfo,
    WebhookList,
    WebhookPatch,
    WebhookSecret,
)
from guide_server.webhooks.sender import Sender
from guide_server.webhooks.signature import secret_of
from signaling.core.ids import Instant
from signaling.days import start_of
from signaling.ports import Clock
from signaling.store.audit import Actor
from signaling.store.webhooks.cursors import Cursors
from signaling.store.webhooks.subscriptions import (
    Attempt,
    TooManyWebhooks,
    UnknownWebhook,
    Webhook,
    WebhookChange,
    WebhookNameTaken,
    Webhooks,
    WebhookState,
)

PINGS = 4
"""At one time; each may last as long as a receiver may take."""


class WebhooksApi:
    def __init__(
        self,
        webhooks: Webhooks,
        *,
        cursors: Cursors,
        sender: Sender,
        plain: bool,
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        self._webhooks = webhooks
        self._cursors = cursors
        self._sender = sender
        self._plain = plain
        self._clock = clock
        self._zone = zone
        self._pings = asyncio.Semaphore(PINGS)

    async def read_webhooks(self, _: Asked[Nothing]) -> WebhookList:
        """List the webhooks and how each fares."""
        now = self._clock.now()
        found = await self._webhooks.all()
        return WebhookList(webhooks=tuple(_info(each, now) for each in found), plain=self._plain)

    async def add_webhook(self, asked: Asked[NewWebhook]) -> WebhookSecret:
        """Add a webhook. Its secret is shown in this answer and never again."""
        wish = asked.question
        self._judge(wish.url)
        since = None if wish.since is None else self._start(wish.since)
        try:
            made = await self._webhooks.add(
                name=wish.name, url=wish.url, stream=wish.stream, since=since, by=Actor(who=asked.who.staff)
            )
        except WebhookNameTaken:
            raise AlreadyExists(FieldProblem(field="name", message="Taken")) from None
        except TooManyWebhooks:
            raise TooMany from None
        return WebhookSecret(id=made.id, secret=secret_of(made.secret))

    async def change_webhook(self, asked: Asked[WebhookPatch]) -> Nothing:
        """Rename a webhook, give it another address, pause it or let it go on."""
        wish = asked.question
        if wish.url is not None:
            self._judge(wish.url)
        change = WebhookChange(
            name=wish.name, url=wish.url, state=None if wish.state is None else WebhookState(wish.state)
        )
        try:
            await self._webhooks.change(asked.path("webhook"), change, by=Actor(who=asked.who.staff))
        except UnknownWebhook:
            raise NotFound from None
        except WebhookNameTaken:
            raise AlreadyExists(FieldProblem(field="name", message="Taken")) from None
        return Nothing()

    async def rotate_secret(self, asked: Asked[Nothing]) -> WebhookSecret:
        """Sign with a new secret, shown in this answer alone, and for a day with the old one too."""
        webhook = asked.path("webhook")
        try:
            key = await self._webhooks.rotate(webhook, by=Actor(who=asked.who.staff))
        except UnknownWebhook:
            raise NotFound from None
        return WebhookSecret(id=webhook, secret=secret_of(key))

    async def ping_webhook(self, asked: Asked[Nothing]) -> WebhookAttempt:
        """Send a message that says nothing, and tell what came of it."""
        if self._pings.locked():
            raise Busy(retry_after=10)
        async with self._pings:
            webhook = await self._find(asked.path("webhook"))
            answer = await self._sender.post(webhook, ping(self._clock.now()))
        await self._cursors.tried(webhook.id, answer.attempt)
        return _attempt(answer.attempt)

    async def replay(self, asked: Asked[Replay]) -> Nothing:
        """Tell a webhook once more what happened from a day on."""
        try:
            since = self._start(asked.question.since)
            await self._webhooks.replay(asked.path("webhook"), since, by=Actor(who=asked.who.staff))
        except UnknownWebhook:
            raise NotFound from None
        return Nothing()

    async def read_attempts(self, asked: Asked[Nothing]) -> WebhookAttempts:
        """Show what came of the last messages to a webhook."""
        webhook = await self._find(asked.path("webhook"))
        attempts = await self._webhooks.attempts(webhook.id)
        return WebhookAttempts(attempts=tuple(map(_attempt, attempts)))

    async def remove_webhook(self, asked: Asked[Nothing]) -> Nothing:
        """Remove a webhook: it is told nothing any more."""
        try:
            await self._webhooks.remove(asked.path("webhook"), by=Actor(who=asked.who.staff))
        except UnknownWebhook:
            raise NotFound from None
        return Nothing()

    def endpoints(self) -> tuple[Endpoint, ...]:
        one = f"/api/webhooks/{{webhook:{ID}}}"
        return (
            Endpoint("GET", "/api/webhooks", Access.ADMIN, self.read_webhooks),
            Endpoint("POST", "/api/webhooks", Access.ADMIN, self.add_webhook),
            Endpoint("PATCH", one, Access.ADMIN, self.change_webhook),
            Endpoint("DELETE", one, Access.ADMIN, self.remove_webhook),
            Endpoint("POST", f"{one}/secret", Access.ADMIN, self.rotate_secret),
            Endpoint("POST", f"{one}/ping", Access.ADMIN, self.ping_webhook),
            Endpoint("POST", f"{one}/replay", Access.ADMIN, self.replay),
            Endpoint("GET", f"{one}/attempts", Access.ADMIN, self.read_attempts),
        )

    async def _find(self, webhook: str) -> Webhook:
        try:
            return await self._webhooks.find(webhook)
        except UnknownWebhook:
            raise NotFound from None

    def _start(self, day: date) -> Instant:
        return start_of(day, self._zone)

    def _judge(self, url: str) -> None:
        """Raises `Malformed` for an address that no message could go to."""
        try:
            parts = urlsplit(url)
            good = parts.hostname is not None and parts.port != 0
        except ValueError:
            good = False
        if not good:
            raise Malformed(FieldProblem(field="url", message="Not an address"))
        if not self._plain and not url.startswith("https://"):
            raise Malformed(FieldProblem(field="url", message="Must begin with https://"))


def _info(webhook: Webhook, now: Instant) -> WebhookInfo:
    return WebhookInfo(
        id=webhook.id,
        name=webhook.name,
        url=webhook.url,
        stream=webhook.stream,
        state=webhook.state,
        cursor=webhook.cursor,
        failures=webhook.failures,
        failing_since=webhook.failing_since,
        next_at=webhook.next_at,
        taken_at=webhook.taken_at,
        created_at=webhook.created_at,
        both_keys_until=webhook.old_secret_until if len(webhook.keys(now)) > 1 else None,
    )


def _attempt(attempt: Attempt) -> WebhookAttempt:
    return WebhookAttempt(
        message=attempt.message,
        at=attempt.at,
        took=attempt.took_ms,
        status=attempt.status,
        fault=attempt.fault,
    )
