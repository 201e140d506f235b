"""Nobody reckons a small count from what a report shows."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from guide_server.small_cells import ALL, LEAST, Cell, kept_back

TABLES = st.dictionaries(
    st.tuples(st.sampled_from(["ar", "so", "sv", "ti"]), st.sampled_from(["north", "south", "east", "west"])),
    st.integers(min_value=1, max_value=12),
    max_size=16,
)


def with_sums(counts: dict[Cell, int]) -> dict[Cell, int]:
    cells = dict(counts)
    for (row, column), count in counts.items():
        for total in ((row, ALL), (ALL, column), (ALL, ALL)):
            cells[total] = cells.get(total, 0) + count
    return cells


def reckoned(counts: dict[Cell, int], hidden: frozenset[Cell]) -> set[Cell]:
    """Those of the hidden cells that have one value only, by the rank of all sums that hold in the table."""
    cells = with_sums(counts)
    unknown = sorted(hidden)
    lines = [[cell for cell in cells if cell[0] == row] for row in {cell[0] for cell in cells}]
    lines += [[cell for cell in cells if cell[1] == column] for column in {cell[1] for cell in cells}]
    sums = np.array([[1.0 * (cell in line) for cell in unknown] for line in lines])
    rank = np.linalg.matrix_rank(sums)
    found = set()
    for nth, cell in enumerate(unknown):
        alone = np.zeros((1, len(unknown)))
        alone[0, nth] = 1
        if np.linalg.matrix_rank(np.vstack([sums, alone])) == rank:
            found.add(cell)
    return found


@given(TABLES)
def test_no_small_count_can_be_reckoned(counts: dict[Cell, int]) -> None:
    cells = with_sums(counts)
    hidden = kept_back(counts)
    assert {cell for cell, count in cells.items() if count < LEAST} <= hidden
    if hidden != cells.keys():
        assert not reckoned(counts, hidden)


@given(TABLES)
def test_what_is_left_of_a_shown_sum_has_room(counts: dict[Cell, int]) -> None:
    cells, hidden = with_sums(counts), kept_back(counts)
    for row in {cell[0] for cell in hidden if cell[0] != ALL}:
        if (row, ALL) not in hidden:
            assert sum(cells[cell] for cell in hidden if cell[0] == row) >= LEAST


def test_a_table_of_large_cells_is_shown_whole() -> None:
    assert not kept_back({("sv", "north"): 5, ("so", "north"): 9, ("sv", "south"): 40})
    assert not kept_back({})


def test_one_small_cell_takes_the_least_others_with_it() -> None:
    counts = {
        ("sv", "north"): 90, ("sv", "south"): 80, ("so", "north"): 20, ("so", "south"): 2,
        ("ar", "north"): 30, ("ar", "south"): 10,
    }  # fmt: skip
    assert kept_back(counts) == {("so", "south"), ("so", "north"), ("ar", "south"), ("ar", "north")}
