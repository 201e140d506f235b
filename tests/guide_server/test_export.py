"""CSV cells that would be formulas elsewhere."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide_server.csv_text import DANGEROUS, LONGEST_CELL, csv_lines, guarded


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("+46 8 123", "'+46 8 123"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        (" =1", "' =1"),
        ("\u00a0=1", "'\u00a0=1"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠a", "'＠a"),
        ("﹦1", "'﹦1"),
        ("\u3000＝1", "'\u3000＝1"),
        ("\u202e=1", "'=1"),
        ("\ufeff=1", "'=1"),
        ("\u200b=1", "'=1"),
        ("|cmd", "'|cmd"),
        ("%0A", "'%0A"),
        ("Vårby", "Vårby"),
        ("007", "007"),
        ("a=b", "a=b"),
        ("سارة", "سارة"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("", ""),
        ("x" * 40_000, "x" * LONGEST_CELL),
    ],
)
def test_a_cell_cannot_become_a_formula(text: str, kept: str) -> None:
    assert guarded(text) == kept


def test_quotes_separators_and_line_ends_stay_within_their_cell() -> None:
    cells: list[str | int | None] = ['a"b', "a;b", "a,b", "a\nb", "a\tb", 7, None]
    line = csv_lines([cells])
    assert next(csv.reader(io.StringIO(line), delimiter=";")) == [
        'a"b',
        "a;b",
        "a,b",
        "a\nb",
        "a\tb",
        "7",
        "",
    ]
    assert line.startswith('"a""b";"a;b";')
    assert line.endswith("\r\n")


@given(st.text())
def test_no_text_at_all_begins_dangerously(text: str) -> None:
    assert guarded(text)[:1] not in DANGEROUS | set("＝＋－＠") - {""}


@given(st.lists(st.one_of(st.text(alphabet=st.characters(codec="utf-8")), st.integers(0)), min_size=1))
def test_a_line_reads_back_as_what_was_guarded(cells: list[str | int]) -> None:
    read = list(csv.reader(io.StringIO(csv_lines([cells]), newline=""), delimiter=";"))
    assert read == [[guarded(cell) if isinstance(cell, str) else str(cell) for cell in cells]]
