"""A scenario: one municipality's day as a YAML file, and the plans that can be drawn from it.

Taps are a Poisson process whose rate is that of the hour; talk, wrap-up and patience are exponential. Every
neighbourhood brings its own mix of languages.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from signaling.core.ids import (
    Disposition,
    GuideId,
    Instant,
    Language,
    Milliseconds,
    NeighbourhoodId,
    Topic,
)
from signaling.core.languages import spoken
from signaling.core.pool_settings import MINUTE, SECOND, PoolSettings
from signaling.core.skills import fluent
from signaling.core.substitutes import NO_SUBSTITUTES
from signaling.core.vocabulary import ChoiceKind, Level, PolicyName
from signaling.day_span import DaySpan, Span, refuse_overlaps
from signaling.settings_model import read_model
from signaling.simulation.plan import Manners, Plan, Resident, Shift
from signaling.substitutes_file import read_substitutes

Tag = Annotated[str, AfterValidator(spoken)]
"""A BCP 47 tag, read as the language that is spoken."""
Name = Annotated[str, Field(pattern=r"^[^\W\d][\w .-]{0,39}$")]
Rate = Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False, strict=True)]
Weight = Annotated[float, Field(gt=0, le=1_000_000, allow_inf_nan=False, strict=True)]
Seconds = Annotated[float, Field(gt=0, le=86_400, allow_inf_nan=False, strict=True)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False, strict=True)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NeighbourhoodPart(_Part):
    share: Weight
    """Of the municipality's taps, beside the shares of the others."""
    languages: Annotated[dict[Tag, Weight], Field(min_length=1)]


class DurationPart(_Part):
    mean_seconds: Seconds
    by_language: dict[Tag, Seconds] = {}
    """Where a language differs from the mean."""

    def draw(self, rng: random.Random, language: Language) -> Milliseconds:
        mean = self.by_language.get(language, self.mean_seconds)
        return max(1, round(rng.expovariate(1 / mean) * SECOND))


class GuidePart(_Part):
    name: Name
    count: int = Field(default=1, ge=1, le=1_000, strict=True)
    """How many guides work just like this one."""
    languages: dict[Tag, Level] = {}
    interprets: tuple[Tag, ...] = ()
    """Into these, on call, for a guide who does not speak them."""
    shifts: Annotated[tuple[Span, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _works_once_at_a_time(self) -> Self:
        if not self.languages and not self.interprets:
            raise ValueError("speaks nothing and interprets nothing")
        refuse_overlaps(self.shifts)
        return self


class MannersPart(_Part):
    answers_after_seconds: Seconds = 4
    connects_after_seconds: Seconds = 1
    misses: Share = 0
    passes: Share = 0
    sends_on: Share = 0
    """Of the talks: half-way, to whoever else speaks the language."""


class ChoicesPart(_Part):
    """What residents do when the screen offers more than waiting: the shares of those who would."""

    after_seconds: Seconds = 90
    speaks_also: dict[Tag, Share] = {}
    """Who speaks this language too, and says so."""
    substitute: Share = 0
    interpreter: Share = 0
    ticket: Share = 0
    returns: Share = 1
    """Of those with a ticket."""


class Scenario(_Part):
    description: str
    seed: int = 1
    policy: PolicyName = PolicyName.SPARE_THE_SCARCE
    """How the core chooses the guide."""
    taps_per_hour: Annotated[dict[Span, Rate], Field(min_length=1)]
    """In the whole municipality. In the hours between, and after the last, nobody taps."""
    neighbourhoods: Annotated[dict[Name, NeighbourhoodPart], Field(min_length=1)]
    talk: DurationPart
    wrap_up: DurationPart
    patience: DurationPart
    guides: Annotated[tuple[GuidePart, ...], Field(min_length=1)]
    manners: MannersPart = MannersPart()
    choices: ChoicesPart = ChoicesPart()
    substitutes: Path | None = None
    """The table of close languages, beside the scenario; none means that none is offered."""

    @model_validator(mode="after")
    def _hours_are_apart(self) -> Self:
        try:
            refuse_overlaps(self.taps_per_hour)
        except ValueError as error:
            raise ValueError(f"taps_per_hour: {error}") from error
        names = [guide.name for guide in self.guides]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"two guides are called {twice!r}")
        return self

    def languages(self) -> tuple[Language, ...]:
        """All that residents ask for and guides speak, in the order of the file."""
        asked = (tag for place in self.neighbourhoods.values() for tag in place.languages)
        spoken_ = (tag for guide in self.guides for tag in guide.languages)
        return tuple(dict.fromkeys(Language(tag) for tag in (*asked, *spoken_, *self.choices.speaks_also)))


def load_scenario(path: Path) -> Scenario:
    """Raises `SettingsError` with the line and one plain sentence."""
    scenario = read_model(path, Scenario)
    if scenario.substitutes is None:
        return scenario
    table = path.parent / scenario.substitutes
    read_substitutes(table)
    return scenario.model_copy(update={"substitutes": table})


def draw(scenario: Scenario, seed: int | None = None) -> Plan:
    """One day of the scenario. The same seed draws the same day."""
    seed = scenario.seed if seed is None else seed
    shifts = tuple(shift for part in scenario.guides for shift in _shifts(part))
    hours = sorted(scenario.taps_per_hour)
    manners = scenario.manners
    return Plan(
        settings=PoolSettings(
            languages=scenario.languages(),
            topics=(Topic("other"),),
            dispositions=(Disposition("solved"),),
            policy=scenario.policy,
            choices_after=round(scenario.choices.after_seconds * SECOND),
            substitutes=(
                NO_SUBSTITUTES if scenario.substitutes is None else read_substitutes(scenario.substitutes)
            ),
        ),
        begins=min(_at(hours[0].begins), *(shift.begins for shift in shifts)),
        ends=_at(hours[-1].ends),
        residents=tuple(_with_choices(scenario, _residents(scenario, random.Random(seed)), seed)),  # noqa: S311 - repeatable on purpose
        shifts=shifts,
        manners=Manners(
            answers_after=round(manners.answers_after_seconds * SECOND),
            connects_after=round(manners.connects_after_seconds * SECOND),
            misses=manners.misses,
            passes=manners.passes,
        ),
        seed=seed,
    )


def _residents(scenario: Scenario, rng: random.Random) -> list[Resident]:
    places = list(scenario.neighbourhoods)
    shares = [part.share for part in scenario.neighbourhoods.values()]
    residents = []
    for at in _taps(scenario, rng):
        place = rng.choices(places, shares)[0]
        mix = scenario.neighbourhoods[place].languages
        language = Language(rng.choices(list(mix), list(mix.values()))[0])
        residents.append(
            Resident(
                taps_at=at,
                neighbourhood=NeighbourhoodId(place),
                language=language,
                talk=scenario.talk.draw(rng, language),
                wrap_up=scenario.wrap_up.draw(rng, language),
                patience=scenario.patience.draw(rng, language),
            )
        )
    return residents


def _with_choices(scenario: Scenario, residents: Sequence[Resident], seed: int) -> Iterator[Resident]:
    """Drawn apart, so that the same residents come whatever they would choose."""
    rng, choices = random.Random(f"{seed} choices"), scenario.choices  # noqa: S311 - repeatable on purpose
    kinds = {
        ChoiceKind.SUBSTITUTE: choices.substitute,
        ChoiceKind.INTERPRETER: choices.interpreter,
        ChoiceKind.TICKET: choices.ticket,
    }
    for resident in residents:
        also = [Language(tag) for tag, share in choices.speaks_also.items() if rng.random() < share]
        yield replace(
            resident,
            also=tuple(language for language in also if language != resident.language),
            agrees=frozenset(kind for kind, share in kinds.items() if rng.random() < share),
            returns=rng.random() < choices.returns,
            sent_on=rng.random() < scenario.manners.sends_on,
        )


def _taps(scenario: Scenario, rng: random.Random) -> list[Instant]:
    taps = []
    for span, rate in sorted(scenario.taps_per_hour.items()):
        at = float(span.begins)
        while rate > 0 and (at := at + rng.expovariate(rate / 60)) < span.ends:
            taps.append(round(at * MINUTE))
    return taps


def _shifts(part: GuidePart) -> list[Shift]:
    names = [part.name] if part.count == 1 else [f"{part.name} {number + 1}" for number in range(part.count)]
    return [
        Shift(
            guide=GuideId(name),
            languages=tuple(Language(tag) for tag in part.languages),
            skills=tuple(
                replace(skill, level=Level(part.languages[skill.language]))
                for skill in fluent(Language(tag) for tag in part.languages)
            ),
            interprets=tuple(Language(tag) for tag in part.interprets),
            begins=_at(span.begins),
            ends=_at(span.ends),
        )
        for name in names
        for span in _joined(part.shifts)
    ]


def _joined(spans: tuple[DaySpan, ...]) -> list[DaySpan]:
    """In order, with those that follow on each other as one: no guide leaves for the next second."""
    joined: list[DaySpan] = []
    for span in sorted(spans):
        if joined and joined[-1].ends == span.begins:
            joined[-1] = DaySpan(joined[-1].begins, span.ends)
        else:
            joined.append(span)
    return joined


def _at(minutes: int) -> Instant:
    return minutes * MINUTE
