"""What the settings of a municipality take and give. Times are milliseconds since 1970-01-01 UTC.

`content` is a whole area, in the form that `deploy/config/vagvisare.yaml` describes for the settings file.
"""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from guide_server.http.endpoint import Query, RowNumber
from signaling.areas import AreaName
from signaling.wire.scalars import Code, Count, Instant, LanguageTag, Many, Message, SafeText

Content = dict[str, Any]
Note = SafeText | None
"""Why it is changed, for whoever reads the history."""
Base = Annotated[int, Field(ge=0, lt=2**31 - 1)]
"""The number of the version that whoever asks saw; 0: the settings file's."""


class SettingsArea(Message):
    """One area as it is in force."""

    area: AreaName
    version: Count
    """0: nobody changed it from the page."""
    changed_at: Instant | None
    changed_by: str | None
    """By name; null for version 0."""
    note: str
    from_file: bool
    """Whether the settings file's content is in force: there is no version, or the newest went back to it."""
    content: Content
    file: Content
    """What the settings file says, with the environment."""


class SettingsPage(Message):
    areas: Many[SettingsArea]
    second_admin_for_retention: bool
    """Whether a shorter retention waits for another admin."""


class VersionsBefore(Query):
    before: RowNumber | None = None


class SettingsVersion(Message):
    number: Count
    at: Instant
    who: str
    """By name."""
    note: str
    undoes: Count | None
    """The number of the version that this one took back."""
    from_file: bool
    """Whether it went back to the settings file, whose present content is then shown."""
    content: Content


class SettingsVersions(Message):
    """The newest versions of an area, or those older than `before`."""

    versions: Many[SettingsVersion]
    more: bool
    """Whether there are older ones."""


class SettingsWish(Message):
    """What an area should become."""

    content: Content
    base: Base


class SettingsChange(SettingsWish):
    note: Note = None


class SettingsUndo(Message):
    """Have an area as it was before the version `number`; 0: as the settings file has it."""

    number: Base
    base: Base
    note: Note = None


class SettingsDifference(Message):
    path: str
    """Keys and places joined by dots; empty: the whole."""
    before: Any
    """Null where there was nothing."""
    after: Any


class SettingsEffectId(StrEnum):
    WAITING_IN_LANGUAGE = "waiting_in_language"
    """`calls` wait now in a `language` that goes away. They are served to their end."""
    GUIDE_WITHOUT_LANGUAGE = "guide_without_language"
    """A `guide` speaks no language that remains."""
    TOPIC_IN_USE = "topic_in_use"
    """A `topic` that goes away was noted for `calls` of the last 30 days."""
    HOURS_CLOSE = "hours_close"
    """On a `weekday` (1: Monday) in an `hour` of the next 14 days it closes, in which `calls` came within
    the last 28 days."""
    DESTROYS = "destroys"
    """`rows` of a `table` become due for destruction at the next run; `kind` is the rule's."""


class SettingsEffect(Message):
    """What was measured of a change's consequences."""

    id: SettingsEffectId
    params: dict[str, str | int]


class SettingsPreview(Message):
    changes: Many[SettingsDifference]
    effects: Many[SettingsEffect]
    waits: bool
    """Whether another admin would have to approve it."""


class SettingsChanged(Message):
    version: SettingsVersion | None
    """Null where another admin has to approve it first."""
    approval: Count | None


class ShippedTextsQuery(Query):
    language: LanguageTag


class ShippedTexts(Message):
    """The kiosk's words in one language; in Swedish, with what is said of a language, where it has none."""

    languages: Many[LanguageTag]
    """Those that there are words in."""
    said_in: LanguageTag
    texts: dict[str, str]


class OwnName(Message):
    sv: str
    en: str | None
    """Null: as in Swedish, unless the page comes with an English name."""


class OwnNames(Message):
    """What the municipality calls its codes, where it says so itself; by code."""

    topic: dict[Code, OwnName]
    topic_group: dict[Code, OwnName]
    disposition: dict[Code, OwnName]
    referral: dict[Code, OwnName]
