"""A queue whose residents lose patience: Erlang A, also written M/M/n+M.

Taps are a Poisson process, handling and patience are exponential, and the guides are alike. C. Palm described
it; the formulas are those of S. Zeltyn and A. Mandelbaum, *Call centers with impatient customers:
many-server asymptotics of the M/M/n+G queue*, Queueing Systems 51 (2005), section 4. With residents who never
leave it is Erlang C.

The time that a resident with endless patience would wait has an atom at nought and, beyond it, a density
proportional to exp(h(x)), where h(x) = arrivals · ∫₀ˣ P(patience > u) du - n · service · x. The exponent is
concave: it is integrated around its peak, relative to it, and the odds of waiting at all are kept as a
logarithm. So neither thousands of guides nor a hopeless overload leave the range of a float.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import cos, exp, expm1, inf, log, pi

_NODES = 16
_PANELS = 12
"""Up to the peak; beyond it as many as it takes to double their width to the end."""
_BELOW = 40.0
"""The density is left out where it is less than exp(-40) of its peak."""


@dataclass(frozen=True, kw_only=True)
class Queue:
    """One queue in its steady state. Any unit of time will do, as long as it is one."""

    arrivals: float
    """Taps in a unit of time."""
    handling: float
    """For how long one call keeps a guide, on average."""
    patience: float | None
    """For how long residents wait before they leave, on average; None: for as long as it takes."""
    guides: int

    def __post_init__(self) -> None:
        if not (0 < self.arrivals < inf and 0 < self.handling < inf and self.guides >= 1):
            raise ValueError("a queue needs taps, time to handle them, and a guide")
        if self.patience is not None and not 0 < self.patience < inf:
            raise ValueError("patience must be a time")

    @property
    def load(self) -> float:
        """Erlangs: how many guides the taps would keep busy if nobody left."""
        return self.arrivals * self.handling

    @property
    def grows(self) -> bool:
        """Whether the queue has no steady state: nobody leaves it, and more come than can be answered."""
        return self.patience is None and self.load >= self.guides

    @property
    def waiting(self) -> float:
        """The share of residents who do not meet a guide at once."""
        if self.grows:
            return 1.0
        loss = erlang_b(self.load, self.guides - 1)
        if loss == 0:
            return 0.0
        odds = log(loss) + log(self.arrivals) + self._peak_height + log(self._mass)
        return 1 / (1 + exp(-odds)) if odds > 0 else exp(odds) / (1 + exp(odds))

    @property
    def abandonment(self) -> float:
        """The share of residents who leave before a guide comes."""
        if self.patience is None:
            return 0.0
        left = self._integral(inf, lambda wait: -expm1(-wait / (self.patience or inf)))
        return self.waiting * left / self._mass

    def answered_within(self, wait: float) -> float:
        """The service level: the share of all residents whom a guide answers within `wait`."""
        if self.grows:
            return 0.0
        return (1 - self.waiting) + self.waiting * self._integral(wait, self._stays) / self._mass

    def _stays(self, wait: float) -> float:
        return 1.0 if self.patience is None else exp(-wait / self.patience)

    def _exponent(self, wait: float) -> float:
        served = self.guides / self.handling * wait
        if self.patience is None:
            return self.arrivals * wait - served
        return -self.arrivals * self.patience * expm1(-wait / self.patience) - served

    @cached_property
    def _peak(self) -> float:
        if self.patience is None or self.load <= self.guides:
            return 0.0
        return self.patience * log(self.load / self.guides)

    @cached_property
    def _peak_height(self) -> float:
        return self._exponent(self._peak)

    @cached_property
    def _panels(self) -> tuple[tuple[float, float], ...]:
        """Where the density is worth integrating, in parts within which it and patience are smooth."""
        floor = self._peak_height - _BELOW
        first = 0.0 if self._exponent(0) >= floor else self._crossing(0.0, self._peak, floor)
        step = (self._peak - first) / _PANELS
        panels = [(first + nth * step, first + (nth + 1) * step) for nth in range(_PANELS if step else 0)]
        pace = self.handling / self.guides
        width = pace if self.patience is None else min(self.patience, pace, (self.patience * pace) ** 0.5)
        begins, width = self._peak, width / 2
        while self._exponent(begins) >= floor:
            panels.append((begins, begins + width))
            begins, width = begins + width, 2 * width
        return tuple(panels)

    def _crossing(self, outside: float, inside: float, floor: float) -> float:
        """Where the exponent rises above `floor`."""
        for _ in range(60):
            middle = (outside + inside) / 2
            outside, inside = (middle, inside) if self._exponent(middle) < floor else (outside, middle)
        return outside

    @cached_property
    def _mass(self) -> float:
        return self._integral(inf, lambda _: 1.0)

    def _integral(self, until: float, weight: Callable[[float], float]) -> float:
        """∫ weight · exp(h - its peak) from nought to `until`, by Gauss and Legendre."""
        total = 0.0
        for begins, ends in self._panels:
            if begins < until:
                half = (min(ends, until) - begins) / 2
                total += half * sum(
                    share * weight(wait) * exp(self._exponent(wait) - self._peak_height)
                    for node, share in _legendre()
                    for wait in (begins + half * (1 + node),)
                )
        return total


def erlang_b(load: float, guides: int) -> float:
    """The share that finds every guide busy where nobody waits, by the recursion over the guides."""
    blocked = 1.0
    for guide in range(1, guides + 1):
        blocked = load * blocked / (guide + load * blocked)
    return blocked


@lru_cache(maxsize=1)
def _legendre() -> tuple[tuple[float, float], ...]:
    """Nodes and weights on [-1, 1]: the roots of the Legendre polynomial, by Newton's method."""
    found = []
    for number in range(1, _NODES + 1):
        root = cos(pi * (number - 0.25) / (_NODES + 0.5))
        slope = 1.0
        for _ in range(30):
            before, value = 1.0, root
            for degree in range(2, _NODES + 1):
                before, value = value, ((2 * degree - 1) * root * value - (degree - 1) * before) / degree
            slope = _NODES * (root * value - before) / (root * root - 1)
            root -= value / slope
        found.append((root, 2 / ((1 - root * root) * slope * slope)))
    return tuple(found)
