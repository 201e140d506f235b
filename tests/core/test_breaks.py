"""Breaks with a planned end, and what an admin planned for a guide: said at once, never enforced."""

from signaling.core.commands import ForceStatus, SetStatus
from signaling.core.ids import AdminId, Instant
from signaling.core.pool_settings import MINUTE
from signaling.core.vocabulary import AwayReason, GuideStatus
from signaling.core.wallboard import wallboard_view
from tests.core.world import SETTINGS, SV, World, guide

AMAL = guide("amal")


def lunch(world: World, back_at: Instant) -> None:
    world.do(SetStatus(guide=AMAL, status=GuideStatus.AWAY, reason=AwayReason.LUNCH, back_at=back_at))


def a_guide_at_work() -> World:
    world = World()
    world.guide_arrives("amal", SV)
    return world


def test_a_break_says_until_when_and_does_not_end_by_itself() -> None:
    world = a_guide_at_work()
    back_at = world.now + 30 * MINUTE
    lunch(world, back_at)
    [on_board] = wallboard_view(world.pool).guides
    assert (world.desk("amal").back_at, on_board.back_at) == (back_at, back_at)
    world.wait(31 * MINUTE)
    assert world.desk("amal").status is GuideStatus.AWAY
    world.status("amal", GuideStatus.AVAILABLE)
    assert world.desk("amal").back_at is None


def test_a_longer_break_is_a_new_choice_and_a_past_end_is_none() -> None:
    world = a_guide_at_work()
    lunch(world, world.now + MINUTE)
    lunch(world, world.now + 2 * MINUTE)
    assert world.desk("amal").back_at == world.now + 2 * MINUTE
    lunch(world, world.now)
    assert world.desk("amal").back_at is None


def test_a_break_planned_in_a_call_begins_after_its_wrap_up() -> None:
    world = a_guide_at_work()
    world.talk("a")
    back_at = world.now + 30 * MINUTE
    lunch(world, back_at)
    assert (world.desk("amal").back_at, world.desk("amal").next_back_at) == (None, back_at)
    world.hang_up("a")
    world.wait(SETTINGS.wrap_up)
    assert (world.desk("amal").back_at, world.desk("amal").next_back_at) == (back_at, None)


def test_a_break_chosen_while_it_rings_keeps_its_end() -> None:
    world = a_guide_at_work()
    world.tap("a")
    back_at = world.now + 30 * MINUTE
    lunch(world, back_at)
    assert (world.desk("amal").status, world.desk("amal").back_at) == (GuideStatus.AWAY, back_at)


def test_what_an_admin_plans_in_a_call_is_seen_at_once_until_the_guide_chooses_anew() -> None:
    world = a_guide_at_work()
    world.talk("a")
    world.do(ForceStatus(guide=AMAL, status=GuideStatus.AWAY, by=AdminId("anna")))
    [on_board] = wallboard_view(world.pool).guides
    assert (on_board.status, on_board.next_status) == (GuideStatus.IN_CALL, GuideStatus.AWAY)
    assert (world.desk("amal").next_status, world.desk("amal").next_by_admin) == (GuideStatus.AWAY, True)
    world.wait(1)
    world.status("amal", GuideStatus.AVAILABLE)
    assert not world.desk("amal").next_by_admin
