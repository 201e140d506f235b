"""UA3: what a resident saw, told from the journal, is what the kiosk was shown at the time."""

import random

import pytest

from signaling.core.commands import Hold
from signaling.core.decide import decide
from signaling.core.errors import Refused
from signaling.core.events import CallTapped, Entry
from signaling.core.evolve import evolve
from signaling.core.ids import CallId, GuideId, KioskId, PoolId
from signaling.core.pool import Pool
from signaling.core.views import kiosk_view
from signaling.core.views.shown import Screen, screens
from signaling.core.vocabulary import CallOutcome, CallState
from tests.core.repertoire import Cast, Imagination, temper
from tests.core.world import SV, World, call, guide, kiosk


def of_calls(entries: list[Entry]) -> list[Entry]:
    """What a log can find by the call: without kiosks, guides and settings."""
    return [entry for entry in entries if getattr(entry.event, "call", None) is not None]


def test_a_call_screen_by_screen() -> None:
    world = World()
    world.guide_arrives("amal", SV)
    world.talk("a")
    world.tap("b")
    tapped = world.now
    world.wait(1_000)
    world.hang_up("a")
    world.wait(1_000)
    world.finish("amal", "a")
    rung = world.now
    world.wait(1_000)
    world.take("b")
    world.connect_media("b")
    live = world.now
    world.wait(1_000)
    world.do(Hold(call=call("b"), guide=guide("amal"), on=True))
    world.wait(1_000)
    world.hang_up("b")
    assert screens(of_calls(world.entries), call("b"), kiosk("b")) == (
        Screen(at=tapped, state=CallState.WAITING, position=1),
        Screen(at=rung, state=CallState.RINGING, position=1),
        Screen(at=live, state=CallState.LIVE),
        Screen(at=live + 1_000, state=CallState.LIVE, on_hold=True),
        Screen(at=live + 2_000, state=CallState.ENDED, outcome=CallOutcome.COMPLETED),
    )


@pytest.mark.parametrize("seed", range(12))
def test_any_call_of_any_day_shows_what_its_kiosk_was_shown(seed: int) -> None:
    entries = lived(seed)
    calls = {entry.event.call: entry.event.kiosk for entry in entries if isinstance(entry.event, CallTapped)}
    assert calls
    for each, at_kiosk in calls.items():
        told = screens(of_calls(entries), each, at_kiosk)
        assert told == seen(entries, each, at_kiosk)


def lived(seed: int, commands: int = 300) -> list[Entry]:
    """Random commands, decided by the real core."""
    dice = random.Random(seed)
    cast = Cast([KioskId(f"k{n}") for n in range(4)], [GuideId(f"g{n}") for n in range(3)])
    world = World()
    pool, now, weights = world.pool, world.now, temper(dice)
    entries = list(world.entries)
    for _ in range(commands):
        now += dice.choice((0, 500, 5_000))
        try:
            caused = decide(pool, Imagination(cast, pool, now, dice, weights=weights).command(), now)
        except Refused:
            continue
        for entry in caused:
            pool = evolve(pool, entry)
        entries.extend(caused)
    return entries


def seen(entries: list[Entry], call_id: CallId, kiosk_id: KioskId) -> tuple[Screen, ...]:
    """From the whole pool, entry by entry."""
    pool, found = Pool.empty(PoolId("huddinge")), list[Screen]()
    for entry in entries:
        pool = evolve(pool, entry)
        shown = None if kiosk_id not in pool.kiosks else kiosk_view(pool, kiosk_id, services=())
        if shown is None:
            continue
        screen = None
        if shown.call is not None and shown.call.id == call_id:
            screen = Screen(
                at=entry.at,
                state=shown.call.state,
                position=shown.call.position,
                choices=shown.call.choices,
                on_hold=shown.call.on_hold,
            )
        if shown.ended is not None and shown.ended.id == call_id:
            screen = Screen(at=entry.at, state=CallState.ENDED, outcome=shown.ended.outcome)
        found += [] if screen is None else [screen]
    last_of_each = {screen.at: screen for screen in found}
    told: list[Screen] = []
    for screen in last_of_each.values():
        if not told or (told[-1].state is not CallState.ENDED and not _alike(told[-1], screen)):
            told.append(screen)
    return tuple(told)


def _alike(one: Screen, other: Screen) -> bool:
    return (one.state, one.position, one.choices, one.on_hold) == (
        other.state,
        other.position,
        other.choices,
        other.on_hold,
    )
