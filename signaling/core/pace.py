"""How fast a pool works, learnt from its own calls as they are folded: what estimates of waits rest on.

Whole numbers only, so that every node and every restart comes to the same ones. A mean forgets: from
`MEMORY` samples on, each new one counts for as much as the last, and what was long ago fades.
"""

from dataclasses import dataclass
from typing import Self

from signaling.core.ids import Language, Milliseconds
from signaling.core.records import replace

MEMORY = 50
PRIOR = 5
"""How many samples an assumption weighs that nothing was measured for."""
WHOLE = 1_000_000


@dataclass(frozen=True, slots=True)
class Mean:
    samples: int = 0
    """At most `MEMORY`."""
    value: int = 0

    def add(self, sample: int) -> Self:
        samples = min(self.samples + 1, MEMORY)
        return type(self)(samples, self.value + (sample - self.value) // samples)

    def or_rather(self, assumed: float) -> float:
        """The mean, leaning towards what is assumed for as long as there are few samples."""
        return (self.samples * self.value + PRIOR * assumed) / (self.samples + PRIOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Durations in milliseconds."""

    answer: Mean = Mean()
    """From the ring to the take."""
    talk: Mean = Mean()
    """From the take to the end of the call, in all languages."""
    talk_in: tuple[tuple[Language, Mean], ...] = ()
    """The same in one language, by its tag."""
    wrap_up: Mean = Mean()
    waited: Mean = Mean()
    """From the tap to the take or to the end, whichever came."""
    left: Mean = Mean()
    """How many of those left before the take, in millionths."""

    def answered(self, after: Milliseconds) -> "Pace":
        return replace(self, answer=self.answer.add(after))

    def talked(self, language: Language, duration: Milliseconds) -> "Pace":
        by_language = dict(self.talk_in)
        new = language not in by_language
        by_language[language] = by_language.get(language, Mean()).add(duration)
        talk_in = sorted(by_language.items()) if new else by_language.items()
        return replace(self, talk=self.talk.add(duration), talk_in=tuple(talk_in))

    def wrapped_up(self, duration: Milliseconds) -> "Pace":
        return replace(self, wrap_up=self.wrap_up.add(duration))

    def queued(self, duration: Milliseconds, *, left: bool) -> "Pace":
        return replace(self, waited=self.waited.add(duration), left=self.left.add(WHOLE * left))

    def talk_of(self, language: Language, assumed: Milliseconds) -> float:
        """A talk's mean length, `assumed` before anything was measured."""
        mean = next((mean for known, mean in self.talk_in if known == language), Mean())
        return mean.or_rather(self.talk.or_rather(assumed))

    @property
    def leaving(self) -> float:
        """How many of those who wait leave in a millisecond, each."""
        return self.left.value / WHOLE / self.waited.value if self.waited.value > 0 else 0.0
