"""What became of simulated days: waits, abandonment and load, by the formulas of the session log's figures.

Waits are those of the answered, from the tap to the take, by nearest rank; the service level is taken within
`TARGET` divided by offered; abandonment is left before a talk divided by offered. Load is a guide's share of
time on duty spent on rings, talks and wrap-up.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

from signaling.core.events import (
    CallEnded,
    CallLive,
    CallSentOn,
    CallTapped,
    Entry,
    Rang,
    RingEnded,
    RingTaken,
)
from signaling.core.ids import CallId, GuideId, Instant, Language, Milliseconds, NeighbourhoodId, Role
from signaling.core.pool import Pool
from signaling.core.pool_settings import SECOND
from signaling.core.vocabulary import CallOutcome, GuideStatus, How, RingOutcome

TARGET: Milliseconds = 120 * SECOND

_BUSY = frozenset({GuideStatus.RINGING, GuideStatus.IN_CALL, GuideStatus.WRAP_UP})
_ON_DUTY = _BUSY | {GuideStatus.AVAILABLE}
LEFT = frozenset({CallOutcome.ABANDONED_WAITING, CallOutcome.ABANDONED_RINGING})
_OTHERWISE: tuple[str, ...] = (How.ALSO, How.SUBSTITUTE, Role.INTERPRETER)
TURNED_AWAY = frozenset({CallOutcome.OUTSIDE_HOURS, CallOutcome.REJECTED_OVERLOAD})


@dataclass(slots=True, kw_only=True)
class Story:
    """One call, as far as it has come."""

    call: CallId
    language: Language
    neighbourhood: NeighbourhoodId
    tapped: Instant
    taken: Instant | None = None
    guide: GuideId | None = None
    how: str | None = None
    """How what is spoken came to be: a `How`, or `interpreter`."""
    sent_on: bool = False
    live: bool = False
    """Whether there was a talk."""
    ended: Instant | None = None
    outcome: CallOutcome | None = None

    @property
    def wait(self) -> Milliseconds | None:
        return None if self.taken is None else self.taken - self.tapped


@dataclass(slots=True)
class Work:
    """One guide's time."""

    on_duty: Milliseconds = 0
    busy: Milliseconds = 0
    calls: int = 0
    status: GuideStatus = GuideStatus.OFFLINE
    since: Instant = 0

    def become(self, status: GuideStatus, at: Instant) -> None:
        self.on_duty += (at - self.since) * (self.status in _ON_DUTY)
        self.busy += (at - self.since) * (self.status in _BUSY)
        self.status, self.since = status, at


class Ledger:
    """Keeps the books of one run. Hand `watch` to the driver."""

    def __init__(self) -> None:
        self.stories: dict[CallId, Story] = {}
        self.work: dict[GuideId, Work] = defaultdict(Work)

    def watch(self, pool: Pool, entries: Sequence[Entry]) -> None:
        guides: set[GuideId | None] = set()
        for entry in entries:
            guides.add(getattr(entry.event, "guide", None))
            guides.add(self._note(entry))
        for guide in guides - {None}:
            assert guide is not None  # noqa: S101 - for the type checker
            known = pool.guides.get(guide)
            if known is not None and known.status is not self.work[guide].status:
                self.work[guide].become(known.status, pool.at)

    def _note(self, entry: Entry) -> GuideId | None:
        """Answers the guide of a call that has just ended."""
        match entry.event:
            case CallTapped(call=call, language=language, neighbourhood=neighbourhood):
                self.stories[call] = Story(
                    call=call, language=language, neighbourhood=neighbourhood, tapped=entry.at
                )
            case Rang(call=call, role=Role.GUIDE, spoken=spoken) if not self.stories[call].live:
                self.stories[call].how = How.ASKED if spoken is None else spoken.how
            case Rang(call=call, role=Role.INTERPRETER, bound=True) if not self.stories[call].live:
                self.stories[call].how = Role.INTERPRETER
            case CallLive(call=call):
                self.stories[call].live = True
            case CallSentOn(call=call, guide=guide):
                self.stories[call].sent_on = True
                return guide
            case RingTaken(call=call, guide=guide, role=Role.GUIDE) if self.stories[call].taken is None:
                self.stories[call].taken, self.stories[call].guide = entry.at, guide
            case RingEnded(call=call, outcome=outcome, role=Role.GUIDE) if (
                outcome is not RingOutcome.ACCEPTED and not self.stories[call].live
            ):
                self.stories[call].taken = self.stories[call].guide = None
            case RingEnded(guide=guide, outcome=RingOutcome.ACCEPTED, role=Role.GUIDE):
                self.work[guide].calls += 1
            case CallEnded(call=call, outcome=outcome):
                story = self.stories[call]
                story.ended, story.outcome = entry.at, outcome
                return story.guide
            case _:
                pass
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The figures of some calls. Waits in milliseconds, None where nobody was answered."""

    taps: int
    offered: int
    answered: int
    mean_wait: Milliseconds | None
    p50_wait: Milliseconds | None
    p90_wait: Milliseconds | None
    service_level: float | None
    abandonment: float | None
    tickets: int
    """Given. Whoever comes back with one taps again."""
    load: float | None
    """Of the guides who speak the language; of all of them where calls are not those of one language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    days: int
    total: Line
    by_language: Mapping[Language, Line]
    by_neighbourhood: Mapping[NeighbourhoodId, Line]
    by_guide: Mapping[GuideId, float | None]
    """How loaded each was."""
    p90_ratio: float | None
    """The worst language's P90 wait divided by the best one's."""
    otherwise: Mapping[str, int]
    """Talks not held in the asked language alone, by how they were; and how many were sent on."""

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def figures(days: Sequence[Ledger], speakers: Mapping[GuideId, Sequence[Language]]) -> Figures:
    """The figures of several days together."""
    stories = [story for day in days for story in day.stories.values()]
    work = _together(days)
    everyone = _load(work.values())
    by_language = _by(
        stories,
        lambda story: story.language,
        lambda language: _load(work[guide] for guide, spoken in speakers.items() if language in spoken),
    )
    p90s = sorted(line.p90_wait for line in by_language.values() if line.p90_wait is not None)
    return Figures(
        days=len(days),
        total=_line(stories, everyone),
        by_language=by_language,
        by_neighbourhood=_by(stories, lambda story: story.neighbourhood, lambda _: everyone),
        by_guide={guide: _load([work[guide]]) for guide in speakers},
        otherwise={
            **{how: sum(story.live and story.how == how for story in stories) for how in _OTHERWISE},
            "sent_on": sum(story.sent_on for story in stories),
        },
        p90_ratio=p90s[-1] / p90s[0] if p90s and p90s[0] else None,
    )


def _by(
    stories: Iterable[Story], key: Callable[[Story], Any], load: Callable[[Any], float | None]
) -> dict[Any, Line]:
    groups: dict[Any, list[Story]] = defaultdict(list)
    for story in stories:
        groups[key(story)].append(story)
    largest_first = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return {name: _line(group, load(name)) for name, group in largest_first}


def _line(stories: Sequence[Story], load: float | None) -> Line:
    offered = [story for story in stories if story.outcome not in TURNED_AWAY]
    waits = sorted(story.wait for story in offered if story.wait is not None)
    left = sum(story.outcome in LEFT for story in offered)
    return Line(
        taps=len(stories),
        offered=len(offered),
        answered=len(waits),
        mean_wait=sum(waits) // len(waits) if waits else None,
        p50_wait=at_share(waits, 0.5),
        p90_wait=at_share(waits, 0.9),
        service_level=sum(wait <= TARGET for wait in waits) / len(offered) if offered else None,
        abandonment=left / len(offered) if offered else None,
        tickets=sum(story.outcome is CallOutcome.TICKET_GIVEN for story in offered),
        load=load,
    )


def at_share(ordered: Sequence[int], share: float) -> int | None:
    """The nearest rank."""
    return ordered[ceil(share * len(ordered)) - 1] if ordered else None


def _together(days: Sequence[Ledger]) -> dict[GuideId, Work]:
    total: dict[GuideId, Work] = defaultdict(Work)
    for day in days:
        for guide, work in day.work.items():
            sum_ = total[guide]
            sum_.on_duty += work.on_duty
            sum_.busy += work.busy
            sum_.calls += work.calls
    return total


def _load(work: Iterable[Work]) -> float | None:
    """Time at work divided by time on duty."""
    known = list(work)
    on_duty = sum(each.on_duty for each in known)
    return sum(each.busy for each in known) / on_duty if on_duty else None
