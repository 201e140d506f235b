"""Stories of calls with more than one guide: interpreters, colleagues, transfers, holds and losses."""

from collections.abc import Iterator

import pytest

from signaling.core.commands import (
    ConnectGuide,
    Dismiss,
    ForceStatus,
    HandOver,
    Hold,
    Invite,
    PassRing,
    ReportMediaUp,
    SetStatus,
    TakeRing,
    Transfer,
)
from signaling.core.errors import CallFull, NobodyFree, NoSharedLanguage, NotNow, NotYourCall, TooLate
from signaling.core.events import GuestLeft, Rang, RingEnded, WantedRelaxed
from signaling.core.ids import AdminId, Party, Role
from signaling.core.parties import Wanted
from signaling.core.pool_settings import MINUTE, SECOND
from signaling.core.vocabulary import (
    AwayReason,
    CallOutcome,
    CallState,
    GuideStatus,
    PartyState,
    PassReason,
    RingOutcome,
    TryReason,
)
from tests.core.world import AR, SETTINGS, SO, SV, TOPIC, World, call, guide


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.close()


def send_on(world: World, name: str, lead: str, to: Wanted) -> None:
    world.do(Transfer(call=call(name), guide=guide(lead), to=to))


class TestGuideWithInterpreter:
    @pytest.fixture
    def pair(self, world: World) -> World:
        """Amal speaks Swedish, Noor interprets Arabic, and the resident has agreed to them both."""
        world.guide_arrives("amal", SV)
        world.interpreter_arrives("noor", AR)
        world.tap("a", AR)
        world.wait(30 * SECOND)
        assert world.state("a") is CallState.WAITING
        world.agree_to_interpreter("a")
        return world

    def test_both_are_rung_together_and_joined_in_one_move(self, pair: World) -> None:
        assert pair.rings_at("a") == "amal"
        assert pair.guest("a", "noor").state is PartyState.RINGING
        pair.guest_takes("a", "noor")
        assert pair.state("a") is CallState.RINGING
        pair.take("a")
        assert pair.state("a") is CallState.CONNECTING
        pair.connect_media("a")
        assert pair.state("a") is CallState.CONNECTING, "the interpreter is not yet seen"
        pair.guest_is_seen("a", "noor")
        assert pair.state("a") is CallState.LIVE
        assert pair.guest("a", "noor").state is PartyState.PRESENT
        pair.hang_up("a")
        assert pair.guide("noor").status is GuideStatus.AVAILABLE
        assert pair.guide("amal").status is GuideStatus.WRAP_UP

    def test_a_ring_is_a_turn_whatever_the_guide_is_asked_to_be(self, pair: World) -> None:
        assert pair.guide("noor").rung_at == pair.guide("amal").rung_at == pair.now

    def test_the_number_names_the_party(self, pair: World) -> None:
        assert (pair.call("a").epoch, pair.guest("a", "noor").epoch, pair.call("a").rings) == (1, 2, 2)
        pair.guest_passes("a", "noor")
        pair.wait(SETTINGS.pass_back_off)
        assert (pair.call("a").epoch, pair.guest("a", "noor").epoch) == (3, 4)

    def test_one_who_passes_sends_both_back_and_the_call_keeps_its_place(self, pair: World) -> None:
        place = pair.call("a").place
        pair.take("a")
        pair.guest_passes("a", "noor")
        assert (pair.state("a"), pair.call("a").place) == (CallState.WAITING, place)
        assert pair.guide("amal").status is GuideStatus.AVAILABLE
        assert [(past.guide, past.why) for past in pair.call("a").tries] == [("noor", TryReason.PASSED)]

    def test_one_who_misses_is_away_and_the_other_is_not(self, pair: World) -> None:
        pair.take("a")
        events = pair.wait(SETTINGS.ring)
        ended = {event.guide: event.outcome for event in events if isinstance(event, RingEnded)}
        assert ended == {"amal": RingOutcome.SUPERSEDED, "noor": RingOutcome.TIMED_OUT}
        assert pair.guide("noor").reason is AwayReason.MISSED_RING
        assert pair.guide("amal").status is GuideStatus.AVAILABLE

    def test_both_who_miss_are_away(self, pair: World) -> None:
        pair.wait(SETTINGS.ring)
        assert pair.guide("noor").reason is pair.guide("amal").reason is AwayReason.MISSED_RING

    def test_an_interpreter_who_is_not_seen_in_time_sends_both_back(self, pair: World) -> None:
        pair.take("a")
        pair.guest_takes("a", "noor")
        pair.connect_media("a")
        pair.wait(SETTINGS.setup)
        assert pair.state("a") is CallState.WAITING
        assert pair.call("a").tries[-1].why is TryReason.UNREACHABLE

    def test_the_resident_who_leaves_sets_both_free(self, pair: World) -> None:
        pair.hang_up("a")
        assert pair.guide("amal").status is pair.guide("noor").status is GuideStatus.AVAILABLE

    def test_the_talk_goes_on_when_the_interpreter_leaves(self, pair: World) -> None:
        pair.take("a")
        pair.guest_takes("a", "noor")
        pair.connect_media("a")
        pair.guest_is_seen("a", "noor")
        events = pair.hang_up("a", by=Party.guide(guide("noor")))
        assert any(isinstance(event, GuestLeft) for event in events)
        assert pair.state("a") is CallState.LIVE

    def test_nobody_is_rung_for_two_without_the_residents_yes(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.interpreter_arrives("noor", AR)
        world.tap("a", AR)
        world.wait(5 * MINUTE)
        assert not any(isinstance(entry.event, Rang) for entry in world.entries)

    def test_a_guide_of_the_language_comes_before_two(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a", AR)
        world.agree_to_interpreter("a")
        world.guide_arrives("samir", AR)
        assert world.rings_at("a") == "samir"
        assert world.call("a").guests == ()


class TestWarmTransfer:
    @pytest.fixture
    def three(self, world: World) -> World:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.guide_arrives("björn", SV)
        world.joins("a", "björn")
        return world

    def test_a_colleague_joins_and_takes_the_lead(self, three: World) -> None:
        epoch = three.guest("a", "björn").epoch
        three.do(HandOver(call=call("a"), guide=guide("amal"), epoch=epoch))
        assert (three.call("a").guide, three.call("a").epoch) == ("björn", epoch)
        assert three.state("a") is CallState.LIVE
        assert three.guide("amal").status is GuideStatus.WRAP_UP
        three.finish("amal", "a")
        three.hang_up("a")
        assert three.guide("björn").status is GuideStatus.WRAP_UP

    def test_only_the_lead_hands_over_and_only_to_who_is_there(self, three: World) -> None:
        epoch = three.guest("a", "björn").epoch
        with pytest.raises(NotYourCall):
            three.do(HandOver(call=call("a"), guide=guide("björn"), epoch=epoch))
        with pytest.raises(TooLate):
            three.do(HandOver(call=call("a"), guide=guide("amal"), epoch=epoch + 1))

    def test_nobody_leads_who_only_rings_or_joins(self, three: World) -> None:
        three.guide_arrives("david", SV)
        three.invite("a", "david")
        epoch = three.guest("a", "david").epoch
        with pytest.raises(NotNow):
            three.do(HandOver(call=call("a"), guide=guide("amal"), epoch=epoch))

    def test_a_guest_whose_network_is_gone_is_given_time(self, three: World) -> None:
        three.guide_vanishes("björn")
        three.wait(SETTINGS.interruption - 1)
        three.desk_opens("björn")
        assert three.guest("a", "björn").until is None
        three.guide_vanishes("björn")
        three.wait(SETTINGS.interruption)
        assert three.call("a").guests == ()
        assert three.state("a") is CallState.LIVE

    def test_there_are_four_parties_at_most(self, three: World) -> None:
        for name in ("david", "eva"):
            three.guide_arrives(name, SV)
        three.joins("a", "david")
        with pytest.raises(CallFull):
            three.invite("a", "eva")

    def test_the_lead_lets_a_guest_go(self, three: World) -> None:
        epoch = three.guest("a", "björn").epoch
        three.do(Dismiss(call=call("a"), guide=guide("amal"), epoch=epoch))
        assert three.guide("björn").status is GuideStatus.AVAILABLE


class TestInvitation:
    def test_it_rings_only_who_is_free_and_shares_the_language(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.desk_opens("björn", SV)
        world.guide_arrives("samir", AR)
        with pytest.raises(NoSharedLanguage):
            world.invite("a", "samir")
        with pytest.raises(NobodyFree):
            world.do(Invite(call=call("a"), guide=guide("amal"), to=Wanted(language=SV)))

    def test_an_interpreter_is_invited_by_language(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.interpreter_arrives("noor", SO)
        world.talk("a")
        to = Wanted(language=SO)
        world.do(Invite(call=call("a"), guide=guide("amal"), to=to, role=Role.INTERPRETER))
        assert world.guest("a", "noor").role is Role.INTERPRETER

    def test_one_that_is_missed_or_passed_leaves_the_talk_alone(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.guide_arrives("björn", SV)
        world.invite("a", "björn")
        world.guest_passes("a", "björn")
        assert world.guide("björn").status is GuideStatus.AVAILABLE
        world.invite("a", "björn")
        world.wait(SETTINGS.ring)
        assert world.guide("björn").reason is AwayReason.MISSED_RING
        assert world.state("a") is CallState.LIVE

    def test_a_late_take_of_it_is_told_so(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.guide_arrives("björn", SV)
        world.invite("a", "björn")
        epoch = world.guest("a", "björn").epoch
        world.hang_up("a")
        with pytest.raises(TooLate):
            world.do(TakeRing(call=call("a"), guide=guide("björn"), epoch=epoch))
        assert world.guide("björn").status is GuideStatus.AVAILABLE

    def test_a_guest_speaks_for_their_own_picture_only(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.guide_arrives("björn", SV)
        world.invite("a", "björn")
        by = Party.guide(guide("björn"))
        with pytest.raises(NotNow):
            world.do(ReportMediaUp(call=call("a"), epoch=world.guest("a", "björn").epoch, by=by))
        with pytest.raises(TooLate):
            world.do(ReportMediaUp(call=call("a"), epoch=world.call("a").epoch, by=by))


class TestColdTransfer:
    def test_to_a_guide_who_is_waited_for_a_while(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.guide_arrives("björn", SV)
        world.talk("b")
        world.guide_arrives("eva", SV)
        send_on(world, "a", "amal", Wanted(guide=guide("björn")))
        assert world.state("a") is CallState.WAITING, "Eva is free but not wanted"
        assert world.position("a") == 1
        events = world.wait(SETTINGS.wanted_wait)
        assert any(isinstance(event, WantedRelaxed) for event in events)
        assert world.rings_at("a") == "eva"

    def test_to_a_guide_who_is_free(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.guide_arrives("eva", SV)
        world.guide_arrives("björn", SV)
        send_on(world, "a", "amal", Wanted(guide=guide("björn")))
        assert world.rings_at("a") == "björn"
        assert world.guide("amal").status is GuideStatus.WRAP_UP

    def test_to_a_language_before_those_who_tapped_later(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.tap("b", AR)
        send_on(world, "a", "amal", Wanted(language=AR))
        assert (world.position("a"), world.position("b")) == (1, 2)
        world.guide_arrives("samir", AR)
        assert world.rings_at("a") == "samir"

    def test_to_a_topic(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.guide_arrives("eva", SV)
        world.epoch += 1
        world.do(ConnectGuide(guide=guide("björn"), epoch=world.epoch, languages=(SV,), topics=(TOPIC,)))
        world.status("björn", GuideStatus.AVAILABLE)
        send_on(world, "a", "amal", Wanted(topic=TOPIC))
        assert world.rings_at("a") == "björn"

    def test_never_to_a_guide_without_a_shared_language(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.guide_arrives("samir", AR)
        with pytest.raises(NoSharedLanguage):
            send_on(world, "a", "amal", Wanted(guide=guide("samir")))


class TestHold:
    def test_the_lead_holds_and_returns(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        hold = Hold(call=call("a"), guide=guide("amal"), on=True)
        assert world.do(hold)
        since = world.pool.at
        world.wait(5 * SECOND)
        assert world.do(hold) == [], "twice has the effect of once"
        desk = world.desk("amal").call
        assert desk is not None
        assert desk.held_since == since
        world.do(Hold(call=call("a"), guide=guide("amal"), on=False))
        assert not world.call("a").on_hold


class TestDroppedByTheNetwork:
    def test_the_call_is_first_in_line_with_another_guide(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.tap("b")
        world.guide_vanishes("amal")
        world.wait(SETTINGS.media_silence + SETTINGS.interruption)
        assert (world.position("a"), world.position("b")) == (1, 2)
        world.guide_arrives("eva", SV)
        assert world.rings_at("a") == "eva"

    def test_the_same_guide_goes_on_with_it(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.guide_vanishes("amal")
        world.wait(SETTINGS.media_silence + SETTINGS.interruption)
        world.guide_arrives("amal", SV)
        assert world.rings_at("a") == "amal"
        world.take("a")
        world.connect_media("a")
        world.hang_up("a")
        assert world.outcome("a") is CallOutcome.COMPLETED

    def test_it_ends_as_lost_only_when_nobody_else_comes(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.guide_vanishes("amal")
        world.wait(SETTINGS.media_silence + SETTINGS.interruption + SETTINGS.wait_limit)
        assert world.outcome("a") is CallOutcome.GUIDE_LOST


class TestGuideLife:
    def test_an_older_choice_never_overwrites(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.do(SetStatus(guide=guide("amal"), status=GuideStatus.AWAY, chosen_at=2_000))
        late = SetStatus(guide=guide("amal"), status=GuideStatus.AVAILABLE, chosen_at=1_000)
        assert world.do(late) == []
        assert world.guide("amal").status is GuideStatus.AWAY

    def test_an_older_next_choice_never_overwrites(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.do(SetStatus(guide=guide("amal"), status=GuideStatus.OFFLINE, chosen_at=2_000))
        world.do(SetStatus(guide=guide("amal"), status=GuideStatus.AVAILABLE, chosen_at=1_000))
        assert world.guide("amal").next_status is GuideStatus.OFFLINE

    def test_an_admin_sends_a_guide_away_with_a_visible_reason(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.wait(5 * SECOND)
        world.do(ForceStatus(guide=guide("amal"), status=GuideStatus.AWAY, by=AdminId("anna")))
        assert world.desk("amal").reason is AwayReason.BY_ADMIN
        stale = SetStatus(guide=guide("amal"), status=GuideStatus.AVAILABLE, chosen_at=world.now - 1)
        assert world.do(stale) == []
        world.status("amal", GuideStatus.AVAILABLE)

    def test_an_admin_does_not_cut_a_talk_short(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.do(ForceStatus(guide=guide("amal"), status=GuideStatus.OFFLINE, by=AdminId("anna")))
        assert world.state("a") is CallState.LIVE
        assert world.guide("amal").next_status is GuideStatus.OFFLINE

    def test_a_pass_says_why(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        reason = PassReason.CONFLICT_OF_INTEREST
        events = world.do(PassRing(call=call("a"), guide=guide("amal"), epoch=1, reason=reason))
        assert [event.reason for event in events if isinstance(event, RingEnded)] == [reason]
