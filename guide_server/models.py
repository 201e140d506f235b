"""What the REST API takes and gives. Times are milliseconds since 1970-01-01 UTC unless a field is a date."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from guide_server.access import StaffRole
from guide_server.endpoint import Query
from guide_server.passwords import LONGEST, SHORTEST
from signaling.core.ids import Role
from signaling.core.vocabulary import CallOutcome, CallState, RingOutcome
from signaling.store.audit import AuditAction
from signaling.store.call_log import LogOrder
from signaling.store.directory import KioskState
from signaling.wire.languages import LanguageName
from signaling.wire.scalars import CallId, Code, Count, Id, Instant, LanguageTag, Many, Message, Milliseconds
from signaling.wire.scalars import SafeText as Text

Login = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._@-]*$", min_length=2, max_length=64)]
Name = Annotated[Text, StringConstraints(pattern=r"\S", max_length=80, strip_whitespace=True)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2999, 12, 31))]
Password = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
NewPassword = Annotated[str, StringConstraints(min_length=SHORTEST, max_length=LONGEST)]
Languages = Annotated[Many[LanguageTag], Field(max_length=40)]
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


class SignIn(Message):
    login: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    password: Password
    next: Annotated[str, StringConstraints(max_length=500)] = ""
    """The page that was asked for before; followed only where it is one of ours and allowed."""


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


class LogSelection(Query):
    """Which calls; every part narrows. Days are whole days of the municipality, both included."""

    start: Annotated[Day | None, Field(alias="from")] = None
    end: Annotated[Day | None, Field(alias="to")] = None
    kiosk: Id | None = None
    neighbourhood: Id | None = None
    language: LanguageTag | None = None
    outcome: CallOutcome | None = None
    why: Purpose = Purpose.FOLLOW_UP

    @model_validator(mode="after")
    def _forward(self) -> "LogSelection":
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ValueError("the period ends before it begins")
        return self


class LogQuery(LogSelection):
    sort: LogOrder = LogOrder.QUEUED_AT
    order: Literal["asc", "desc"] = "desc"
    page: Annotated[int, Field(ge=1, le=LAST_PAGE)] = 1


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
    epoch: int
    guide_name: str
    at: Instant
    taken_at: Instant | None
    ended_at: Instant | None
    outcome: RingOutcome | None
    because: str


class Moment(Message):
    """One fact of the call, as the journal has it."""

    seq: int
    at: Instant
    type: Code
    by: Role | None
    guide_name: str | None
    detail: Code | None
    """How it ended, where the moment is an end; the topic, where it is a wrap-up."""


class Timeline(Message):
    call: CallRow
    rings: Many[Ring]
    moments: Many[Moment]


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
    active: bool


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
    zone: str
    """The municipality's time zone, as the IANA data base names it: whose days the log's periods are."""


class EnrolmentCode(Message):
    """Shown once: the store keeps only its hash."""

    kiosk: Id
    code: str
    expires: Instant


class NewGuide(Message):
    login: Login
    name: Name
    password: NewPassword
    languages: Languages


class GuideChange(Message):
    """What is given replaces what was."""

    languages: Languages | None = None
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
