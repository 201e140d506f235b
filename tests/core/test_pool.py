"""Snapshots, and a fold that is total."""

from dataclasses import replace

from signaling.core.commands import AskForHelp, Hold
from signaling.core.events import EVENT_TYPES, Entry
from signaling.core.evolve import evolve
from signaling.core.ids import PoolId
from signaling.core.pool import Pool, restore, snapshot
from signaling.core.vocabulary import GuideStatus
from tests.core.world import AR, SO, SV, World, call, fold, kiosk


def busy_world() -> World:
    world = World()
    world.guide_arrives("amal", SV, AR)
    world.guide_arrives("björn", SV)
    world.guide_arrives("cilla", SO)
    world.talk("a")
    lead = world.call("a").guide
    assert lead is not None
    for on in (True, False):
        world.do(Hold(call=call("a"), guide=lead, on=on))
    world.do(AskForHelp(guide=lead))
    world.tap("b")
    world.pass_("b")
    world.tap("c", AR)
    world.kiosk_vanishes("c")
    world.talk("d", SO)
    world.hang_up("d")
    world.status("cilla", GuideStatus.AWAY)
    return world


def test_a_snapshot_restores_to_an_equal_pool() -> None:
    pool = busy_world().pool
    assert restore(snapshot(pool)) == pool
    assert snapshot(restore(snapshot(pool))) == snapshot(pool)


def test_a_restored_pool_evolves_as_the_original() -> None:
    world = busy_world()
    half = len(world.entries) // 2
    resumed = restore(snapshot(fold(world.entries[:half])))
    for entry in world.entries[half:]:
        resumed = evolve(resumed, entry)
    assert resumed == world.pool


def test_folding_twice_gives_the_same() -> None:
    entries = busy_world().entries
    assert fold(entries) == fold(entries)


def test_an_event_that_fits_nothing_changes_only_the_seq_and_the_time() -> None:
    """The fold is total: each event of a busy day, folded into an empty pool out of order, does no harm."""
    for entry in busy_world().entries:
        stray = evolve(Pool.empty(PoolId("huddinge")), Entry(7, 7, entry.event))
        assert (stray.seq, stray.at) == (7, 7)
    world = busy_world()
    seen = {type(entry.event).type for entry in world.entries}
    assert len(seen) > len(EVENT_TYPES) / 3


def test_the_fold_survives_any_order() -> None:
    entries = busy_world().entries
    pool = Pool.empty(PoolId("huddinge"))
    for seq, entry in enumerate(reversed(entries), start=1):
        pool = evolve(pool, replace(entry, seq=seq))
    assert pool.seq == len(entries)


def test_old_pools_stay_valid() -> None:
    world = busy_world()
    before, mirror = world.pool, fold(world.entries)
    world.hang_up("a", by=world.helper("a"))
    world.hang_up("b")
    assert before == mirror
    assert call("a") in before.calls
    assert before.kiosks[kiosk("a")].call == call("a")
