"""How sound and picture come through at each end of a talk, as that end says.

The pages grade what they receive and report a change that lasts. A grade is for those who look at a talk and
for whoever mends its line: no state, deadline or outcome of a call follows from it. What comes too often is
granted and not kept.
"""

from signaling.core.commands import ReportGrade
from signaling.core.draft import Draft
from signaling.core.errors import NotNow, NotYourCall, UnknownCall
from signaling.core.events import MediaGraded
from signaling.core.ids import GuideId, Role
from signaling.core.pool import Call
from signaling.core.quality import Graded
from signaling.core.vocabulary import CallState

MOST_REPORTS = 100
"""So many are kept of one end, in the talk with one guide. A page tells what lasts, and comes to a few."""

_TALK = frozenset({CallState.LIVE, CallState.INTERRUPTED})


def report(draft: Draft, command: ReportGrade) -> None:
    call = draft.pool.calls.get(command.call)
    if call is None:
        raise UnknownCall
    before = _end_of(call, command)
    if call.state not in _TALK:
        raise NotNow
    if call.on_hold or (before is not None and not _is_news(before, command)):
        return
    draft.write(MediaGraded(call=call.id, by=command.by, grade=command.grade, figures=command.figures))


def _end_of(call: Call, command: ReportGrade) -> Graded | None:
    """What this end said last. Raises `NotYourCall` where it is none."""
    by = command.by
    if by.role is Role.KIOSK and by.id == call.kiosk:
        return call.kiosk_grade
    if by.role is Role.GUIDE and by.id == call.guide:
        return call.guide_grade
    guest = call.guest(GuideId(by.id)) if by.role is Role.GUIDE else None
    if guest is None or guest.taken_at is None:
        raise NotYourCall
    return guest.grade


def _is_news(before: Graded, command: ReportGrade) -> bool:
    return before.grade is not command.grade and before.reports < MOST_REPORTS
