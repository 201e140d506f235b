"""Stories of a leader: who assigns a call, joins one for all to see, and comes to a guide's help."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from signaling.core.commands import (
    AnswerHelp,
    AskForHelp,
    Assign,
    Dismiss,
    HandOver,
    Join,
    Transfer,
    WithdrawHelp,
)
from signaling.core.errors import (
    CallFull,
    NobodyFree,
    NoSharedLanguage,
    NotNow,
    NotYourCall,
    Refused,
    UnknownCall,
    UnknownGuide,
)
from signaling.core.events import GuestLeft, Rang, RingEnded, RingTaken
from signaling.core.ids import AdminId, Party, Role
from signaling.core.parties import Wanted
from signaling.core.pool_settings import MINUTE, SECOND
from signaling.core.vocabulary import (
    AwayReason,
    CallState,
    GuideStatus,
    PartyState,
    PolicyName,
    RingOutcome,
)
from signaling.core.wallboard import wallboard_view
from tests.core.world import AR, SETTINGS, SO, SV, World, call, guide

LENA = Party.leader(AdminId("lena"))
ADMIN = Party.admin(AdminId("anna"))


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.close()


def assign(world: World, name: str, to: str, *, by: Party = LENA) -> list[object]:
    return list(world.do(Assign(call=call(name), guide=guide(to), by=by)))


class TestAssigning:
    def test_a_guide_who_passed_is_rung_again_at_once_where_a_leader_says_so(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        world.pass_("a")
        (rang,) = assign(world, "a", "amal")
        assert isinstance(rang, Rang)
        assert (rang.guide, rang.by, rang.because) == ("amal", LENA, "was assigned by a leader")
        world.take("a")
        world.connect_media("a")
        assert world.state("a") is CallState.LIVE

    def test_the_wall_shows_whom_a_call_could_be_assigned_to(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.guide_arrives("sara", SO)
        world.tap("a")
        world.pass_("a")
        (line,) = wallboard_view(world.pool).calls
        assert line.takers == ("amal",)

    def test_a_call_that_rings_is_moved_to_another_desk(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        world.guide_arrives("björn", SV)
        ended, freed, rang = assign(world, "a", "björn")
        assert isinstance(ended, RingEnded)
        assert (ended.guide, ended.outcome) == ("amal", RingOutcome.SUPERSEDED)
        assert freed
        assert isinstance(rang, Rang)
        assert world.rings_at("a") == "björn"
        assert world.guide("amal").status is GuideStatus.AVAILABLE

    def test_whoever_was_rung_before_is_rung_for_the_next_in_line(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        world.tap("b")
        world.desk_opens("björn", SV)
        world.status("björn", GuideStatus.AVAILABLE)
        assert world.rings_at("b") == "björn"
        world.guide_arrives("cilla", SV)
        assign(world, "a", "cilla")
        assert (world.rings_at("a"), world.guide("amal").status) == ("cilla", GuideStatus.AVAILABLE)

    def test_never_across_languages(self, world: World) -> None:
        world.guide_arrives("sara", SO)
        world.tap("a", AR)
        with pytest.raises(NoSharedLanguage):
            assign(world, "a", "sara")
        assert world.state("a") is CallState.WAITING

    def test_a_language_that_the_resident_agreed_to_counts(self) -> None:
        world = World(replace(SETTINGS, policy=PolicyName.SKILL_STEPS))
        world.guide_arrives("amal", SV, AR, SO)
        world.tap("a", AR)
        if world.state("a") is CallState.WAITING:
            assign(world, "a", "amal")
        assert world.rings_at("a") == "amal"
        world.close()

    def test_a_call_that_was_sent_on_to_one_guide_can_be_given_to_another(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.guide_arrives("björn", SV)
        world.talk("a")
        lead = world.call("a").guide
        world.tap("b")
        other = "björn" if lead == "amal" else "amal"
        world.take("b")
        world.connect_media("b")
        world.do(Transfer(call=call("a"), guide=guide(str(lead)), to=Wanted(guide=guide(other))))
        assert world.state("a") is CallState.WAITING
        world.guide_arrives("cilla", SV)
        assert world.state("a") is CallState.WAITING
        assign(world, "a", "cilla")
        assert world.rings_at("a") == "cilla"

    def test_of_two_rung_together_both_are_let_go(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.interpreter_arrives("noor", AR)
        world.tap("a", AR)
        world.agree_to_interpreter("a")
        world.guide_arrives("aisha", AR)
        assign(world, "a", "aisha")
        assert world.rings_at("a") == "aisha"
        assert world.call("a").guests == ()
        assert world.guide("noor").status is world.guide("amal").status is GuideStatus.AVAILABLE

    def test_of_two_rung_together_one_who_has_taken_is_not_let_go(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.interpreter_arrives("noor", AR)
        world.tap("a", AR)
        world.agree_to_interpreter("a")
        world.guide_arrives("aisha", AR)
        world.guest_takes("a", "noor")
        with pytest.raises(NotNow):
            assign(world, "a", "aisha")
        world.take("a")
        assert world.state("a") is CallState.CONNECTING

    def test_repeating_it_does_nothing(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        assert assign(world, "a", "amal") == []

    def test_an_admin_may_and_a_guide_may_not(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        world.pass_("a")
        with pytest.raises(NotYourCall):
            assign(world, "a", "amal", by=Party.guide(guide("amal")))
        assert assign(world, "a", "amal", by=ADMIN)

    def test_what_cannot_be_assigned(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        world.desk_opens("björn", SV)
        refused: list[tuple[str, str, type[Refused]]] = [
            ("no such call", "amal", UnknownCall),
            ("a", "nobody", UnknownGuide),
            ("a", "björn", NobodyFree),
        ]
        for name, to, refusal in refused:
            with pytest.raises(refusal):
                assign(world, name, to)
        world.take("a")
        world.status("björn", GuideStatus.AVAILABLE)
        with pytest.raises(NotNow):
            assign(world, "a", "björn")
        world.connect_media("a")
        with pytest.raises(NotNow):
            assign(world, "a", "björn")

    def test_a_kiosk_that_is_away_is_not_rung_for(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.tap("a")
        world.pass_("a")
        world.kiosk_vanishes("a")
        with pytest.raises(NotNow):
            assign(world, "a", "amal")


class TestJoining:
    @pytest.fixture
    def talk(self, world: World) -> World:
        """Amal talks with the resident; Lena leads, and is in a meeting."""
        world.guide_arrives("lena", SO)
        world.status("lena", GuideStatus.AWAY, AwayReason.MEETING)
        world.guide_arrives("amal", SV)
        world.talk("a")
        return world

    def test_it_is_a_ring_that_the_leader_takes_and_all_see_it(self, talk: World) -> None:
        rang, taken, _ = talk.do(Join(call=call("a"), leader=guide("lena")))
        assert isinstance(rang, Rang)
        assert isinstance(taken, RingTaken)
        assert (rang.role, taken.role, rang.by) == (Role.LEADER, Role.LEADER, LENA)
        kiosk_call, desk_call = talk.screen("a").call, talk.desk("amal").call
        assert kiosk_call is not None
        assert desk_call is not None
        for seen in (kiosk_call.parties, desk_call.parties):
            assert [(party.role, party.guide, party.state) for party in seen] == [
                (Role.GUIDE, "amal", PartyState.PRESENT),
                (Role.LEADER, "lena", PartyState.JOINING),
            ]
        talk.guest_is_seen("a", "lena")
        assert talk.guest("a", "lena").state is PartyState.PRESENT

    def test_the_leaders_own_desk_shows_the_call(self, talk: World) -> None:
        talk.do(Join(call=call("a"), leader=guide("lena")))
        shown = talk.desk("lena").call
        assert shown is not None
        assert (shown.role, shown.state, talk.desk("lena").ring) == (Role.LEADER, CallState.CONNECTING, None)

    def test_afterwards_the_leader_is_what_they_were(self, talk: World) -> None:
        talk.do(Join(call=call("a"), leader=guide("lena")))
        talk.guest_is_seen("a", "lena")
        events = talk.hang_up("a", by=Party.guide(guide("lena")))
        assert any(isinstance(event, GuestLeft) for event in events)
        assert talk.state("a") is CallState.LIVE
        lena = talk.guide("lena")
        assert (lena.status, lena.reason) == (GuideStatus.AWAY, AwayReason.MEETING)

    def test_the_end_of_the_talk_sets_the_leader_free_without_wrap_up(self, talk: World) -> None:
        talk.do(Join(call=call("a"), leader=guide("lena")))
        talk.guest_is_seen("a", "lena")
        talk.hang_up("a")
        assert talk.guide("lena").status is GuideStatus.AWAY
        assert talk.guide("amal").status is GuideStatus.WRAP_UP

    def test_a_leader_whose_picture_does_not_come_is_out_and_the_talk_goes_on(self, talk: World) -> None:
        talk.do(Join(call=call("a"), leader=guide("lena")))
        talk.wait(SETTINGS.setup)
        assert talk.state("a") is CallState.LIVE
        assert talk.call("a").guests == ()
        assert talk.guide("lena").status is GuideStatus.AWAY

    def test_the_guide_can_neither_put_the_leader_out_nor_hand_over(self, talk: World) -> None:
        talk.do(Join(call=call("a"), leader=guide("lena")))
        talk.guest_is_seen("a", "lena")
        epoch = talk.guest("a", "lena").epoch
        with pytest.raises(NotNow):
            talk.do(Dismiss(call=call("a"), guide=guide("amal"), epoch=epoch))
        with pytest.raises(NotNow):
            talk.do(HandOver(call=call("a"), guide=guide("amal"), epoch=epoch))

    def test_joining_twice_is_joining_once(self, talk: World) -> None:
        assert talk.do(Join(call=call("a"), leader=guide("lena")))
        assert not talk.do(Join(call=call("a"), leader=guide("lena")))

    def test_who_signed_off_may_join_and_is_signed_off_again_afterwards(self, talk: World) -> None:
        talk.status("lena", GuideStatus.OFFLINE)
        talk.do(Join(call=call("a"), leader=guide("lena")))
        talk.guest_is_seen("a", "lena")
        talk.hang_up("a")
        assert talk.guide("lena").status is GuideStatus.OFFLINE

    def test_who_is_available_may_join_and_is_available_again(self, talk: World) -> None:
        talk.status("lena", GuideStatus.AVAILABLE)
        assert len(talk.do(Join(call=call("a"), leader=guide("lena")))) == 2
        talk.guest_is_seen("a", "lena")
        talk.hang_up("a")
        assert talk.guide("lena").status is GuideStatus.AVAILABLE

    def test_what_cannot_be_joined(self, talk: World) -> None:
        with pytest.raises(UnknownCall):
            talk.do(Join(call=call("z"), leader=guide("lena")))
        with pytest.raises(UnknownGuide):
            talk.do(Join(call=call("a"), leader=guide("nobody")))
        with pytest.raises(NotNow):
            talk.do(Join(call=call("a"), leader=guide("amal")))
        talk.media_down("a", by=talk.resident("a"))
        with pytest.raises(NotNow):
            talk.do(Join(call=call("a"), leader=guide("lena")))

    def test_a_desk_that_is_not_there_joins_nothing(self, talk: World) -> None:
        talk.guide_vanishes("lena")
        with pytest.raises(NotNow):
            talk.do(Join(call=call("a"), leader=guide("lena")))

    def test_a_fifth_party_does_not_come_in(self, talk: World) -> None:
        for name in ("björn", "cilla"):
            talk.guide_arrives(name, SV)
            talk.joins("a", name)
        with pytest.raises(CallFull):
            talk.do(Join(call=call("a"), leader=guide("lena")))


class TestHelp:
    def test_it_is_on_the_wall_until_it_is_answered_and_the_guide_moves_on(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        asked = world.now
        assert world.do(AskForHelp(guide=guide("amal")))
        assert not world.do(AskForHelp(guide=guide("amal"))), "asking twice is asking once"
        (shown,) = wallboard_view(world.pool).guides
        assert shown.help is not None
        assert (shown.help.at, shown.help.by, shown.call) == (asked, None, call("a"))
        world.do(AnswerHelp(guide=guide("amal"), by=LENA))
        on_desk = world.desk("amal").help
        assert on_desk is not None
        assert on_desk.coming == "lena"
        world.hang_up("a")
        assert world.desk("amal").help is not None
        world.finish("amal", "a")
        assert world.desk("amal").help is None

    def test_it_outlives_the_call_while_nobody_has_come(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.do(AskForHelp(guide=guide("amal")))
        world.hang_up("a")
        world.finish("amal", "a")
        assert world.guide("amal").help is not None
        world.status("amal", GuideStatus.OFFLINE)
        assert world.guide("amal").help is None

    def test_it_can_be_withdrawn(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        assert not world.do(WithdrawHelp(guide=guide("amal")))
        world.do(AskForHelp(guide=guide("amal")))
        assert world.do(WithdrawHelp(guide=guide("amal")))
        assert world.guide("amal").help is None

    def test_the_first_leaders_word_stands(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.do(AskForHelp(guide=guide("amal")))
        world.do(AnswerHelp(guide=guide("amal"), by=LENA))
        assert not world.do(AnswerHelp(guide=guide("amal"), by=ADMIN))

    def test_who_may_not(self, world: World) -> None:
        world.desk_opens("amal", SV)
        with pytest.raises(NotNow):
            world.do(AskForHelp(guide=guide("amal")))
        with pytest.raises(UnknownGuide):
            world.do(AskForHelp(guide=guide("nobody")))
        world.status("amal", GuideStatus.AVAILABLE)
        with pytest.raises(NotNow):
            world.do(AnswerHelp(guide=guide("amal"), by=LENA))
        world.do(AskForHelp(guide=guide("amal")))
        with pytest.raises(NotNow):
            world.do(AnswerHelp(guide=guide("amal"), by=Party.guide(guide("amal"))))

    def test_a_guide_whose_network_is_gone_asks_no_longer(self, world: World) -> None:
        world.guide_arrives("amal", SV)
        world.do(AskForHelp(guide=guide("amal")))
        world.guide_vanishes("amal")
        world.wait(SETTINGS.guide_absence)
        assert world.guide("amal").help is None


def test_the_wall_says_what_each_end_of_a_talk_last_reported(world: World) -> None:
    world.guide_arrives("amal", SV)
    world.talk("a")
    world.wait(MINUTE)
    world.guide_vanishes("amal")
    (line,) = wallboard_view(world.pool).calls
    assert line.kiosk_end is not None
    assert line.guide_end is not None
    assert (line.kiosk_end.connected, line.kiosk_end.receives) == (True, True)
    assert (line.guide_end.connected, line.guide_end.receives) == (False, True)
    world.wait(SECOND)
    world.media_down("a", by=world.resident("a"))
    (line,) = wallboard_view(world.pool).calls
    assert line.kiosk_end is not None
    assert not line.kiosk_end.receives
