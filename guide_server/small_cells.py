"""Small cells kept back: a language and a place together can reveal who somebody is.

A count that is left out of a table can often be reckoned from the sums beside it. So sums and cells are one
table here: in each line the cells make up its sum, and what is kept back in all lines must leave every small
count open. A line with one unknown gives it away; so does a ring of lines in which it is the only bridge.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

LEAST: Final = 5
"""A count from 1 to less than this is not shown."""
ALL: Final = ""
"""Stands for the sum over a row or a column."""

Cell = tuple[str, str]


def kept_back(counts: Mapping[Cell, int]) -> frozenset[Cell]:
    """Which cells and sums are not shown, given the counts of the cells that are not empty.

    A sum is named by `ALL`: ``("so", ALL)`` is that of the row, ``(ALL, ALL)`` that of the table.
    """
    cells = _with_sums(counts)
    hidden = {cell for cell, count in cells.items() if count < LEAST}
    while exposed := _exposed(cells, hidden):
        shown = cells.keys() - hidden
        if not shown:
            break
        near = {cell for cell in shown if cell[0] == exposed[0] or cell[1] == exposed[1]}
        hidden.add(min(near or shown, key=lambda cell: (ALL in cell, cells[cell], cell)))
    return frozenset(hidden)


def _with_sums(counts: Mapping[Cell, int]) -> dict[Cell, int]:
    cells: dict[Cell, int] = defaultdict(int)
    for (row, column), count in counts.items():
        for cell in ((row, column), (row, ALL), (ALL, column), (ALL, ALL)):
            cells[cell] += count
    return dict(cells)


def _exposed(cells: Mapping[Cell, int], hidden: set[Cell]) -> Cell | None:
    """A cell kept back whose count can be reckoned, or is left so little room that it may as well be."""
    for cell in sorted(hidden):
        row, column = cell
        if not _is_on_a_ring(cell, hidden):
            return cell
        for line, total in ((0, (row, ALL)), (1, (ALL, column))):
            if total in hidden or cell == total:
                continue
            if sum(cells[each] for each in hidden if each[line] == cell[line]) < LEAST:
                return cell
    return None


def _is_on_a_ring(cell: Cell, hidden: set[Cell]) -> bool:
    """Whether its row and column hang together by others kept back: then it has several values."""
    row, column = cell
    rows, columns, reached = {row}, set[str](), 1
    others = hidden - {cell}
    while reached:
        before = len(rows) + len(columns)
        columns |= {each[1] for each in others if each[0] in rows}
        rows |= {each[0] for each in others if each[1] in columns}
        reached = len(rows) + len(columns) - before
    return column in columns


def kept_back_in_line(counts: Mapping[str, int]) -> frozenset[str]:
    """Which of the counts that make up one shown sum are not shown."""
    hidden = {key for key, count in counts.items() if count < LEAST}
    while hidden and (len(hidden) == 1 or sum(counts[key] for key in hidden) < LEAST):
        shown = counts.keys() - hidden
        if not shown:
            break
        hidden.add(min(shown, key=lambda key: (counts[key], key)))
    return frozenset(hidden)
