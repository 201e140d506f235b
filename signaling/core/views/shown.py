"""What a resident was shown in one call: the kiosk's own view after each entry, folded once more.

It needs no whole pool. What the kiosk shows of its call follows from the entries of that call, and its place
in the line from those of the calls that were open meanwhile. What it said of the minutes left does not: an
estimate rests on all that the pool had learnt by then, and is not told here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from signaling.core.choices import Choice
from signaling.core.estimate import speeds
from signaling.core.events import CallEnded, Entry, GuideConnected, Rang
from signaling.core.evolve import evolve
from signaling.core.ids import CallId, Instant, KioskId, PoolId
from signaling.core.pool import Pool
from signaling.core.records import replace
from signaling.core.views.kiosk import kiosk_view
from signaling.core.vocabulary import CallOutcome, CallState

_NO_ESTIMATE = speeds(Pool.empty(PoolId("")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What stood on the screen from `at` on. Fields are as in `KioskCall`."""

    at: Instant
    state: CallState
    position: int | None = None
    choices: tuple[Choice, ...] = ()
    on_hold: bool = False
    outcome: CallOutcome | None = None
    """What the last screen told; None before."""


def screens(entries: Iterable[Entry], call: CallId, kiosk: KioskId) -> tuple[Screen, ...]:
    """The screens that `kiosk` showed in `call`, one after the other.

    `entries` are those of the call, and of every call that was open while it waited, in the order of `seq`.
    Of what happened at one instant only the last is told, as the kiosk was.
    """
    told = list(entries)
    pool = _with_guides(told)
    shown: list[Screen] = []
    for entry in told:
        pool = evolve(pool, entry)
        screen = _screen(pool, entry.at, call, kiosk)
        if screen is None:
            continue
        if shown and shown[-1].at == entry.at:
            shown.pop()
        if not shown or replace(shown[-1], at=entry.at) != screen:
            shown.append(screen)
        if isinstance(entry.event, CallEnded) and entry.event.call == call:
            break
    return tuple(shown)


def _with_guides(entries: list[Entry]) -> Pool:
    """A pool that knows who is rung: the fold passes over those whom it has never seen."""
    guides = {entry.event.guide for entry in entries if isinstance(entry.event, Rang)}
    arrivals = (
        Entry(0, entries[0].at, GuideConnected(guide=guide, epoch=1, languages=()))
        for guide in sorted(guides)
    )
    return reduce(evolve, arrivals, Pool.empty(PoolId("")))


def _screen(pool: Pool, at: Instant, call: CallId, kiosk: KioskId) -> Screen | None:
    """None where the kiosk did not show this call."""
    if kiosk not in pool.kiosks:
        return None
    view = kiosk_view(pool, kiosk, services=(), working=lambda: _NO_ESTIMATE)
    if view.call is not None and view.call.id == call:
        shown = view.call
        return Screen(
            at=at,
            state=shown.state,
            position=shown.position,
            choices=shown.choices,
            on_hold=shown.on_hold,
        )
    if view.ended is not None and view.ended.id == call:
        return Screen(at=at, state=CallState.ENDED, outcome=view.ended.outcome)
    return None
