"""Who comes, when, and how they behave: everything that is random, drawn before the first tap.

So two policies meet exactly the same residents, and what differs between two runs is the policy alone.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from signaling.core.hours import Hours
from signaling.core.ids import (
    CallId,
    Disposition,
    GuideId,
    Instant,
    KioskId,
    Language,
    Milliseconds,
    NeighbourhoodId,
    Party,
    PoolId,
    Referral,
    SiteId,
    Topic,
)
from signaling.core.pool_settings import SECOND, PoolSettings
from signaling.core.quality import MediaFigures
from signaling.core.skills import Skill
from signaling.core.vocabulary import ChoiceKind, Grade

SIMULATION = PoolId("simulation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the guide says in the wrap-up: what the talk was about, and what came of it."""

    topic: Topic
    disposition: Disposition
    referred_to: Referral | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    taps_at: Instant
    neighbourhood: NeighbourhoodId
    language: Language
    talk: Milliseconds
    """From picture and sound to the end of the talk."""
    wrap_up: Milliseconds
    """How long the guide then writes."""
    patience: Milliseconds | None
    """How long this resident waits for a guide; None where nothing but the wait limit ends it."""
    also: tuple[Language, ...] = ()
    """Spoken too, and said so when the screen asks."""
    agrees: frozenset[ChoiceKind] = frozenset()
    """To a close language, a guide with an interpreter, or a ticket, when the screen offers it."""
    returns: bool = False
    """With the ticket, at its time."""
    sent_on: bool = False
    """Half-way through the talk, to whoever else speaks the language."""
    said: Said | None = None
    """None: the first of the pool's topics and the first of its dispositions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A screen of a neighbourhood."""

    kiosk: KioskId
    site: SiteId
    neighbourhood: NeighbourhoodId


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """When one guide works. A guide has several where there are breaks."""

    guide: GuideId
    languages: tuple[Language, ...]
    skills: tuple[Skill, ...] = ()
    """The same with their levels, where these are known."""
    interprets: tuple[Language, ...] = ()
    begins: Instant
    ends: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How guides answer a ring."""

    answers_after: Milliseconds = 4 * SECOND
    connects_after: Milliseconds = SECOND
    """From the take to picture and sound on both sides."""
    misses: float = 0.0
    """The share of rings that nobody answers."""
    passes: float = 0.0
    returns_after: Milliseconds = 120 * SECOND
    """How long a guide is away who missed a ring."""
    chooses_after: Milliseconds = 8 * SECOND
    """How long residents read what the screen offers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What one end of a talk says of how the other comes through."""

    after: Milliseconds
    """From picture and sound on."""
    grade: Grade
    figures: MediaFigures


Hears = Callable[[CallId, Party, Milliseconds], Iterable[Heard]]
"""What the kiosk or the guide says in a talk that is to last so long, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    settings: PoolSettings
    begins: Instant
    ends: Instant
    """Nobody taps from here on; who waits is still served."""
    residents: tuple[Resident, ...]
    """In the order in which they tap."""
    shifts: tuple[Shift, ...]
    manners: Manners = field(default_factory=Manners)
    kiosks: tuple[Placed, ...] = ()
    """The screens that there are: who finds all of the neighbourhood's taken taps when one is left. None:
    as many as are wanted at once."""
    hours: tuple[tuple[Instant, Hours | None], ...] = ()
    """From when which hours hold."""
    pool: PoolId = SIMULATION
    name_call: Callable[[str, Instant], CallId] = lambda name, _: CallId(name)
    """The id of a call by its name in this plan and the instant of its tap."""
    hears: Hears = lambda _call, _end, _talk: ()
    seed: int = 0

    def chance(self, *of: object) -> float:
        """A number from 0 to 1 that is the same in every run for the same `of`."""
        return random.Random(f"{self.seed} {of}").random()  # noqa: S311 - repeatable on purpose
