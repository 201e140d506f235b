"""When guides are on duty, folded from the journal: one definition for statistics and for planning.

On duty is who is connected and neither away nor offline, as the core has it (`Guide.on_duty`). A missed ring
sends a guide away, and away they are until they come back: nobody can be rung meanwhile, so it is no time on
duty, however short. Time in a call and in wrap-up is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from signaling.core.events import Event, GuideConnected, GuideLost, GuideStatusChanged
from signaling.core.ids import GuideId, Instant, Language
from signaling.core.skills import Skill, fluent, once_each
from signaling.core.vocabulary import AwayReason, GuideStatus
from signaling.planning.observed import Duty

_OFF: Final = frozenset({GuideStatus.AWAY, GuideStatus.OFFLINE})


@dataclass(slots=True)
class Attendance:
    """Of one guide."""

    connected: bool = False
    status: GuideStatus = GuideStatus.OFFLINE
    since: Instant | None = None
    """From when the guide is on duty; None while off."""
    skills: tuple[Skill, ...] = ()
    interprets: tuple[Language, ...] = ()

    @property
    def is_on_duty(self) -> bool:
        return self.connected and self.status not in _OFF


@dataclass(slots=True)
class AttendanceBook:
    """Note each entry of the journal that tells of guides; what ends by it is returned."""

    guides: dict[GuideId, Attendance] = field(default_factory=dict)

    def note(self, at: Instant, event: Event) -> Duty | None:
        """The time on duty that ends here; one guide's may go on at once, with other languages."""
        match event:
            case GuideConnected(guide=guide):
                known = self.guides.setdefault(guide, Attendance())
                skills = once_each((*event.skills, *fluent(event.languages)))
                ended = None
                if (known.skills, known.interprets) != (skills, event.interprets):
                    ended = _end(guide, known, at)
                    known.skills, known.interprets = skills, event.interprets
                known.connected = True
                _begin(known, at)
                return ended
            case GuideLost(guide=guide):
                known = self.guides.setdefault(guide, Attendance())
                known.connected = False
                return _end(guide, known, at)
            case GuideStatusChanged(guide=guide, status=status, reason=reason):
                known = self.guides.setdefault(guide, Attendance())
                known.status = status
                if known.is_on_duty:
                    _begin(known, at)
                    return None
                return _end(guide, known, at, missed=reason is AwayReason.MISSED_RING)
            case _:
                return None

    def going_on(self, until: Instant) -> Iterator[Duty]:
        """What has not ended, as if it did at `until`."""
        for guide, known in self.guides.items():
            if known.since is not None:
                yield _duty(guide, known, known.since, until)


def _begin(known: Attendance, at: Instant) -> None:
    if known.is_on_duty and known.since is None:
        known.since = at


def _end(guide: GuideId, known: Attendance, at: Instant, *, missed: bool = False) -> Duty | None:
    since, known.since = known.since, None
    return None if since is None else replace(_duty(guide, known, since, at), missed=missed)


def _duty(guide: GuideId, known: Attendance, begins: Instant, ends: Instant) -> Duty:
    return Duty(guide=guide, skills=known.skills, interprets=known.interprets, begins=begins, ends=ends)
