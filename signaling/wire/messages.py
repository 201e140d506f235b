"""Every message of the two namespaces, and the tables that say who may send which.

A client asks for an acknowledgement of each event; the server answers with the reply beside it in the table.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints
from typing_extensions import TypeAliasType

from signaling.wire.scalars import (
    CallId,
    Code,
    Count,
    Epoch,
    Id,
    Instant,
    LanguageTag,
    Many,
    Message,
    Milliseconds,
    RelayNumber,
    Seq,
    TicketCode,
    Uuid,
)
from signaling.wire.views import DeskView, KioskView
from signaling.wire.vocabulary import (
    ChoiceKind,
    ChosenReason,
    ChosenStatus,
    ErrorCategory,
    ErrorId,
    Grade,
    GuestRole,
    Mood,
    PassReason,
)

GREATEST_MESSAGE = 64 * 1024
"""Bytes of one WebSocket message, either way. A longer one ends the connection (close code 1009)."""
GREATEST_SDP = 48 * 1024
MOST_LANGUAGES = 8
"""How many further languages a resident names."""
MOST_CANDIDATES = 64
"""How many ICE candidates one message carries at most."""

_Sdp = Annotated[str, StringConstraints(min_length=1, max_length=GREATEST_SDP)]
_CandidateLine = Annotated[str, StringConstraints(max_length=512, pattern=r"^[\x20-\x7e]*$")]
_Token = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[\x21-\x7e]*$")]
"""A short name without spaces, such as an ICE user name fragment."""


# ── commands ────────────────────────────────────────────────────────────────────────────────────────────────


class Call(Message):
    """A resident tapped. `call` is new; `tapped_at` is by the kiosk's clock.

    `also`: what else the resident speaks, in order. With a `ticket` the languages are those of the ticket.
    """

    type: Literal["call"] = "call"
    call: CallId
    language: LanguageTag
    tapped_at: Instant
    also: Annotated[Many[LanguageTag], Field(max_length=MOST_LANGUAGES)] = ()
    ticket: TicketCode | None = None


class Choose(Message):
    """The resident chooses what to do beside waiting. `language` goes with `also` and `substitute`."""

    type: Literal["choose"] = "choose"
    call: CallId
    choice: ChoiceKind
    language: LanguageTag | None = None


class Rate(Message):
    """The resident says how it went: of this kiosk's last call, once, before the next one."""

    type: Literal["rate"] = "rate"
    call: CallId
    mood: Mood


class HangUp(Message):
    type: Literal["hang_up"] = "hang_up"
    call: CallId


class MediaUp(Message):
    """The sender decodes the other's picture or hears its sound.

    `epoch` is the number of the guide or guest whose link with the kiosk it is: a kiosk names the other
    party, everybody else themselves.
    """

    type: Literal["media_up"] = "media_up"
    call: CallId
    epoch: Epoch


class MediaDown(Message):
    """The sender has received nothing for a while and tries to mend it."""

    type: Literal["media_down"] = "media_down"
    call: CallId
    epoch: Epoch


class MediaGrade(Message):
    """How sound and picture come through to the sender, where that changed for a while, and by what figures.

    Sent once the talk has gone on for 3 s, and then seldom: the server grants what is too much and does not
    keep it.
    """

    type: Literal["media_grade"] = "media_grade"
    call: CallId
    grade: Grade
    frames: Annotated[int, Field(ge=0, le=240)]
    """Pictures a second."""
    loss: Annotated[int, Field(ge=0, le=100)]
    """Of the packets, in percent."""
    round_trip: Annotated[int, Field(ge=0, le=60_000)] | None
    """Milliseconds; null where it is not known."""
    kilobits: Annotated[int, Field(ge=0, le=1_000_000)]
    """A second."""


class SetStatus(Message):
    type: Literal["set_status"] = "set_status"
    status: ChosenStatus
    reason: ChosenReason | None = None
    chosen_at: Instant | None = None
    """When the guide chose, by the server's clock: an older choice than the newest known has no effect."""
    back_at: Instant | None = None
    """When a guide who goes away plans to be back: shown, never enforced."""


class Take(Message):
    type: Literal["take"] = "take"
    call: CallId
    epoch: Epoch


class Pass(Message):
    type: Literal["pass"] = "pass"
    call: CallId
    epoch: Epoch
    reason: PassReason | None = None


class Hold(Message):
    """Ask the resident to wait a moment, or return."""

    type: Literal["hold"] = "hold"
    call: CallId
    on: bool


class Transfer(Message):
    """Send the resident on and leave. Exactly one of `guide`, `language` and `topic` is set."""

    type: Literal["transfer"] = "transfer"
    call: CallId
    guide: Id | None = None
    language: LanguageTag | None = None
    topic: Code | None = None


class Invite(Message):
    """Ask one more into the call. Exactly one of `guide`, `language` and `topic` is set."""

    type: Literal["invite"] = "invite"
    call: CallId
    role: GuestRole
    guide: Id | None = None
    language: LanguageTag | None = None
    topic: Code | None = None


class HandOver(Message):
    """Let the colleague with the number `epoch` lead the call, and leave."""

    type: Literal["hand_over"] = "hand_over"
    call: CallId
    epoch: Epoch


class Dismiss(Message):
    """Take back the invitation with the number `epoch`, or let that guest go."""

    type: Literal["dismiss"] = "dismiss"
    call: CallId
    epoch: Epoch


class Join(Message):
    """A leader joins a live call as a guest whom every party is shown."""

    type: Literal["join"] = "join"
    call: CallId


class AskForHelp(Message):
    """Ask the leader for help, in a call or outside of one."""

    type: Literal["ask_for_help"] = "ask_for_help"


class WithdrawHelp(Message):
    """No help is needed any more."""

    type: Literal["withdraw_help"] = "withdraw_help"


class FinishWrapUp(Message):
    type: Literal["finish_wrap_up"] = "finish_wrap_up"
    call: CallId
    topic: Code
    disposition: Code
    """What came of the call, from the municipality's list."""
    referred_to: Code | None = None
    """To whom the resident was referred on, where that is so."""


class ExtendWrapUp(Message):
    type: Literal["extend_wrap_up"] = "extend_wrap_up"
    call: CallId


KioskCommand = TypeAliasType(
    "KioskCommand",
    Annotated[Call | Choose | Rate | HangUp | MediaUp | MediaDown | MediaGrade, Field(discriminator="type")],
)
DeskCommand = TypeAliasType(
    "DeskCommand",
    Annotated[
        SetStatus
        | Take
        | Pass
        | HangUp
        | MediaUp
        | MediaDown
        | MediaGrade
        | Hold
        | Transfer
        | Invite
        | HandOver
        | Dismiss
        | Join
        | AskForHelp
        | WithdrawHelp
        | FinishWrapUp
        | ExtendWrapUp,
        Field(discriminator="type"),
    ],
)


class KioskCommandRequest(Message):
    """`id` is new for each command and the same when it is sent again; `expires` is by the server's clock."""

    id: Uuid
    expires: Instant
    command: KioskCommand


class DeskCommandRequest(Message):
    """`id` is new for each command and the same when it is sent again; `expires` is by the server's clock."""

    id: Uuid
    expires: Instant
    command: DeskCommand


# ── errors ──────────────────────────────────────────────────────────────────────────────────────────────────


class Problem(Message):
    """Decide by `id` or `category`; `message` is English for whoever reads a log."""

    id: ErrorId
    category: ErrorCategory
    message: str
    retry_after: Milliseconds | None = None


class Done(Message):
    """The command is committed; a view of at least this `seq` shows its effect."""

    ok: Literal[True] = True
    seq: Seq


class Accepted(Message):
    ok: Literal[True] = True


class Failed(Message):
    ok: Literal[False] = False
    error: Problem


CommandReply = TypeAliasType("CommandReply", Annotated[Done | Failed, Field(discriminator="ok")])


# ── heartbeat ───────────────────────────────────────────────────────────────────────────────────────────────


class MediaSign(Message):
    """Whether frames or sound of this call arrived since the last beat."""

    call: CallId
    flowing: bool


class Beat(Message):
    """Every 5 s: `seq` is that of the newest view shown. Without one for 15 s the sender counts as lost."""

    seq: Seq
    media: MediaSign | None = None


class BeatTaken(Message):
    ok: Literal[True] = True
    seq: Seq
    """Of the newest view sent to this client."""
    at: Instant


BeatReply = TypeAliasType("BeatReply", Annotated[BeatTaken | Failed, Field(discriminator="ok")])


# ── relay ───────────────────────────────────────────────────────────────────────────────────────────────────


class Description(Message):
    """A session description (RFC 8829)."""

    kind: Literal["description"] = "description"
    pc: _Token
    """The sender's RTCPeerConnection: a random name, new for each."""
    to_pc: _Token | None
    """The receiver's, where the sender knows it."""
    type: Literal["offer", "answer"]
    sdp: _Sdp


class Candidate(Message):
    """As the browser's RTCIceCandidateInit, whose names it keeps."""

    candidate: _CandidateLine
    sdp_mid: Annotated[_Token | None, Field(alias="sdpMid")]
    sdp_m_line_index: Annotated[Count | None, Field(alias="sdpMLineIndex")]
    username_fragment: Annotated[_Token | None, Field(alias="usernameFragment")]


class Candidates(Message):
    kind: Literal["candidates"] = "candidates"
    pc: _Token
    candidates: Annotated[Many[Candidate], Field(max_length=MOST_CANDIDATES)]
    end: bool
    """No more will come for this `pc` (RFC 8838 §14)."""


RelayBody = TypeAliasType("RelayBody", Annotated[Description | Candidates, Field(discriminator="kind")])


class RelayRequest(Message):
    """An `n` that is not greater than one taken before does nothing again."""

    call: CallId
    from_: Annotated[Count, Field(alias="from")]
    """The sender's own number in the call; 0 for the kiosk."""
    to: Count
    n: RelayNumber
    body: RelayBody


class RelayAck(Message):
    """Everything from this party up to and including `n` was received."""

    call: CallId
    from_: Annotated[Count, Field(alias="from")]
    to: Count
    """The reader's own number."""
    n: RelayNumber


RelayReply = TypeAliasType("RelayReply", Annotated[Accepted | Failed, Field(discriminator="ok")])


class RelayPush(Message):
    call: CallId
    from_: Annotated[Count, Field(alias="from")]
    to: Count
    n: RelayNumber
    body: RelayBody


# ── from the server ─────────────────────────────────────────────────────────────────────────────────────────


class IceCredentials(Message):
    """ICE servers for one call, as an RTCIceServer has them, good until `expires`."""

    urls: Many[str]
    username: str
    credential: str
    expires: Instant


class KioskViewPush(Message):
    """Show `view` unless one with a greater `seq` is shown. `at` is the server's clock when it was sent."""

    seq: Seq
    at: Instant
    view: KioskView
    ice: IceCredentials | None


class DeskViewPush(Message):
    """Show `view` unless one with a greater `seq` is shown. `at` is the server's clock when it was sent."""

    seq: Seq
    at: Instant
    view: DeskView
    ice: IceCredentials | None


ViewPush = KioskViewPush | DeskViewPush


class Closing(Message):
    """The server is about to disconnect this client, and why."""

    error: Problem


KIOSK_EVENTS = {
    "command": (KioskCommandRequest, CommandReply),
    "beat": (Beat, BeatReply),
    "relay": (RelayRequest, RelayReply),
    "relay_ack": (RelayAck, RelayReply),
}
"""What a kiosk may send: event, message, reply."""
DESK_EVENTS = {**KIOSK_EVENTS, "command": (DeskCommandRequest, CommandReply)}
KIOSK_PUSHES = {"view": KioskViewPush, "relay": RelayPush, "closing": Closing}
"""What a kiosk hears: event and message. None is acknowledged but `relay`, by `relay_ack`."""
DESK_PUSHES = {**KIOSK_PUSHES, "view": DeskViewPush}
