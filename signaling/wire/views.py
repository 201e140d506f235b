"""What the server tells one screen: the whole small truth for it. A newer view replaces an older one."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypeAliasType

from signaling.wire.scalars import CallId, Code, Count, Epoch, Id, Instant, Many, Message, Name
from signaling.wire.vocabulary import AwayReason, CallOutcome, CallState, GuideStatus

Language = TypeAliasType("Language", Annotated[str, Field(max_length=8)])
"""A spoken or signed language: the primary subtag of a BCP 47 tag, such as `ckb` or `swl`."""


class Place(Message):
    """A kiosk and where it stands."""

    kiosk: Id
    name: Name
    site: Id
    site_name: Name
    neighbourhood: Id
    neighbourhood_name: Name


class Guide(Message):
    id: Id
    name: Name


class LanguageService(Message):
    """How one language is served at this moment."""

    language: Language
    on_duty: Count
    """Guides who speak it and are signed on and not away."""
    free: Count
    waiting: Count


class KioskCall(Message):
    id: CallId
    state: CallState
    language: Language
    tapped_at: Instant
    """By the kiosk's own clock."""
    epoch: Count
    """Counts this call's rings; 0 before the first. Relay and media reports name it."""
    position: Count | None
    """1 for the next in line among those who wait for the same language; null once taken."""
    guide: Guide | None
    """Who took the call; null while it rings."""
    until: Instant | None
    """When the present state ends by itself."""


class EndedCall(Message):
    id: CallId
    language: Language
    outcome: CallOutcome
    at: Instant


class KioskView(Message):
    type: Literal["kiosk"] = "kiosk"
    place: Place
    phone: Name
    """The number that a resident may call instead."""
    languages: Many[LanguageService]
    """All languages offered, in the order in which to show them."""
    call: KioskCall | None
    ended: EndedCall | None
    """This kiosk's last call, until the next one."""


class DeskRing(Message):
    call: CallId
    epoch: Epoch
    place: Place
    language: Language
    tapped_at: Instant
    until: Instant


class DeskCall(Message):
    id: CallId
    state: CallState
    """`connecting`, `live` or `interrupted`."""
    epoch: Epoch
    place: Place
    language: Language
    tapped_at: Instant
    taken_at: Instant
    live_since: Instant | None
    kiosk_connected: bool
    until: Instant | None


class DeskWrapUp(Message):
    call: CallId
    language: Language
    place: Place
    until: Instant
    extensions_left: Count


class QueueLine(Message):
    """One language of the queue, as a guide sees it."""

    language: Language
    waiting: Count
    oldest: Instant | None
    """When the one who waits longest tapped."""
    free: Count


class DeskView(Message):
    type: Literal["desk"] = "desk"
    guide: Guide
    status: GuideStatus
    reason: AwayReason | None
    since: Instant
    next_status: GuideStatus | None
    """What the guide chose to be after the present call or wrap-up."""
    next_reason: AwayReason | None
    languages: Many[Language]
    """What the guide speaks today."""
    ring: DeskRing | None
    call: DeskCall | None
    wrap_up: DeskWrapUp | None
    queue: Many[QueueLine]
    topics: Many[Code]
    """What a call can have been about, in the order in which to show them."""
    dispositions: Many[Code]
