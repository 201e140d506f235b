"""What the list of tokens takes and gives.

Times are milliseconds since 1970-01-01 UTC unless a field is a date.
"""

from typing import Annotated

from pydantic import Field, StringConstraints

from guide_server.http.access import Scope
from signaling.wire.scalars import Id, Instant, Many, Message

LONGEST_LIFE = 730
"""Days."""

TokenName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)]
"""The audit calls its bearer `token:` and this."""


class NewToken(Message):
    name: TokenName
    scopes: Annotated[Many[Scope], Field(min_length=1, max_length=len(Scope))]
    days: Annotated[int, Field(ge=1, le=LONGEST_LIFE)]
    """After how many it is refused."""


class TokenInfo(Message):
    id: Id
    name: str
    scopes: Many[str]
    created_at: Instant
    created_by: str
    """The admin's name."""
    expires_at: Instant
    used_at: Instant | None
    """To the minute; null: never."""
    revoked_at: Instant | None


class MadeToken(Message):
    """Shown once: the store keeps only a hash of `token`."""

    token: str
    info: TokenInfo


class TokenList(Message):
    tokens: Many[TokenInfo]
    """All that ever were, the newest first."""
