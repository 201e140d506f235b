"""Each command: granted, repeated, refused."""

from dataclasses import replace

import pytest

from signaling.core.commands import (
    Configure,
    ExtendWrapUp,
    FinishWrapUp,
    HangUp,
    LoseGuide,
    LoseKiosk,
    Rate,
    Recover,
    ReportMediaUp,
    ReportTap,
    SetStatus,
    StartCall,
    TakeRing,
    Tick,
    WitnessMedia,
)
from signaling.core.decide import decide
from signaling.core.errors import (
    CallAlreadyOpen,
    NotNow,
    NotYourCall,
    Refused,
    TooLate,
    UnknownCall,
    UnknownGuide,
    UnknownKiosk,
    UnknownLanguage,
    UnknownTopic,
)
from signaling.core.events import (
    CallEnded,
    CallTapped,
    GuideStatusChanged,
    NextStatusChosen,
    Rated,
    WrappedUp,
)
from signaling.core.ids import AdminId, Disposition, Language, Party, PoolId, Referral, Role, Topic
from signaling.core.pool import Pool
from signaling.core.views import touched
from signaling.core.vocabulary import AwayReason, CallOutcome, CallState, GuideStatus, Mood
from tests.core.world import (
    AR,
    DISPOSITION,
    NEIGHBOURHOOD,
    REFERRAL,
    SETTINGS,
    SITE,
    SV,
    TOPIC,
    World,
    call,
    guide,
    kiosk,
)

ADMIN = Party.admin(AdminId("anna"))


def tap(name: str, *, at: str = "a", language: Language = SV) -> StartCall:
    return StartCall(call=call(name), kiosk=kiosk(at), language=language, tapped_at=0)


def report(name: str) -> ReportTap:
    return ReportTap(
        call=call(name), kiosk=kiosk("a"), site=SITE, neighbourhood=NEIGHBOURHOOD, language=SV, tapped_at=0
    )


class TestStartCall:
    def test_an_unconnected_kiosk_cannot_call(self) -> None:
        world = World()
        with pytest.raises(UnknownKiosk):
            world.do(tap("a"))
        world.kiosk_arrives("a")
        world.kiosk_vanishes("a")
        with pytest.raises(UnknownKiosk):
            world.do(tap("a"))

    def test_a_language_that_is_not_offered_is_refused(self) -> None:
        world = World()
        world.kiosk_arrives("a")
        with pytest.raises(UnknownLanguage):
            world.do(tap("a", language=Language("el")))

    def test_one_open_call_a_kiosk(self) -> None:
        world = World()
        world.tap("a")
        with pytest.raises(CallAlreadyOpen):
            world.do(tap("b"))

    def test_a_call_id_of_another_kiosk_is_refused_while_open_and_after(self) -> None:
        world = World()
        world.tap("a")
        world.kiosk_arrives("b")
        with pytest.raises(NotYourCall):
            world.do(tap("a", at="b"))
        world.hang_up("a")
        with pytest.raises(NotYourCall):
            world.do(tap("a", at="b"))

    def test_a_repetition_is_granted_without_effect_even_after_the_end_and_a_reconnect(self) -> None:
        world = World()
        world.tap("a")
        assert world.tap("a") == []
        world.kiosk_vanishes("a")
        world.wait(SETTINGS.hold)
        world.kiosk_arrives("a")
        assert world.tap("a") == []
        assert world.outcome("a") is CallOutcome.KIOSK_LOST

    def test_one_too_many_is_turned_away_and_logged(self) -> None:
        world = World(replace(SETTINGS, waiting_capacity=1))
        world.tap("a")
        tapped, ended = world.tap("b")
        assert isinstance(tapped, CallTapped)
        assert ended == CallEnded(call=call("b"), outcome=CallOutcome.REJECTED_OVERLOAD)
        world.close()

    def test_a_full_house_turns_nobody_away_for_whom_a_guide_is_free(self) -> None:
        world = World(replace(SETTINGS, waiting_capacity=1))
        world.guide_arrives("amal", AR)
        world.tap("a")
        world.tap("b", AR)
        assert world.rings_at("b") == "amal"


class TestReportTap:
    def test_it_is_logged_and_rings_no_one(self) -> None:
        world = World()
        world.guide_arrives("amal", SV)
        tapped, ended = world.do(report("lost"))
        assert isinstance(tapped, CallTapped)
        assert isinstance(ended, CallEnded)
        assert ended.outcome is CallOutcome.RECOVERED_UNKNOWN
        world.close()

    def test_it_leaves_the_kiosks_open_and_last_call_alone(self) -> None:
        world = World()
        world.tap("a")
        world.do(report("lost"))
        assert world.state("a") is CallState.WAITING
        world.hang_up("a")
        world.do(report("also lost"))
        assert world.outcome("a") is CallOutcome.ABANDONED_WAITING

    def test_a_call_that_is_known_is_not_logged_again(self) -> None:
        world = World()
        world.tap("a")
        assert world.do(report("a")) == []
        world.hang_up("a")
        assert world.do(report("a")) == []

    def test_it_may_come_twice_and_before_the_kiosk_ever_connected(self) -> None:
        world = World()
        assert world.do(report("lost"))
        assert world.do(report("lost")) == []
        assert touched(world.entries, world.pool) >= {Party.kiosk(kiosk("a"))}
        assert world.screen("a").ended is None
        world.close()


class TestHangUp:
    def test_a_call_that_never_was_is_unknown(self) -> None:
        with pytest.raises(UnknownCall):
            World().do(HangUp(call=call("a"), by=ADMIN))

    def test_repeating_it_is_granted_to_all_who_could(self) -> None:
        world = World()
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.hang_up("a", by=ADMIN)
        for party in (ADMIN, Party.kiosk(kiosk("a")), Party.guide(guide("amal"))):
            assert world.do(HangUp(call=call("a"), by=party)) == []

    def test_other_roles_have_no_say_yet(self) -> None:
        world = World()
        world.tap("a")
        with pytest.raises(NotYourCall):
            world.do(HangUp(call=call("a"), by=Party(Role.INTERPRETER, "tolk")))


class TestMedia:
    def test_only_parties_of_the_call_may_report(self) -> None:
        world = World()
        world.guide_arrives("amal", SV)
        world.tap("a")
        world.take("a")
        with pytest.raises(NotYourCall):
            world.media_up("a", by=Party.guide(guide("björn")))
        with pytest.raises(UnknownCall):
            world.do(ReportMediaUp(call=call("b"), epoch=1, by=ADMIN))
        assert world.do(WitnessMedia(call=call("a"), by=ADMIN)) == []
        assert world.do(WitnessMedia(call=call("b"), by=ADMIN)) == []

    def test_repeating_a_report_changes_nothing(self) -> None:
        world = World()
        world.guide_arrives("amal", SV)
        world.tap("a")
        world.take("a")
        assert world.media_up("a", by=world.resident("a"))
        assert world.media_up("a", by=world.resident("a")) == []
        world.media_up("a", by=world.helper("a"))
        assert world.media_up("a", by=world.helper("a")) == []
        assert world.media_down("a", by=world.helper("a"))
        assert world.media_down("a", by=world.helper("a")) == []

    def test_it_can_go_down_before_it_was_ever_live(self) -> None:
        world = World()
        world.guide_arrives("amal", SV)
        world.tap("a")
        world.take("a")
        world.media_up("a", by=world.resident("a"))
        world.media_down("a", by=world.resident("a"))
        world.media_up("a", by=world.helper("a"))
        assert world.state("a") is CallState.CONNECTING
        world.media_up("a", by=world.resident("a"))
        assert world.state("a") is CallState.LIVE


class TestSetStatus:
    def test_signing_on_is_a_deliberate_act(self) -> None:
        world = World()
        world.desk_opens("amal", SV)
        assert world.guide("amal").status is GuideStatus.OFFLINE
        world.tap("a")
        assert world.state("a") is CallState.WAITING
        world.status("amal", GuideStatus.AVAILABLE)
        assert world.rings_at("a") == "amal"

    def test_the_same_again_changes_nothing(self) -> None:
        world = World()
        world.guide_arrives("amal", SV)
        assert world.status("amal", GuideStatus.AVAILABLE) == []
        assert world.status("amal", GuideStatus.AWAY, AwayReason.LUNCH)
        assert world.status("amal", GuideStatus.AWAY, AwayReason.LUNCH) == []
        assert world.status("amal", GuideStatus.AWAY, AwayReason.BREAK)

    def test_a_reason_belongs_to_being_away(self) -> None:
        world = World()
        world.desk_opens("amal", SV)
        world.status("amal", GuideStatus.AVAILABLE, AwayReason.LUNCH)
        assert world.guide("amal").reason is None

    @pytest.mark.parametrize("status", [GuideStatus.RINGING, GuideStatus.IN_CALL, GuideStatus.WRAP_UP])
    def test_what_the_exchange_sets_cannot_be_chosen(self, status: GuideStatus) -> None:
        world = World()
        world.guide_arrives("amal", SV)
        with pytest.raises(NotNow):
            world.status("amal", status)

    def test_a_missed_ring_cannot_be_chosen(self) -> None:
        world = World()
        world.guide_arrives("amal", SV)
        with pytest.raises(NotNow):
            world.status("amal", GuideStatus.AWAY, AwayReason.MISSED_RING)

    def test_while_it_rings_going_away_passes_and_staying_is_refused(self) -> None:
        world = World()
        world.guide_arrives("amal", SV)
        world.guide_arrives("björn", SV)
        world.tap("a")
        with pytest.raises(NotNow):
            world.status("amal", GuideStatus.AVAILABLE)
        world.status("amal", GuideStatus.OFFLINE)
        assert world.guide("amal").status is GuideStatus.OFFLINE
        assert world.rings_at("a") == "björn"

    def test_during_a_call_it_is_what_comes_next(self) -> None:
        world = World()
        world.guide_arrives("amal", SV)
        world.talk("a")
        chosen = NextStatusChosen(guide=guide("amal"), status=GuideStatus.OFFLINE)
        assert world.status("amal", GuideStatus.OFFLINE) == [chosen]
        assert world.status("amal", GuideStatus.OFFLINE) == []
        world.hang_up("a")
        world.wait(SETTINGS.wrap_up)
        assert world.guide("amal").status is GuideStatus.OFFLINE

    def test_a_choice_while_connecting_holds_when_the_setup_fails(self) -> None:
        world = World()
        world.guide_arrives("amal", SV)
        world.tap("a")
        world.take("a")
        world.status("amal", GuideStatus.AWAY, AwayReason.MEETING)
        world.wait(SETTINGS.setup)
        assert world.guide("amal").reason is AwayReason.MEETING

    def test_an_unknown_guide_is_refused_and_a_lost_one_may_only_sign_off(self) -> None:
        world = World()
        with pytest.raises(UnknownGuide):
            world.status("amal", GuideStatus.AVAILABLE)
        world.guide_arrives("amal", SV)
        world.guide_vanishes("amal")
        with pytest.raises(UnknownGuide):
            world.status("amal", GuideStatus.AVAILABLE)
        signed_off = GuideStatusChanged(guide=guide("amal"), status=GuideStatus.OFFLINE)
        assert world.status("amal", GuideStatus.OFFLINE) == [signed_off]


class TestWrapUp:
    @pytest.fixture
    def world(self) -> World:
        world = World()
        world.guide_arrives("amal", SV)
        world.talk("a")
        world.hang_up("a")
        return world

    def test_finishing_twice_has_the_effect_of_once(self, world: World) -> None:
        assert world.finish("amal", "a")
        assert world.finish("amal", "a") == []

    def test_a_topic_or_outcome_that_is_not_on_the_list_is_refused(self, world: World) -> None:
        for topic, disposition in ((Topic("gossip"), DISPOSITION), (TOPIC, Disposition("magic"))):
            with pytest.raises(UnknownTopic):
                world.do(
                    FinishWrapUp(guide=guide("amal"), call=call("a"), topic=topic, disposition=disposition)
                )

    def test_to_whom_the_resident_was_referred_is_of_the_list_too(self, world: World) -> None:
        finish = FinishWrapUp(guide=guide("amal"), call=call("a"), topic=TOPIC, disposition=DISPOSITION)
        with pytest.raises(UnknownTopic):
            world.do(replace(finish, referred_to=Referral("a friend")))
        wrapped = next(
            event for event in world.do(replace(finish, referred_to=REFERRAL)) if isinstance(event, WrappedUp)
        )
        assert wrapped.referred_to == REFERRAL

    def test_after_it_ran_out_it_is_too_late_to_finish(self, world: World) -> None:
        world.wait(SETTINGS.wrap_up)
        with pytest.raises(NotNow):
            world.finish("amal", "a")

    def test_another_call_or_an_unknown_guide_is_refused(self, world: World) -> None:
        with pytest.raises(NotNow):
            world.finish("amal", "b")
        with pytest.raises(UnknownGuide):
            world.finish("björn", "a")

    def test_it_is_extended_a_bounded_number_of_times(self, world: World) -> None:
        for _ in range(SETTINGS.wrap_up_extensions):
            assert world.extend("amal", "a")
        with pytest.raises(NotNow):
            world.extend("amal", "a")
        with pytest.raises(NotNow):
            world.do(ExtendWrapUp(guide=guide("amal"), call=call("b")))


@pytest.mark.parametrize(
    "fact",
    [Tick(), Recover(), LoseKiosk(kiosk=kiosk("a"), epoch=1), LoseGuide(guide=guide("amal"), epoch=1)],
)
def test_facts_about_nobody_are_harmless(fact: Tick | Recover | LoseKiosk | LoseGuide) -> None:
    assert decide(Pool.empty(PoolId("x")), fact, 0) == ()


def test_configuring_the_same_is_no_entry() -> None:
    assert World().do(Configure(settings=SETTINGS)) == []


def test_recovering_twice_is_recovering_once() -> None:
    world = World()
    world.guide_arrives("amal", SV)
    world.tap("a")
    assert world.do(Recover())
    assert world.do(Recover()) == []


def test_taking_what_was_never_there_is_too_late() -> None:
    with pytest.raises(TooLate):
        World().do(TakeRing(call=call("a"), guide=guide("amal"), epoch=1))


def test_a_refusal_carries_its_stable_id_and_its_sentence() -> None:
    for refusal in Refused.__subclasses__():
        assert refusal.id
        assert str(refusal()).endswith(".")


def test_a_status_set_by_command_is_stamped_with_its_reason() -> None:
    world = World()
    world.guide_arrives("amal", SV)
    world.do(SetStatus(guide=guide("amal"), status=GuideStatus.AWAY, reason=AwayReason.BREAK))
    assert world.desk("amal").reason is AwayReason.BREAK


def test_a_resident_says_once_how_it_went_before_the_next_call() -> None:
    world = World()
    world.tap("a")
    rate = Rate(call=call("a"), kiosk=kiosk("a"), mood=Mood.FAIR)
    with pytest.raises(UnknownCall):
        world.do(rate)
    world.hang_up("a")
    assert world.do(rate) == [Rated(call=call("a"), kiosk=kiosk("a"), mood=Mood.FAIR)]
    assert world.do(rate) == []
    with pytest.raises(UnknownCall):
        world.do(Rate(call=call("a"), kiosk=kiosk("b"), mood=Mood.GOOD))
