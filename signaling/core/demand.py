"""How often each language is tapped of late, folded from the taps: what the matcher's prices rest on.

Whole numbers only, so that every node folds the same. The rate is kept in steps of a quarter of an octave
(19 %): a price needs no more, and equal steps share one table of prices. Where the pool's settings expect
more taps of a language than were heard, as at the beginning of a day, what is expected counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from signaling.core.ids import Instant, Language, Milliseconds
from signaling.core.records import replace

_HOUR: Milliseconds = 3_600_000
REFRESH: Milliseconds = 60_000
"""Rates are reckoned anew at the first tap of each such span; in between only that of the tapped language."""
_SCALE = 16
_PRIOR = 1
"""Before it has been heard, a language is taken to be tapped four times in a day's eight hours."""


@dataclass(frozen=True, slots=True)
class Taps:
    """Taps in the present window and in the one before; `window` counts windows since 1970."""

    window: int
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Demand:
    taps: dict[Language, Taps] = field(default_factory=dict)
    steps: dict[Language, int] = field(default_factory=dict)
    """The rates by `step_of`. A language neither tapped nor expected has none: it counts as `QUIET`."""
    refreshed: Instant = 0
    window: Milliseconds = _HOUR
    """A tap is wholly forgotten after two windows, and half of it, on average, after one."""
    expected: dict[Language, int] = field(default_factory=dict)
    """The least step of a language."""

    def configured(
        self, window: Milliseconds, expected: Iterable[tuple[Language, int]], at: Instant
    ) -> "Demand":
        """The demand under these settings, `expected` in taps an hour. Another window begins afresh."""
        least = {language: step_of(_SCALE * taps) for language, taps in expected}
        kept = self.taps if window == self.window else {}
        return _refreshed(replace(self, taps=kept, window=window, expected=least), at)

    def tapped(self, language: Language, at: Instant) -> "Demand":
        """The demand after a tap at `at`."""
        window = at // self.window
        last = self.taps.get(language, Taps(window, 0, 0))
        if last.window != window:
            last = Taps(window, 0, last.now if last.window == window - 1 else 0)
        now = Taps(window, last.now + 1, last.before)
        after = replace(self, taps={**self.taps, language: now})
        if at // REFRESH != self.refreshed:
            return _refreshed(after, at)
        step = after.step(language, at)
        if step == self.steps.get(language):
            return after
        return replace(after, steps={**self.steps, language: step})

    def step(self, language: Language, at: Instant) -> int:
        """The rate at `at` of a language that was tapped."""
        taps = self.taps[language]
        window, elapsed = divmod(at, self.window)
        age = window - taps.window
        now, before = (taps.now, taps.before) if age == 0 else (0, taps.now if age == 1 else 0)
        weighed = now * self.window + before * (self.window - elapsed)
        step = step_of(weighed * _SCALE * _HOUR // self.window**2)
        return max(step, self.expected.get(language, 0))


def _refreshed(demand: Demand, at: Instant) -> Demand:
    heard = {language: demand.step(language, at) for language in demand.taps}
    return replace(demand, steps={**demand.expected, **heard}, refreshed=at // REFRESH)


def step_of(sixteenths: int) -> int:
    """The step of so many sixteenths of a tap in an hour."""
    rate = max(sixteenths, 0) + _PRIOR * 8
    octave = rate.bit_length() - 1
    return octave * 4 + ((rate << 2 >> octave) & 3)


def per_second(step: int) -> float:
    """The rate in the middle of a step."""
    octave, quarter = divmod(step, 4)
    return (1 << octave) * (4.5 + quarter) / 4 / _SCALE / 3_600


QUIET = step_of(0)
