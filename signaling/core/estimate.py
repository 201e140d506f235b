"""How long a resident who waits has still to wait: an honest range, from the pool as it is now.

Whoever waits is served when the guides who speak the language have worked off those before. Every guide is
taken to end the present work at a constant rate, as long or short as it has lasted, which is how talks end
that nobody plans; those before may also leave. So the wait is a sum of steps, of which the mean and the
variance are known, and its range is that of a gamma distribution with these two. Calls before that are in
another language count as far as the same guides speak both.

A break with a planned end counts as work until then. What is not known, shifts that end and guides who come,
widens the range by `DOUBT`. `tests.bench.waits` measures how often the true wait falls within.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, sqrt

from signaling.core.ids import Language, Milliseconds
from signaling.core.lanes import Turn
from signaling.core.pool import Call, Guide, Pool
from signaling.core.pool_settings import MINUTE, SECOND
from signaling.core.vocabulary import CallState, GuideStatus

DOUBT = 0.2
"""By how much of its mean a wait may be off for reasons that the pool does not show: a standard deviation."""
Z = 1.0
"""Standard deviations to either side, before the minutes are rounded outwards."""
LONGEST_LINE = 500
"""More calls before than this are not counted one by one."""
ASSUMED_ANSWER: Milliseconds = 5 * SECOND
ASSUMED_WRAP_UP: Milliseconds = 45 * SECOND


@dataclass(frozen=True, slots=True)
class WaitRange:
    """Whole minutes from now. `low` is 0 where it may be a matter of moments."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Hands:
    """The guides on duty for one resident who go on taking calls. Rates are of calls a millisecond."""

    first: float
    """At which one of them becomes free now."""
    steady: float
    """At which they take calls from then on."""
    shares: Mapping[Language, float]
    """Of those who wait for each language, the part that these guides are expected to take."""


@dataclass(slots=True)
class Crew:
    """Guides with the same languages who go on taking calls."""

    guides: int = 0
    rate: float = 0.0
    """At which one of them becomes free now."""


Skills = tuple[frozenset[Language], frozenset[Language]]
"""What guides speak, and what they interpret."""
Wish = tuple[tuple[Language, ...], bool]
"""What a resident accepts, and whether also a guide with an interpreter."""


@dataclass(frozen=True, slots=True)
class Speeds:
    """How fast everybody is served at this moment: one look at all guides, for many estimates."""

    crews: Mapping[Skills, Crew]
    found: dict[Wish, Hands | None] = field(default_factory=dict, compare=False)
    """What was worked out already, as many wish the same."""

    def hands(self, pool: Pool, wish: Wish) -> Hands | None:
        """Those who will serve whoever wishes this; None where nobody will."""
        if wish not in self.found:
            self.found[wish] = _hands(pool, self.crews, wish)
        return self.found[wish]


def speeds(pool: Pool) -> Speeds:
    """What `wait_range` needs of the guides. It stays good for some seconds."""
    crews: dict[Skills, Crew] = defaultdict(Crew)
    for guide in pool.guides.values():
        busy = _free_in(pool, guide)
        if busy is not None:
            crew = crews[frozenset(guide.languages), frozenset(guide.interprets)]
            crew.guides += 1
            crew.rate += 1 / max(1.0, busy)
    return Speeds(crews)


@dataclass(slots=True)
class Working:
    """The `speeds` of a pool, once somebody asks for them."""

    pool: Pool
    known: Speeds | None = None

    def __call__(self) -> Speeds:
        if self.known is None:
            self.known = speeds(self.pool)
        return self.known


def wait_range(pool: Pool, call: Call, known: Speeds) -> WaitRange | None:
    """How long `call` has still to wait for a guide who answers.

    None where no number would be honest: nobody is on duty, or it may last beyond the wait limit. A call that
    rings has none either, as a guide is being called.
    """
    if call.state not in (CallState.WAITING, CallState.HELD):
        return None
    hands = known.hands(pool, (call.languages, call.interpreter_agreed))
    return None if hands is None else _estimate(pool, hands, _before(pool, hands, call.turn))


def wait_of_next(pool: Pool, language: Language, known: Speeds) -> WaitRange | None:
    """How long one who asked for `language` now would wait behind all others; None as for `wait_range`."""
    hands = known.hands(pool, ((language,), False))
    return None if hands is None else _estimate(pool, hands, _before(pool, hands))


def _estimate(pool: Pool, hands: Hands, before: float) -> WaitRange | None:
    mean, variance = _steps(before, hands, pool.pace.leaving)
    low, high = _range(mean, variance + (DOUBT * mean) ** 2)
    answer = pool.pace.answer.or_rather(ASSUMED_ANSWER)
    limit = pool.settings.wait_limit // MINUTE
    minutes = WaitRange(int((low + answer) // MINUTE), max(1, ceil((high + answer) / MINUTE)))
    if minutes.low >= limit:
        return None
    return WaitRange(minutes.low, min(minutes.high, max(limit, 1)))


def _hands(pool: Pool, crews: Mapping[Skills, Crew], wish: Wish) -> Hands | None:
    languages, interpreter = wish
    total: dict[Language, int] = defaultdict(int)
    ours: dict[Language, float] = defaultdict(float)
    first = steady = 0.0
    for (spoken, _), crew in crews.items():
        for language in spoken:
            total[language] += crew.guides
        shared = next((language for language in languages if language in spoken), None)
        if shared is None:
            continue
        first += crew.rate
        steady += crew.guides / max(1.0, _handling(pool, shared))
        for language in spoken:
            ours[language] += crew.guides
    if interpreter:
        bridges = [crew for (spoken, _), crew in crews.items() if pool.settings.bridge in spoken]
        pairs = _pairs(bridges, [crew for (_, also), crew in crews.items() if languages[0] in also])
        first += pairs.rate
        steady += pairs.guides / max(1.0, _handling(pool, languages[0]))
        ours[pool.settings.bridge] += pairs.guides
    if not steady:
        return None
    return Hands(
        first, steady, {language: min(1.0, count / total[language]) for language, count in ours.items()}
    )


def _pairs(bridges: Sequence[Crew], interpreters: Sequence[Crew]) -> Crew:
    """Guides each with an interpreter: as many as the fewer are, as fast as the slower become free."""
    return Crew(
        min(sum(crew.guides for crew in crews) for crews in (bridges, interpreters)),
        min(sum(crew.rate for crew in crews) for crews in (bridges, interpreters)),
    )


def _before(pool: Pool, hands: Hands, turn: Turn | None = None) -> float:
    """How many calls the same guides are expected to take before that `turn`; None is behind all."""
    count = 0.0
    for language, lane in pool.lanes.items():
        share = hands.shares.get(language, 0.0) if lane.queue else 0.0
        if share:
            count += share * (len(lane.queue) if turn is None else lane.queue.rank(turn))
    return min(count, LONGEST_LINE)


def _steps(before: float, hands: Hands, leaving: float) -> tuple[float, float]:
    """Mean and variance of the time until all `before` are gone and a guide is free for the next."""
    mean = variance = 0.0
    whole = int(before)
    for left in range(whole + 1):
        step = 1 / ((hands.steady if left < whole else hands.first) + left * leaving)
        mean += step
        variance += step * step
    rest = before - whole
    if rest:
        step = 1 / (hands.steady + whole * leaving)
        mean += rest * step
        variance += rest * step * step
    return mean, variance


def _range(mean: float, variance: float) -> tuple[float, float]:
    """The gamma distribution's quantiles at `Z` to either side (Wilson and Hilferty)."""
    shape = mean * mean / variance
    middle, spread = 1 - 1 / (9 * shape), Z / (3 * sqrt(shape))
    return mean * max(0.0, middle - spread) ** 3, mean * (middle + spread) ** 3


def _free_in(pool: Pool, guide: Guide) -> float | None:
    """Milliseconds until this guide takes the next call, on average; None where that is not to be waited for.

    A break counts that was given an end which those who wait now may live to see.
    """
    goes_on = guide.next_status in (None, GuideStatus.AVAILABLE)
    busy = _still_busy(pool, guide) if guide.on_duty else 0.0
    if guide.on_duty and goes_on:
        return busy
    back_at = guide.next_back_at if guide.on_duty else guide.back_at
    if back_at is None or not pool.at < back_at < pool.at + pool.settings.wait_limit:
        return None
    return max(busy, float(back_at - pool.at))


def _still_busy(pool: Pool, guide: Guide) -> float:
    """Milliseconds until this guide can take the next call, on average."""
    match guide.status:
        case GuideStatus.WRAP_UP:
            return pool.pace.wrap_up.or_rather(ASSUMED_WRAP_UP)
        case GuideStatus.AVAILABLE:
            return float(pool.settings.pass_back_off)
        case _:
            call = None if guide.call is None else pool.calls.get(guide.call)
            return _handling(pool, guide.languages[0] if call is None else call.language)


def _handling(pool: Pool, language: Language) -> float:
    """Milliseconds that one call in this language keeps a guide."""
    pace = pool.pace
    return (
        pace.answer.or_rather(ASSUMED_ANSWER)
        + pace.talk_of(language, pool.settings.expected_talk)
        + pace.wrap_up.or_rather(ASSUMED_WRAP_UP)
    )
