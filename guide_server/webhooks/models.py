"""What the list of webhooks takes and gives.

Times are milliseconds since 1970-01-01 UTC unless a field is a date.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from guide_server.period import Day
from signaling.store.webhooks.subscriptions import DeliveryFault, Stream, WebhookState
from signaling.wire.scalars import Count, Id, Instant, Many, Message, Milliseconds
from signaling.wire.scalars import SafeText as Text

WebhookName = Annotated[Text, StringConstraints(pattern=r"\S", max_length=80, strip_whitespace=True)]
WebhookUrl = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[A-Za-z0-9.:\[\]-]+(/[!-~]*)?$", max_length=500),
]
"""With neither a login nor spaces in it; `http` only where the settings allow it."""
ADay = Annotated[Day, Field(strict=False)]


class NewWebhook(Message):
    name: WebhookName
    url: WebhookUrl
    stream: Stream
    since: ADay | None = None
    """Tell it what happened from this day on; null: from now on."""


class WebhookPatch(Message):
    """What is given replaces what was."""

    name: WebhookName | None = None
    url: WebhookUrl | None = None
    state: Literal["active", "paused"] | None = None
    """Active again: it goes on with the first message that it did not take."""


class Replay(Message):
    since: ADay
    """The day from which on it is told everything once more."""


class WebhookInfo(Message):
    id: Id
    name: str
    url: str
    stream: Stream
    state: WebhookState
    cursor: int
    """The number of the last message that was taken."""
    failures: Count
    """Attempts in a row that failed."""
    failing_since: Instant | None
    next_at: Instant
    """When it is tried again, where it fails."""
    taken_at: Instant | None
    """When a message was last taken."""
    created_at: Instant
    both_keys_until: Instant | None
    """Until then messages are signed with the key before as well; null: with one key."""


class WebhookList(Message):
    webhooks: Many[WebhookInfo]
    plain: bool
    """Whether `http` may be used."""


class WebhookSecret(Message):
    """Shown once, and from then on only used."""

    id: Id
    secret: str
    """`whsec_` and the key in base64, as Standard Webhooks has it."""


class WebhookAttempt(Message):
    """One message sent once. `fault` is null where it was taken."""

    message: str
    at: Instant
    took: Milliseconds
    status: int | None
    fault: DeliveryFault | None


class WebhookAttempts(Message):
    attempts: Many[WebhookAttempt]
    """The last ones, the newest first."""
