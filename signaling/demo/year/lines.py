"""How sound and picture come through in the town, where each screen and each desk has a line of its own.

None of the numbers was measured. They are chosen so that most talks are well and one screen's line is plainly
the worst: that is what whoever looks at the pages shall find. It is told as a page would tell it, by chance
and by seed: the first grade after a few seconds, a worse one while it lasts, a good one when that is over.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from signaling.core.ids import CallId, Milliseconds, Party
from signaling.core.pool_settings import MINUTE, SECOND
from signaling.core.quality import MediaFigures
from signaling.core.vocabulary import Grade
from signaling.simulation.plan import Heard, Hears

_USUAL: Final = 0.02
_TROUBLE: Final[Mapping[str, float]] = {
    "demo-harbour": 0.14, "demo-bath": 0.06, "demo-station": 0.04, "demo-guide6": 0.05,
}  # fmt: skip
"""How often the lines of these screens and desks get worse, in a minute of a talk; all others, `_USUAL`."""
_WORSE: Final[Mapping[Grade, float]] = {
    Grade.FAIR: 62, Grade.AUDIO_ONLY: 12, Grade.POOR: 21, Grade.NONE: 5,
}  # fmt: skip
_LASTS: Final = 25 * SECOND
"""The mean, beside the shortest time after which a page tells of it."""
_SHORTEST: Final = 8 * SECOND


@dataclass(frozen=True, slots=True)
class _Band:
    """From and to, both included, as the bands of the grades have it."""

    frames: tuple[int, int]
    loss: tuple[int, int]
    round_trip: tuple[int, int] | None
    kilobits: tuple[int, int]


_BANDS: Final[Mapping[Grade, _Band]] = {
    Grade.GOOD: _Band((24, 30), (0, 2), (18, 120), (900, 1_500)),
    Grade.FAIR: _Band((12, 19), (1, 6), (80, 500), (400, 800)),
    Grade.AUDIO_ONLY: _Band((0, 0), (0, 3), (90, 390), (36, 70)),
    Grade.POOR: _Band((3, 9), (8, 25), (200, 900), (80, 300)),
    Grade.NONE: _Band((0, 0), (0, 0), None, (0, 0)),
}


def lines(seed: int) -> Hears:
    """The same lines in every run with the same seed."""
    return partial(_heard, seed)


def _heard(seed: int, call: CallId, end: Party, talk: Milliseconds) -> Iterator[Heard]:
    rng = random.Random(f"{seed} {call} {end.role} {end.id}")  # noqa: S311 - repeatable on purpose
    trouble = _TROUBLE.get(end.id, _USUAL) / MINUTE
    at = rng.uniform(3, 6) * SECOND
    while at < talk:
        yield _told(Grade.GOOD, at, rng)
        at += _SHORTEST + rng.expovariate(trouble)
        if at >= talk:
            return
        yield _told(rng.choices(list(_WORSE), list(_WORSE.values()))[0], at, rng)
        at += _SHORTEST + rng.expovariate(1 / _LASTS)


def _told(grade: Grade, at: float, rng: random.Random) -> Heard:
    band = _BANDS[grade]
    figures = MediaFigures(
        frames=rng.randint(*band.frames),
        loss=rng.randint(*band.loss),
        round_trip=None if band.round_trip is None else rng.randint(*band.round_trip),
        kilobits=rng.randint(*band.kilobits),
    )
    return Heard(after=round(at), grade=grade, figures=figures)
