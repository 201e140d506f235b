"""Erlang A against its own birth and death chain, against known tables of Erlang C, and against reason."""

from math import exp, inf, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signaling.planning.erlang_a import Queue, erlang_b
from tests.planning.queues import wait_of

loads = st.floats(0.05, 60)
patiences = st.floats(1, 3_000)
guides = st.integers(1, 80)


def queue(load: float, patience: float | None, guides: int, handling: float = 300) -> Queue:
    return Queue(arrivals=load / handling, handling=handling, patience=patience, guides=guides)


def chain(queue: Queue, most: int) -> tuple[float, float]:
    """The shares who wait and who leave, by the stationary distribution of how many are there."""
    assert queue.patience is not None
    logs = [0.0]
    for present in range(1, most + 1):
        busy, waiting = min(present, queue.guides), max(0, present - queue.guides)
        logs.append(logs[-1] + log(queue.arrivals / (busy / queue.handling + waiting / queue.patience)))
    weights = [exp(each - max(logs)) for each in logs]
    total = sum(weights)
    waiting_on_average = sum(
        (present - queue.guides) * weight for present, weight in enumerate(weights) if present > queue.guides
    )
    left = waiting_on_average / total / queue.patience / queue.arrivals
    return sum(weights[queue.guides :]) / total, left


@pytest.mark.parametrize(
    ("load", "patience", "guides"),
    [
        (0.3, 600, 1), (3, 180, 3), (30, 180, 30), (30, 180, 20), (12, 1e5, 13), (3_000, 180, 3_000),
        (3_000, 180, 1_500), (2_000, 30, 2_050),
    ],
)  # fmt: skip
def test_the_chain_says_the_same(load: float, patience: float, guides: int) -> None:
    found = queue(load, patience, guides)
    waiting, left = chain(found, guides + 5_000)
    assert found.waiting == pytest.approx(waiting, rel=1e-6)
    assert found.abandonment == pytest.approx(left, rel=1e-6)


@given(loads, patiences, guides)
def test_the_chain_says_the_same_everywhere(load: float, patience: float, guides: int) -> None:
    found = queue(load, patience, guides)
    waiting, left = chain(found, guides + 1_500)
    assert found.waiting == pytest.approx(waiting, rel=1e-6, abs=1e-12)
    assert found.abandonment == pytest.approx(left, rel=1e-6, abs=1e-12)


def test_one_guide_without_patience_is_the_loss_system() -> None:
    """Whoever leaves at once where no guide is free is blocked, by Erlang's own first formula."""
    assert queue(2.0, 1e-6, 3).abandonment == pytest.approx(erlang_b(2.0, 3), rel=1e-4)
    assert erlang_b(2.0, 3) == pytest.approx(8 / 6 / (1 + 2 + 2 + 8 / 6))


@pytest.mark.parametrize(
    ("load", "guides", "waits"),
    [(1.0, 2, 1 / 3), (2.0, 3, 4 / 9), (5.0, 6, 0.5875), (8.0, 10, 0.4092), (20.0, 24, 0.2981)],
)
def test_the_tables_of_erlang_c(load: float, guides: int, waits: float) -> None:
    assert queue(load, None, guides).waiting == pytest.approx(waits, abs=5e-5)


def test_a_hundred_calls_an_hour_of_three_minutes_and_six_guides() -> None:
    """Erlang C in closed form: 1 - 0.5875 · exp(-(6 - 5) · 20 / 180)."""
    found = queue(5.0, None, 6, handling=180)
    assert found.answered_within(20) == pytest.approx(1 - 0.58751 * exp(-20 / 180), abs=1e-5)


@given(loads, patiences, guides, st.floats(0, 900))
def test_one_more_guide_is_never_worse(load: float, patience: float, guides: int, within: float) -> None:
    fewer, more = queue(load, patience, guides), queue(load, patience, guides + 1)
    assert more.answered_within(within) >= fewer.answered_within(within) - 1e-9
    assert more.abandonment <= fewer.abandonment + 1e-9
    assert more.waiting <= fewer.waiting + 1e-9


@given(st.floats(0.05, 0.95), guides, st.floats(0, 900))
def test_endless_patience_is_erlang_c(share: float, guides: int, within: float) -> None:
    load = share * guides
    patient, endless = queue(load, 1e9, guides), queue(load, None, guides)
    assert patient.answered_within(within) == pytest.approx(endless.answered_within(within), abs=1e-4)
    assert patient.waiting == pytest.approx(endless.waiting, abs=1e-4)


@given(loads, patiences, guides)
def test_who_is_not_answered_has_left(load: float, patience: float, guides: int) -> None:
    found = queue(load, patience, guides)
    assert found.answered_within(inf) == pytest.approx(1 - found.abandonment, rel=1e-9)
    wait = wait_of(found, 0.9)
    assert found.answered_within(wait) >= 0.9 * (1 - found.abandonment) * (1 - 1e-6)


def test_who_never_leaves_an_overload_is_never_answered() -> None:
    found = queue(5.0, None, 5)
    assert (found.waiting, found.answered_within(1e6), wait_of(found, 0.9)) == (1.0, 0.0, inf)


@pytest.mark.parametrize(
    "wrong",
    [{"arrivals": 0.0}, {"handling": inf}, {"guides": 0}, {"patience": 0.0}, {"arrivals": float("nan")}],
)
def test_what_is_no_queue_is_refused(wrong: dict[str, float]) -> None:
    given_: dict[str, float] = {"arrivals": 1.0, "handling": 1.0, "patience": 1.0, "guides": 1}
    with pytest.raises(ValueError, match=r"queue|patience"):
        Queue(**(given_ | wrong))  # type: ignore[arg-type]
