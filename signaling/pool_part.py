"""The `pool` of the settings file: languages, topics, and how long each step of a call may take.

What an admin may change from the page stands in parts of its own, so that the file and the page are judged by
the same models; see `signaling.areas`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from signaling.core.ids import UND, Disposition, Referral, Topic
from signaling.core.languages import spoken
from signaling.core.pool_settings import MINUTE, PoolSettings
from signaling.core.substitutes import NO_SUBSTITUTES, Substitutes
from signaling.core.vocabulary import PolicyName
from signaling.settings_model import Part
from signaling.substitutes_file import read_substitutes
from signaling.wire.scalars import is_safe

Seconds = Annotated[int, Field(ge=1, le=86_400)]
Minutes = Annotated[int, Field(ge=1, le=1_440)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""A word that stands in the log for a topic or an outcome; its texts are the pages' business."""

_REST = "other"
"""The group of the topics that are in no other."""


def _known(tag: str) -> str:
    try:
        spoken(tag)
    except ValueError as error:
        raise PydanticCustomError("unknown_language", "{reason}", {"reason": str(error)}) from None
    return tag


def _known_or_undetermined(tag: str) -> str:
    return tag if tag == UND else _known(tag)


def _different(tags: tuple[str, ...]) -> tuple[str, ...]:
    languages = [tag if tag == UND else spoken(tag) for tag in tags]
    twice = next((language for language in languages if languages.count(language) > 1), None)
    if twice is not None:
        raise PydanticCustomError("language_twice", "'{language}' stands there twice", {"language": twice})
    return tags


def _each_once(groups: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    placed = [topic for members in groups.values() for topic in members]
    twice = next((topic for topic in placed if placed.count(topic) > 1), None)
    if twice is not None:
        raise PydanticCustomError("topic_in_two_groups", "'{topic}' stands in two groups", {"topic": twice})
    return groups


Tag = Annotated[str, AfterValidator(_known)]
"""Of one spoken or signed language."""
SpokenLanguage = Annotated[Tag, AfterValidator(spoken)]
"""As `Tag`, without what does not matter for speech."""


class LanguagesPart(Part):
    languages: Annotated[
        tuple[Annotated[str, AfterValidator(_known_or_undetermined)], ...],
        Field(min_length=1),
        AfterValidator(_different),
    ] = (
        "sv", "en", "fi", "ar", "so", "tr", "ti", "fa", "prs", "ckb",
        "kmr", "es", "pl", "ru", "uk", "bs", "aii", "el", "bn", "swl", "und",
    )  # fmt: skip
    """BCP 47 tags, in the order in which a kiosk shows them; `und` for those whose language is not here."""
    bridge: Tag = "sv"
    """The language that interpreters interpret to."""
    choices_after_seconds_by_language: dict[Tag, Seconds] = Field(default_factory=dict)


def _shown(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("text_empty", "There must be something here.")
    if not is_safe(text):
        raise PydanticCustomError("text_unsafe", "Control characters are not shown.")
    return text


Name = Annotated[str, Field(max_length=80), AfterValidator(_shown)]


class CodeName(Part):
    """What a code is called, in the languages of the pages that staff read."""

    sv: Name
    en: Name | None = None
    """None: as in Swedish, unless the pages come with an English name."""


class CodeNames(Part):
    """The municipality's own names, by code. A code that is gone keeps its name: the log has calls of it."""

    topics: dict[Code, CodeName] = Field(default_factory=dict)
    topic_groups: dict[Code, CodeName] = Field(default_factory=dict)
    dispositions: dict[Code, CodeName] = Field(default_factory=dict)
    referrals: dict[Code, CodeName] = Field(default_factory=dict)


class TopicsPart(Part):
    topics: tuple[Code, ...] = (
        "letter_or_decision", "form", "school", "childcare", "housing", "work", "money", "health",
        "family", "residence_permit", "taxes", "citizen_proposal", "municipal_service", "other",
    )  # fmt: skip
    topic_groups: Annotated[dict[Code, tuple[Code, ...]], AfterValidator(_each_once)] = Field(
        default={
            "authorities": ("letter_or_decision", "form", "residence_permit", "taxes"),
            "children": ("school", "childcare", "family"),
            "daily_life": ("housing", "work", "money", "health"),
            "municipality": ("citizen_proposal", "municipal_service", "other"),
        }
    )
    """How desks show the topics. What is in no group follows in a last one."""
    topic_group_order: tuple[Code, ...] = ()
    """The groups that come first. The others follow as they stand in `topic_groups`."""
    dispositions: tuple[Code, ...] = ("solved", "referred", "will_return", "not_solved")
    referrals: tuple[Code, ...] = (
        "municipality", "social_services", "employment_service", "social_insurance", "tax_agency",
        "migration_agency", "pensions_agency", "health_care", "police", "debt_advice", "association", "other",
    )  # fmt: skip
    names: CodeNames = CodeNames()


class WaitingPart(Part):
    """The durations that residents and guides notice."""

    ring_seconds: Seconds = 25
    hold_seconds: Seconds = 30
    interruption_seconds: Seconds = 45
    wait_limit_seconds: Seconds = 1_200
    wrap_up_seconds: Seconds = 120
    wanted_wait_seconds: Seconds = 60
    choices_after_seconds: Seconds = 90
    ticket_pause_minutes: Minutes = 30
    ticket_life_minutes: Minutes = 180


class PoolPart(LanguagesPart, TopicsPart, WaitingPart):
    id: Code = "pool"
    setup_seconds: Seconds = 10
    call_limit_seconds: Seconds = 7_200
    guide_absence_seconds: Seconds = 20
    expected_talk_seconds: Seconds = 300
    pass_back_off_seconds: Seconds = 20
    miss_back_off_seconds: Seconds = 5
    unreachable_back_off_seconds: Seconds = 30
    substitutes: Path | None = None
    """The table of close languages; none means that none is offered."""
    policy: PolicyName = PolicyName.SPARE_THE_SCARCE
    demand_window_minutes: Minutes = 60
    expected_taps_per_hour: dict[Tag, Annotated[int, Field(ge=0, le=100_000)]] = Field(default_factory=dict)
    heavy_call_minutes: Minutes = 20
    rest_minutes: int = Field(default=0, ge=0, le=1_440)
    occupancy_cap_percent: int = Field(default=100, ge=1, le=100)
    waiting_capacity: int = Field(default=10_000, ge=1, le=1_000_000)

    def _groups_in_order(self) -> Mapping[str, tuple[str, ...]]:
        first = [name for name in dict.fromkeys(self.topic_group_order) if name in self.topic_groups]
        return {name: self.topic_groups[name] for name in (*first, *self.topic_groups)}

    def core(self) -> PoolSettings:
        """Raises `SettingsError` where the table of close languages cannot be used."""
        table = NO_SUBSTITUTES if self.substitutes is None else read_substitutes(self.substitutes)
        return self.core_with(table)

    def core_with(self, substitutes: Substitutes) -> PoolSettings:
        """As `core`, with a table that does not come from the file."""
        return PoolSettings(
            languages=tuple(UND if tag == UND else spoken(tag) for tag in self.languages),
            topics=tuple(Topic(topic) for topic in self.topics),
            topic_groups=_grouped(self._groups_in_order(), self.topics),
            dispositions=tuple(Disposition(disposition) for disposition in self.dispositions),
            referrals=tuple(Referral(referral) for referral in self.referrals),
            ring=self.ring_seconds * 1_000,
            setup=self.setup_seconds * 1_000,
            hold=self.hold_seconds * 1_000,
            interruption=self.interruption_seconds * 1_000,
            wait_limit=self.wait_limit_seconds * 1_000,
            call_limit=self.call_limit_seconds * 1_000,
            wrap_up=self.wrap_up_seconds * 1_000,
            guide_absence=self.guide_absence_seconds * 1_000,
            expected_talk=self.expected_talk_seconds * 1_000,
            pass_back_off=self.pass_back_off_seconds * 1_000,
            miss_back_off=self.miss_back_off_seconds * 1_000,
            unreachable_back_off=self.unreachable_back_off_seconds * 1_000,
            bridge=spoken(self.bridge),
            wanted_wait=self.wanted_wait_seconds * 1_000,
            choices_after=self.choices_after_seconds * 1_000,
            choices_after_by_language=tuple(
                (spoken(tag), seconds * 1_000)
                for tag, seconds in sorted(self.choices_after_seconds_by_language.items())
            ),
            substitutes=substitutes,
            ticket_pause=self.ticket_pause_minutes * MINUTE,
            ticket_life=self.ticket_life_minutes * MINUTE,
            policy=self.policy,
            demand_window=self.demand_window_minutes * MINUTE,
            expected_taps=tuple(
                (spoken(tag), taps) for tag, taps in sorted(self.expected_taps_per_hour.items())
            ),
            heavy_call=self.heavy_call_minutes * MINUTE,
            rest=self.rest_minutes * MINUTE,
            occupancy_cap=self.occupancy_cap_percent,
            waiting_capacity=self.waiting_capacity,
        )


def _grouped(
    groups: Mapping[str, tuple[str, ...]], topics: tuple[str, ...]
) -> tuple[tuple[str, tuple[Topic, ...]], ...]:
    """The groups with the topics that there are, and what is in none of them last."""
    placed = {topic for members in groups.values() for topic in members}
    found = {
        name: tuple(Topic(each) for each in members if each in topics) for name, members in groups.items()
    }
    rest = tuple(Topic(topic) for topic in topics if topic not in placed)
    if rest and groups:
        found[_REST] = (*found.get(_REST, ()), *rest)
    return tuple((name, members) for name, members in found.items() if members)
