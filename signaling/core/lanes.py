"""The lanes: for each language who waits for it and who can serve it. Derived from calls and guides.

The pool says where a call stands (`Stand`) and where a guide sits (`Seat`); `LanesEdit` keeps the indexes. A
call may stand in the queues of several languages, but it has a position in the line of one only, so that a
position never grows by what others also speak. Guides with the same languages are a team: who among them is
spent matters little, which team matters much.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field

from signaling.core.ids import CallId, GuideId, Instant, Language
from signaling.core.persistent_order import PersistentOrder

Turn = tuple[int, int, CallId]
"""What a line is sorted by: the call's rank and place, and its id."""
Team = tuple[Language, ...]
"""Those who speak exactly these languages, in the order of their tags."""
Teams = tuple[tuple[int, Team], ...]
"""By how many languages they speak, which is said first."""
Idler = tuple[Instant, GuideId]
"""A free guide, and since when."""
Bench = PersistentOrder[Idler]
"""Free guides, the longest idle first."""
NOBODY: Bench = PersistentOrder()
NO_ONE: PersistentOrder[Turn] = PersistentOrder()


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a call of somebody who waits stands."""

    turn: Turn
    queues: tuple[Language, ...]
    """The languages whose guides may be rung for it now; none while it rings or talks."""
    asked: Language
    """The language that was tapped: in its line the resident is told a position."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a guide on duty sits."""

    guide: GuideId
    languages: tuple[Language, ...]
    idle_since: Instant | None
    """None while at work."""

    @property
    def idle(self) -> Idler | None:
        return None if self.idle_since is None else (self.idle_since, self.guide)


@dataclass(frozen=True, slots=True)
class Lane:
    queue: PersistentOrder[Turn] = field(default_factory=PersistentOrder)
    """Calls that wait for a ring."""
    line: PersistentOrder[Turn] = field(default_factory=PersistentOrder)
    """Calls that a resident waits in (waiting, held, ringing)."""
    idle: Bench = field(default_factory=PersistentOrder)
    """All who are free, the longest idle first."""
    on_duty: int = 0
    teams: Teams = ()
    """The teams of `idle`."""
    visitors: Mapping[Language, PersistentOrder[Turn]] = field(default_factory=dict)
    """Those of `queue` who tapped another language, by what they tapped."""

    def __bool__(self) -> bool:
        return bool(self.queue.size or self.line.size or self.on_duty)


EMPTY_LANE = Lane()


class LanesEdit:
    """The lanes on their way to the next pool: say what moved, take `lanes` and `benches` out."""

    __slots__ = ("_base", "_base_benches", "benches", "lanes")

    def __init__(self, lanes: dict[Language, Lane], benches: dict[Team, Bench]) -> None:
        self._base = lanes
        self._base_benches = benches
        self.lanes = lanes
        self.benches = benches

    def move_call(self, old: Stand | None, new: Stand | None) -> None:
        if old == new:
            return
        walks = old is None or new is None or old.asked != new.asked or old.turn != new.turn
        if old is not None and walks:
            self._walk(old, here=False)
        if old is not None:
            self._queue(old, here=False)
        if new is not None:
            self._queue(new, here=True)
        if new is not None and walks:
            self._walk(new, here=True)

    def move_guide(self, old: Seat | None, new: Seat | None) -> None:
        if old == new:
            return
        if old is not None and new is not None and old.languages == new.languages:
            self._seat(new.languages, old.idle, new.idle)
            return
        if old is not None:
            self._seat(old.languages, old.idle, None, on_duty=-1)
        if new is not None:
            self._seat(new.languages, None, new.idle, on_duty=1)

    def _queue(self, stand: Stand, *, here: bool) -> None:
        for language in stand.queues:
            lane = self._lane(language)
            queue = lane.queue.add(stand.turn) if here else lane.queue.without(stand.turn)
            visitors = lane.visitors if language == stand.asked else _visited(lane, stand, here=here)
            self._set(language, Lane(queue, lane.line, lane.idle, lane.on_duty, lane.teams, visitors))

    def _walk(self, stand: Stand, *, here: bool) -> None:
        lane = self._lane(stand.asked)
        line = lane.line.add(stand.turn) if here else lane.line.without(stand.turn)
        self._set(stand.asked, Lane(lane.queue, line, lane.idle, lane.on_duty, lane.teams, lane.visitors))

    def _seat(
        self, languages: tuple[Language, ...], old: Idler | None, new: Idler | None, *, on_duty: int = 0
    ) -> None:
        """A speaker of these languages is idle as `new` and no more as `old`; so many more are on duty."""
        team = tuple(sorted(languages))
        was, now = self._sit(team, old, new)
        ranked = (len(team), team)
        for language in languages:
            lane = self._lane(language)
            teams = lane.teams if was is now else _with_team(lane.teams, ranked, here=now)
            idle = _moved(lane.idle, old, new)
            number = lane.on_duty + on_duty
            self._set(language, Lane(lane.queue, lane.line, idle, number, teams, lane.visitors))

    def _sit(self, team: Team, old: Idler | None, new: Idler | None) -> tuple[bool, bool]:
        """Whether the team had somebody idle before, and has now."""
        before = self.benches.get(team, NOBODY)
        after = _moved(before, old, new)
        if after is not before:
            if self.benches is self._base_benches:
                self.benches = self.benches.copy()
            if after:
                self.benches[team] = after
            else:
                del self.benches[team]
        return before.size > 0, after.size > 0

    def _lane(self, language: Language) -> Lane:
        return self.lanes.get(language, EMPTY_LANE)

    def _set(self, language: Language, lane: Lane) -> None:
        if self.lanes is self._base:
            self.lanes = self.lanes.copy()
        if lane:
            self.lanes[language] = lane
        else:
            self.lanes.pop(language, None)


def _visited(lane: Lane, stand: Stand, *, here: bool) -> Mapping[Language, PersistentOrder[Turn]]:
    known = lane.visitors.get(stand.asked, NO_ONE)
    after = known.add(stand.turn) if here else known.without(stand.turn)
    others = {asked: turns for asked, turns in lane.visitors.items() if asked != stand.asked}
    return {**others, stand.asked: after} if after else others


def _moved(bench: Bench, old: Idler | None, new: Idler | None) -> Bench:
    without = bench if old is None else bench.without(old)
    return without if new is None else without.add(new)


def _with_team(teams: Teams, team: tuple[int, Team], *, here: bool) -> Teams:
    at = bisect_left(teams, team)
    return (*teams[:at], team, *teams[at:]) if here else (*teams[:at], *teams[at + 1 :])
