"""What the REST API takes and gives. Times are milliseconds since 1970-01-01 UTC unless a field is a date."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from guide_server.access import StaffRole
from guide_server.endpoint import Query
from guide_server.passwords import LONGEST, SHORTEST
from signaling.core.ids import Role
from signaling.core.vocabulary import (
    AwayReason,
    CallOutcome,
    CallState,
    ChoiceKind,
    GuideStatus,
    PartyState,
    PassReason,
    RingOutcome,
)
from signaling.store.audit import AuditAction
from signaling.store.call_log import LogOrder
from signaling.store.directory import KioskState
from signaling.store.log_filter import HelpedHow, TicketPart, Waited
from signaling.wire.languages import LanguageName
from signaling.wire.scalars import CallId, Code, Count, Id, Instant, LanguageTag, Many, Message, Milliseconds
from signaling.wire.scalars import SafeText as Text
from signaling.wire.views import Language, Skill

Login = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._@-]*$", min_length=2, max_length=64)]
Name = Annotated[Text, StringConstraints(pattern=r"\S", max_length=80, strip_whitespace=True)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2999, 12, 31))]
Password = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
Next = Annotated[str, StringConstraints(max_length=500)]
"""The page that was asked for before; followed only where it is one of ours and allowed."""
OneTimeCode = Annotated[str, StringConstraints(max_length=40)]
NewPassword = Annotated[str, StringConstraints(min_length=SHORTEST, max_length=LONGEST)]
Languages = Annotated[Many[LanguageTag], Field(max_length=40)]
Topics = Annotated[Many[Code], Field(max_length=40)]
Skills = Annotated[Many[Skill], Field(max_length=40)]
DeskRoles = Annotated[Many[Literal["guide", "leader"]], Field(min_length=1, max_length=2)]
"""What an admin may give: works at a desk, leads the guides' work, or both."""
LAST_PAGE = 2_000


class Purpose(StrEnum):
    """Why an admin reads the log. Stands in the audit."""

    FOLLOW_UP = "follow_up"
    """How the service does."""
    COMPLAINT = "complaint"
    FAULT = "fault"
    """Something did not work."""
    PUBLIC_RECORDS_REQUEST = "public_records_request"
    """Someone asked for a public record."""


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


class SignIn(Message):
    login: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    password: Password
    code: OneTimeCode | None = None
    """Where the account has a second step: from the telephone, or a backup code."""
    next: Next = ""


class WaysIn(Message):
    """How one can sign in here, besides login and password."""

    provider: bool
    """Whether an account of the identity provider will do."""
    button: str | None
    """What the button for it says; null: the page's own words."""


class Me(Message):
    """Who is signed in."""

    staff: Id
    login: str
    name: str
    roles: Many[StaffRole]
    csrf: str
    """To be sent as X-CSRF-Token with every request that changes something."""
    expires: Instant
    """When the session ends at the latest."""


class Welcome(Message):
    me: Me
    go_to: str
    """Where to go now: a path on this server."""


class OwnAccount(Message):
    """How I sign in."""

    password: bool
    """Whether a password of ours opens the account."""
    second_step_since: Instant | None
    backup_codes: Count
    """How many are left."""


class NewOwnPassword(Message):
    old: Password
    new: NewPassword


class OwnPassword(Message):
    password: Password


class OfferedKey(Message):
    """For the telephone. Counts only once a code of it was given back."""

    key: str
    """To be typed where the code cannot be seen."""
    qr: Many[str]
    """The rows of the QR code, `1` for dark, without the quiet zone."""


class FirstCode(Message):
    code: OneTimeCode


class BackupCodes(Message):
    """Shown once: only hashes are kept."""

    codes: Many[str]


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


class PeriodQuery(Query):
    """Whole days of the municipality, both included; the last thirty where none are given. And what for."""

    start: Annotated[Day | None, Field(alias="from")] = None
    end: Annotated[Day | None, Field(alias="to")] = None
    why: Purpose = Purpose.FOLLOW_UP

    @model_validator(mode="after")
    def _forward(self) -> "PeriodQuery":
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ValueError("the period ends before it begins")
        return self


class LogSelection(PeriodQuery):
    """Which calls; every part narrows."""

    kiosk: Id | None = None
    neighbourhood: Id | None = None
    language: LanguageTag | None = None
    outcome: CallOutcome | None = None
    spoken: LanguageTag | None = None
    """The language of resident and guide, whatever was asked for."""
    how: HelpedHow | None = None
    ticket: TicketPart | None = None
    waited: Waited | None = None


class LogQuery(LogSelection):
    sort: LogOrder = LogOrder.QUEUED_AT
    order: Literal["asc", "desc"] = "desc"
    page: Annotated[int, Field(ge=1, le=LAST_PAGE)] = 1


class Share(Message):
    """A share from 0 to 1, and between which bounds the true one lies with 95 % confidence."""

    share: float
    low: float
    high: float


class EqualityLine(Message):
    """One language, one neighbourhood, or all. A small line is kept back and has no figures."""

    key: str
    name: str
    kept_back: bool
    taps: Count | None = None
    offered: Count | None = None
    handled: Count | None = None
    within_target: Share | None = None
    """Handled within the target, of those offered."""
    left: Share | None = None
    """Tapped and left before a guide came, of those offered."""
    median_wait: Milliseconds | None = None
    p90_wait: Milliseconds | None = None


class EqualityCell(Message):
    """One language in one neighbourhood."""

    language: LanguageTag
    neighbourhood: Id
    kept_back: bool
    within_target: Share | None
    p90_wait: Milliseconds | None


class EqualityHour(Message):
    """An hour of the week over the whole period; null where too few tapped for a figure."""

    weekday: Annotated[int, Field(ge=0, le=6)]
    """Monday is 0."""
    hour: Annotated[int, Field(ge=0, le=23)]
    taps: Count | None
    average_wait: Milliseconds | None


class WaitRatio(Message):
    """The longest P90 wait of a language to the shortest. The aim is at most 2."""

    worst: LanguageTag
    best: LanguageTag
    ratio: float


class EqualityPage(Message):
    start: date
    end: date
    target: Milliseconds
    total: EqualityLine
    languages: Many[EqualityLine]
    neighbourhoods: Many[EqualityLine]
    cells: Many[EqualityCell]
    hours: Many[EqualityHour]
    ratio: WaitRatio | None
    unserved: Many[LanguageTag]
    """Asked for, and nobody was ever reached."""


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


class LogFigures(Message):
    """What the selected calls come to. The rest was turned away, failed or is open."""

    taps: Count
    """All of them."""
    offered: Count
    """Those that were let into the queue."""
    handled: Count
    """Calls in which picture and sound came up both ways."""
    abandoned: Count
    """The resident left before a guide took the call."""
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
    figures: LogFigures


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
    """How it ended, where the moment is an end; the topic, where it is a wrap-up or asked for."""
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


class Timeline(Message):
    call: CallRow
    rings: Many[Ring]
    moments: Many[Moment]
    notes: Many[KeptNote] = ()
    """What its guides wrote about it, where such notes are kept."""


class Named(Message):
    id: Id
    name: str


class Kiosk(Message):
    id: Id
    name: str
    site: Id
    site_name: str
    neighbourhood: Id
    neighbourhood_name: str
    phone: str
    state: KioskState


class Guide(Message):
    id: Id
    login: str
    name: str
    languages: Many[LanguageTag]
    skills: Many[Skill]
    """How well the guide speaks or signs each of them."""
    interprets: Many[LanguageTag]
    topics: Many[Code]
    """What the guide knows well: a resident can be sent on to somebody who does."""
    active: bool
    second_step: bool
    """Whether a code is asked for when signing in by password."""
    roles: DeskRoles


class DirectoryPage(Message):
    """Everything that the log's filters and the lists of the admin page name."""

    neighbourhoods: Many[Named]
    sites: Many[Named]
    kiosks: Many[Kiosk]
    guides: Many[Guide]
    languages: Many[LanguageName]
    """Those offered here, in the order in which kiosks show them."""
    topics: Many[Code]
    dispositions: Many[Code]
    provider: bool
    """Whether an identity provider lets people in too: then a guide needs no password of ours."""
    zone: str
    """The municipality's time zone, as the IANA data base names it: whose days the log's periods are."""


class BoardLanguage(Message):
    """One language that somebody waits for or can serve."""

    language: Language
    waiting: Count
    oldest: Instant | None
    """When the one who waits longest was put in line."""
    on_duty: Count
    free: Count


class BoardHelp(Message):
    """The guide asked the leader for help."""

    since: Instant
    coming: str | None
    """The name of the leader who answered."""


class BoardGuide(Message):
    id: Id
    name: str
    status: GuideStatus
    reason: AwayReason | None
    since: Instant
    next_status: GuideStatus | None
    """What the guide is to be after the present call or wrap-up, where somebody chose."""
    back_at: Instant | None
    """When a guide who is away plans to be back."""
    languages: Many[Language]
    connected: bool
    call: CallId | None
    """Which rings at this desk or is led or joined from it."""
    help: BoardHelp | None


class BoardEnd(Message):
    """One end of a talk, as it last said."""

    connected: bool
    """Whether its socket is up; a talk goes on without."""
    receives: bool
    """Whether it sees or hears the other end."""


class BoardGuest(Message):
    name: str
    role: Role
    state: PartyState


class BoardTaker(Message):
    id: Id
    name: str


class BoardCall(Message):
    """An open call. It names where the kiosk stands, never who stands before it."""

    call: CallId
    state: CallState
    kiosk_name: str
    site_name: str
    neighbourhood_name: str
    language: Language
    queued_at: Instant
    taken_at: Instant | None
    guide_name: str | None
    """At whose desk it rings or is."""
    because: str
    """Why that guide was rung: the matcher's one line. Empty while no desk has rung."""
    live_since: Instant | None
    on_hold: bool
    kiosk_end: BoardEnd | None
    """Null before a talk, as `guide_end`."""
    guide_end: BoardEnd | None
    guests: Many[BoardGuest]
    """Interpreters, colleagues and leaders in the call."""
    takers: Many[BoardTaker]
    """To whom it could be assigned: free and with a language in common, the longest idle first."""


class BoardToday(Message):
    """The day so far, since midnight in the municipality."""

    decided: Count
    """Calls that were let into the queue, but for those that may still be answered within the target."""
    within_target: Count
    """Those of them that a guide took within the target."""
    abandoned: Count


class Board(Message):
    """The pool as it is at `at`."""

    at: Instant
    target: Milliseconds
    """Within which a resident should be answered."""
    today: BoardToday
    zone: str
    names: Many[LanguageName]
    """Of the languages that are on the board."""
    languages: Many[BoardLanguage]
    guides: Many[BoardGuide]
    calls: Many[BoardCall]
    dark_kiosks: Many[str]
    """Names of kiosks that are enrolled, were connected before and are not now."""


class ForcedStatus(Message):
    """What a guide is to be: at once, or after the call or wrap-up that the guide is in."""

    status: Literal["available", "away", "offline"]


class Assignment(Message):
    """To whom a call shall ring."""

    guide: Id


class EnrolmentCode(Message):
    """Shown once: the store keeps only its hash."""

    kiosk: Id
    code: str
    expires: Instant


class NewGuide(Message):
    login: Login
    name: Name
    password: NewPassword | None = None
    """Left out where the identity provider alone lets this person in."""
    languages: Languages
    roles: DeskRoles = ("guide",)
    skills: Skills = ()
    """How well, where it is not fluently; of `languages` only."""
    interprets: Languages = ()
    """What this person interprets on call, for a guide who does not speak it."""
    topics: Topics = ()
    """What this person knows well, of the pool's topics."""


class GuideChange(Message):
    """What is given replaces what was."""

    roles: DeskRoles | None = None
    languages: Languages | None = None
    skills: Skills | None = None
    """Goes with `languages`, and replaces all that was said of them."""
    interprets: Languages | None = None
    topics: Topics | None = None
    active: bool | None = None
    """False: may no longer sign in, and is signed out everywhere."""
    password: NewPassword | None = None
    """A new one signs the guide out everywhere."""


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

    before: Annotated[int | None, Field(ge=1)] = None
    why: Purpose = Purpose.FOLLOW_UP


class AuditPage(Message):
    rows: Many[AuditRow]
