"""Stories of what has gone wrong elsewhere, each named for its fault, and of what must not go wrong here."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from signaling.core.commands import (
    Configure,
    ConnectGuide,
    ConnectKiosk,
    HangUp,
    LoseGuide,
    LoseKiosk,
    PassRing,
    Recover,
    ReportMediaUp,
    TakeRing,
    WitnessMedia,
)
from signaling.core.deadlines import next_deadline
from signaling.core.decide import WITNESS_SPACING, decide
from signaling.core.errors import NotYourCall, TooLate
from signaling.core.events import CallInterrupted, KioskConnected, Rang, RingEnded
from signaling.core.ids import AdminId, Party
from signaling.core.pool_settings import MINUTE, SECOND
from signaling.core.vocabulary import AwayReason, CallOutcome, CallState, GuideStatus, RingOutcome
from tests.core.world import AR, NEIGHBOURHOOD, SETTINGS, SITE, SO, SV, World, call, fold, guide, kiosk


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.close()


def test_a_call_from_the_tap_to_the_wrap_up(world: World) -> None:
    world.guide_arrives("amal", SV, AR)
    world.tap("a", AR)
    assert world.rings_at("a") == "amal"
    world.wait(3 * SECOND)
    world.take("a")
    assert world.state("a") is CallState.CONNECTING
    world.connect_media("a")
    assert world.state("a") is CallState.LIVE
    world.wait(4 * MINUTE)
    world.hang_up("a")
    assert world.outcome("a") is CallOutcome.COMPLETED
    assert world.guide("amal").status is GuideStatus.WRAP_UP
    world.finish("amal", "a")
    assert world.guide("amal").status is GuideStatus.AVAILABLE


class TestGuideStuckInReserved:
    def test_when_the_resident_leaves_while_it_rings(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        world.hang_up("a")
        assert world.outcome("a") is CallOutcome.ABANDONED_RINGING
        assert world.guide("amal").status is GuideStatus.AVAILABLE
        world.tap("b")
        assert world.rings_at("b") == "amal"

    def test_when_the_kiosk_loses_power_while_it_rings(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        world.kiosk_vanishes("a")
        assert world.guide("amal").status is GuideStatus.AVAILABLE
        assert world.state("a") is CallState.HELD

    def test_when_the_server_dies_while_it_rings(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        world.do(Recover())
        world.desk_opens("amal")
        assert world.guide("amal").status is GuideStatus.AVAILABLE
        world.kiosk_arrives("a")
        assert world.rings_at("a") == "amal"

    def test_when_the_setup_fails(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        world.take("a")
        world.wait(SETTINGS.setup)
        assert world.guide("amal").status is GuideStatus.AVAILABLE

    def test_when_an_admin_ends_the_call(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        world.take("a")
        world.hang_up("a", by=Party.admin(AdminId("anna")))
        assert world.guide("amal").status is GuideStatus.AVAILABLE


class TestOneCallAnsweredByTwo:
    def test_the_second_take_is_too_late(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.guide_arrives("björn", SV)
        world.tap("a")
        world.pass_("a")
        assert world.rings_at("a") == "björn"
        with pytest.raises(TooLate):
            world.do(TakeRing(call=call("a"), guide=guide("amal"), epoch=1))
        with pytest.raises(TooLate):
            world.do(TakeRing(call=call("a"), guide=guide("amal"), epoch=2))
        world.take("a")
        assert world.call("a").guide == "björn"

    def test_taking_twice_has_the_effect_of_once(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        assert world.take("a")
        assert world.take("a") == []
        world.connect_media("a")
        assert world.do(TakeRing(call=call("a"), guide=guide("amal"), epoch=1)) == []

    def test_a_take_after_the_resident_left_is_too_late(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        world.hang_up("a")
        with pytest.raises(TooLate):
            world.do(TakeRing(call=call("a"), guide=guide("amal"), epoch=1))

    def test_a_take_of_an_earlier_ring_of_the_same_call_is_too_late(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        world.kiosk_vanishes("a")
        world.kiosk_arrives("a")
        assert world.call("a").epoch == 2
        with pytest.raises(TooLate):
            world.do(TakeRing(call=call("a"), guide=guide("amal"), epoch=1))


def test_the_ring_stops_when_the_caller_left(world: World) -> None:
    world.guide_arrives("amal", SV)
    world.tap("a")
    events = world.hang_up("a")
    assert [event.outcome for event in events if isinstance(event, RingEnded)] == [RingOutcome.WITHDRAWN]
    assert world.desk("amal").ring is None


class TestWrapUpCutShort:
    def test_no_call_rings_during_wrap_up(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.hang_up("a")
        world.tap("b")
        assert world.state("b") is CallState.WAITING
        world.wait(SETTINGS.wrap_up - 1)
        assert world.state("b") is CallState.WAITING
        world.wait(1)
        assert world.rings_at("b") == "amal"

    def test_a_reloaded_desk_is_still_in_wrap_up(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.hang_up("a")
        world.guide_vanishes("amal")
        world.wait(2 * SECOND)
        world.desk_opens("amal")
        assert world.desk("amal").wrap_up is not None

    def test_the_wrap_up_waits_for_a_guide_whose_socket_was_lost_when_the_resident_left(
        self, world: World
    ) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.guide_vanishes("amal")
        world.hang_up("a")
        world.wait(SETTINGS.guide_absence)
        world.desk_opens("amal")
        world.finish("amal", "a")
        assert world.guide("amal").status is GuideStatus.AVAILABLE


class TestReRingLoop:
    def test_one_who_just_passed_is_not_rung_before_the_others(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.guide_arrives("björn", SV)
        world.tap("a")
        assert world.rings_at("a") == "amal"
        world.pass_("a")
        assert world.rings_at("a") == "björn"
        world.pass_("a")
        assert world.rings_at("a") is None

    def test_after_the_back_off_it_rings_again_least_recently_tried_first(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.guide_arrives("björn", SV)
        world.tap("a")
        world.pass_("a")
        world.wait(5 * SECOND)
        world.pass_("a")
        world.wait(SETTINGS.pass_back_off - 5 * SECOND - 1)
        assert world.rings_at("a") is None
        world.wait(1)
        assert world.rings_at("a") == "amal"

    def test_a_missed_ring_sets_away_with_a_visible_reason_and_one_tap_returns(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        world.wait(SETTINGS.ring)
        assert world.desk("amal").status is GuideStatus.AWAY
        assert world.desk("amal").reason is AwayReason.MISSED_RING
        world.status("amal", GuideStatus.AVAILABLE)
        assert world.state("a") is CallState.WAITING
        world.wait(SETTINGS.miss_back_off)
        assert world.rings_at("a") == "amal"

    def test_a_passed_call_does_not_keep_the_guide_from_the_next_in_line(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        world.tap("b")
        world.pass_("a")
        assert world.rings_at("b") == "amal"


def test_an_engine_is_not_stopped_by_one_unreachable_member(world: World) -> None:
    world.guide_arrives("amal", SV)
    world.guide_arrives("björn", SV)
    world.tap("a")
    world.guide_vanishes("amal")
    assert world.rings_at("a") == "björn"
    world.wait(SETTINGS.guide_absence)
    assert world.guide("amal").status is GuideStatus.OFFLINE


class TestNextStateOverwritingALaterChoice:
    def test_the_last_choice_of_several_wins(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.status("amal", GuideStatus.OFFLINE)
        world.status("amal", GuideStatus.AWAY, AwayReason.LUNCH)
        world.hang_up("a")
        world.status("amal", GuideStatus.AWAY, AwayReason.BREAK)
        world.finish("amal", "a")
        assert (world.guide("amal").status, world.guide("amal").reason) == (
            GuideStatus.AWAY,
            AwayReason.BREAK,
        )

    def test_a_choice_does_not_come_back_after_the_next_call(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.status("amal", GuideStatus.AWAY)
        world.hang_up("a")
        world.finish("amal", "a")
        world.status("amal", GuideStatus.AVAILABLE)
        world.talk("b")
        world.hang_up("b")
        world.wait(SETTINGS.wrap_up)
        assert world.guide("amal").status is GuideStatus.AVAILABLE


def test_the_ghost_of_a_sleeping_laptop_is_not_rung_and_its_late_answer_is_refused(world: World) -> None:
    world.guide_arrives("amal", SV)
    world.tap("a")
    world.guide_vanishes("amal")
    world.wait(8 * 60 * MINUTE)
    world.tap("b")
    assert world.state("b") is CallState.WAITING
    with pytest.raises(TooLate):
        world.do(TakeRing(call=call("a"), guide=guide("amal"), epoch=1))
    world.desk_opens("amal")
    assert world.guide("amal").status is GuideStatus.OFFLINE


class TestLastSocketWins:
    def test_the_loss_of_an_older_socket_is_ignored(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        older = world.guide("amal").epoch
        world.desk_opens("amal")
        assert world.rings_at("a") == "amal"
        assert world.do(LoseGuide(guide=guide("amal"), epoch=older)) == []
        assert world.do(LoseKiosk(kiosk=kiosk("a"), epoch=0)) == []
        assert world.rings_at("a") == "amal"

    def test_a_connection_that_comes_late_or_twice_is_ignored(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        guide_epoch, kiosk_epoch = world.guide("amal").epoch, world.pool.kiosks[kiosk("a")].epoch
        for epoch in (guide_epoch, guide_epoch - 1):
            assert world.do(ConnectGuide(guide=guide("amal"), epoch=epoch, languages=(AR,))) == []
        assert (
            world.do(
                ConnectKiosk(kiosk=kiosk("a"), epoch=kiosk_epoch, site=SITE, neighbourhood=NEIGHBOURHOOD)
            )
            == []
        )


class TestHeldPlace:
    def test_a_kiosk_that_blinks_keeps_its_place(self, world: World) -> None:
        world.tap("a")
        world.tap("b")
        world.kiosk_vanishes("a")
        assert world.state("a") is CallState.HELD
        world.wait(SETTINGS.hold - 1)
        world.kiosk_arrives("a")
        assert (world.position("a"), world.position("b")) == (1, 2)
        world.guide_arrives("amal", SV)
        assert world.rings_at("a") == "amal"

    def test_no_desk_rings_for_an_empty_screen(self, world: World) -> None:
        world.tap("a")
        world.tap("b")
        world.kiosk_vanishes("a")
        world.guide_arrives("amal", SV)
        assert world.rings_at("b") == "amal"

    def test_a_kiosk_that_stays_away_is_lost(self, world: World) -> None:
        world.tap("a")
        world.kiosk_vanishes("a")
        world.wait(SETTINGS.hold)
        assert world.outcome("a") is CallOutcome.KIOSK_LOST

    def test_holding_does_not_stretch_the_wait_limit(self, world: World) -> None:
        world.tap("a")
        world.wait(SETTINGS.wait_limit - SECOND)
        world.kiosk_vanishes("a")
        world.wait(2 * SECOND)
        world.kiosk_arrives("a")
        world.wait(0)
        assert world.outcome("a") is CallOutcome.NO_GUIDE_AVAILABLE

    def test_a_missed_call_returns_to_its_place(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        world.tap("b")
        world.wait(SETTINGS.ring)
        assert (world.position("a"), world.position("b")) == (1, 2)
        world.guide_arrives("björn", SV)
        assert world.rings_at("a") == "björn"


class TestMediaIsTheTruth:
    def test_a_lost_socket_does_not_end_a_talk_that_the_other_witnesses(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.guide_vanishes("amal")
        for _ in range(60):
            world.wait(5 * SECOND)
            world.do(WitnessMedia(call=call("a"), by=world.resident("a")))
        assert world.state("a") is CallState.LIVE
        world.desk_opens("amal")
        world.wait(60 * MINUTE)
        assert world.state("a") is CallState.LIVE

    def test_witnesses_close_together_are_journalled_once(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        witness = WitnessMedia(call=call("a"), by=world.resident("a"))
        assert world.do(witness) == []
        world.guide_vanishes("amal")
        world.wait(WITNESS_SPACING)
        assert len(world.do(witness)) == 1
        world.wait(WITNESS_SPACING - 1)
        assert world.do(witness) == []

    def test_silence_interrupts_and_both_must_witness_to_resume(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.guide_vanishes("amal")
        assert CallInterrupted(call=call("a")) in world.wait(SETTINGS.media_silence)
        world.desk_opens("amal")
        world.media_up("a", by=Party.guide(guide("amal")))
        assert world.state("a") is CallState.INTERRUPTED
        world.do(WitnessMedia(call=call("a"), by=world.resident("a")))
        assert world.state("a") is CallState.LIVE

    def test_who_is_missing_names_the_end(self, world: World) -> None:
        def end(name: str, vanish: Callable[[], object]) -> CallOutcome:
            world.guide_arrives("amal", SV)
            world.talk(name)
            vanish()
            world.wait(SETTINGS.media_silence + SETTINGS.interruption)
            world.wait(SETTINGS.wrap_up + SETTINGS.guide_absence)
            return world.outcome(name)

        assert end("b", lambda: world.kiosk_vanishes("b")) is CallOutcome.KIOSK_LOST
        assert end("c", lambda: world.media_down("c", by=world.resident("c"))) is CallOutcome.COMPLETED

    def test_a_restarted_server_finds_the_same_call(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.now += 2 * MINUTE
        world.do(Recover())
        world.wait(9 * SECOND)
        world.kiosk_arrives("a")
        world.desk_opens("amal")
        world.wait(5 * MINUTE)
        assert world.state("a") is CallState.LIVE
        world.hang_up("a")
        assert world.outcome("a") is CallOutcome.COMPLETED

    def test_a_restart_counts_an_interruption_anew(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.media_down("a", by=world.resident("a"))
        world.now += 10 * MINUTE
        world.do(Recover())
        world.wait(SETTINGS.interruption - 1)
        assert world.state("a") is CallState.INTERRUPTED
        world.kiosk_arrives("a")
        world.media_up("a", by=world.resident("a"))
        assert world.state("a") is CallState.LIVE

    def test_a_restart_while_connecting_can_still_become_a_talk(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        world.take("a")
        world.do(Recover())
        world.kiosk_arrives("a")
        world.desk_opens("amal")
        world.connect_media("a")
        assert world.state("a") is CallState.LIVE


class TestSetup:
    def test_a_failed_setup_goes_back_to_the_line_and_to_another_guide(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.guide_arrives("björn", SV)
        world.tap("a")
        world.take("a")
        world.media_up("a", by=world.resident("a"))
        world.wait(SETTINGS.setup)
        assert world.rings_at("a") == "björn"
        world.take("a")
        world.wait(SETTINGS.setup)
        assert world.outcome("a") is CallOutcome.SETUP_FAILED

    def test_media_of_an_earlier_ring_does_not_count(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.guide_arrives("björn", SV)
        world.tap("a")
        world.take("a")
        world.wait(SETTINGS.setup)
        world.take("a")
        with pytest.raises(TooLate):
            world.do(ReportMediaUp(call=call("a"), epoch=1, by=world.resident("a")))

    def test_a_guide_who_hangs_up_before_the_picture_gives_the_call_back(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.guide_arrives("björn", SV)
        world.tap("a")
        world.take("a")
        world.hang_up("a", by=Party.guide(guide("amal")))
        assert world.rings_at("a") == "björn"
        assert world.hang_up("a", by=Party.guide(guide("amal"))) == []

    def test_a_kiosk_that_is_gone_at_the_end_of_the_setup_is_held(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        world.take("a")
        world.kiosk_vanishes("a")
        world.wait(SETTINGS.setup)
        assert world.state("a") is CallState.HELD
        assert world.call("a").setup_failures == 0

    def test_a_guide_who_gives_back_the_call_of_a_lost_kiosk_leaves_it_held(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.guide_arrives("björn", SV)
        world.tap("a")
        world.take("a")
        world.kiosk_vanishes("a")
        world.hang_up("a", by=Party.guide(guide("amal")))
        assert world.state("a") is CallState.HELD


def test_counts_are_not_counted_twice(world: World) -> None:
    """Every tap is one row with one outcome, however often it is repeated, lost or reported late."""
    world.guide_arrives("amal", SV)
    world.tap("a")
    assert world.tap("a") == []
    world.hang_up("a")
    assert world.tap("a") == []
    assert world.hang_up("a") == []
    world.close()


def test_time_that_runs_backwards_makes_no_negative_duration(world: World) -> None:
    world.guide_arrives("amal", SV)
    world.now = 5 * MINUTE
    world.tap("a")
    world.now = 0
    world.take("a")
    assert world.entries[-1].at == 5 * MINUTE


def test_nobody_is_connected_to_a_guide_without_a_shared_language(world: World) -> None:
    world.guide_arrives("amal", SV, AR)
    world.tap("a", SO)
    assert world.state("a") is CallState.WAITING
    assert next_deadline(world.pool) == SETTINGS.wait_limit


def test_a_call_of_others_is_not_hung_up(world: World) -> None:
    world.guide_arrives("amal", SV)
    world.guide_arrives("björn", SV)
    world.talk("a")
    world.kiosk_arrives("b")
    for stranger in (Party.kiosk(kiosk("b")), Party.guide(guide("björn"))):
        with pytest.raises(NotYourCall):
            world.do(HangUp(call=call("a"), by=stranger))


def test_passing_is_answered_once(world: World) -> None:
    world.guide_arrives("amal", SV)
    world.tap("a")
    world.pass_("a")
    with pytest.raises(TooLate):
        world.do(PassRing(call=call("a"), guide=guide("amal"), epoch=1))


def test_a_withdrawn_ring_does_not_send_the_guide_to_the_end_of_the_idle(world: World) -> None:
    world.guide_arrives("amal", SV)
    world.now += SECOND
    world.guide_arrives("björn", SV)
    world.tap("a")
    world.hang_up("a")
    world.tap("b")
    assert world.rings_at("b") == "amal"
    world.now += SECOND
    world.pass_("b")
    world.hang_up("b")
    world.tap("c")
    assert world.rings_at("c") == "björn"


def test_a_crash_between_any_two_commands_comes_back_to_the_same_pool(world: World) -> None:
    world.guide_arrives("amal", SV)
    world.talk("a")
    world.tap("b")
    world.hang_up("a")
    world.finish("amal", "a")
    world.take("b")
    for length in range(len(world.entries) + 1):
        assert fold(world.entries[:length]) == fold(world.entries[:length])
    assert fold(world.entries) == world.pool


def test_a_decision_that_is_dropped_leaves_nothing_behind(world: World) -> None:
    world.guide_arrives("amal", SV)
    before = world.pool
    remembered = fold(world.entries)
    entries = decide(
        before,
        ConnectKiosk(kiosk=kiosk("x"), epoch=1, site=SITE, neighbourhood=NEIGHBOURHOOD),
        world.now,
    )
    assert [type(entry.event) for entry in entries] == [KioskConnected]
    assert before == remembered


def test_new_settings_reach_those_who_wait(world: World) -> None:
    world.guide_arrives("amal", SV)
    world.tap("a")
    world.pass_("a")
    events = world.do(Configure(settings=replace(SETTINGS, pass_back_off=0)))
    assert [event.guide for event in events if isinstance(event, Rang)] == ["amal"]
