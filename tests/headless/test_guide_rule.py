"""The demo's guide gives way to people, once for each call, and else takes after a while."""

import pytest

from signaling.headless.guide import Step, next_step
from signaling.wire.messages import FinishWrapUp, Pass, SetStatus, Take
from signaling.wire.views import DeskRing, DeskView, DeskWrapUp, Guide, QueueLine, Spoken
from signaling.wire.vocabulary import GuideStatus
from tests.headless.conftest import CALL, PLACE

PATIENCE = 4_000


def desk(
    status: GuideStatus,
    *,
    ring: DeskRing | None = None,
    wrap_up: DeskWrapUp | None = None,
    free: int = 0,
    language: str = "ti",
    topics: tuple[str, ...] = ("form", "other"),
) -> DeskView:
    return DeskView(
        guide=Guide(id="demo", name="Demo guide"),
        status=status,
        reason=None,
        since=0,
        next_status=None,
        next_reason=None,
        languages=("ti", "sv"),
        skills=(),
        ring=ring,
        call=None,
        wrap_up=wrap_up,
        queue=(
            QueueLine(language="ti", waiting=0, oldest=None, free=free if language == "ti" else 0),
            QueueLine(language="sv", waiting=0, oldest=None, free=free if language == "sv" else 0),
        ),
        colleagues=(),
        offered=("ti", "sv"),
        topics=topics,
        dispositions=("referred", "solved"),
    )


SPOKEN = Spoken(language="ti", how="asked")
RING = DeskRing(
    call=CALL,
    epoch=3,
    place=PLACE,
    language="ti",
    spoken=SPOKEN,
    tapped_at=0,
    until=25_000,
    role="guide",
    parties=(),
)
WRAP_UP = DeskWrapUp(call=CALL, language="ti", place=PLACE, until=120_000, extensions_left=1)


def step(view: DeskView, *passed: str) -> Step | None:
    return next_step(view, passed=passed, patience=PATIENCE)


@pytest.mark.parametrize("status", ["offline", "away"])
def test_it_is_there_for_calls(status: GuideStatus) -> None:
    assert step(desk(status)) == Step(command=SetStatus(status="available"))


@pytest.mark.parametrize("status", ["available", "in_call"])
def test_it_never_ends_a_call_and_does_nothing_unasked(status: GuideStatus) -> None:
    assert step(desk(status)) is None


def test_alone_it_lets_the_desk_ring_and_takes() -> None:
    assert step(desk("ringing", ring=RING)) == Step(command=Take(call=CALL, epoch=3), after=PATIENCE)


def test_it_passes_at_once_to_a_person_who_speaks_the_language() -> None:
    assert step(desk("ringing", ring=RING, free=1)) == Step(command=Pass(call=CALL, epoch=3))


def test_a_person_who_does_not_speak_the_language_is_no_help() -> None:
    taken = Step(command=Take(call=CALL, epoch=3), after=PATIENCE)
    assert step(desk("ringing", ring=RING, free=1, language="sv")) == taken


def test_rung_again_for_a_call_it_passed_it_takes() -> None:
    taken = Step(command=Take(call=CALL, epoch=3), after=PATIENCE)
    assert step(desk("ringing", ring=RING, free=1), CALL) == taken


def test_it_wraps_up_at_once() -> None:
    finished = Step(command=FinishWrapUp(call=CALL, topic="other", disposition="solved"))
    assert step(desk("wrap_up", wrap_up=WRAP_UP)) == finished


def test_a_municipality_without_our_topic_gets_one_of_its_own() -> None:
    finished = Step(command=FinishWrapUp(call=CALL, topic="school", disposition="solved"))
    assert step(desk("wrap_up", wrap_up=WRAP_UP, topics=("form", "school"))) == finished
