"""Who is rung for the calls that wait apart: for one guide, for a topic, or for two people at once.

A call that was sent on waits for a while for just those it was sent to. A call whose resident agreed to an
interpreter also waits for a pair: a guide who speaks the pool's bridge language and somebody who interprets
between it and the resident's, both free at the same moment, the longest idle of each. Back-offs hold as for
every other ring. Pairs come after all else, for two people are spent on one call.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from signaling.core.ids import GuideId, Instant
from signaling.core.lanes import Bench
from signaling.core.matcher import Choice, ready_again
from signaling.core.pool import Call, Guide, Pool


@dataclass(frozen=True, slots=True)
class Pair:
    call: Call
    guide: Guide
    interpreter: Guide
    because: str
    """One line for the log."""


def choose_wanted(pool: Pool, now: Instant) -> Choice | None:
    """The next ring of a call that was sent on, due at `now`."""
    if not pool.apart.size:
        return None
    for call in _apart(pool):
        for ready, guide in _wanted(pool, call):
            if ready <= now:
                return Choice(call, pool.guides[guide], _because_wanted(call))
    return None


def choose_pair(pool: Pool, now: Instant) -> Pair | None:
    """The next two rings of a call whose resident agreed to an interpreter, due at `now`."""
    if not (pool.apart.size and pool.interpreting):
        return None
    for call in _apart(pool):
        pair = _pair(pool, call)
        if pair is not None and pair[0] <= now:
            _, guide, interpreter = pair
            because = f"{pool.settings.bridge} with an interpreter for {call.language}, as agreed"
            return Pair(call, pool.guides[guide], pool.guides[interpreter], because)
    return None


def next_joint_retry(pool: Pool) -> Instant | None:
    """When somebody free may be rung again for a call that waits apart.

    Nothing is due now: `choose_wanted` and `choose_pair` have just returned None.
    """
    return min(_retries(pool), default=None)


def is_wanted(call: Call, guide: Guide) -> bool:
    """Whether the call, if it was sent on, was sent to this guide among others."""
    wanted = call.wanted
    if wanted is None:
        return True
    return wanted.guide == guide.id if wanted.guide is not None else wanted.topic in guide.topics


def _apart(pool: Pool) -> Iterator[Call]:
    return (pool.calls[call_id] for *_, call_id in pool.apart)


def _retries(pool: Pool) -> Iterator[Instant]:
    for call in _apart(pool):
        yield from (ready for ready, _ in _wanted(pool, call))
        pair = _pair(pool, call)
        if pair is not None:
            yield pair[0]


def _wanted(pool: Pool, call: Call) -> Iterator[tuple[Instant, GuideId]]:
    """Free guides to whom the call was sent on, and when each may be rung."""
    if call.wanted is None:
        return
    ready = ready_again(pool, call)
    for language in call.languages:
        for _, guide_id in pool.lane(language).idle:
            if is_wanted(call, pool.guides[guide_id]):
                yield ready.get(guide_id, 0), guide_id


def _pair(pool: Pool, call: Call) -> tuple[Instant, GuideId, GuideId] | None:
    """The guide and the interpreter who can be rung together first, and when."""
    if not call.interpreter_agreed or call.wanted is not None:
        return None
    ready = ready_again(pool, call)
    guides = _soonest(pool.lane(pool.settings.bridge).idle, ready)
    interpreters = _soonest(pool.interpreters(call.language).idle, ready)
    pairs = (
        (max(ready.get(guide, 0), ready.get(interpreter, 0)), nth + mth, guide, interpreter)
        for nth, guide in enumerate(guides)
        for mth, interpreter in enumerate(interpreters)
        if guide != interpreter
    )
    best = min(pairs, default=None)
    return None if best is None else (best[0], best[2], best[3])


def _soonest(idle: Bench, ready: dict[GuideId, Instant]) -> list[GuideId]:
    """As many of the longest idle as can matter: all whom the call has tried, and two more."""
    return [guide for _, guide in islice(idle, len(ready) + 2)]


def _because_wanted(call: Call) -> str:
    wanted = call.wanted
    if wanted is not None and wanted.topic is not None:
        return f"was sent on to somebody who knows {wanted.topic}; speaks {call.language}"
    return f"was sent on to this guide; speaks {call.language}"
