"""Every order of what people, networks and crashes do to a few calls: no promise breaks in any."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import pytest

from tests.core.search import (
    PLAIN,
    SHORT,
    WHOLES,
    Wishes,
    answers,
    conferences,
    crashes,
    desks,
    leaders,
    look_at,
    media,
    residents,
    search,
    start,
)

IN_CI = 20_000
"""States of each large world; `python -m tests.core.search` looks at a million."""


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("calls", "guides", "wishes"),
    [
        pytest.param(1, 1, (*PLAIN, conferences), id="one call, one guide, everything"),
        pytest.param(3, 2, (residents, answers, crashes), id="three calls, two guides, crashes"),
        pytest.param(1, 2, (residents, answers, media, leaders), id="one call, two guides who also lead"),
    ],
)
def test_no_order_of_events_breaks_a_promise(calls: int, guides: int, wishes: tuple[Wishes, ...]) -> None:
    found = search(start(calls, guides, SHORT), *wishes, most=50_000)
    assert found.complete, f"more than {found.states} states"


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("calls", "guides", "wishes"),
    [
        pytest.param(1, 2, PLAIN, id="one call, two guides, all but conferences"),
        pytest.param(3, 2, (residents, desks), id="three calls, two guides, late and doubled answers"),
    ],
)
def test_the_nearest_states_keep_every_promise(calls: int, guides: int, wishes: tuple[Wishes, ...]) -> None:
    search(start(calls, guides, SHORT), *wishes, most=IN_CI)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_first_states_of_the_large_worlds() -> None:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as workers:
        found = list(workers.map(look_at, WHOLES, [IN_CI] * len(WHOLES)))
    assert all(result.states >= IN_CI for result in found)


@pytest.mark.soak
@pytest.mark.timeout(14_400)
def test_a_million_states_of_the_large_worlds() -> None:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as workers:
        found = list(workers.map(look_at, WHOLES, [500_000] * len(WHOLES)))
    assert sum(result.states for result in found) >= 1_000_000
