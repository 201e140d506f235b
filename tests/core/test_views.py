"""What each screen shows, and whom a change touches."""

import pytest

from signaling.core.commands import Configure
from signaling.core.errors import UnknownGuide, UnknownKiosk
from signaling.core.estimate import WaitRange
from signaling.core.ids import AdminId, Party
from signaling.core.pool_settings import MINUTE, SECOND, PoolSettings
from signaling.core.views import LanguageService, QueueLine, desk_view, kiosk_view, touched, view
from signaling.core.vocabulary import AwayReason, CallOutcome, CallState, GuideStatus
from tests.core.world import AR, SETTINGS, SO, SV, World, call, guide, kiosk


def test_a_kiosk_sees_how_each_language_is_served() -> None:
    world = World()
    world.guide_arrives("amal", SV, AR)
    world.desk_opens("björn", SV)
    world.tap("a", AR)
    world.tap("b", AR)
    assert world.screen("a").languages == (
        LanguageService(language=SV, on_duty=1, free=0, waiting=0, wait=WaitRange(4, 20)),
        LanguageService(language=AR, on_duty=1, free=0, waiting=2, wait=WaitRange(4, 20)),
        LanguageService(language=SO, on_duty=0, free=0, waiting=0),
    )


def test_a_position_counts_down_and_is_gone_with_the_take() -> None:
    world = World()
    for name in "abc":
        world.tap(name)
    world.tap("d", AR)
    assert [world.position(name) for name in "abcd"] == [1, 2, 3, 1]
    world.guide_arrives("amal", SV)
    assert [world.position(name) for name in "abc"] == [1, 2, 3]
    world.take("a")
    assert [world.position(name) for name in "abc"] == [None, 1, 2]
    world.hang_up("b")
    assert world.position("c") == 1


def test_a_kiosk_learns_who_took_it_only_after_the_take() -> None:
    world = World()
    world.guide_arrives("amal", SV)
    world.tap("a")
    ringing = world.screen("a").call
    assert ringing is not None
    assert (ringing.state, ringing.guide, ringing.epoch) == (CallState.RINGING, None, 1)
    world.take("a")
    taken = world.screen("a").call
    assert taken is not None
    assert (taken.state, taken.guide) == (CallState.CONNECTING, "amal")
    assert taken.until == world.now + SETTINGS.setup


def test_a_kiosk_sees_how_its_last_call_ended_until_the_next() -> None:
    world = World()
    world.tap("a")
    world.hang_up("a")
    ended = world.screen("a").ended
    assert ended is not None
    assert (ended.id, ended.outcome) == (call("a"), CallOutcome.ABANDONED_WAITING)


def test_a_desk_sees_its_ring_its_call_and_its_wrap_up() -> None:
    world = World()
    world.guide_arrives("amal", SV)
    world.now = MINUTE
    world.tap("a")
    ring = world.desk("amal").ring
    assert ring is not None
    assert (ring.call, ring.tapped_at, ring.until) == (call("a"), MINUTE, MINUTE + SETTINGS.ring)
    assert world.desk("amal").call is None
    world.now += SECOND
    world.take("a")
    assert world.desk("amal").ring is None
    world.connect_media("a")
    talk = world.desk("amal").call
    assert talk is not None
    assert (talk.taken_at, talk.live_since, talk.kiosk_connected) == (world.now, world.now, True)
    world.kiosk_vanishes("a")
    talk = world.desk("amal").call
    assert talk is not None
    assert not talk.kiosk_connected
    world.status("amal", GuideStatus.AWAY, AwayReason.LUNCH)
    world.hang_up("a")
    desk = world.desk("amal")
    assert desk.call is None
    assert desk.wrap_up is not None
    assert (desk.wrap_up.call, desk.wrap_up.extensions_left) == (call("a"), SETTINGS.wrap_up_extensions)
    assert (desk.next_status, desk.next_reason) == (GuideStatus.AWAY, AwayReason.LUNCH)
    world.extend("amal", "a")
    desk = world.desk("amal")
    assert desk.wrap_up is not None
    assert desk.wrap_up.extensions_left == SETTINGS.wrap_up_extensions - 1
    world.finish("amal", "a")
    assert (world.desk("amal").status, world.desk("amal").reason) == (GuideStatus.AWAY, AwayReason.LUNCH)


def test_a_desk_sees_the_queue_of_its_languages() -> None:
    world = World()
    world.now = MINUTE
    world.tap("a", AR)
    world.now += MINUTE
    world.tap("b", AR)
    world.desk_opens("amal", AR, SO)
    assert world.desk("amal").queue == (
        QueueLine(language=AR, waiting=2, oldest=MINUTE, free=0),
        QueueLine(language=SO, waiting=0, oldest=None, free=0),
    )


def test_a_party_that_never_connected_has_no_view() -> None:
    world = World()
    with pytest.raises(UnknownKiosk):
        kiosk_view(world.pool, kiosk("a"))
    with pytest.raises(UnknownGuide):
        desk_view(world.pool, guide("amal"))
    with pytest.raises(UnknownGuide):
        view(world.pool, Party.admin(AdminId("anna")))


def test_a_view_is_found_by_party() -> None:
    world = World()
    world.guide_arrives("amal", SV)
    world.tap("a")
    assert view(world.pool, Party.kiosk(kiosk("a"))) == world.screen("a")
    assert view(world.pool, Party.guide(guide("amal"))) == world.desk("amal")


def touched_by(world: World, before: int) -> set[str]:
    return {party.id for party in touched(world.entries[before:], world.pool)}


def test_those_are_touched_whose_own_part_changed() -> None:
    world = World()
    world.guide_arrives("amal", SV)
    world.guide_arrives("björn", AR)
    for name in "ab":
        world.kiosk_arrives(name)
    mark = len(world.entries)
    world.tap("a")
    assert touched_by(world, mark) == {kiosk("a"), "amal"}
    mark = len(world.entries)
    world.take("a")
    world.connect_media("a")
    assert touched_by(world, mark) == {kiosk("a"), "amal"}
    mark = len(world.entries)
    world.hang_up("a")
    assert touched_by(world, mark) == {kiosk("a"), "amal"}
    mark = len(world.entries)
    world.do(Configure(settings=PoolSettings()))
    assert touched_by(world, mark) == {kiosk("a"), kiosk("b"), "amal", "björn"}


def test_nothing_touches_nobody() -> None:
    assert touched([], World().pool) == frozenset()


def test_who_asks_where_all_are_in_talks_is_told_how_long_it_takes() -> None:
    world = World()
    world.guide_arrives("amal", SV, AR)
    world.tap("a", AR)
    swedish, arabic, somali = world.screen("a").languages
    assert arabic.wait is not None
    assert 0 <= arabic.wait.low < arabic.wait.high
    assert swedish.wait == arabic.wait, "the same guide serves both"
    assert somali.wait is None, "nobody is on duty"
    world.guide_arrives("björn", AR)
    assert world.screen("a").languages[1].wait == WaitRange(0, 1), "another is free"
    world.take("a")
    assert world.screen("a").languages[1].wait is None
