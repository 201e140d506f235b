"""The drawing says what the table says, and its arrows meet their boxes."""

import pytest

from signaling.core.call_table import TABLE
from signaling.core.diagram import BOX_WIDTH, BOXES, ROUTES, box_height, main
from signaling.core.vocabulary import CallState


def test_the_docs_are_fresh() -> None:
    assert main(["--check"]) == 0


def test_every_step_between_two_states_is_drawn() -> None:
    moves = {(state, step.to) for state, row in TABLE.items() for step in row.values()}
    assert set(ROUTES) == {(a, b) for a, b in moves if a is not b and b is not CallState.ENDED}


@pytest.mark.parametrize("pair", ROUTES)
def test_arrows_begin_and_end_on_the_border_of_their_boxes(pair: tuple[CallState, CallState]) -> None:
    for state, (x, y) in zip(pair, (ROUTES[pair].points[0], ROUTES[pair].points[-1]), strict=True):
        left, top = BOXES[state]
        right, bottom = left + BOX_WIDTH, top + box_height(state)
        assert left <= x <= right
        assert top <= y <= bottom
        assert x in (left, right) or y in (top, bottom)
