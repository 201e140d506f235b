"""The whole table: every state × input, first on the table's own engine, then every step by real commands."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from signaling.core.call_table import REFUSALS, TABLE, CallInput, Step
from signaling.core.choices import Choice
from signaling.core.commands import (
    Assign,
    Choose,
    Configure,
    HandOver,
    HangUp,
    Hold,
    PassRing,
    Recover,
    ReportTap,
    SetHours,
    SetStatus,
    TakeRing,
    Transfer,
    WitnessMedia,
)
from signaling.core.draft import Draft
from signaling.core.errors import NotNow, Refused, TooLate
from signaling.core.events import CallEnded, CallSentOn, KioskConnected, Rang, RingEnded
from signaling.core.hours import Hours
from signaling.core.ids import AdminId, Party, Role
from signaling.core.parties import Wanted
from signaling.core.pool_settings import MINUTE, SECOND
from signaling.core.vocabulary import (
    AwayReason,
    CallOutcome,
    CallState,
    ChoiceKind,
    Closing,
    GuideStatus,
    RingOutcome,
)
from tests.core.world import AR, NEIGHBOURHOOD, SETTINGS, SITE, SV, World, call, guide, kiosk

SENT_ON = CallSentOn(call=call("a"), guide=guide("amal"), to=Wanted(language=AR), wrap_up_until=99)
ADMIN = Party.admin(AdminId("anna"))
LEADER = Party.leader(AdminId("lena"))
S, I = CallState, CallInput  # noqa: E741
OPEN = [state for state in CallState if state is not CallState.ENDED]


def world_in(state: CallState) -> World:
    """Call `a` is in `state`; Amal has passed on it while it waits, Björn is away but speaks the language."""
    world = World(replace(SETTINGS, pass_back_off=60 * MINUTE))
    world.guide_arrives("amal", SV)
    world.desk_opens("björn", SV)
    if state in (S.WAITING, S.HELD):
        world.tap("a")
        world.pass_("a")
    if state is S.HELD:
        world.kiosk_vanishes("a")
    if state in (S.RINGING, S.CONNECTING):
        world.tap("a")
    if state is S.CONNECTING:
        world.take("a")
    if state in (S.LIVE, S.INTERRUPTED):
        world.talk("a")
    if state is S.INTERRUPTED:
        world.media_down("a", by=world.resident("a"))
    assert world.state("a") is state
    return world


def world_after_loss(state: CallState) -> World:
    """Call `a` is in `state` again after its guide's network was gone for good in the middle of the talk."""
    world = world_in(S.LIVE)
    world.guide_vanishes("amal")
    world.wait(SETTINGS.media_silence + SETTINGS.interruption)
    if state is S.HELD:
        world.kiosk_vanishes("a")
    if state in (S.RINGING, S.CONNECTING):
        world.status("björn", GuideStatus.AVAILABLE)
    if state is S.CONNECTING:
        world.take("a")
    assert world.state("a") is state
    return world


def world_of_pair(state: CallState) -> World:
    """Call `a` is in `state` with Amal, who does not speak its language, and Noor, who interprets."""
    world = World()
    world.guide_arrives("amal", SV)
    world.interpreter_arrives("noor", AR)
    world.tap("a", AR)
    world.agree_to_interpreter("a")
    if state is S.CONNECTING:
        world.take("a")
        world.guest_takes("a", "noor")
    assert world.state("a") is state
    return world


def world_before(state: CallState, what: CallInput) -> World:
    if what in (I.LEFT_AFTER_LOSS, I.NOBODY_AFTER_LOSS):
        return world_after_loss(state)
    if what in (I.TAKEN_FIRST, I.PARTNER_GONE):
        return world_of_pair(state)
    world = world_in(state)
    if what is I.TAKEN_OFF_HOLD:
        world.do(Hold(call=call("a"), guide=guide("amal"), on=True))
    if what is I.REASSIGNED:
        world.status("björn", GuideStatus.AVAILABLE)
    if what is I.HANDED_OVER:
        world.status("björn", GuideStatus.AVAILABLE)
        world.joins("a", "björn")
    return world


@pytest.mark.parametrize("state", OPEN)
@pytest.mark.parametrize("what", CallInput)
def test_every_input_in_every_state_is_a_step_a_refusal_or_nothing(state: CallState, what: CallInput) -> None:
    world = world_in(state)
    draft = Draft(world.pool, world.now)
    if what is I.KIOSK_BACK:
        draft.write(KioskConnected(kiosk=kiosk("a"), epoch=99, site=SITE, neighbourhood=NEIGHBOURHOOD))
    before = draft.pool
    step = TABLE[state].get(what)
    if step is None and what in REFUSALS:
        with pytest.raises(REFUSALS[what]):
            draft.move(call("a"), what)
        assert draft.pool is before
        return
    draft.move(call("a"), what, fact=SENT_ON if what is I.SENT_ON and step is not None else None)
    if what is I.RUNG and step is not None:
        draft.write(Rang(call=call("a"), guide=guide("amal"), epoch=9, until=99, because="a test"))
    if step is None:
        assert draft.pool is before
        return
    moved = draft.pool.calls.get(call("a"))
    assert (CallState.ENDED if moved is None else moved.state) is step.to
    events = [entry.event for entry in draft.entries]
    assert [event.outcome for event in events if isinstance(event, RingEnded)] == [step.ring] * bool(
        step.ring
    )
    assert [event.outcome for event in events if isinstance(event, CallEnded)] == [step.outcome] * bool(
        step.outcome
    )


def test_the_end_is_final() -> None:
    assert TABLE[S.ENDED] == {}


def test_every_state_but_the_end_has_a_step_that_time_alone_brings() -> None:
    timed = {
        S.WAITING: {I.WAIT_OVER, I.NOBODY_ON_DUTY},
        S.HELD: {I.HOLD_OVER},
        S.RINGING: {I.MISSED},
        S.CONNECTING: {I.SETUP_OVER, I.SETUP_SPENT, I.KIOSK_GONE, I.GUIDE_GONE},
        S.LIVE: {I.TALK_OVER, I.MEDIA_SILENT},
        S.INTERRUPTED: {I.KIOSK_GONE, I.GUIDE_GONE, I.MEDIA_GONE},
    }
    for state in OPEN:
        assert timed[state] <= TABLE[state].keys()


def test_every_state_can_be_ended_by_the_resident_and_by_an_admin() -> None:
    for state in OPEN:
        assert TABLE[state][I.KIOSK_HUNG_UP].to is S.ENDED
        assert TABLE[state][I.ADMIN_ENDED].outcome is CallOutcome.ENDED_BY_ADMIN


def test_every_outcome_is_reached() -> None:
    steps = [step for row in TABLE.values() for step in row.values()]
    assert {step.outcome for step in steps if step.outcome} == set(CallOutcome)
    assert {step.ring for step in steps if step.ring} == set(RingOutcome)


def _wait_over(world: World) -> None:
    world.wait(SETTINGS.wait_limit)


def _nobody_on_duty(world: World) -> None:
    world.status("amal", GuideStatus.AWAY, AwayReason.LUNCH)
    world.wait(SETTINGS.wait_limit)


def _turned_away(world: World) -> None:
    world.hang_up("a")
    world.do(Configure(settings=replace(world.pool.settings, waiting_capacity=0)))
    world.do(SetStatus(guide=guide("amal"), status=GuideStatus.AWAY))
    world.kiosk_arrives("b")
    world.tap("b", AR)
    world.outcome("b")


def _reported_late(world: World) -> None:
    world.do(
        ReportTap(
            call=call("lost"),
            kiosk=kiosk("b"),
            site=SITE,
            neighbourhood=NEIGHBOURHOOD,
            language=SV,
            tapped_at=0,
        )
    )


def _one_media(world: World) -> None:
    world.media_up("a", by=world.resident("a"))


def _both_media(world: World) -> None:
    world.media_up("a", by=world.resident("a"))
    if world.state("a") is S.CONNECTING:
        world.media_up("a", by=world.helper("a"))


def _media_down(world: World) -> None:
    if world.state("a") is S.CONNECTING:
        world.media_up("a", by=world.resident("a"))
    world.media_down("a", by=world.resident("a"))


def _witnessed(world: World) -> None:
    world.guide_vanishes("amal")
    world.wait(4 * SECOND)
    world.do(WitnessMedia(call=call("a"), by=world.resident("a")))


def _silence(world: World) -> None:
    world.guide_vanishes("amal")
    world.wait(SETTINGS.media_silence)


def _setup_spent(world: World) -> None:
    world.do(Configure(settings=replace(world.pool.settings, setup_attempts=1)))
    world.wait(SETTINGS.setup)


def _kiosk_gone(world: World) -> None:
    world.kiosk_vanishes("a")
    world.wait(SETTINGS.interruption if world.state("a") is S.INTERRUPTED else SETTINGS.setup)


def _guide_gone(world: World) -> None:
    world.guide_vanishes("amal")
    world.wait(SETTINGS.interruption if world.state("a") is S.INTERRUPTED else SETTINGS.setup)


def _media_up_in_interruption(world: World) -> None:
    world.media_down("a", by=world.helper("a"))
    world.media_up("a", by=world.helper("a"))


def _guide_back(world: World) -> None:
    world.guide_vanishes("amal")
    world.desk_opens("amal")


def _kiosk_back(world: World) -> None:
    if world.state("a") is not S.HELD:
        world.kiosk_vanishes("a")
    world.kiosk_arrives("a")


def _recover(world: World) -> None:
    world.do(Recover())


def _ticket_taken(world: World) -> None:
    choice = Choice(ChoiceKind.TICKET)
    world.do(Choose(call=call("a"), kiosk=kiosk("a"), choice=choice, code="482913"))


def _closed(world: World) -> None:
    world.do(SetHours(hours=Hours(until=10**12, pool=(), closing=Closing.TELL)))


def _partner_gone(world: World) -> None:
    if world.state("a") is S.RINGING:
        world.guest_passes("a", "noor")
    else:
        world.hang_up("a", by=Party.guide(guide("noor")))


def _handed_over(world: World) -> None:
    epoch = world.guest("a", "björn").epoch
    world.do(HandOver(call=call("a"), guide=guide("amal"), epoch=epoch))


def _sent_on(world: World) -> None:
    world.do(Transfer(call=call("a"), guide=guide("amal"), to=Wanted(language=AR)))


def _reassigned(world: World) -> None:
    """The call is back in the line for no longer than it takes to ring the other guide."""
    world.do(Assign(call=call("a"), guide=guide("björn"), by=LEADER))
    assert world.rings_at("a") == "björn"


def _hold(world: World) -> None:
    world.do(Hold(call=call("a"), guide=guide("amal"), on=not world.call("a").on_hold))


PROVOKED_BY: dict[CallInput, Callable[[World], object]] = {
    I.RUNG: lambda world: world.status("björn", GuideStatus.AVAILABLE),
    I.TAKEN: lambda world: world.take("a"),
    I.TAKEN_FIRST: lambda world: world.take("a"),
    I.PARTNER_GONE: _partner_gone,
    I.LEFT_AFTER_LOSS: lambda world: world.hang_up("a"),
    I.NOBODY_AFTER_LOSS: _wait_over,
    I.SENT_ON: _sent_on,
    I.HANDED_OVER: _handed_over,
    I.PUT_ON_HOLD: _hold,
    I.TAKEN_OFF_HOLD: _hold,
    I.PASSED: lambda world: world.pass_("a"),
    I.REASSIGNED: _reassigned,
    I.MISSED: lambda world: world.wait(SETTINGS.ring),
    I.KIOSK_HUNG_UP: lambda world: world.hang_up("a"),
    I.GUIDE_HUNG_UP: lambda world: world.hang_up("a", by=world.helper("a")),
    I.ADMIN_ENDED: lambda world: world.hang_up("a", by=ADMIN),
    I.KIOSK_LOST: lambda world: world.kiosk_vanishes("a"),
    I.KIOSK_BACK: _kiosk_back,
    I.GUIDE_LOST: lambda world: world.guide_vanishes("amal"),
    I.GUIDE_BACK: _guide_back,
    I.MEDIA_UP: _one_media,
    I.MEDIA_BOTH: _both_media,
    I.MEDIA_DOWN: _media_down,
    I.MEDIA_WITNESSED: _witnessed,
    I.MEDIA_SILENT: _silence,
    I.RESTARTED: _recover,
    I.TICKET_TAKEN: _ticket_taken,
    I.WAIT_OVER: _wait_over,
    I.NOBODY_ON_DUTY: _nobody_on_duty,
    I.TURNED_AWAY: _turned_away,
    I.CLOSED: _closed,
    I.REPORTED_LATE: _reported_late,
    I.HOLD_OVER: lambda world: world.wait(SETTINGS.hold),
    I.SETUP_OVER: lambda world: world.wait(SETTINGS.setup),
    I.SETUP_SPENT: _setup_spent,
    I.KIOSK_GONE: _kiosk_gone,
    I.GUIDE_GONE: _guide_gone,
    I.MEDIA_GONE: lambda world: world.wait(SETTINGS.interruption),
    I.TALK_OVER: lambda world: world.wait(SETTINGS.call_limit),
}

STEPS = [(state, what, step) for state, row in TABLE.items() for what, step in row.items()]


@pytest.mark.parametrize(("state", "what", "step"), STEPS)
def test_every_step_is_reached_by_commands_and_time(state: CallState, what: CallInput, step: Step) -> None:
    world = world_before(state, what)
    before = len(world.entries)
    if (state, what) == (S.INTERRUPTED, I.MEDIA_UP):
        _media_up_in_interruption(world)
    else:
        PROVOKED_BY[what](world)
    events = [entry.event for entry in world.entries[before:]]
    if step.ring is not None:
        rings = [event for event in events if isinstance(event, RingEnded) and event.role is Role.GUIDE]
        assert [event.outcome for event in rings] == [step.ring]
    if step.outcome is not None:
        assert step.outcome in [event.outcome for event in events if isinstance(event, CallEnded)]
    if what not in (I.REPORTED_LATE, I.TURNED_AWAY, I.REASSIGNED):
        assert world.state("a") is step.to
    world.close()


REFUSED: list[tuple[Callable[[World], object], type[Refused], tuple[CallState, ...]]] = [
    (
        lambda world: world.do(TakeRing(call=call("a"), guide=guide("amal"), epoch=1)),
        TooLate,
        (S.WAITING, S.HELD),
    ),
    (
        lambda world: world.do(PassRing(call=call("a"), guide=guide("amal"), epoch=1)),
        TooLate,
        (S.WAITING, S.HELD, S.CONNECTING, S.LIVE, S.INTERRUPTED),
    ),
    (
        lambda world: world.do(HangUp(call=call("a"), by=Party.guide(guide("amal")))),
        NotNow,
        (S.RINGING,),
    ),
    (_one_media, NotNow, (S.WAITING, S.HELD, S.RINGING)),
    (lambda world: world.media_down("a", by=world.resident("a")), NotNow, (S.WAITING, S.HELD, S.RINGING)),
]


@pytest.mark.parametrize(("wish", "refusal", "states"), REFUSED)
def test_a_wish_out_of_season_is_refused_and_changes_nothing(
    wish: Callable[[World], object], refusal: type[Refused], states: tuple[CallState, ...]
) -> None:
    for state in states:
        world = world_in(state)
        before = world.pool
        with pytest.raises(refusal):
            wish(world)
        assert world.pool is before
