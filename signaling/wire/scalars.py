"""The smallest things on the wire. Every one has a closed form or a greatest length.

Numbers are integers that a double holds exactly; text holds nothing that hides, reorders or ends it.
"""

import re
import unicodedata
from typing import Annotated, TypeAlias, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from typing_extensions import TypeAliasType

GREATEST_INTEGER = 2**53 - 1
"""The greatest integer that every JSON parser keeps exactly (RFC 8259 §6)."""

_T = TypeVar("_T")
Many: TypeAlias = Annotated[tuple[_T, ...], Field(strict=False)]
"""A JSON array. Not strict only in that a list may become a tuple."""

_BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_UNSAFE_CATEGORIES = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
_LONGEST_MARK_RUN = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{5,}")


class Message(BaseModel):
    """Strict, closed and immutable: nothing is coerced, nothing unknown is let through."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        use_attribute_docstrings=True,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
    )


def is_safe(text: str) -> bool:
    """Whether `text` can be stored, logged and shown without surprise."""
    return (
        not any(char in _BIDI_CONTROLS or unicodedata.category(char) in _UNSAFE_CATEGORIES for char in text)
        and _LONGEST_MARK_RUN.search(text) is None
    )


def _safe(text: str) -> str:
    if not is_safe(text):
        raise ValueError("text must not hold control characters, direction overrides or stacked marks")
    return unicodedata.normalize("NFC", text)


def displayable(text: str, *, limit: int = 200) -> str:
    """`text` with all that is unsafe left out: for names that come from elsewhere and must be shown."""
    kept = "".join(char for char in text if is_safe(char))
    return _LONGEST_MARK_RUN.sub("", unicodedata.normalize("NFC", kept))[:limit].strip()


def _some(pattern: str, limit: int) -> StringConstraints:
    return StringConstraints(pattern=pattern, max_length=limit)


SafeText = TypeAliasType(
    "SafeText", Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_safe)]
)
"""One line of text that a person wrote: NFC, at most 500 characters."""
Name = TypeAliasType("Name", Annotated[str, StringConstraints(max_length=200)])
"""What a place or a guide is called. Already made displayable by the server."""
Id = TypeAliasType("Id", Annotated[str, _some(r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$", 64)])
"""The id of a kiosk, guide, site or neighbourhood. Opaque."""
Uuid = TypeAliasType(
    "Uuid",
    Annotated[str, _some(r"^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", 36)],
)
"""A UUID in lower case (RFC 9562)."""
CallId = TypeAliasType(
    "CallId",
    Annotated[str, _some(r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", 36)],
)
"""A UUIDv7 in lower case, made at the kiosk when the resident taps (RFC 9562 §5.7)."""
LanguageTag = TypeAliasType(
    "LanguageTag", Annotated[str, _some(r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,5}$", 40)]
)
"""A BCP 47 tag (RFC 5646). The server reads the spoken or signed language out of it."""
Code = TypeAliasType("Code", Annotated[str, _some(r"^[a-z0-9][a-z0-9_.-]*$", 64)])
"""A topic or disposition: a code of the municipality's own list."""
TicketCode = TypeAliasType("TicketCode", Annotated[str, _some(r"^[0-9]{6}$", 6)])
"""The number on a ticket."""
Instant = TypeAliasType("Instant", Annotated[int, Field(ge=0, le=GREATEST_INTEGER)])
"""Milliseconds since 1970-01-01 UTC, by the server's clock unless said otherwise."""
Milliseconds = TypeAliasType("Milliseconds", Annotated[int, Field(ge=0, le=GREATEST_INTEGER)])
Seq = TypeAliasType("Seq", Annotated[int, Field(ge=0, le=GREATEST_INTEGER)])
"""The number of the last journal entry that a message knows of."""
Epoch = TypeAliasType("Epoch", Annotated[int, Field(ge=1, le=2**31 - 1)])
"""Counts the rings of one call, from 1. Whatever answers a ring names it."""
RelayNumber = TypeAliasType("RelayNumber", Annotated[int, Field(ge=1, le=GREATEST_INTEGER)])
"""Grows with each body that one party relays in one epoch of a call, over reloads too; need not be dense."""
Count = TypeAliasType("Count", Annotated[int, Field(ge=0, le=2**31 - 1)])
