"""The forms of a file of the log. Each takes batches of calls and gives bytes, in a thread of their own."""

import tempfile
from collections.abc import Iterator, Sequence
from typing import IO, Final, Protocol

import orjson

from guide_server.call_log.columns import Columns
from guide_server.csv_text import BYTE_ORDER_MARK, LONGEST_CELL, Cell, csv_lines, csv_of_columns
from signaling.store.session_log.export import ExportedCall

PART: Final = 1 << 16
"""Bytes of a finished file that are read at once."""


class Form(Protocol):
    """A file that is written from its beginning to its end."""

    def begin(self) -> bytes: ...
    def add(self, calls: Sequence[ExportedCall]) -> bytes:
        """One call at least."""

    def end(self) -> Iterator[bytes]: ...
    def close(self) -> None:
        """Give up what it holds, whether or not it came to its end."""


class Csv:
    """Quoted texts and semicolons, as Swedish spreadsheets expect; the guard against formulas holds where a
    comma or a tab is taken for the separator, too. Lines end as RFC 4180 has it.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def begin(self) -> bytes:
        return f"{BYTE_ORDER_MARK}{csv_lines([self._columns.names])}".encode()

    def add(self, calls: Sequence[ExportedCall]) -> bytes:
        return csv_of_columns(self._columns.cells(calls)).encode()

    def end(self) -> Iterator[bytes]:
        return iter(())

    def close(self) -> None:
        pass


class Json:
    """A list of objects. Texts are as they are: nothing here is read as a formula."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._before = b"[\n"

    def begin(self) -> bytes:
        return b""

    def add(self, calls: Sequence[ExportedCall]) -> bytes:
        names, rows = self._columns.names, zip(*self._columns.cells(calls), strict=True)
        objects = b",\n".join([orjson.dumps(dict(zip(names, row, strict=True))) for row in rows])
        before, self._before = self._before, b",\n"
        return before + objects

    def end(self) -> Iterator[bytes]:
        return iter((b"[]\n" if self._before == b"[\n" else b"\n]\n",))

    def close(self) -> None:
        pass


class Xlsx:
    """A workbook of one sheet, row by row into a temporary file, which is sent once it is whole. Texts are
    written as texts: a spreadsheet never reads one as a formula, a link or a number.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        from xlsxwriter import Workbook  # noqa: PLC0415 - many a server never makes a workbook

        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - `close` does
        self._book = Workbook(
            self._file,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._sheet = self._book.add_worksheet()
        self._rows = 0

    def begin(self) -> bytes:
        self._sheet.freeze_panes(1, 0)
        self._write(self._columns.names)
        return b""

    def add(self, calls: Sequence[ExportedCall]) -> bytes:
        for row in zip(*self._columns.cells(calls), strict=True):
            self._write(row)
        return b""

    def end(self) -> Iterator[bytes]:
        self._book.close()
        self._file.seek(0)
        return iter(lambda: self._file.read(PART), b"")

    def close(self) -> None:
        if not self._book.fileclosed:
            self._book.close()
        self._file.close()

    def _write(self, cells: Sequence[Cell]) -> None:
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                self._sheet.write_string(self._rows, column, cell[:LONGEST_CELL])
            elif cell is not None:
                self._sheet.write_number(self._rows, column, cell)
        self._rows += 1
