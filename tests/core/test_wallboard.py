"""What the wall shows of the whole pool."""

from signaling.core.vocabulary import GuideStatus
from signaling.core.wallboard import wallboard_view
from tests.core.world import AR, SO, SV, World, call, guide, kiosk


def test_an_empty_pool_shows_nothing() -> None:
    seen = wallboard_view(World().pool)
    assert (seen.languages, seen.guides, seen.calls, seen.dark_kiosks) == ((), (), (), ())


def test_the_wall_says_who_waits_for_what_and_since_when() -> None:
    world = World()
    world.tap("a", SO)
    tapped = world.now
    world.wait(5_000)
    world.tap("b", SO)
    (line,) = wallboard_view(world.pool).languages
    assert (line.language, line.waiting, line.on_duty, line.free) == (SO, 2, 0, 0)
    assert line.oldest == tapped


def test_a_call_says_why_its_guide_was_rung_for_as_long_as_it_lasts() -> None:
    world = World()
    world.guide_arrives("amal", SV, AR)
    world.talk("a", AR)
    (shown,) = wallboard_view(world.pool).calls
    assert (shown.call, shown.guide) == (call("a"), guide("amal"))
    assert shown.because
    assert [at.status for at in wallboard_view(world.pool).guides] == [GuideStatus.IN_CALL]
    world.hang_up("a")
    assert wallboard_view(world.pool).calls == ()


def test_a_guide_who_signed_off_is_no_longer_on_the_wall() -> None:
    world = World()
    world.guide_arrives("amal", SV)
    world.status("amal", GuideStatus.OFFLINE)
    assert wallboard_view(world.pool).guides == ()


def test_a_kiosk_that_was_lost_is_dark() -> None:
    world = World()
    world.kiosk_arrives("a")
    world.kiosk_vanishes("a")
    assert wallboard_view(world.pool).dark_kiosks == (kiosk("a"),)
