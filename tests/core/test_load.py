"""Share of load: who has carried much is spared while others can be rung, and never at a resident's cost."""

from dataclasses import replace

from signaling.core.ids import Milliseconds
from signaling.core.load import FRESH, MEMORY, WHOLE
from signaling.core.pool_settings import MINUTE, SECOND
from signaling.core.vocabulary import GuideStatus
from tests.core.test_matcher import why
from tests.core.world import SETTINGS, SO, SV, World, guide


def world_after_a_talk(of: Milliseconds, rest: Milliseconds = 0, cap: int = 100) -> World:
    """Amal has just wrapped up a talk; Björn, who speaks one language more, comes after her."""
    world = World(replace(SETTINGS, rest=rest, occupancy_cap=cap))
    world.guide_arrives("amal", SV)
    world.talk("a")
    world.now += of
    world.hang_up("a")
    world.finish("amal", "a")
    world.now += SECOND
    world.guide_arrives("björn", SV, SO)
    return world


def test_a_guide_rests_after_a_heavy_call() -> None:
    world = world_after_a_talk(of=20 * MINUTE, rest=5 * MINUTE)
    assert why(world.tap("b")) == ["sv fluent; of 2 free guides; idle 0 min; spares 1 who carried much"]
    assert world.rings_at("b") == "björn"


def test_a_guide_does_not_rest_after_a_light_call() -> None:
    world = world_after_a_talk(of=19 * MINUTE, rest=5 * MINUTE)
    world.tap("b")
    assert world.rings_at("b") == "amal"


def test_when_the_rest_is_over_the_guide_is_rung_as_before() -> None:
    world = world_after_a_talk(of=20 * MINUTE, rest=5 * MINUTE)
    world.now += 5 * MINUTE
    world.tap("b")
    assert world.rings_at("b") == "amal"


def test_nobody_waits_for_a_guide_to_have_rested() -> None:
    world = world_after_a_talk(of=20 * MINUTE, rest=5 * MINUTE)
    world.tap("b")
    (because,) = why(world.tap("c"))
    assert (
        because == "sv fluent; the only free guide; idle 0 min; though to be spared, as nobody else is free"
    )
    assert world.rings_at("c") == "amal"


def test_a_guide_above_the_cap_is_spared() -> None:
    world = world_after_a_talk(of=60 * MINUTE, cap=40)
    world.tap("b")
    assert world.rings_at("b") == "björn"


def test_the_load_is_that_of_the_last_hour_or_so() -> None:
    worked = FRESH.until(MEMORY, GuideStatus.IN_CALL)
    assert worked.share == WHOLE // 2
    assert worked.until(2 * MEMORY, GuideStatus.AVAILABLE).share == WHOLE // 4
    assert worked.until(2 * MEMORY, GuideStatus.AWAY).talk == MEMORY


def test_the_pool_reckons_ringing_talking_and_wrapping_up_as_work() -> None:
    world = world_after_a_talk(of=60 * MINUTE)
    load = world.pool.guides[guide("amal")].load
    assert WHOLE // 2 - WHOLE // 100 < load.share < WHOLE // 2 + WHOLE // 100
    assert load.talk == 60 * MINUTE
