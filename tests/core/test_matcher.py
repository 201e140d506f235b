"""Who is rung for whom, and the one line that says why."""

from dataclasses import replace

from signaling.core.events import Event, Rang
from signaling.core.matcher import choose
from signaling.core.pool_settings import SECOND
from signaling.core.vocabulary import GuideStatus
from tests.core.world import AR, SETTINGS, SO, SV, World


def why(events: list[Event]) -> list[str]:
    return [event.because for event in events if isinstance(event, Rang)]


def test_an_empty_pool_has_no_choice() -> None:
    assert choose(World().pool, 0) is None


def test_a_freed_guide_gets_the_longest_waiting_of_all_their_languages() -> None:
    world = World()
    world.tap("a", SO)
    world.tap("b", AR)
    world.tap("c", SV)
    world.desk_opens("amal", SV, AR)
    assert why(world.status("amal", GuideStatus.AVAILABLE)) == ["waits longest for ar; the only free guide"]
    assert world.rings_at("b") == "amal"


def test_a_call_gets_the_guide_who_has_been_idle_longest() -> None:
    world = World()
    for name in ("björn", "amal", "cilla"):
        world.now += SECOND
        world.guide_arrives(name, SV)
    assert why(world.tap("a")) == ["waits longest for sv; longest idle of 3 free guides"]
    assert world.rings_at("a") == "björn"


def test_only_those_who_speak_the_language_are_asked() -> None:
    world = World()
    world.guide_arrives("amal", SV)
    world.now += SECOND
    world.guide_arrives("björn", AR)
    world.tap("a", AR)
    assert world.rings_at("a") == "björn"


def test_a_call_behind_one_in_back_off_says_so() -> None:
    world = World()
    world.guide_arrives("amal", SV)
    world.tap("a")
    world.tap("b")
    (because,) = why(world.pass_("a"))
    assert because.startswith("waits longest for sv but for 1 whom all free guides have just passed on")


def test_a_second_ring_of_the_same_guide_says_so() -> None:
    world = World()
    world.guide_arrives("amal", SV)
    world.tap("a")
    world.pass_("a")
    assert why(world.wait(SETTINGS.pass_back_off)) == [
        "waits longest for sv; rung again, as no other guide is free"
    ]


def test_a_new_guide_comes_before_the_back_off_is_over() -> None:
    world = World()
    world.guide_arrives("amal", SV)
    world.tap("a")
    world.pass_("a")
    world.guide_arrives("björn", SV)
    assert world.rings_at("a") == "björn"


def test_one_command_can_ring_many_desks() -> None:
    world = World(replace(SETTINGS, languages=(SV, AR, SO)))
    for name in "abcd":
        world.tap(name, SV if name < "c" else AR)
    for name in ("amal", "björn"):
        world.desk_opens(name, SV, AR)
    world.status("amal", GuideStatus.AVAILABLE)
    world.status("björn", GuideStatus.AVAILABLE)
    assert (world.rings_at("a"), world.rings_at("b")) == ("amal", "björn")


def test_changing_languages_brings_a_ring() -> None:
    world = World()
    world.guide_arrives("amal", SV)
    world.tap("a", SO)
    assert world.rings_at("a") is None
    world.desk_opens("amal", SV, SO)
    assert world.rings_at("a") == "amal"
