"""Which desk rings next, and for whom, and why: the pool's policy, with what holds under every policy.

No shared or agreed language, no ring. Calls of one language are rung in their order. A guide who passed on a
call, missed it or could not be connected with it is rung for it again only when no other guide who speaks the
language is free, the one whose back-off ends first, and not before it ends. No guide is held back while
somebody waits whom they can serve, except where a policy of steps says so.

Cost: only languages with both a waiting call and a free guide are looked at, there only pairs that are in
back-off are skipped over, and a policy looks at a bounded number of teams: it grows neither with the queue
nor with the guides.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from signaling.core.demand import QUIET
from signaling.core.ids import CallId, GuideId, Instant, Language
from signaling.core.lanes import NO_ONE, NOBODY, Lane, Team, Turn
from signaling.core.policies import LOOK, POLICIES, Asking, Head, Policy, spend
from signaling.core.pool import EMERGENCY, Call, Guide, Pool
from signaling.core.scarcity import price
from signaling.core.vocabulary import Level

_LEVELS = tuple(Level)
_RANKS = {level: rank for rank, level in enumerate(_LEVELS)}


class Choice(NamedTuple):
    call: Call
    guide: Guide
    because: str
    """One line for the log."""


class _Found(NamedTuple):
    guide: GuideId
    language: Language
    because: str


@dataclass(frozen=True, slots=True)
class _Weary:
    pool: Pool
    now: Instant

    def __contains__(self, guide: object) -> bool:
        """Who has been idle long has rested, so that a search from the longest idle on is over soon."""
        known = self.pool.guides[GuideId(str(guide))]
        return known.load.is_weary(self.pool.settings, known.idle_since, self.now)


class PoolScene:
    """What a policy sees of a pool."""

    __slots__ = ("now", "pool")

    def __init__(self, pool: Pool, now: Instant) -> None:
        self.pool = pool
        self.now = now

    @property
    def seed(self) -> int:
        return self.pool.seq

    def supply(self, language: Language) -> tuple[int, int, int]:
        lane = self.pool.lanes[language]
        return lane.on_duty, self.pool.demand.steps.get(language, QUIET), lane.idle.size

    def prices(self, languages: Iterable[Language]) -> Mapping[Language, float]:
        lanes, steps = self.pool.lanes, self.pool.demand.steps
        return {
            language: price(lanes[language].on_duty, steps.get(language, QUIET), lanes[language].idle.size)
            for language in languages
        }

    def teams(self, language: Language) -> Sequence[tuple[int, Team]]:
        return self.pool.lane(language).teams

    def bench(self, team: Team) -> Iterable[tuple[Instant, GuideId]]:
        return self.pool.benches.get(team, NOBODY)

    def level(self, guide: GuideId, language: Language) -> int:
        for skill in self.pool.guides[guide].skills:
            if skill.language == language and skill.serves:
                return _RANKS[skill.level]
        raise LookupError(language)

    def calls_taken(self, guide: GuideId) -> int:
        return self.pool.guides[guide].calls_taken

    def rung_at(self, guide: GuideId) -> Instant:
        return self.pool.guides[guide].rung_at


def choose(pool: Pool, now: Instant) -> Choice | None:
    """The next ring that is due at `now`; None where nobody who waits can be served.

    The caller rings and asks again until None comes.
    """
    contested = _contested(pool)
    if not contested:
        return None
    policy, scene = POLICIES[pool.settings.policy], PoolScene(pool, now)
    firsts = {language: next(iter(lane.queue)) for language, lane in contested.items()}
    lines: dict[Language, Iterator[Turn]] = {}
    in_vain: set[CallId] = set()
    while firsts:
        first = pool.calls[_first(scene, policy, firsts)[-1]]
        call = _oldest_of_its_language(pool, first, contested, in_vain)
        found = _guide_for(scene, policy, call)
        if found is not None:
            return Choice(call, pool.guides[found.guide], _because(scene, call, found, firsts))
        in_vain.add(call.id)
        for language in [language for language, turn in firsts.items() if turn[-1] in in_vain]:
            line = lines.setdefault(language, iter(contested[language].queue))
            following = next((turn for turn in line if turn[-1] not in in_vain), None)
            if following is None:
                del firsts[language]
            else:
                firsts[language] = following
    return None


def _first(scene: PoolScene, policy: Policy, firsts: Mapping[Language, Turn]) -> Turn:
    """Of the first calls of the languages, the one that the policy rings for first."""
    if len(firsts) == 1:
        return next(iter(firsts.values()))
    heads = [
        Head(rank, place, language, scene.now - scene.pool.calls[call_id].queued_at)
        for language, (rank, place, call_id) in firsts.items()
    ]
    return firsts[policy.first(scene, heads).language]


def _oldest_of_its_language(
    pool: Pool, call: Call, contested: Mapping[Language, Lane], in_vain: Container[CallId]
) -> Call:
    """The call, or one that tapped the same language before it and that somebody free could take.

    So a further language that is scarce takes nobody past those who tapped the same language before.
    """
    oldest = own = call.turn
    for language, lane in contested.items():
        line = lane.queue if language == call.language else lane.visitors.get(call.language, NO_ONE)
        for turn in line:
            if turn >= oldest:
                break
            if turn[-1] not in in_vain:
                oldest = turn
                break
    if oldest is own:
        return call
    return _oldest_of_its_language(pool, pool.calls[oldest[-1]], contested, in_vain)


def ready_again(pool: Pool, call: Call) -> dict[GuideId, Instant]:
    """When each guide whom the call has tried may be rung for it again."""
    if not call.tries:
        return {}
    return {past.guide: past.at + pool.settings.back_off(past.why) for past in call.tries}


def next_retry(pool: Pool) -> Instant | None:
    """When a free guide may be rung for a call of theirs that waits though they are free.

    `choose` has just returned None.
    """
    step = POLICIES[pool.settings.policy].step
    return min(
        (
            at
            for lane in _contested(pool).values()
            for *_, call_id in lane.queue
            for at in _retries(pool, pool.calls[call_id], lane, step)
        ),
        default=None,
    )


def _retries(pool: Pool, call: Call, lane: Lane, step: int) -> Iterator[Instant]:
    for guide_id, ready in ready_again(pool, call).items():
        guide = pool.guides.get(guide_id)
        if guide is not None and (guide.idle_since, guide_id) in lane.idle:
            yield ready
    if step:
        yield call.queued_at + ((pool.at - call.queued_at) // step + 1) * step


def _contested(pool: Pool) -> dict[Language, Lane]:
    return {language: lane for language, lane in pool.lanes.items() if lane.queue.size and lane.idle.size}


def _guide_for(scene: PoolScene, policy: Policy, call: Call) -> _Found | None:
    """Who is rung for it, and in which of the resident's languages, the first of them first."""
    tried = ready_again(scene.pool, call)
    for accepted in call.accepts:
        asking = Asking(accepted.language, scene.now - call.queued_at, tried)
        if scene.pool.settings.spares_the_weary:
            pick = spend(policy, scene, asking, _Weary(scene.pool, scene.now))
        else:
            pick = policy.guide(scene, asking)
        if pick is not None:
            return _Found(pick.guide, accepted.language, pick.because)
    return _again(scene.pool, call, tried, scene.now) if tried else None


def _again(pool: Pool, call: Call, tried: dict[GuideId, Instant], now: Instant) -> _Found | None:
    """Where all who are free have had the call already: the one whose back-off ends first, once it has."""
    idle = [
        (nth, guide) for nth, language in enumerate(call.languages) for _, guide in pool.lane(language).idle
    ]
    if any(guide not in tried for _, guide in idle):
        return None
    at, nth, guide = min(((tried[guide], nth, guide) for nth, guide in idle), default=(now + 1, 0, None))
    if guide is None or at > now:
        return None
    return _Found(guide, call.languages[nth], "rung again, as no other guide is free")


def _because(scene: PoolScene, call: Call, found: _Found, firsts: Mapping[Language, Turn]) -> str:
    """Such as ``ar fluent; idle 7 min; spares the only ti``."""
    lane = scene.pool.lanes[found.language]
    level = _LEVELS[scene.level(found.guide, found.language)]
    parts = [f"{found.language} {level}"]
    if call.rank == EMERGENCY:
        parts.insert(0, "emergency")
    free = lane.idle.size
    parts.append("the only free guide" if free == 1 else f"of {free} free guides")
    parts.append(found.because)
    if scene.pool.settings.spares_the_weary:
        weary = _Weary(scene.pool, scene.now)
        spared = sum(guide in weary for _, guide in islice(lane.idle, LOOK) if guide != found.guide)
        parts += [f"spares {spared} who carried much"] if spared else []
    oldest = min(firsts, key=firsts.__getitem__)
    rank, place, _ = firsts[oldest]
    if place < call.place and rank == call.rank:
        parts.append(f"before an older call in {oldest}, which more guides speak")
    skipped = lane.queue.rank(call.turn)
    if skipped:
        parts.append(f"{skipped} before it wait for guides who have not just passed on or missed them")
    return "; ".join(parts)
