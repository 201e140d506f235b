"""A trial: a town played with a change and without it, or the most helpful one of many changes found.

With many candidates most of the effort should go to those that may be the best. *Sequential halving* (Z.
Karnin, T. Koren, O. Somekh, 2013): all are played on some days, the better half on some more, until few are
left. These are then judged on plays that had no part in choosing them, so that luck in the choice does not
flatter the winner.
"""

from collections.abc import Callable, Sequence
from math import ceil, log2

from signaling.core.ids import Language
from signaling.planning.demand import EVERYBODY
from signaling.planning.trial import (
    Answer,
    Change,
    FindSkill,
    FurtherLanguage,
    Question,
    Town,
    Tried,
    TryChange,
)
from signaling.simulation.tally import Tally, added, effects, tally
from signaling.simulation.town import draw_day

Progress = Callable[[float], None]

PLAYS = 20
FEWEST_PLAYS = 5
CALLS = 30_000
"""About so many taps are played in all for each roster that is judged, and for all choosing together."""
CANDIDATES = 64
FINALISTS = 5
_FRESH = 1_000_000
"""Plays from this number on choose nobody: they judge."""


def answer(question: Question, progress: Progress = lambda _: None) -> Answer:
    """The same question gets the same answer."""
    match question:
        case TryChange(town=town, change=change):
            stage = _Stage(town, progress, rosters=2)
            return stage.judged([change], considered=1)
        case FindSkill(town=town):
            return _find_skill(question, progress)


def _find_skill(question: FindSkill, progress: Progress) -> Answer:
    stage = _Stage(question.town, progress, rosters=2 + FINALISTS)
    survivors = _promising(question)
    if not survivors:
        return stage.nothing(considered=len(question.candidates))
    rounds = max(0, ceil(log2(len(survivors) / FINALISTS)))
    block = 0
    gains = dict.fromkeys(survivors, 0)
    for _ in range(rounds):
        blocks = range(block, block + stage.blocks(len(survivors) * rounds))
        block = blocks.stop
        for nth in blocks:
            plain = stage.block(nth)
            for candidate in survivors:
                gains[candidate] += _in_time(stage.block(nth, candidate)) - _in_time(plain)
            stage.advance(len(blocks) * rounds)
        survivors = sorted(survivors, key=lambda each: -gains[each])[: max(FINALISTS, len(survivors) // 2)]
    return stage.judged(survivors[:FINALISTS], considered=len(question.candidates))


class _Stage:
    """Where a town is played. Choosing, and each roster that is judged, take equal shares of the progress."""

    def __init__(self, town: Town, progress: Progress, *, rosters: int) -> None:
        self._town = town
        self._progress = progress
        self._rosters = rosters
        self._done = 0.0
        self._taps = max(1.0, sum(day.taps for day in town.days))

    @property
    def _plays(self) -> int:
        return min(PLAYS, max(FEWEST_PLAYS, int(CALLS / self._taps)))

    @property
    def _weeks(self) -> float:
        return len(self._town.days) / 7

    def advance(self, parts: int) -> None:
        """One of so many parts of one roster's share is done."""
        self._done += 1 / parts / self._rosters
        self._progress(min(1.0, self._done))

    def blocks(self, rosters: int) -> int:
        """How many days each of so many rosters may be played, together with the others."""
        return max(3, int(CALLS / rosters / (self._taps / len(self._town.days))))

    def block(self, nth: int, change: Change | None = None) -> Tally:
        """The days one after the other, and then anew."""
        play, day = divmod(nth, len(self._town.days))
        return tally(draw_day(self._town, day, play, change))

    def judged(self, changes: Sequence[Change], *, considered: int) -> Answer:
        before = self._all_plays(None)
        tried = [
            Tried(change=change, effects=effects(before, self._all_plays(change), self._weeks))
            for change in changes
        ]
        return Answer(
            plays=self._plays,
            days=len(self._town.days),
            considered=considered,
            tried=tuple(
                sorted(tried, key=lambda each: -each.effects[0].more_in_time.value if each.effects else 0)
            ),
        )

    def nothing(self, *, considered: int) -> Answer:
        """No change can help: nobody taps in a language while a guide without it is at work."""
        return Answer(plays=0, days=len(self._town.days), considered=considered, tried=())

    def _all_plays(self, change: Change | None) -> list[Tally]:
        return [self._play(play, change) for play in range(_FRESH, _FRESH + self._plays)]

    def _play(self, play: int, change: Change | None) -> Tally:
        days = []
        for day in range(len(self._town.days)):
            days.append(tally(draw_day(self._town, day, play, change)))
            self.advance(self._plays * len(self._town.days))
        return added(days)


def _in_time(found: Tally) -> int:
    return found[EVERYBODY].within if EVERYBODY in found else 0


def _promising(question: FindSkill) -> list[FurtherLanguage]:
    """Those whose language is tapped most while the guide is at work."""
    met = {
        candidate: _met(question.town, candidate.guide, candidate.language)
        for candidate in question.candidates
    }
    return sorted((each for each in met if met[each] > 0), key=lambda each: -met[each])[:CANDIDATES]


def _met(town: Town, guide: str, language: Language) -> float:
    return sum(
        expected.per_hour * max(0, min(duty.ends, expected.ends) - max(duty.begins, expected.begins))
        for day in town.days
        for duty in day.duties
        if duty.guide == guide
        for expected in day.expected
        if expected.language == language
    )
