"""Languages as people speak them: what a guide knows, and what a resident can be helped in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from signaling.core.ids import Language
from signaling.core.languages import SIGN_LANGUAGES, is_signed
from signaling.core.vocabulary import How, Level, Mode


@dataclass(frozen=True, slots=True)
class Skill:
    """One language of a guide."""

    language: Language
    level: Level
    mode: Mode

    @property
    def serves(self) -> bool:
        """Whether residents who tap the language are helped by it: a sign language must be signed."""
        return (self.mode is Mode.SIGN) is (self.language in SIGN_LANGUAGES)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A language that the resident can be helped in, and how it came to be."""

    language: Language
    how: How


def fluent(languages: Iterable[Language]) -> tuple[Skill, ...]:
    """The skills of someone who is at home in these languages."""
    return tuple(
        Skill(language, Level.FLUENT, Mode.SIGN if is_signed(language) else Mode.SPEAK)
        for language in dict.fromkeys(languages)
    )


def noted(skills: Sequence[Skill], languages: Iterable[Language]) -> Sequence[Skill]:
    """The skills of somebody who helps in `languages`: as they were noted, or else fluent."""
    return skills or fluent(languages)


def once_each(skills: Iterable[Skill]) -> tuple[Skill, ...]:
    """The skills without a second word on the same language and mode; the first one counts."""
    found: dict[tuple[Language, Mode], Skill] = {}
    for skill in skills:
        found.setdefault((skill.language, skill.mode), skill)
    return tuple(found.values())


def served(skills: Iterable[Skill]) -> tuple[Language, ...]:
    """The languages that these skills can help residents in."""
    return tuple([skill.language for skill in skills if skill.serves])
