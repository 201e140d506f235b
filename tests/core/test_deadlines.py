"""One deadline comes out, and nothing happens before it: time 0, 1, 2."""

from dataclasses import replace

from signaling.core.commands import ConnectGuide, Tick, WitnessMedia
from signaling.core.deadlines import next_deadline
from signaling.core.events import Event, GuideStatusChanged, WrappedUp
from signaling.core.ids import PoolId
from signaling.core.pool import Pool
from signaling.core.vocabulary import AwayReason, CallOutcome, CallState, GuideStatus
from tests.core.world import SETTINGS, SV, World, call, guide

TINY = replace(
    SETTINGS,
    ring=2,
    setup=2,
    hold=2,
    media_silence=2,
    interruption=2,
    wait_limit=20,
    call_limit=20,
    wrap_up=2,
    pass_back_off=2,
    guide_absence=2,
)


def tick_at(world: World, now: int) -> list[Event]:
    world.now = now
    return world.do(Tick())


def test_an_empty_pool_has_no_deadline() -> None:
    assert next_deadline(Pool.empty(PoolId("x"))) is None


def test_a_connected_guide_and_kiosk_have_none_either() -> None:
    world = World(TINY)
    world.guide_arrives("amal", SV)
    world.kiosk_arrives("a")
    assert next_deadline(world.pool) is None


def test_a_tick_before_the_deadline_does_nothing_and_one_at_it_does() -> None:
    world = World(TINY)
    world.guide_arrives("amal", SV)
    world.tap("a")
    assert next_deadline(world.pool) == 2
    assert tick_at(world, 0) == []
    assert tick_at(world, 1) == []
    assert world.state("a") is CallState.RINGING
    assert tick_at(world, 2) != []
    assert world.guide("amal").reason is AwayReason.MISSED_RING
    assert next_deadline(world.pool) == 20


def test_a_setup_has_a_deadline_of_its_own() -> None:
    world = World(TINY)
    world.guide_arrives("amal", SV)
    world.tap("a")
    world.now = 1
    world.take("a")
    assert next_deadline(world.pool) == 3


def test_an_extension_moves_the_end_of_the_wrap_up() -> None:
    world = World(TINY)
    world.guide_arrives("amal", SV)
    world.talk("a")
    world.hang_up("a")
    assert next_deadline(world.pool) == 2
    world.extend("amal", "a")
    assert next_deadline(world.pool) == 4
    assert tick_at(world, 3) == []
    assert tick_at(world, 4) == [
        WrappedUp(guide=guide("amal"), call=call("a")),
        GuideStatusChanged(guide=guide("amal"), status=GuideStatus.AVAILABLE),
    ]


def test_a_live_call_ends_at_its_limit_though_a_socket_is_lost_and_media_flows() -> None:
    world = World(TINY)
    world.guide_arrives("amal", SV)
    world.talk("a")
    assert next_deadline(world.pool) == 20
    world.guide_vanishes("amal")
    assert next_deadline(world.pool) == 2
    world.desk_opens("amal")
    assert next_deadline(world.pool) == 20
    world.now = 19
    world.kiosk_vanishes("a")
    assert next_deadline(world.pool) == 20
    tick_at(world, 20)
    assert world.outcome("a") is CallOutcome.COMPLETED


def test_a_back_off_is_a_deadline_only_while_the_guide_is_free() -> None:
    world = World(TINY)
    world.guide_arrives("amal", SV)
    world.tap("a")
    world.now = 1
    world.pass_("a")
    assert next_deadline(world.pool) == 3
    world.status("amal", GuideStatus.AWAY)
    assert next_deadline(world.pool) == 20
    world.status("amal", GuideStatus.AVAILABLE)
    tick_at(world, 3)
    assert world.rings_at("a") == "amal"


def test_a_guide_whose_socket_is_lost_leaves_after_the_absence() -> None:
    world = World(TINY)
    world.guide_arrives("amal", SV)
    world.now = 1
    world.guide_vanishes("amal")
    assert tick_at(world, 2) == []
    assert world.guide("amal").status is GuideStatus.AVAILABLE
    tick_at(world, 3)
    assert world.guide("amal").status is GuideStatus.OFFLINE
    assert next_deadline(world.pool) is None


def test_a_guide_who_comes_back_in_time_stays() -> None:
    world = World(TINY)
    world.guide_arrives("amal", SV)
    world.guide_vanishes("amal")
    world.now = 1
    world.desk_opens("amal")
    assert next_deadline(world.pool) is None
    assert world.guide("amal").status is GuideStatus.AVAILABLE


def test_many_deadlines_fall_in_one_tick_in_their_order() -> None:
    world = World(TINY)
    world.guide_arrives("amal", SV)
    world.tap("a")
    world.tap("b")
    world.tap("c")
    tick_at(world, 1_000)
    assert {world.outcome(name) for name in "abc"} == {CallOutcome.NO_GUIDE_AVAILABLE}
    world.close()


def test_durations_of_zero_do_not_stop_the_clock() -> None:
    instant = replace(
        TINY,
        ring=0,
        setup=0,
        hold=0,
        media_silence=0,
        interruption=0,
        wrap_up=0,
        pass_back_off=0,
        guide_absence=0,
    )
    world = World(instant)
    world.guide_arrives("amal", SV)
    world.guide_arrives("björn", SV)
    for name in "abc":
        world.tap(name)
        world.wait(1)
    world.wait(30)
    world.close()


def test_witnessing_moves_the_silence() -> None:
    world = World(replace(SETTINGS, media_silence=10_000))
    world.guide_arrives("amal", SV)
    world.talk("a")
    world.guide_vanishes("amal")
    assert next_deadline(world.pool) == 10_000
    world.now = 4_000
    world.do(WitnessMedia(call=call("a"), by=world.resident("a")))
    assert next_deadline(world.pool) == 14_000


def test_time_zero_is_a_time_like_any_other() -> None:
    world = World(TINY)
    world.do(ConnectGuide(guide=guide("amal"), epoch=1, languages=(SV, SV)))
    assert world.status("amal", GuideStatus.AVAILABLE) != []
    assert world.now == 0
    world.tap("a")
    assert world.rings_at("a") == "amal"
