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
Bench = PersistentOrder[tuple[Instant, GuideId]]
"""Free guides, the longest idle first."""
NOBODY: Bench = PersistentOrder()
NO_ONE: PersistentOrder[Turn] = PersistentOrder()


@dataclass(frozen=True, slots=True)
class Stand:
    """Where an open call stands."""

    turn: Turn
    queues: tuple[Language, ...]
    """The languages whose guides may be rung for it now; none while it rings or talks."""
    line: Language | None
    """The language in whose line the resident is told a position."""
    asked: Language
    """The language that was tapped."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a guide on duty sits."""

    guide: GuideId
    languages: tuple[Language, ...]
    idle_since: Instant | None
    """None while at work."""


@dataclass(frozen=True, slots=True)
class Lane:
    queue: PersistentOrder[Turn] = field(default_factory=PersistentOrder)
    """Calls that wait for a ring."""
    line: PersistentOrder[Turn] = field(default_factory=PersistentOrder)
    """Calls that a resident waits in (waiting, held, ringing)."""
    idle: Bench = field(default_factory=PersistentOrder)
    """All who are free, the longest idle first."""
    on_duty: int = 0
    teams: tuple[tuple[int, Team], ...] = ()
    """The teams of `idle` by how many languages they speak, which is said first."""
    visitors: Mapping[Language, PersistentOrder[Turn]] = field(default_factory=dict)
    """Those of `queue` who tapped another language, by what they tapped."""

    def __bool__(self) -> bool:
        return bool(self.queue or self.line or self.on_duty)


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
        if old is not None and (new is None or old.line != new.line or old.turn != new.turn):
            self._walk(old.line, old.turn, here=False)
        if old is not None:
            self._queue(old, here=False)
        if new is not None:
            self._queue(new, here=True)
        if new is not None and (old is None or old.line != new.line or old.turn != new.turn):
            self._walk(new.line, new.turn, here=True)

    def move_guide(self, old: Seat | None, new: Seat | None) -> None:
        if old == new:
            return
        if old is not None:
            self._seat(old, here=False)
        if new is not None:
            self._seat(new, here=True)

    def _queue(self, stand: Stand, *, here: bool) -> None:
        for language in stand.queues:
            lane = self._lane(language)
            queue = lane.queue.add(stand.turn) if here else lane.queue.without(stand.turn)
            visitors = lane.visitors if language == stand.asked else _visited(lane, stand, here=here)
            self._set(language, Lane(queue, lane.line, lane.idle, lane.on_duty, lane.teams, visitors))

    def _walk(self, language: Language | None, turn: Turn, *, here: bool) -> None:
        if language is not None:
            lane = self._lane(language)
            line = lane.line.add(turn) if here else lane.line.without(turn)
            self._set(language, Lane(lane.queue, line, lane.idle, lane.on_duty, lane.teams, lane.visitors))

    def _seat(self, seat: Seat, *, here: bool) -> None:
        change = 0 if seat.idle_since is None else self._sit(seat, seat.idle_since, here=here)
        for language in seat.languages:
            lane = self._lane(language)
            idle, teams = lane.idle, lane.teams
            if seat.idle_since is not None:
                key = (seat.idle_since, seat.guide)
                idle = idle.add(key) if here else idle.without(key)
            if change:
                team = (len(seat.languages), _team(seat))
                at = bisect_left(teams, team)
                teams = (*teams[:at], team, *teams[at:]) if here else (*teams[:at], *teams[at + 1 :])
            on_duty = lane.on_duty + (1 if here else -1)
            self._set(language, Lane(lane.queue, lane.line, idle, on_duty, teams, lane.visitors))

    def _sit(self, seat: Seat, since: Instant, *, here: bool) -> bool:
        """Whether the team had nobody idle before, or has nobody now."""
        team = _team(seat)
        before = self.benches.get(team, NOBODY)
        after = before.add((since, seat.guide)) if here else before.without((since, seat.guide))
        if self.benches is self._base_benches:
            self.benches = self.benches.copy()
        if after:
            self.benches[team] = after
        else:
            self.benches.pop(team, None)
        return bool(before) is not bool(after)

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


def _team(seat: Seat) -> Team:
    return tuple(sorted(seat.languages))
