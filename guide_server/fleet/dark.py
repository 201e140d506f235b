"""Hours dark: for how long it was open at a kiosk that had no contact. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from signaling.core.hours import Hours
from signaling.core.ids import Instant, Milliseconds, SiteId
from signaling.planning.opening import Span, opened, within
from signaling.store.contact import Presence


@dataclass(frozen=True, slots=True)
class Darkness:
    """How long it was open, and how long of that the kiosk was dark."""

    open: Milliseconds = 0
    dark: Milliseconds = 0

    def __add__(self, other: "Darkness") -> "Darkness":
        return Darkness(self.open + other.open, self.dark + other.dark)


def by_day(
    presence: Presence, opening: Mapping[date, Sequence[Span]], *, now: Instant
) -> Iterator[tuple[date, Darkness]]:
    """For each day that `opening` tells the open parts of, as far as it is over and the kiosk was known."""
    lit = [(span.since, now if span.until is None else span.until) for span in presence.spans]
    known = [(presence.known_since, now)]
    for day, parts in opening.items():
        open_then = within(parts, known)
        time = _length(open_then)
        yield day, Darkness(time, time - _length(within(open_then, lit)))


def opening_of(
    hours: Hours | None, days: Sequence[date], zone: ZoneInfo, site: SiteId
) -> dict[date, list[Span]]:
    """When it is open at a site. A language's own hours count for nothing: others are served meanwhile."""
    return {day: opened(hours, day, zone, site=site) for day in days}


def _length(spans: Sequence[Span]) -> Milliseconds:
    return sum(ends - begins for begins, ends in spans)
