"""What the log says of a call, for the lives that a call may have."""

from typing import Any

import pytest

from signaling.core.events import (
    CallEnded,
    CallHeld,
    CallInterrupted,
    CallResumed,
    CallReturned,
    Event,
    LeadChanged,
    PutOnHold,
    WrappedUp,
)
from signaling.core.ids import GuideId, Party, Role
from signaling.core.vocabulary import CallOutcome, CallState, Grade, RingOutcome
from signaling.store.projection import Projection, touched
from tests.fakes import NOON
from tests.store.histories import POOL, Told, call_id, entries, graded

CALL = Told(1)
GUIDE = Party.guide(CALL.guide)


def projected(events: list[Event]) -> Projection:
    projection = Projection(POOL)
    for entry in entries(events):
        projection.fold(entry)
    return projection


def row(events: list[Event]) -> dict[str, Any]:
    [only] = projected(events).new_calls
    return only


def test_a_tap_opens_the_row() -> None:
    assert row(CALL.tapped(tapped_at=NOON - 40)) == {
        "id": CALL.id, "pool": POOL, "kiosk": "kiosk-1", "site": "varby-library", "neighbourhood": "varby",
        "language": "sv", "tapped_at": NOON - 40, "queued_at": NOON, "state": "waiting", "outcome": None,
        "ended_by": None, "guide": None, "rings": 0, "taken_at": None, "live_at": None, "ended_at": None,
        "wait_ms": None, "talk_ms": None, "topic": None, "disposition": None, "wrap_up_ms": None,
        "spoken": None, "how": None, "substitutes": None, "ticket_of": None, "urgent": None,
        "interpreter": None, "referred_to": None, "quality": None, "poor_ms": None, "kiosk_grade": None,
        "guide_grade": None, "graded_at": None,
    }  # fmt: skip


def test_a_whole_call() -> None:
    """Entries are a second apart: tap 0, ring 1, take 2, live 6, end 7, wrapped up 8."""
    whole = row(CALL.whole())
    assert whole == {
        **row(CALL.tapped()), "state": "ended", "outcome": "completed", "ended_by": "kiosk",
        "guide": "guide-1", "rings": 1, "taken_at": NOON + 2_000, "live_at": NOON + 6_000,
        "ended_at": NOON + 7_000, "wait_ms": 2_000, "talk_ms": 1_000, "topic": "school",
        "disposition": "solved", "wrap_up_ms": 1_000,
    }  # fmt: skip
    assert projected(CALL.whole()).new_rings == [
        {
            "call": CALL.id, "epoch": 1, "guide": "guide-1", "role": "guide", "at": NOON + 1_000,
            "taken_at": NOON + 2_000, "ended_at": NOON + 5_000, "outcome": "accepted",
            "because": "idle for 3 min", "left_at": NOON + 7_000,
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("events", "state"),
    [
        (CALL.tapped(), CallState.WAITING),
        ([*CALL.tapped(), CallHeld(call=CALL.id)], CallState.HELD),
        ([*CALL.tapped(), CallHeld(call=CALL.id), CallReturned(call=CALL.id)], CallState.WAITING),
        ([*CALL.tapped(), *CALL.rang()], CallState.RINGING),
        ([*CALL.tapped(), *CALL.rang(), *CALL.taken()], CallState.CONNECTING),
        (CALL.whole()[:7], CallState.LIVE),
        ([*CALL.whole()[:7], CallInterrupted(call=CALL.id)], CallState.INTERRUPTED),
        ([*CALL.whole()[:7], CallInterrupted(call=CALL.id), CallResumed(call=CALL.id)], CallState.LIVE),
        (CALL.whole()[:8], CallState.ENDED),
        (CALL.whole(), CallState.ENDED),
    ],
)
def test_the_state_is_that_of_the_last_turn(events: list[Event], state: CallState) -> None:
    assert row(events)["state"] == state


@pytest.mark.parametrize(
    "outcome", [outcome for outcome in RingOutcome if outcome is not RingOutcome.ACCEPTED]
)
def test_a_ring_that_came_to_nothing_frees_the_guide_and_the_wait_goes_on(outcome: RingOutcome) -> None:
    missed = row([*CALL.tapped(), *CALL.rang(), *CALL.taken(), *CALL.ring_ended(outcome)])
    assert missed == {**row(CALL.tapped()), "rings": 1}


KIOSK, LEAD = Party.kiosk(CALL.kiosk), Party.guide(CALL.guide)


def test_the_worst_grade_of_either_end_stands_in_the_row_and_how_long_it_was_poor() -> None:
    """Entries are a second apart: live 6, graded 7 to 11, end 12. Poor from 8 to 10 and from 11 on."""
    whole = row(
        [
            *CALL.whole()[:7],
            graded(CALL.id, KIOSK, Grade.GOOD), graded(CALL.id, LEAD, Grade.POOR),
            graded(CALL.id, KIOSK, Grade.FAIR), graded(CALL.id, LEAD, Grade.FAIR),
            graded(CALL.id, KIOSK, Grade.NONE), *CALL.ended(),
        ]
    )  # fmt: skip
    assert (whole["quality"], whole["poor_ms"]) == ("none", 3_000)
    assert (whole["kiosk_grade"], whole["guide_grade"]) == ("none", "fair")


def test_on_hold_nobody_knows_and_a_guest_does_not_count() -> None:
    """Entries are a second apart: live 6, poor from 7 to the hold at 8, end 10."""
    guest = Party.guide(GuideId("guide-2"))
    held = row(
        [
            *CALL.whole()[:7], graded(CALL.id, KIOSK, Grade.POOR), PutOnHold(call=CALL.id),
            graded(CALL.id, guest, Grade.NONE), *CALL.ended(),
        ]
    )  # fmt: skip
    assert (held["quality"], held["poor_ms"], held["kiosk_grade"]) == ("poor", 1_000, None)


def test_what_a_guest_said_counts_from_when_they_lead() -> None:
    """Entries are a second apart: the lead graded 10, the guest 11, handed over 12, graded 14, end 15."""
    guest = Told(1, guide="guide-2", role=Role.COLLEAGUE)
    joined = Party.guide(guest.guide)

    def handed_over(known: Grade | None) -> dict[str, Any]:
        handed = LeadChanged(
            call=CALL.id, guide=guest.guide, epoch=2, left=CALL.guide, wrap_up_until=NOON, grade=known
        )
        return row(
            [
                *CALL.whole()[:7], *guest.whole_guest(),
                graded(CALL.id, LEAD, Grade.FAIR), graded(CALL.id, joined, Grade.POOR),
                handed, graded(CALL.id, KIOSK, Grade.GOOD), graded(CALL.id, joined, Grade.GOOD),
                *CALL.ended(),
            ]
        )  # fmt: skip

    known = handed_over(Grade.POOR)
    assert (known["quality"], known["poor_ms"], known["guide_grade"]) == ("poor", 2_000, "good")
    unknown = handed_over(None)
    assert (unknown["quality"], unknown["poor_ms"], unknown["guide_grade"]) == ("fair", 0, "good")


def test_a_second_guide_takes_it() -> None:
    """The wait is the resident's: from the tap to the take that led on, whatever was tried between."""
    other = Told(1, guide="guide-2")
    taken = row(
        [
            *CALL.tapped(), *CALL.rang(), *CALL.taken(), *CALL.ring_ended(RingOutcome.SETUP_FAILED),
            *other.rang(2), *other.taken(2), *other.live(2),
        ]
    )  # fmt: skip
    assert (taken["guide"], taken["rings"], taken["wait_ms"]) == ("guide-2", 2, 5_000)


def test_a_resident_who_gave_up_has_waited_and_not_talked() -> None:
    gone = row([*CALL.tapped(), *CALL.rang(), *CALL.ring_ended(RingOutcome.WITHDRAWN),
                *CALL.ended(CallOutcome.ABANDONED_RINGING)])  # fmt: skip
    assert (gone["guide"], gone["wait_ms"], gone["talk_ms"]) == (None, 3_000, None)


def test_an_interpreter_who_took_part_stands_in_the_row_and_in_a_ring_of_their_own() -> None:
    """Entries are a second apart: tap 0, rings 1 and 2, takes 3 and 4, live 9, end 10."""
    guest = Told(1, guide="guide-2", role=Role.INTERPRETER)
    told = [
        *CALL.tapped(), *CALL.rang(), *guest.rang(2), *CALL.taken(), *guest.taken(2), *CALL.live(),
        *guest.ring_ended(RingOutcome.ACCEPTED, 2), *CALL.ended(),
    ]  # fmt: skip
    interpreted = row(told)
    assert (interpreted["guide"], interpreted["interpreter"]) == ("guide-1", "guide-2")
    assert (interpreted["rings"], interpreted["wait_ms"]) == (1, 3_000)
    rings = projected(told).new_rings
    assert [(ring["guide"], ring["role"], ring["left_at"]) for ring in rings] == [
        ("guide-1", "guide", NOON + 10_000),
        ("guide-2", "interpreter", NOON + 10_000),
    ]


def test_a_guest_who_missed_the_ring_changes_nothing_for_the_call() -> None:
    guest = Told(1, guide="guide-2", role=Role.COLLEAGUE)
    live = CALL.whole()[:7]
    asked = [*live, *guest.rang(2), *guest.ring_ended(RingOutcome.TIMED_OUT, 2)]
    assert row(asked) == row(live)
    assert [ring["outcome"] for ring in projected(asked).new_rings] == ["accepted", "timed_out"]


def test_the_log_tells_who_ended_a_call_or_that_a_deadline_did() -> None:
    by_guide = row([*CALL.whole()[:7], *CALL.ended(by=GUIDE)])
    assert by_guide["ended_by"] == "guide"
    by_itself = row([*CALL.tapped(), CallEnded(call=CALL.id, outcome=CallOutcome.WAIT_LIMIT)])
    assert by_itself["ended_by"] is None


def test_a_wrap_up_that_ran_out_has_taken_time_all_the_same() -> None:
    wrapped = row([*CALL.whole()[:8], WrappedUp(guide=CALL.guide, call=CALL.id)])
    assert (wrapped["topic"], wrapped["disposition"], wrapped["wrap_up_ms"]) == (None, None, 1_000)


def test_of_two_guides_who_wrap_up_the_last_one_is_heard_whoever_is_done_first() -> None:
    other = Told(1, guide="guide-2", role=Role.COLLEAGUE)
    handed = LeadChanged(
        call=CALL.id, guide=other.guide, epoch=2, left=CALL.guide, wrap_up_until=NOON + 60_000
    )
    told = [*CALL.whole()[:7], *other.whole_guest(), handed, *CALL.ended()]
    silent = WrappedUp(guide=CALL.guide, call=CALL.id)
    for wrap_ups in ([*other.wrapped_up(), silent], [silent, *other.wrapped_up()]):
        assert row([*told, *wrap_ups])["topic"] == "school"
    assert row([*told, *CALL.wrapped_up()])["topic"] == "school", "heard, as nobody says more"


def test_entries_about_a_call_whose_row_is_gone_leave_no_trace() -> None:
    projection = projected(CALL.whole()[1:])
    assert projection.new_calls == projection.known_calls == []


def test_only_calls_of_earlier_batches_need_be_read() -> None:
    other = Told(2, kiosk="kiosk-2")
    batch = entries([*CALL.tapped(), *CALL.rang(), *other.ended()])
    assert touched(batch) == {call_id(2)}
    assert touched(entries(CALL.live()[:2])) == set(), "signs of media change no row"
