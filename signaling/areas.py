"""The areas of settings that a municipality's admin may change from the page, and what each holds.

The settings file and the environment give the first content of every area; a version that an admin stored
lies over it. Both are judged by the same models. What an area does not hold stays the file's alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, RootModel, ValidationError
from pydantic_core import PydanticCustomError

from signaling.core.pool_settings import PoolSettings
from signaling.core.substitutes import NO_SUBSTITUTES
from signaling.own_texts import REFERENCE, faults_in, texts_of_this_version
from signaling.pool_part import LanguagesPart, PoolPart, TopicsPart, WaitingPart
from signaling.settings import HoursPart, NotesPart, RetentionPart, Settings, SitesPart
from signaling.settings_model import read_model
from signaling.store.retention.plan import Rule
from signaling.store.retention.receipts import ReceiptKind
from signaling.substitutes_file import SubstitutesFile, TableFault
from signaling.wire.scalars import LanguageTag, is_safe

Content = Mapping[str, Any]
"""Of one area, as JSON."""


class AreaName(StrEnum):
    LANGUAGES = "languages"
    HOURS = "hours"
    SITES = "sites"
    TOPICS = "topics"
    WAITING = "waiting"
    RETENTION = "retention"
    TEXTS = "texts"


def _usable(file: SubstitutesFile) -> SubstitutesFile:
    try:
        file.table()
    except TableFault as fault:
        raise PydanticCustomError(fault.reason, "{sentence}", {"sentence": str(fault)}) from None
    return file


class LanguagesArea(LanguagesPart):
    substitutes: Annotated[SubstitutesFile, AfterValidator(_usable)] | None = None
    """The table of close languages itself, which the settings file only names."""


class RetentionArea(RetentionPart):
    notes: NotesPart = NotesPart()


class TextsArea(RootModel[dict[LanguageTag, dict[str, str]]]):
    """The municipality's own words for the kiosks: by language, by the key of the page's text."""

    model_config = ConfigDict(frozen=True)
    root: dict[LanguageTag, dict[str, str]] = {}

    def faults(self) -> Iterator["AreaFault"]:
        shipped = texts_of_this_version()
        if self.root and REFERENCE not in shipped:
            yield AreaFault("", "texts_not_built", "The kiosk's page is not built here.")
            return
        for tag, texts in self.root.items():
            for fault in faults_in(tag, texts, shipped):
                yield AreaFault(f"{tag}.{fault.key}", fault.reason, fault.sentence)
            for key, text in texts.items():
                if not is_safe(text):
                    yield AreaFault(f"{tag}.{key}", "text_unsafe", "Control characters are not shown.")


_MODELS: Mapping[AreaName, type[BaseModel]] = {
    AreaName.LANGUAGES: LanguagesArea,
    AreaName.HOURS: HoursPart,
    AreaName.SITES: SitesPart,
    AreaName.TOPICS: TopicsPart,
    AreaName.WAITING: WaitingPart,
    AreaName.RETENTION: RetentionArea,
    AreaName.TEXTS: TextsArea,
}


@dataclass(frozen=True, slots=True)
class AreaFault:
    """What is wrong at one place of an area's content. `reason` is a stable id."""

    path: str
    reason: str
    sentence: str


class InvalidArea(Exception):
    """The content cannot be an area's; the faults say why."""

    def __init__(self, *faults: AreaFault) -> None:
        super().__init__("; ".join(f"{fault.path}: {fault.sentence}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Areas:
    """The content of every area at one moment."""

    languages: LanguagesArea
    hours: HoursPart
    sites: SitesPart
    topics: TopicsPart
    waiting: WaitingPart
    retention: RetentionArea
    texts: TextsArea

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """As the settings file has them. Raises `SettingsError` for the table that it names."""
        pool = settings.pool
        table = None if pool.substitutes is None else read_model(pool.substitutes, SubstitutesFile)
        return cls(
            languages=LanguagesArea(**_fields(LanguagesPart, pool), substitutes=table),
            hours=settings.hours,
            sites=SitesPart(**_fields(SitesPart, settings.municipality)),
            topics=TopicsPart(**_fields(TopicsPart, pool)),
            waiting=WaitingPart(**_fields(WaitingPart, pool)),
            retention=RetentionArea(**_fields(RetentionPart, settings.retention), notes=settings.notes),
            texts=TextsArea(),
        )

    def content(self, name: AreaName) -> dict[str, Any]:
        part: BaseModel = getattr(self, name)
        return part.model_dump(mode="json")

    def with_content(self, name: AreaName, content: Content) -> Self:
        """These with other content of one area. Raises `InvalidArea`."""
        try:
            part = _MODELS[name].model_validate(content)
        except ValidationError as error:
            raise InvalidArea(*map(_fault, error.errors(include_url=False, include_input=False))) from None
        faults = tuple(part.faults()) if isinstance(part, TextsArea) else ()
        if faults:
            raise InvalidArea(*faults)
        return self._but(name, part)

    def of_area(self, name: AreaName, other: "Areas") -> Self:
        """These with one area of others'."""
        return self._but(name, getattr(other, name))

    def pool(self, file: PoolPart) -> PoolSettings:
        """What the core is told; what no area holds is the file's."""
        changed = {
            name: value
            for part in (self.languages, self.topics, self.waiting)
            for name, value in part
            if name != "substitutes"
        }
        table = self.languages.substitutes
        substitutes = NO_SUBSTITUTES if table is None else table.table()
        return file.model_copy(update=changed).core_with(substitutes)

    def _but(self, name: AreaName, part: BaseModel) -> Self:
        changed: dict[str, Any] = {name.value: part}
        return replace(self, **changed)


def plan_of(area: RetentionArea) -> tuple[Rule, ...]:
    """The rules of retention that the area comes to."""
    rules = (
        (ReceiptKind.NOTES, area.notes.days, area.notes.decision),
        (ReceiptKind.CALLS, area.calls.days, area.calls.decision),
        (ReceiptKind.AUDIT, area.audit.days, area.audit.decision),
        (ReceiptKind.SELF_TESTS, area.self_tests.days, area.self_tests.decision),
        (ReceiptKind.OPERATIONS, area.operations.days, area.operations.decision),
        (ReceiptKind.SESSIONS, area.sessions.days, area.sessions.decision),
    )
    return tuple(Rule(kind=kind, days=days, decision=decision.strip()) for kind, days, decision in rules)


def shortens(before: RetentionArea, after: RetentionArea) -> bool:
    """Whether something would be destroyed sooner: what cannot be taken back once it happened."""
    kept = {rule.kind: rule.days for rule in plan_of(before)}
    return any(
        rule.days is not None and ((days := kept[rule.kind]) is None or rule.days < days)
        for rule in plan_of(after)
    )


def _fields(part: type[BaseModel], whole: BaseModel) -> dict[str, Any]:
    return {name: getattr(whole, name) for name in part.model_fields}


def _fault(error: Any) -> AreaFault:
    path = ".".join(str(part) for part in error["loc"] if part != "[key]")
    return AreaFault(path, error["type"], error["msg"].removeprefix("Value error, "))
