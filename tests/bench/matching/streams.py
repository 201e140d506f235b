"""Seeded pools and streams of calls: the same for every policy."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signaling.core.ids import Language
from signaling.core.lanes import Team

MIX = {
    "sv": 45, "ar": 14, "tr": 7, "so": 5, "es": 5, "fa": 4, "pl": 4, "en": 4,
    "fi": 3, "ti": 3, "aii": 3, "ckb": 3,
}  # fmt: skip
TALK = 240.0
"""Seconds, mean."""


@dataclass(frozen=True, slots=True)
class Mix:
    languages: tuple[Language, ...]
    shares: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stream:
    """Times in seconds, one row a call."""

    rate: float
    """Calls a second, all languages together."""
    at: NDArray[np.float64]
    talk: NDArray[np.float64]
    patience: NDArray[np.float64]
    language: NDArray[np.int64]
    """Index into the mix."""


def city_mix() -> Mix:
    shares = np.array(list(MIX.values()), dtype=float)
    return Mix(tuple(Language(tag) for tag in MIX), shares / shares.sum())


def roster(guides: int, mix: Mix, seed: int) -> list[Team]:
    """Everybody speaks the first language and one to three others.

    Rostered as a municipality would: the places for the others go to the languages by demand, at least one
    each, and are dealt to the guides by lot.
    """
    rng = np.random.default_rng([seed, guides, 1])
    others = range(1, len(mix.languages))
    while True:
        room = rng.integers(1, 4, guides)
        places = int(room.sum())
        if places < len(others):
            continue
        count = dict.fromkeys(others, 1)
        while sum(count.values()) < places:
            neediest = max(others, key=lambda language: mix.shares[language] / (count[language] + 0.5))
            count[neediest] += 1
        deck = np.repeat(list(count), list(count.values()))
        dealt = _deal(rng.permutation(deck).tolist(), room, rng)
        if dealt is not None:
            return [tuple(sorted(mix.languages[nth] for nth in (0, *hand))) for hand in dealt]


def _deal(deck: Sequence[int], room: NDArray[np.int64], rng: np.random.Generator) -> list[set[int]] | None:
    hands: list[set[int]] = [set() for _ in room]
    for card in deck:
        able = [nth for nth, hand in enumerate(hands) if len(hand) < room[nth] and card not in hand]
        if not able:
            return None
        hands[int(rng.choice(able))].add(int(card))
    return hands


def stream(*, calls: int, guides: int, load: float, patience: float, mix: Mix, seed: int) -> Stream:
    rng = np.random.default_rng([seed, guides, 2])
    rate = load * guides / TALK
    return Stream(
        rate=rate,
        at=np.cumsum(rng.exponential(1 / rate, calls)),
        talk=rng.exponential(TALK, calls),
        patience=rng.exponential(patience, calls),
        language=rng.choice(len(mix.languages), calls, p=mix.shares),
    )
