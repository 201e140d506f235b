"""Which desk rings next, and for whom. All policy of matching is behind `choose`.

The policy: the resident who waits longest comes first, among all languages that a free guide speaks; the call
goes to the guide who speaks its language and has been idle longest. A guide who passed on a call, missed it
or could not be connected with it is rung for it again only when no other guide who speaks the language is
free, the least recently tried first, and not before `pass_back_off`. No shared language, no ring.

Cost: only languages with both a waiting call and a free guide are looked at, and there only pairs that met in
the last `pass_back_off` are skipped over, so it does not grow with the queue.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from signaling.core.ids import CallId, GuideId, Instant, Language
from signaling.core.pool import Call, Guide, Lane, Pool


@dataclass(frozen=True, slots=True)
class Choice:
    call: Call
    guide: Guide
    because: str
    """One line for the log."""


def choose(pool: Pool, now: Instant) -> Choice | None:
    """The next ring that is due at `now`; None where nobody who waits can be served.

    The caller rings and asks again until None comes.
    """
    best: tuple[int, Language, CallId, GuideId] | None = None
    for language, lane in _contested(pool):
        for place, call_id in lane.queue:
            if best is not None and best[0] < place:
                break
            guide = _guide_for(pool, pool.calls[call_id], lane, now)
            if guide is not None:
                best = (place, language, call_id, guide)
                break
    if best is None:
        return None
    place, language, call_id, guide = best
    call, lane = pool.calls[call_id], pool.lanes[language]
    return Choice(
        call, pool.guides[guide], _because(call, guide, lane, skipped=lane.queue.rank((place, call_id)))
    )


def next_retry(pool: Pool) -> Instant | None:
    """When a free guide may be rung again for a call of theirs that waits.

    `choose` has just returned None.
    """
    return min(
        (
            past.at + pool.settings.pass_back_off
            for _, lane in _contested(pool)
            for _, call_id in lane.queue
            for past in pool.calls[call_id].tries
            if (guide := pool.guides.get(past.guide)) is not None
            and (guide.idle_since, guide.id) in lane.idle
        ),
        default=None,
    )


def _contested(pool: Pool) -> Iterator[tuple[Language, Lane]]:
    return ((language, lane) for language, lane in pool.lanes.items() if lane.queue and lane.idle)


def _guide_for(pool: Pool, call: Call, lane: Lane, now: Instant) -> GuideId | None:
    tried = {past.guide: past.at for past in call.tries}
    if len(lane.idle) > len(tried) or not all(guide in tried for _, guide in lane.idle):
        return next(guide for _, guide in lane.idle if guide not in tried)
    at, guide = min((tried[guide], guide) for _, guide in lane.idle)
    return guide if at + pool.settings.pass_back_off <= now else None


def _because(call: Call, guide: GuideId, lane: Lane, *, skipped: int) -> str:
    who = f"waits longest for {call.language}"
    if skipped:
        who += f" but for {skipped} whom all free guides have just passed on or missed"
    if any(past.guide == guide for past in call.tries):
        return f"{who}; rung again, as no other guide is free"
    free = len(lane.idle)
    return f"{who}; the only free guide" if free == 1 else f"{who}; longest idle of {free} free guides"
