"""What the session log takes and gives.

Times are milliseconds since 1970-01-01 UTC unless a field is a date.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from guide_server.desk.models import KeptNote
from guide_server.http.endpoint import Query, RowNumber
from guide_server.period import PeriodQuery, Purpose
from signaling.core.ids import Role
from signaling.core.vocabulary import CallOutcome, CallState, ChoiceKind, Grade, PassReason, RingOutcome
from signaling.store.audit import AuditAction
from signaling.store.log_filter import HelpedHow, TicketPart, Waited
from signaling.store.session_log.order import LogOrder
from signaling.wire.scalars import (
    CallId,
    Code,
    Count,
    Id,
    Instant,
    LanguageTag,
    Many,
    Message,
    Milliseconds,
    SafeText,
)

LAST_PAGE = 2**31
"""Beyond the last page that can be asked for there is none; a page beyond the last call is empty."""


class LogSelection(PeriodQuery):
    """Which calls; every part narrows."""

    kiosk: Id | None = None
    site: Id | None = None
    neighbourhood: Id | None = None
    language: LanguageTag | None = None
    outcome: CallOutcome | None = None
    spoken: LanguageTag | None = None
    """The language of resident and guide, whatever was asked for."""
    how: HelpedHow | None = None
    ticket: TicketPart | None = None
    waited: Waited | None = None
    topic: Code | None = None
    quality: Grade | None = None
    """How sound and picture came through at their worst, at either end."""
    guide: Id | None = None
    """Who was rung last, or took it."""


class LogExport(LogSelection):
    approval: RowNumber | None = None
    """The request that another admin approved, where an export needs one."""
    public: bool = False
    """Without any id or name of a person, as for a request for public records."""


class LogQuery(LogSelection):
    sort: LogOrder = LogOrder.QUEUED_AT
    order: Literal["asc", "desc"] = "desc"
    page: Annotated[int, Field(ge=1, le=LAST_PAGE)] = 1


ViewName = Annotated[SafeText, StringConstraints(pattern=r"\S", max_length=60, strip_whitespace=True)]


class NewLogView(Message):
    name: ViewName
    shared: bool = False
    """Whether everyone who reads the log sees it."""
    selection: LogQuery
    """Its page and purpose are not kept."""


class LogView(Message):
    """A selection under a name."""

    id: int
    name: str
    shared: bool
    own: bool
    """Whether it is the reader's, who alone may forget it."""
    owner_name: str
    selection: LogQuery


class LogViews(Message):
    views: Many[LogView]


class CallReading(Query):
    """One call."""

    why: Purpose = Purpose.FOLLOW_UP


class CallRow(Message):
    """One call of the session log."""

    call: CallId
    kiosk: Id
    kiosk_name: str
    site_name: str
    neighbourhood_name: str
    language: LanguageTag
    tapped_at: Instant
    state: CallState
    outcome: CallOutcome | None
    guide_name: str | None
    rings: Count
    wait: Milliseconds | None
    """From the arrival at the server to the take; where nobody took it, to the end."""
    talk: Milliseconds | None
    """From the first picture both ways to the end."""
    ended_at: Instant | None
    topic: Code | None
    disposition: Code | None
    referred_to: Code | None
    spoken: LanguageTag | None
    """The language that resident and guide shared; null where none did, or nobody was rung."""
    how: HelpedHow | None
    interpreter_name: str | None
    ticket_of: CallId | None
    """The call whose ticket this one began with."""
    urgent: bool
    """An admin gave it priority."""
    quality: Grade | None
    """How sound and picture came through at their worst, at either end; null where that is not known."""
    poor: Milliseconds | None
    """How long they came through poorly, or not at all, at either end."""


class LogFigures(Message):
    """What the selected calls come to. The rest was turned away, failed or is open."""

    taps: Count
    """All of them."""
    offered: Count
    """Those that were let into the queue."""
    handled: Count
    """Calls in which picture and sound came up both ways."""
    abandoned: Count
    """The resident left, or the kiosk was lost, before a talk began."""
    within_target: Count
    """Handled, and taken within `target`."""
    target: Milliseconds
    median_wait: Milliseconds | None
    p90_wait: Milliseconds | None
    """Nine of ten handled calls waited no longer."""


class LogPage(Message):
    start: date
    end: date
    total: Count
    page: int
    pages: int
    rows: Many[CallRow]
    figures: LogFigures | None
    """Null where one guide's calls are selected: the log is not for measuring people."""


class PublicCall(Message):
    """One call as a public record shows it: no id, no kiosk, no staff, and no second of the tap."""

    tapped_at: Instant
    neighbourhood_name: str
    site_name: str
    language: LanguageTag
    outcome: CallOutcome | None
    rings: Count
    wait: Milliseconds | None
    talk: Milliseconds | None
    topic: Code | None
    disposition: Code | None
    referred_to: Code | None
    spoken: LanguageTag | None
    how: HelpedHow | None
    with_ticket: bool
    urgent: bool
    quality: Grade | None


class PublicLogPage(Message):
    start: date
    end: date
    total: Count
    page: int
    pages: int
    rows: Many[PublicCall]
    figures: LogFigures | None


class Ring(Message):
    """One desk rang, to lead the call or to join it as a guest."""

    epoch: int
    guide_name: str
    role: Role
    at: Instant
    taken_at: Instant | None
    ended_at: Instant | None
    outcome: RingOutcome | None
    because: str
    left_at: Instant | None
    """When the guide was out of the call; null while rung or in it."""


class MomentFigures(Message):
    """What one end of the talk received when it graded that."""

    frames: Count
    """Pictures a second."""
    loss: Count
    """Of the packets, in percent."""
    round_trip: Milliseconds | None
    kilobits: Count
    """A second."""


class Moment(Message):
    """One fact of the call, as the journal has it."""

    seq: int
    at: Instant
    type: Code
    by: Role | None
    guide_name: str | None
    role: Role | None = None
    """What the guide is to the call, where that is not to lead it."""
    detail: Code | None = None
    """How it ended, where the moment is an end; the topic, where it is a wrap-up or asked for; a grade."""
    languages: Many[LanguageTag] = ()
    """Those that it is about."""
    choices: Many[ChoiceKind] = ()
    """What the screen offered."""
    because: str = ""
    """Why this desk rang: the matcher's one line."""
    reason: PassReason | None = None
    """Why the guide passed."""
    to_name: str | None = None
    """The guide to whom the resident was sent."""
    start: Instant | None = None
    """From when a ticket is good."""
    until: Instant | None = None
    """Until when a ticket is good."""
    figures: MomentFigures | None = None
    """By what sound and picture were graded; the grade is the detail."""


class Screen(Message):
    """What stood on the resident's screen from `at` on, until the next one."""

    at: Instant
    state: CallState
    position: Count | None
    """1 for the next in line; null where the screen told no place."""
    choices: Many[ChoiceKind]
    """What it offered beside waiting."""
    on_hold: bool
    outcome: CallOutcome | None
    """How it said that the call had ended, on the last one."""


class Timeline(Message):
    call: CallRow
    rings: Many[Ring]
    moments: Many[Moment]
    screens: Many[Screen]
    """What the resident saw, by the kiosk's own view at the time; without the minutes that it estimated."""
    notes: Many[KeptNote] = ()
    """What its guides wrote about it, where such notes are kept."""


class ExportRequest(Message):
    """An export that waits for another admin."""

    approval: int
    until: Instant
    """When it is void."""


class AuditRow(Message):
    """Who read or changed what."""

    id: int
    at: Instant
    who: str
    what: AuditAction
    given: dict[str, str | int]
    """Which records were asked for, or what was changed."""
    rows: Count
    why: str
    """A `Purpose`; empty where something was changed."""


class AuditReading(Query):
    """The newest rows, or those older than `before`."""

    before: RowNumber | None = None
    why: Purpose = Purpose.FOLLOW_UP


class AuditPage(Message):
    rows: Many[AuditRow]
