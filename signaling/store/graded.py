"""What the grades of a talk leave in its call's row: the worst, and for how long it was poor.

Those of the kiosk and of the guide who leads count; a guest's line is a guest's affair. Once a guest leads,
what they last said counts from there on. A grade lasts until the next one of that end, a hold, or the end of
the talk.
"""

from typing import Any, Final

from signaling.core.events import (
    CallDropped,
    CallEnded,
    CallSentOn,
    Event,
    LeadChanged,
    MediaGraded,
    PutOnHold,
)
from signaling.core.ids import Instant, Role
from signaling.core.vocabulary import Grade

Row = dict[str, Any]

UNGRADED: Final[Row] = {
    "quality": None,
    "poor_ms": None,
    "kiosk_grade": None,
    "guide_grade": None,
    "graded_at": None,
}
"""The columns of a call that nobody has graded."""
POOR: Final = frozenset({Grade.POOR, Grade.NONE})
"""What a talk can hardly go on with."""
_WORSE = {grade: place for place, grade in enumerate(Grade)}


def follow(row: Row, event: Event, at: Instant) -> None:
    """Fold one event of the call, before who leads it changes in the row."""
    match event:
        case MediaGraded():
            _grade(row, event, at)
        case LeadChanged():
            _go_on(row, at)
            row |= {"kiosk_grade": None, "guide_grade": None}
            if event.grade is not None:
                _take(row, "guide_grade", event.grade, at)
        case PutOnHold() | CallSentOn() | CallDropped():
            _go_on(row, at)
            row |= {"kiosk_grade": None, "guide_grade": None}
        case CallEnded():
            _go_on(row, at)
        case _:
            pass


def _grade(row: Row, event: MediaGraded, at: Instant) -> None:
    """One of the two ends says how it is from `at` on."""
    if event.by.role is not Role.KIOSK and event.by.id != row["guide"]:
        return
    _go_on(row, at)
    _take(row, "kiosk_grade" if event.by.role is Role.KIOSK else "guide_grade", event.grade, at)


def _take(row: Row, end: str, grade: Grade, at: Instant) -> None:
    known = row["quality"]
    row[end] = grade
    row["quality"] = grade if known is None else max(Grade(known), grade, key=_WORSE.__getitem__)
    row["graded_at"] = at
    row["poor_ms"] = row["poor_ms"] or 0


def _go_on(row: Row, at: Instant) -> None:
    """It was as it is until `at`."""
    if row["graded_at"] is None:
        return
    if not POOR.isdisjoint((row["kiosk_grade"], row["guide_grade"])):
        row["poor_ms"] += at - row["graded_at"]
    row["graded_at"] = at
