"""Worlds drawn at random, which go everywhere: no promise breaks in them."""

from collections import Counter

import pytest

from signaling.core.call_table import TABLE, CallInput
from signaling.core.draft import Draft
from signaling.core.ids import CallId
from signaling.core.vocabulary import CallState
from tests.core.random_worlds import live
from tests.core.repertoire import KINDS, SHELL, Imagination

Visits = Counter[tuple[CallState, CallInput]]
RARE = {CallInput.WAIT_OVER, CallInput.TALK_OVER}
"""So long a wait or talk is seldom left alone in a world where everybody does anything."""


@pytest.fixture
def visits(monkeypatch: pytest.MonkeyPatch) -> Visits:
    """Which cells of the call table were visited."""
    seen: Visits = Counter()
    move = Draft.move

    def noting(draft: Draft, call_id: CallId, what: CallInput, **more: object) -> None:
        seen[draft.pool.calls[call_id].state, what] += 1
        move(draft, call_id, what, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Draft, "move", noting)
    return seen


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_random_worlds_keep_every_promise_and_go_nearly_everywhere(visits: Visits) -> None:
    for seed in range(150):
        live(seed)
    cells = {(state, what) for state, row in TABLE.items() for what in row if what not in RARE}
    missed = {cell for cell in cells - visits.keys() if cell[1] is not CallInput.RUNG}
    assert len(missed) <= len(cells) // 3, missed


@pytest.mark.soak
@pytest.mark.timeout(7_200)
def test_very_many_random_worlds_keep_every_promise() -> None:
    for seed in range(1_000, 21_000):
        live(seed)


def test_every_command_can_be_drawn() -> None:
    life = live(1)
    for kind in KINDS:
        if kind not in SHELL:
            made = Imagination(life.cast, life.pool, life.now, life.random).command(kind)
            assert type(made) is kind
