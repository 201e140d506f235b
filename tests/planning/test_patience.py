"""Patience under censoring: who was answered would have waited longer, and counts for that."""

import random

import pytest

from signaling.planning.intervals import over_plays, poisson
from signaling.planning.patience import Waits, exponential, kaplan_meier, together


def observed(mean_patience: float, mean_offer: float, residents: int, seed: int = 1) -> Waits:
    """Each leaves when patience ends, or is answered when a guide comes, whichever is first."""
    rng = random.Random(seed)
    left: dict[int, int] = {}
    answered: dict[int, int] = {}
    for _ in range(residents):
        patience, offer = rng.expovariate(1 / mean_patience), rng.expovariate(1 / mean_offer)
        ends = left if patience < offer else answered
        wait = int(min(patience, offer))
        ends[wait] = ends.get(wait, 0) + 1
    return Waits(left, answered)


def test_the_mean_is_found_though_most_are_answered() -> None:
    waits = observed(mean_patience=300, mean_offer=60, residents=20_000)
    found = exponential(waits)
    assert found is not None
    assert waits.count_left / len(waits) == pytest.approx(1 / 6, abs=0.02), "five of six never showed it"
    assert found.mean == pytest.approx(300, rel=0.05)
    assert found.interval.low < 300 < found.interval.high


def test_the_interval_holds_the_truth_nineteen_times_of_twenty() -> None:
    held = 0
    for seed in range(400):
        found = exponential(observed(200, 100, residents=60, seed=seed))
        assert found is not None
        held += found.interval.low < 200 < found.interval.high
    assert 0.92 <= held / 400 <= 0.98


def test_nobody_left_says_nothing() -> None:
    assert exponential(Waits({}, {5: 3})) is None


def test_kaplan_and_meier_on_a_case_reckoned_by_hand() -> None:
    """Six residents: left after 10, 30 and 30 s; answered after 20, 30 and 40 s."""
    steps = kaplan_meier(Waits(left={10: 1, 30: 2}, answered={20: 1, 30: 1, 40: 1}))
    assert [(step.wait, step.share) for step in steps] == [
        (0, 1.0), (10, pytest.approx(5 / 6)), (30, pytest.approx(5 / 6 * 2 / 4)),
    ]  # fmt: skip
    assert all(0 <= step.interval.low <= step.share <= step.interval.high <= 1 for step in steps)


def test_the_last_one_to_leave_takes_the_curve_to_nought() -> None:
    assert [step.share for step in kaplan_meier(Waits({10: 2, 20: 2}, {}))] == [1.0, 0.5, 0.0]


def test_the_curve_follows_the_true_patience() -> None:
    steps = kaplan_meier(observed(mean_patience=300, mean_offer=200, residents=5_000))
    at_300 = [step for step in steps if step.wait <= 300][-1]
    assert at_300.share == pytest.approx(2.718281828**-1, abs=0.03)
    assert at_300.interval.low < 2.718281828**-1 < at_300.interval.high


def test_all_languages_together() -> None:
    assert together([Waits({1: 2}, {3: 1}), Waits({1: 1}, {})]) == Waits({1: 3}, {3: 1})
    assert kaplan_meier(together([]))[0].share == 1.0


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 3.689), (1, 0.025, 5.572), (5, 1.623, 11.668), (20, 12.217, 30.888), (100, 81.364, 121.627)],
)
def test_the_poisson_interval_is_near_the_exact_one(count: int, low: float, high: float) -> None:
    found = poisson(count)
    assert found.low == pytest.approx(low, rel=0.03, abs=0.015)
    assert found.high == pytest.approx(high, rel=0.01)


def test_an_interval_over_plays() -> None:
    plays = [random.Random(seed).gauss(10, 2) for seed in range(50)]
    found = over_plays(50, lambda drawn: sum(plays[number] for number in drawn) / len(drawn))
    assert found is not None
    assert found.high - found.low == pytest.approx(2 * 1.96 * 2 / 50**0.5, rel=0.3)
    assert over_plays(10, lambda _: None) is None
