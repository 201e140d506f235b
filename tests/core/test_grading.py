"""Each end of a talk says how sound and picture come through; nothing in the call's life follows from it."""

from dataclasses import replace

import pytest

from signaling.core.commands import HandOver, Hold, ReportGrade
from signaling.core.deadlines import next_deadline
from signaling.core.errors import NotNow, NotYourCall, UnknownCall
from signaling.core.events import Event, LeadChanged, MediaGraded
from signaling.core.grading import MOST_REPORTS
from signaling.core.ids import Party
from signaling.core.pool import restore, snapshot
from signaling.core.pool_settings import MINUTE
from signaling.core.quality import MediaFigures
from signaling.core.vocabulary import CallState, Grade
from signaling.core.wallboard import WallboardCall, wallboard_view
from tests.core.world import SV, World, call, guide, kiosk

FIGURES = MediaFigures(frames=6, loss=14, round_trip=240, kilobits=310)


@pytest.fixture
def world() -> World:
    world = World()
    world.guide_arrives("amal", SV)
    world.talk("a")
    return world


def told(world: World, grade: Grade, *, by: Party | None = None) -> list[Event]:
    by = by or world.resident("a")
    return world.do(ReportGrade(call=call("a"), by=by, grade=grade, figures=FIGURES))


def shown(world: World) -> WallboardCall:
    (seen,) = wallboard_view(world.pool).calls
    return seen


def grades(world: World) -> tuple[Grade | None, Grade | None]:
    seen = shown(world)
    assert seen.kiosk_end is not None
    assert seen.guide_end is not None
    return seen.kiosk_end.grade, seen.guide_end.grade


def test_both_ends_are_on_the_wall_and_the_kiosks_on_the_desk(world: World) -> None:
    assert grades(world) == (None, None)
    (event,) = told(world, Grade.POOR)
    assert event == MediaGraded(call=call("a"), by=world.resident("a"), grade=Grade.POOR, figures=FIGURES)
    told(world, Grade.GOOD, by=world.helper("a"))
    assert grades(world) == (Grade.POOR, Grade.GOOD)
    desk = world.desk("amal").call
    assert desk is not None
    assert desk.kiosk_grade is Grade.POOR


@pytest.mark.parametrize("grade", Grade)
def test_no_grade_moves_a_call_or_its_deadline(world: World, grade: Grade) -> None:
    before, deadline = world.call("a"), next_deadline(world.pool)
    told(world, grade)
    told(world, grade, by=world.helper("a"))
    after = world.call("a")
    assert replace(after, kiosk_grade=None, guide_grade=None) == before
    assert next_deadline(world.pool) == deadline
    world.wait(30 * MINUTE)
    assert world.state("a") is CallState.LIVE


def test_the_same_again_is_no_news(world: World) -> None:
    assert len(told(world, Grade.POOR)) == 1
    assert told(world, Grade.POOR) == []
    assert len(told(world, Grade.GOOD)) == 1


def test_an_end_that_never_stops_is_not_heard_for_ever(world: World) -> None:
    kept = 0
    for number in range(2 * MOST_REPORTS):
        kept += len(told(world, (Grade.POOR, Grade.FAIR)[number % 2]))
    assert kept == MOST_REPORTS
    assert len(told(world, Grade.GOOD, by=world.helper("a"))) == 1


def test_only_who_is_in_the_talk_says_so_and_only_then(world: World) -> None:
    world.guide_arrives("bo", SV)
    for stranger in (Party.guide(guide("bo")), Party.kiosk(kiosk("b"))):
        with pytest.raises(NotYourCall):
            told(world, Grade.POOR, by=stranger)
    world.tap("b")
    with pytest.raises(NotNow):
        world.do(
            ReportGrade(call=call("b"), by=world.resident("b"), grade=Grade.POOR, figures=FIGURES),
        )
    resident = world.resident("a")
    world.hang_up("a")
    with pytest.raises(UnknownCall):
        told(world, Grade.POOR, by=resident)


def test_on_hold_nobody_knows_and_nobody_says(world: World) -> None:
    told(world, Grade.POOR)
    told(world, Grade.FAIR, by=world.helper("a"))
    world.do(Hold(call=call("a"), guide=guide("amal"), on=True))
    assert grades(world) == (None, None)
    assert told(world, Grade.GOOD) == []
    world.do(Hold(call=call("a"), guide=guide("amal"), on=False))
    assert len(told(world, Grade.POOR)) == 1


def test_a_guest_has_a_grade_of_their_own_and_keeps_it_as_lead(world: World) -> None:
    world.guide_arrives("bo", SV)
    world.joins("a", "bo")
    told(world, Grade.POOR)
    told(world, Grade.GOOD, by=world.helper("a"))
    told(world, Grade.FAIR, by=Party.guide(guide("bo")))
    assert grades(world) == (Grade.POOR, Grade.GOOD)
    epoch = world.guest("a", "bo").epoch
    (handed,) = [
        event
        for event in world.do(HandOver(call=call("a"), guide=guide("amal"), epoch=epoch))
        if isinstance(event, LeadChanged)
    ]
    assert handed.grade is Grade.FAIR, "the log reads it from there"
    assert grades(world) == (None, Grade.FAIR), "the kiosk has still to say how the new lead comes through"


def test_a_snapshot_keeps_them(world: World) -> None:
    told(world, Grade.AUDIO_ONLY)
    assert restore(snapshot(world.pool)) == world.pool
