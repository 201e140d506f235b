"""What the desk takes and gives.

Times are milliseconds since 1970-01-01 UTC unless a field is a date.
"""

from typing import Annotated, Literal

from pydantic import Field

from signaling.wire.scalars import Code, Count, Instant, LanguageTag, Many, Message, Milliseconds
from signaling.wire.scalars import SafeText as Text
from signaling.wire.views import Skill


class NewNote(Message):
    """What a guide writes in their own words. The server refuses it where no note is kept."""

    text: Text


class NoteTerms(Message):
    days: Count
    """After so many days a note is destroyed."""
    decision: str
    """The municipality's decision that says so."""


class KeptNote(Message):
    guide_name: str
    at: Instant
    until: Instant
    """When it is destroyed."""
    text: str


class ShiftNotes(Message):
    terms: NoteTerms | None
    """Null where no note is kept."""
    notes: Many[KeptNote]


class RecentTopic(Message):
    topic: Code
    at: Instant


class PlaceCard(Message):
    """What a guide should know of the place where a resident stands."""

    information: str
    """The municipality's own words; may be empty."""
    closes_at: Instant | None
    """When residents are no longer served there; null where that is not known."""
    recent: Many[RecentTopic]
    """What the last calls there were about, the newest first."""


class OwnLanguage(Message):
    language: LanguageTag
    calls: Count


class OwnDay(Message):
    """What the guide who asks did today. Nobody else is told."""

    taken: Count
    passed: Count
    missed: Count
    talk: Milliseconds
    languages: Many[OwnLanguage]


class ShiftLanguage(Skill):
    """One language of mine that residents can be helped in."""

    today: bool
    """Whether I serve it today."""


class OwnShift(Message):
    languages: Many[ShiftLanguage]
    until: Instant
    """When today is over, and all are served again."""


class ShiftChoice(Message):
    languages: Annotated[Many[LanguageTag], Field(min_length=1, max_length=40)]


class Relay(Message):
    route: Literal["udp", "tcp", "tls"]
    """How the browser reaches it."""
    url: str


class Relays(Message):
    """The relays of calls, none where calls go directly; one password for all of them, for a few minutes."""

    relays: Many[Relay]
    username: str
    credential: str
