"""The policies: which idle guide to spend on a call, and which waiting call a freed guide takes.

All stand behind one signature and see a `Scene` only, so that the same code matches in the pool, in a
simulation and in a bench. `SpareTheScarce` is ours; the others are what routing engines elsewhere offer, for
comparison and for those who want them. Whatever the policy, emergencies come first, and calls of one language
are rung in their order.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Final, NamedTuple, Protocol
from zlib import crc32

from signaling.core.ids import GuideId, Instant, Language, Milliseconds
from signaling.core.lanes import Team
from signaling.core.vocabulary import Level, PolicyName

LOOK = 12
"""How many teams are compared, those with the fewest languages first: so the cost of a choice has a bound."""
_RARITY = 0.25
"""How far it counts that few speak a language: 0 is not at all, 1 doubles a wait where half as many do."""
_COST = itemgetter(0)
_PLACE = attrgetter("place")
_FLUENT = len(Level) - 1
_FRIENDS = 4
"""How many of a team are compared by how well they speak the language."""


class Scene(Protocol):
    """What a policy may know."""

    @property
    def now(self) -> Instant: ...
    @property
    def seed(self) -> int:
        """Another number at each choice, and the same one when the choice is replayed."""

    def supply(self, language: Language) -> tuple[int, int, int]:
        """Speakers on duty, the step of the demand (`demand.step_of`), idle speakers."""

    def prices(self, languages: Iterable[Language]) -> Mapping[Language, float]:
        """What it costs each to have one idle speaker fewer, by `scarcity.price` of its supply."""

    def teams(self, language: Language) -> Sequence[tuple[int, Team]]:
        """Those with somebody idle who speaks `language`, by how many languages they speak."""

    def bench(self, team: Team) -> Iterable[tuple[Instant, GuideId]]:
        """The idle guides of a team, by since when."""

    def level(self, guide: GuideId, language: Language) -> int:
        """How well the guide speaks it; more is better."""

    def calls_taken(self, guide: GuideId) -> int: ...
    def rung_at(self, guide: GuideId) -> Instant:
        """When the guide's desk last rang; 0 if never."""


class Head(NamedTuple):
    """The first call of a language that somebody idle could take now."""

    rank: int
    place: int
    language: Language
    waited: Milliseconds


class Asking(NamedTuple):
    """A call that a guide is wanted for."""

    language: Language
    waited: Milliseconds
    tried: Container[GuideId] = ()
    """Who is not to be chosen."""


@dataclass(frozen=True, slots=True)
class _Either:
    one: Container[GuideId]
    other: Container[GuideId]

    def __contains__(self, guide: object) -> bool:
        return guide in self.one or guide in self.other


class Pick(NamedTuple):
    guide: GuideId
    because: str
    """Why this one, as a part of the log's line."""


class Policy(Protocol):
    @property
    def step(self) -> Milliseconds:
        """How long a call waits for the choice among its guides to widen; 0: it never waits for that."""

    def first(self, scene: Scene, heads: Sequence[Head], /) -> Head:
        """Which of the calls at the head of their queues, at least one, is rung for first."""

    def guide(self, scene: Scene, asking: Asking) -> Pick | None:
        """Which idle speaker takes it; None where there is none, or not yet."""


def spend(policy: Policy, scene: Scene, asking: Asking, weary: Container[GuideId]) -> Pick | None:
    """The policy's choice among those who are not weary, and where there is none among all."""
    pick = policy.guide(scene, asking._replace(tried=_Either(asking.tried, weary)))
    if pick is not None:
        return pick
    pick = policy.guide(scene, asking)
    return pick and Pick(pick.guide, f"{pick.because}; though to be spared, as nobody else is free")


class _OldestFirst:
    step: Milliseconds = 0

    def first(self, _: Scene, heads: Sequence[Head], /) -> Head:
        return min(heads, key=lambda head: (head.rank, head.place))


@dataclass(frozen=True, slots=True)
class SpareTheScarce:
    """Spends the guide whom the languages will miss least, by `scarcity.price`.

    A freed guide takes the call that has waited longest, but waiting counts for more the fewer speak the
    language, as its next chance is further off: what has been waited is divided by the fourth root of the
    speakers on duty. Nobody starves: where 16 times as many speak a language, its calls give way to those
    alone that have waited at least half as long.
    """

    step: Milliseconds = 0

    def first(self, scene: Scene, heads: Sequence[Head], /) -> Head:
        """An earlier place is taken to have waited no shorter than a later one: a ticket keeps its place."""
        rank = min(head.rank for head in heads)
        best, most, longest = heads[0], -1.0, 0
        for head in sorted(heads, key=_PLACE, reverse=True):
            if head.rank == rank:
                longest = max(longest, head.waited)
                urgency = longest / scene.supply(head.language)[0] ** _RARITY
                if urgency >= most:
                    best, most = head, urgency
        return best

    def guide(self, scene: Scene, asking: Asking) -> Pick | None:
        teams = [team for _, team in scene.teams(asking.language)[:LOOK]]
        prices = scene.prices(set().union(*teams)) if len(teams) > 1 else {}
        costs: list[tuple[float, Team]] = []
        if any(prices.values()):  # Else speakers are plenty, and the first team is as good as any.
            costs = [(sum(map(prices.__getitem__, team)), team) for team in teams]
        for team in [team for _, team in sorted(costs, key=_COST)] or teams:
            member = _member(scene, team, asking)
            if member is not None:
                break
        else:
            return _longest_idle(scene, asking)
        since, guide = member
        because = f"idle {_minutes(scene.now - since)}"
        dearest = max(costs, key=_COST)[1] if costs else teams[0]
        if dearest is not team:
            because += _spared(scene, prices, [spoken for spoken in dearest if spoken not in team])
        return Pick(guide, because)


def _spared(scene: Scene, prices: Mapping[Language, float], languages: Sequence[Language]) -> str:
    """Which of the languages that somebody else would have been spent on is the scarcest."""
    if not languages:
        return ""
    scarce = max(languages, key=prices.__getitem__)
    only = "the only " if scene.supply(scarce)[2] == 1 else ""
    return f"; spares {only}{scarce}"


@dataclass(frozen=True, slots=True)
class LongestIdle(_OldestFirst):
    def guide(self, scene: Scene, asking: Asking) -> Pick | None:
        return _longest_idle(scene, asking)


@dataclass(frozen=True, slots=True)
class RoundRobin(_OldestFirst):
    def guide(self, scene: Scene, asking: Asking) -> Pick | None:
        idle = _idle(scene, asking)
        found = min(((scene.rung_at(guide), guide) for _, guide in idle), default=None)
        return found and Pick(found[1], "next in turn")


@dataclass(frozen=True, slots=True)
class FewestCalls(_OldestFirst):
    def guide(self, scene: Scene, asking: Asking) -> Pick | None:
        idle = _idle(scene, asking)
        found = min(((scene.calls_taken(guide), since, guide) for since, guide in idle), default=None)
        return found and Pick(found[2], f"{found[0]} calls so far, the fewest")


@dataclass(frozen=True, slots=True)
class Random(_OldestFirst):
    """By a hash of the choice's seed, so that a replay draws the same."""

    def guide(self, scene: Scene, asking: Asking) -> Pick | None:
        idle = _idle(scene, asking)
        found = min(((crc32(f"{scene.seed} {guide}".encode()), guide) for _, guide in idle), default=None)
        return found and Pick(found[1], "drawn by lot")


@dataclass(frozen=True, slots=True)
class SkillSteps(_OldestFirst):
    """At first only guides of few languages; one language more with every step of waiting."""

    step: Milliseconds = 20_000
    least: int = 2

    def guide(self, scene: Scene, asking: Asking) -> Pick | None:
        most = self.least + asking.waited // self.step
        teams = (team for size, team in scene.teams(asking.language) if size <= most)
        members = (_member(scene, team, asking) for team in teams)
        found = min((member for member in members if member is not None), default=None)
        return found and Pick(found[1], f"longest idle of those with at most {most} languages")


POLICIES: Final[dict[PolicyName, Policy]] = {
    PolicyName.SPARE_THE_SCARCE: SpareTheScarce(),
    PolicyName.LONGEST_IDLE: LongestIdle(),
    PolicyName.ROUND_ROBIN: RoundRobin(),
    PolicyName.FEWEST_CALLS: FewestCalls(),
    PolicyName.RANDOM: Random(),
    PolicyName.SKILL_STEPS: SkillSteps(),
}


def _idle(scene: Scene, asking: Asking) -> Iterable[tuple[Instant, GuideId]]:
    return (
        member
        for _, team in scene.teams(asking.language)
        for member in scene.bench(team)
        if member[1] not in asking.tried
    )


def _longest_idle(scene: Scene, asking: Asking) -> Pick | None:
    members = (_member(scene, team, asking) for _, team in scene.teams(asking.language))
    found = min((member for member in members if member is not None), default=None)
    return found and Pick(found[1], f"longest idle, {_minutes(scene.now - found[0])}")


def _member(scene: Scene, team: Team, asking: Asking) -> tuple[Instant, GuideId] | None:
    """The longest idle of a team, among the first few who speak the language equally well."""
    best, best_level, heard = None, -1, 0
    for member in scene.bench(team):
        if member[1] in asking.tried:
            continue
        level = scene.level(member[1], asking.language)
        if level > best_level:
            best, best_level = member, level
        heard += 1
        if heard == _FRIENDS or level == _FLUENT:
            break
    return best


def _minutes(milliseconds: Milliseconds) -> str:
    return f"{milliseconds // 60_000} min"
