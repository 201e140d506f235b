"""Known bugs of other routing engines, put back in on purpose: for each, a story must notice.

A story that would pass over its own bug is a comfort, not a test.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from signaling.core import conference, draft, evolve, matcher
from signaling.core.call_table import TABLE, CallInput, Step
from signaling.core.commands import TakeRing
from signaling.core.draft import Draft
from signaling.core.errors import Refused
from signaling.core.events import CallEnded, CallReturned, GuideStatusChanged, NextStatusChosen
from signaling.core.lanes import Seat
from signaling.core.policies import Policy
from signaling.core.pool import Call, Guide, PoolEdit
from signaling.core.vocabulary import CallOutcome, CallState, GuideStatus
from tests.core import test_stories as stories
from tests.core.world import SETTINGS, SV, World

Patch = Callable[[pytest.MonkeyPatch], None]
Story = Callable[[World], None]


def guide_stuck_in_reserved(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Draft, "release", lambda self, guide_id: None)


def one_call_answered_by_two(patch: pytest.MonkeyPatch) -> None:
    def any_guide_may_answer(draft: Draft, command: TakeRing) -> tuple[Call, None]:
        return draft.pool.calls[command.call], None

    patch.setattr(conference, "_rung", any_guide_may_answer)


def ring_goes_on_after_the_caller_left(patch: pytest.MonkeyPatch) -> None:
    row = {
        **TABLE[CallState.RINGING],
        CallInput.KIOSK_HUNG_UP: Step(CallState.ENDED, None, CallOutcome.ABANDONED_RINGING),
    }
    patch.setattr(draft, "TABLE", {**TABLE, CallState.RINGING: row})


def wrap_up_cut_short(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        Guide, "free", property(lambda self: self.status in (GuideStatus.AVAILABLE, GuideStatus.WRAP_UP))
    )
    patch.setattr(Guide, "on_duty", property(lambda self: True))


def re_ring_loop(patch: pytest.MonkeyPatch) -> None:
    def longest_idle(scene: matcher.PoolScene, _: Policy, call: Call) -> matcher._Found | None:
        first = scene.pool.lane(call.language).idle.first()
        return None if first is None else matcher._Found(first[1], call.language, "longest idle")

    patch.setattr(matcher, "_guide_for", longest_idle)


def an_unreachable_member_is_rung(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Guide, "free", property(lambda self: self.status is GuideStatus.AVAILABLE))
    patch.setattr(Guide, "on_duty", property(lambda self: True))


def next_state_overwrites_a_later_choice(patch: pytest.MonkeyPatch) -> None:
    def first_choice_wins(edit: PoolEdit, event: NextStatusChosen) -> None:
        guide = edit.guide(event.guide)
        if guide is not None and guide.next_status is None:
            edit.put_guide(replace(guide, next_status=event.status, next_reason=event.reason))

    patch.setitem(evolve._FOLD, NextStatusChosen, first_choice_wins)


def a_choice_is_never_forgotten(patch: pytest.MonkeyPatch) -> None:
    forgetful = evolve.attendance._guide_status_changed

    def keeps_choice(edit: PoolEdit, event: GuideStatusChanged) -> None:
        before = edit.guide(event.guide)
        forgetful(edit, event)
        after = edit.guide(event.guide)
        if before is not None and after is not None:
            edit.put_guide(replace(after, next_status=before.next_status, next_reason=before.next_reason))

    patch.setitem(evolve._FOLD, GuideStatusChanged, keeps_choice)


def counted_twice(patch: pytest.MonkeyPatch) -> None:
    remembers = evolve.talk._call_ended

    def forgets(edit: PoolEdit, event: CallEnded) -> None:
        call = edit.call(event.call)
        remembers(edit, event)
        kiosk = None if call is None else edit.kiosk(call.kiosk)
        if kiosk is not None:
            edit.put_kiosk(replace(kiosk, past=()))

    patch.setitem(evolve._FOLD, CallEnded, forgets)


def a_lost_socket_ends_a_talk(patch: pytest.MonkeyPatch) -> None:
    row = {
        **TABLE[CallState.LIVE],
        CallInput.GUIDE_LOST: Step(CallState.ENDED, None, CallOutcome.GUIDE_LOST),
    }
    patch.setattr(draft, "TABLE", {**TABLE, CallState.LIVE: row})


def a_returning_kiosk_joins_the_end_of_the_line(patch: pytest.MonkeyPatch) -> None:
    def at_the_end(edit: PoolEdit, event: CallReturned) -> None:
        call = edit.call(event.call)
        if call is not None:
            edit.drop_call(call)
            edit.put_call(replace(call, state=CallState.WAITING, place=edit.seq))

    patch.setitem(evolve._FOLD, CallReturned, at_the_end)


def time_zero_is_taken_for_none(patch: pytest.MonkeyPatch) -> None:
    def seat(guide: Guide) -> Seat:
        return Seat(guide.id, guide.languages, (guide.free and guide.idle_since) or None)

    patch.setattr(Guide, "seat", property(seat))


def signs_on_at_time_zero(world: World) -> None:
    world.guide_arrives("amal", SV)
    world.tap("a")
    assert world.rings_at("a") == "amal"
    world.wait(SETTINGS.ring)


MUTANTS: list[tuple[Patch, Story]] = [
    (
        guide_stuck_in_reserved,
        stories.TestGuideStuckInReserved().test_when_the_resident_leaves_while_it_rings,
    ),
    (one_call_answered_by_two, stories.TestOneCallAnsweredByTwo().test_the_second_take_is_too_late),
    (ring_goes_on_after_the_caller_left, stories.test_the_ring_stops_when_the_caller_left),
    (wrap_up_cut_short, stories.TestWrapUpCutShort().test_no_call_rings_during_wrap_up),
    (re_ring_loop, stories.TestReRingLoop().test_one_who_just_passed_is_not_rung_before_the_others),
    (an_unreachable_member_is_rung, stories.test_an_engine_is_not_stopped_by_one_unreachable_member),
    (
        next_state_overwrites_a_later_choice,
        stories.TestNextStateOverwritingALaterChoice().test_the_last_choice_of_several_wins,
    ),
    (
        a_choice_is_never_forgotten,
        stories.TestNextStateOverwritingALaterChoice().test_a_choice_does_not_come_back_after_the_next_call,
    ),
    (counted_twice, stories.test_counts_are_not_counted_twice),
    (
        a_lost_socket_ends_a_talk,
        stories.TestMediaIsTheTruth().test_a_lost_socket_does_not_end_a_talk_that_the_other_witnesses,
    ),
    (
        a_returning_kiosk_joins_the_end_of_the_line,
        stories.TestHeldPlace().test_a_kiosk_that_blinks_keeps_its_place,
    ),
    (time_zero_is_taken_for_none, signs_on_at_time_zero),
]


@pytest.mark.parametrize(("mutant", "story"), MUTANTS, ids=[mutant.__name__ for mutant, _ in MUTANTS])
def test_a_bug_put_back_in_is_noticed(mutant: Patch, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    live_through(story)
    mutant(monkeypatch)
    with pytest.raises((AssertionError, Refused, pytest.fail.Exception)):
        live_through(story)


def live_through(story: Story) -> None:
    world = World()
    story(world)
    world.close()
