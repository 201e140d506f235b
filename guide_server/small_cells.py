"""Small cells kept back: a language and a place together can reveal who somebody is.

A count that is left out of a table can often be reckoned from the sums beside it. So sums and cells are one
table here: in each line the cells make up its sum, and what is kept back in all lines must leave every small
count open. A line with one unknown gives it away; so does a ring of lines in which it is the only bridge.
"""

from collections import defaultdict
from collections.abc import Mapping
from heapq import heappop, heappush
from typing import Final

LEAST: Final = 5
"""A count from 1 to less than this is not shown."""
ALL: Final = ""
"""Stands for the sum over a row or a column."""

Cell = tuple[str, str]
_Line = tuple[str, str]
"""A row or a column, and its name."""


def kept_back(counts: Mapping[Cell, int]) -> frozenset[Cell]:
    """Which cells and sums are not shown, given the counts of the cells that are not empty.

    A sum is named by `ALL`: ``("so", ALL)`` is that of the row, ``(ALL, ALL)`` that of the table.
    """
    cells = _with_sums(counts)
    hidden = {cell for cell, count in cells.items() if count < LEAST}
    while exposed := _exposed(cells, hidden):
        more = _ring(exposed, cells, hidden) or _least_beside(exposed, cells, hidden)
        if not more:
            return frozenset(cells)
        hidden |= more
    return frozenset(hidden)


def _ring(cell: Cell, cells: Mapping[Cell, int], hidden: set[Cell]) -> set[Cell]:
    """What must be kept back too for `cell` to stand on a ring, at the least cost (Dijkstra); empty where it
    stands on one or where there is none.

    A ring goes from row to column by one cell and on to another row by the next. What is kept back already
    costs nothing, and a sum far more than all cells together.
    """
    row, column = ("row", cell[0]), ("column", cell[1])
    dear = 1 + sum(cells.values())
    ways: dict[_Line, list[tuple[int, _Line, Cell]]] = defaultdict(list)
    for each, count in cells.items():
        if each != cell:
            cost = 0 if each in hidden else count + dear * each.count(ALL)
            one, other = ("row", each[0]), ("column", each[1])
            ways[one].append((cost, other, each))
            ways[other].append((cost, one, each))
    reached: set[_Line] = set()
    ahead: list[tuple[int, _Line, tuple[Cell, ...]]] = [(0, row, ())]
    while ahead:
        cost, line, path = heappop(ahead)
        if line == column:
            return set(path) - hidden
        if line not in reached:
            reached.add(line)
            for more, beyond, each in ways[line]:
                heappush(ahead, (cost + more, beyond, (*path, each)))
    return set()


def _least_beside(cell: Cell, cells: Mapping[Cell, int], hidden: set[Cell]) -> set[Cell]:
    """The least of the shown cells in its row and column, or of all; empty where nothing is shown."""
    shown = cells.keys() - hidden
    near = {each for each in shown if each[0] == cell[0] or each[1] == cell[1]}
    return {min(near or shown, key=lambda each: (ALL in each, cells[each], each))} if shown else set()


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
