"""CSV that a spreadsheet reads as text: no cell can become a formula (OWASP, CSV injection).

A cell that starts with one of `DANGEROUS` — in any width, and behind any blanks that a spreadsheet strips —
gets an apostrophe before it. The separator is a semicolon, as Swedish spreadsheets expect, and every text
is quoted, so that the guard holds where a comma or a tab is taken for the separator as well.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheets read UTF-8 as something else."""
DANGEROUS = frozenset("=+-@|%\t\r\n")
LONGEST_CELL = 32_000
"""Characters; spreadsheets cut or refuse what is longer than 32,767."""

Cell = str | int | None


def csv_lines(rows: Sequence[Sequence[Cell]]) -> str:
    """Records, each with its line end (RFC 4180)."""
    return _written([[guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows])


def csv_of_columns(columns: Sequence[Sequence[Cell]]) -> str:
    """The same records, given column by column: of many cells alike one is looked at."""
    return _written(zip(*(_guarded_column(column) for column in columns), strict=True))


def _written(rows: Iterable[Iterable[Cell]]) -> str:
    lines = io.StringIO()
    csv.writer(lines, delimiter=";", quoting=csv.QUOTE_NONNUMERIC).writerows(rows)
    return lines.getvalue()


def _guarded_column(column: Sequence[Cell]) -> Sequence[Cell]:
    changed: dict[Cell, Cell] = {
        cell: kept for cell in set(column) if isinstance(cell, str) and (kept := guarded(cell)) != cell
    }
    return [changed.get(cell, cell) for cell in column] if changed else column


def csv_line(cells: Sequence[Cell]) -> str:
    return csv_lines([cells])


def guarded(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula."""
    plain = text.isascii() and text.isprintable() and text[:1].isalnum() and len(text) <= LONGEST_CELL
    return text if plain else _guarded(text)


@lru_cache(maxsize=4_096)
def _guarded(text: str) -> str:
    kept = "".join(sign for sign in text[:LONGEST_CELL] if not _invisible(sign))
    first = unicodedata.normalize("NFKC", kept.lstrip(" \u00a0\u3000"))[:1]
    return f"'{kept}" if first in DANGEROUS and first else kept


def _invisible(sign: str) -> bool:
    """Control signs but for the blanks, and signs of direction, which make a text look like another one."""
    return unicodedata.category(sign) in {"Cc", "Cf"} and sign not in "\t\r\n\u200c\u200d"
