"""Counts and sums that can be added: those of two days are those of both days together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from signaling.core.ids import Milliseconds
from signaling.store.figures import Figures
from signaling.store.tally.waits import add_packed, percentile

NUMBERS: Final = (
    "taps", "unknown", "turned_away", "handled", "abandoned", "short_abandoned", "within_target",
    "waited", "talked", "wrapped_up", "talks",
)  # fmt: skip
"""The counts and sums, in the order of the columns of `call_tally`."""


@dataclass(slots=True)
class Tally:
    """A running sum. `numbers` are those that `NUMBERS` names; see `counting` for their formulas."""

    numbers: list[int] = field(default_factory=lambda: [0] * len(NUMBERS))
    waits: Counter[Milliseconds] = field(default_factory=Counter)
    """Of the handled, by the bound of their class."""

    def add(self, numbers: Sequence[int]) -> None:
        self.numbers = [one + other for one, other in zip(self.numbers, numbers, strict=True)]

    def add_waits(self, waits: list[int]) -> None:
        add_packed(self.waits, waits)

    def add_all(self, other: "Tally") -> None:
        self.add(other.numbers)
        self.waits.update(other.waits)

    @property
    def taps(self) -> int:
        return self.numbers[0]

    def figures(self) -> Figures:
        (
            taps, unknown, turned_away, handled, abandoned, short_abandoned, within_target,
            waited, talked, wrapped_up, talks,
        ) = self.numbers  # fmt: skip
        return Figures(
            taps=taps,
            unknown=unknown,
            turned_away=turned_away,
            offered=taps - unknown - turned_away,
            handled=handled,
            abandoned=abandoned,
            short_abandoned=short_abandoned,
            within_target=within_target,
            average_wait=waited // handled if handled else None,
            median_wait=percentile(self.waits, 50),
            p90_wait=percentile(self.waits, 90),
            average_talk=talked // talks if talks else None,
            average_handling=(talked + wrapped_up) // talks if talks else None,
        )
