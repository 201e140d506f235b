"""What the server tells one screen: the whole small truth for it. A newer view replaces an older one."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypeAliasType

from signaling.wire.scalars import CallId, Code, Count, Epoch, Id, Instant, Many, Message, Name, TicketCode
from signaling.wire.vocabulary import (
    AwayReason,
    CallOutcome,
    CallState,
    ChoiceKind,
    Grade,
    GuideStatus,
    How,
    Level,
    Mode,
    PartyRole,
    PartyState,
)

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


class WaitRange(Message):
    """Whole minutes. `low` is 0 where it may be a matter of moments."""

    low: Count
    high: Count


class LanguageService(Message):
    """How one language is served at this moment."""

    language: Language
    on_duty: Count
    """Guides who speak it and are signed on and not away."""
    free: Count
    waiting: Count
    open: bool
    """Whether it is served at this time of the day: a tap while it is not ends as `outside_hours`."""
    opens_at: Instant | None
    """When it is next served here, where it is closed and that is known."""
    wait: WaitRange | None = None
    """How long one who asked now would wait; null where a guide is free, or no number would be honest."""


class Spoken(Message):
    """What the resident and the guide share."""

    language: Language
    how: How


class Skill(Message):
    """One language of a guide."""

    language: Language
    level: Level
    mode: Mode


class Choice(Message):
    """What can be done beside waiting. `language` is set for a `substitute`."""

    kind: ChoiceKind
    language: Language | None


class Ticket(Message):
    """The right to come back, to any kiosk, and to stand at the old place. Good for one return."""

    code: TicketCode
    from_: Annotated[Instant, Field(alias="from")]
    """When it is worthwhile to come back. Coming sooner is allowed."""
    until: Instant


class PartyLine(Message):
    """One party of a call besides the kiosk, whose number is 0."""

    epoch: Epoch
    """The number by which relay and media reports name the party."""
    role: PartyRole
    guide: Guide | None
    """Null on a kiosk while the desk rings."""
    state: PartyState


class KioskCall(Message):
    id: CallId
    state: CallState
    language: Language
    accepts: Many[Language]
    """The languages that the resident can be helped in, in order; the first is `language`."""
    spoken: Spoken | None
    """What the resident shares with the guide whose desk rings or who took the call."""
    tapped_at: Instant
    """By the kiosk's own clock."""
    epoch: Count
    """Counts this call's rings; 0 before the first. Relay and media reports name it."""
    position: Count | None
    """1 for the next in line among those who wait for the same language; null once taken."""
    choices: Many[Choice]
    """What the screen offers beside waiting; empty before it does, and after an answer."""
    wait: WaitRange | None
    """How long from now until a guide answers; null where no number would be honest."""
    guide: Guide | None
    """Who took the call; null while it rings."""
    parties: Many[PartyLine]
    """Everybody but the kiosk, by number."""
    on_hold: bool
    """The guide asked the resident to wait a moment: neither sends sound or picture."""
    until: Instant | None
    """When the present state ends by itself."""


class EndedCall(Message):
    id: CallId
    language: Language
    outcome: CallOutcome
    at: Instant
    ticket: Ticket | None
    """Where the outcome is `ticket_given`."""


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
    """The one that was tapped."""
    spoken: Spoken
    tapped_at: Instant
    until: Instant
    role: PartyRole
    """What the guide is asked to be in the call."""
    parties: Many[PartyLine]


class DeskCall(Message):
    id: CallId
    state: CallState
    """`connecting`, `live` or `interrupted`; `ringing` where somebody rung together has still to take."""
    epoch: Epoch
    place: Place
    language: Language
    spoken: Spoken
    tapped_at: Instant
    taken_at: Instant
    live_since: Instant | None
    kiosk_connected: bool
    role: PartyRole
    """What the guide is in the call. The one whose role is `guide` leads it."""
    parties: Many[PartyLine]
    held_since: Instant | None
    """Since when it is on hold; null where it is not."""
    until: Instant | None
    kiosk_grade: Grade | None = None
    """How the lead comes through to the resident; null where the kiosk has not said."""


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


class TopicGroup(Message):
    """Topics that are shown together, in their order."""

    group: Code
    topics: Many[Code]


class DeskHelp(Message):
    """The guide asked the leader for help."""

    since: Instant
    coming: Guide | None
    """The leader who answered; null while nobody has."""


class DeskView(Message):
    type: Literal["desk"] = "desk"
    guide: Guide
    status: GuideStatus
    reason: AwayReason | None
    since: Instant
    next_status: GuideStatus | None
    """What the guide chose to be after the present call or wrap-up."""
    next_reason: AwayReason | None
    next_by_admin: bool = False
    """Whether it was an admin who chose it."""
    next_back_at: Instant | None = None
    back_at: Instant | None = None
    """When a guide who is away plans to be back."""
    languages: Many[Language]
    """What the guide can help residents in today."""
    skills: Many[Skill]
    ring: DeskRing | None
    call: DeskCall | None
    wrap_up: DeskWrapUp | None
    queue: Many[QueueLine]
    colleagues: Many[Guide]
    """Whom the lead of a call could invite or send the resident on to: free, and of its language."""
    help: DeskHelp | None = None
    """Until the guide withdraws it or, once a leader answered, moves on."""
    offered: Many[Language]
    """The languages that residents can ask for here."""
    topics: Many[Code]
    """What a call can have been about, in the order in which to show them."""
    dispositions: Many[Code]
    topic_groups: Many[TopicGroup] = ()
    """Each of `topics` in one group; none where they are few enough to stand in one row."""
    referrals: Many[Code] = ()
    """To whom a resident can have been referred on."""
