"""Hours dark: for how long it was open at a kiosk that had no contact, though a server ran. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from signaling.core.hours import Hours
from signaling.core.ids import Instant, Milliseconds, SiteId
from signaling.planning.hours_then import EVER, NEVER
from signaling.planning.opening import Span, opened, within
from signaling.store.contact import Presence


@dataclass(frozen=True, slots=True)
class Darkness:
    """How long it was open, and how long of that the kiosk was dark; and for how long no server ran, so that
    no kiosk can be told to have been dark or not.
    """

    open: Milliseconds = 0
    dark: Milliseconds = 0
    no_server: Milliseconds = 0

    def __add__(self, other: "Darkness") -> "Darkness":
        return Darkness(self.open + other.open, self.dark + other.dark, self.no_server + other.no_server)


def by_day(
    presence: Presence,
    opening: Mapping[date, Sequence[Span]],
    *,
    now: Instant,
    gaps: Sequence[Span] = (),
) -> Iterator[tuple[date, Darkness]]:
    """For each day that `opening` tells the open parts of, as far as it is over and the kiosk was known.

    `gaps` are when no server ran, in order and apart from each other. The journal may be a moment ahead of
    `now`, by the clock of another server.
    """
    lit = [(span.since, now if span.until is None else span.until) for span in presence.spans]
    known = [(min(presence.known_since, now), now)]
    served = _between(gaps)
    for day, parts in opening.items():
        open_then = within(parts, known)
        open_and_served = within(open_then, served)
        time, of_servers = _length(open_then), _length(open_and_served)
        yield (
            day,
            Darkness(time, of_servers - _length(within(open_and_served, lit)), time - of_servers),
        )


def opening_of(
    hours: Hours | None, days: Sequence[date], zone: ZoneInfo, site: SiteId
) -> dict[date, list[Span]]:
    """When it was open at a site. A language's own hours count for nothing: others are served meanwhile."""
    return {day: opened(hours, day, zone, site=site) for day in days}


def _between(gaps: Sequence[Span]) -> list[Span]:
    edges = [NEVER, *(edge for gap in gaps for edge in gap), EVER]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _length(spans: Sequence[Span]) -> Milliseconds:
    return sum(ends - begins for begins, ends in spans)
