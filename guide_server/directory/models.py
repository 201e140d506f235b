"""What the lists of guides and kiosks take and give.

Times are milliseconds since 1970-01-01 UTC unless a field is a date.
"""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from guide_server.http.access import StaffRole
from guide_server.http.endpoint import Query, RowNumber
from guide_server.sign_in.models import Login, NewPassword
from signaling.store.approvals import Deed
from signaling.store.directory import KioskState
from signaling.wire.languages import LanguageName
from signaling.wire.scalars import Code, Count, Id, Instant, LanguageTag, Many, Message
from signaling.wire.scalars import SafeText as Text
from signaling.wire.views import Skill

Name = Annotated[Text, StringConstraints(pattern=r"\S", max_length=80, strip_whitespace=True)]


Languages = Annotated[Many[LanguageTag], Field(max_length=40)]


Topics = Annotated[Many[Code], Field(max_length=40)]


Skills = Annotated[Many[Skill], Field(max_length=40)]


Base = Annotated[int, Field(ge=0, lt=2**31 - 1)]


Roles = Annotated[Many[StaffRole], Field(min_length=1, max_length=5)]
"""What an admin may give to others."""


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


class KioskContact(Message):
    """A kiosk, and whether it has contact at this moment."""

    id: Id
    name: str
    site: Id
    site_name: str
    neighbourhood: Id
    neighbourhood_name: str
    state: KioskState
    connected: bool


class KioskList(Message):
    kiosks: Many[KioskContact]


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
    roles: Many[StaffRole]
    """None while the first ones wait for a second admin."""
    asked_roles: Many[StaffRole] | None = None
    """What was asked for, where a second admin has to approve it."""


class DirectoryPage(Message):
    """Everything that the log's filters and the lists of the admin page name."""

    neighbourhoods: Many[Named]
    sites: Many[Named]
    kiosks: Many[Kiosk]
    guides: Many[Guide]
    """Everyone with an account; for admins only."""
    languages: Many[LanguageName]
    """Those offered here, in the order in which kiosks show them."""
    topics: Many[Code]
    dispositions: Many[Code]
    second_admin_for: Many[Deed]
    """What another admin has to approve first."""
    provider: bool
    """Whether an identity provider lets people in too: then a guide needs no password of ours."""
    publishes: bool
    """Whether anyone may read how equal the service was, at `/service/`."""
    demo: bool
    """Whether there are places of the demo's: then there are calls that nobody made."""
    zone: str
    """The municipality's time zone, as the IANA data base names it: whose days the log's periods are."""


class GuideChanged(Message):
    waits: bool
    """Whether the roles wait for a second admin; everything else is done."""


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
    roles: Roles = (StaffRole.GUIDE,)
    skills: Skills = ()
    """How well, where it is not fluently; of `languages` only."""
    interprets: Languages = ()
    """What this person interprets on call, for a guide who does not speak it."""
    topics: Topics = ()
    """What this person knows well, of the pool's topics."""
    note: Text | None = None
    """Why it is added, for whoever reads the history."""


class GuideWish(Message):
    """What is given replaces what was."""

    roles: Roles | None = None
    languages: Languages | None = None
    skills: Skills | None = None
    """Goes with `languages`, and replaces all that was said of them."""
    interprets: Languages | None = None
    topics: Topics | None = None
    active: bool | None = None
    """False: may no longer sign in, and is signed out everywhere."""
    password: NewPassword | None = None
    """A new one signs the guide out everywhere."""


class GuideChange(GuideWish):
    note: Text | None = None
    """Why it is changed, for whoever reads the history."""
    undoes: RowNumber | None = None
    """The number of the version that this takes back, where it does."""
    base: Base | None = None
    """The number of the newest version that the preview told; left out: whichever it is."""


class GuideField(StrEnum):
    NAME = "name"
    ROLES = "roles"
    LANGUAGES = "languages"
    SKILLS = "skills"
    INTERPRETS = "interprets"
    TOPICS = "topics"
    ACTIVE = "active"


class GuideDifference(Message):
    """One thing about an account that differs, in the form in which a change gives it."""

    field: GuideField
    before: Any
    """Null: the account was not there."""
    after: Any


class GuideEffectId(StrEnum):
    LAST_SPEAKER = "last_speaker"
    """No other guide who may sign in helps in a `language`. `calls` wait now in it."""
    LAST_INTERPRETER = "last_interpreter"
    """Nobody else who may sign in interprets a `language`."""
    AT_WORK = "at_work"
    """The guide is at the desk now."""
    IN_CALL = "in_call"
    """The guide is in a call now."""
    FIRST_SPEAKER = "first_speaker"
    """A new account is the first that helps in a `language`. `calls` wait now in it."""
    FURTHER_SPEAKER = "further_speaker"
    """A new account helps in a `language` in which so many `guides` do already."""
    FIRST_INTERPRETER = "first_interpreter"
    FURTHER_INTERPRETER = "further_interpreter"
    NOT_RUNG = "not_rung"
    """A new account has languages, but not the guide's role: so it is rung for nobody."""
    ONE_ADMIN_LEFT = "one_admin_left"
    """One admin is left, who cannot approve what they ask for themselves."""


class GuideEffect(Message):
    """What was found that a change leads to."""

    id: GuideEffectId
    params: dict[str, str | int]


class GuidePreview(Message):
    changes: Many[GuideDifference]
    effects: Many[GuideEffect]
    waits: bool
    """Whether the roles would have to wait for a second admin; everything else is done at once."""
    base: Count
    """The number of the account's newest version; 0: none is kept, or it is a new account."""


class GuideVersionsBefore(Query):
    before: RowNumber | None = None


class GuideVersion(Message):
    """One change of an account."""

    number: Count
    at: Instant
    who: str
    """By name."""
    approved_by: str | None
    """By name, where a second admin approved it."""
    note: str
    undoes: Count | None
    """The number of the version that this one took back."""
    is_new: bool
    """Whether the account was added; `changes` then say with what."""
    changes: Many[GuideDifference]
    password: bool
    """Whether the password was replaced."""


class GuideVersions(Message):
    """The newest changes of an account, or those older than `before`."""

    versions: Many[GuideVersion]
    more: bool
    """Whether there are older ones."""
