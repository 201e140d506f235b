"""What residents may read: the figures recounted by hand, and an attacker who has all of it."""

import re
import shutil
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from guide_server.equality.models import PublishedLine, PublishedMonth
from guide_server.equality.published import published
from guide_server.names import Names
from guide_server.small_cells import LEAST
from signaling.core.ids import Language, NeighbourhoodId
from signaling.store.directory import Catalogue
from signaling.store.figures import Figures
from signaling.store.reports import Report
from tests.fakes import ManualClock
from tests.guide_server.office import Office, office_at
from tests.guide_server.test_equality_api import calls

TEXTS = Path(__file__).parents[2] / "guide_server" / "web" / "service" / "texts"
TAGS = ("ar", "so", "sv", "ti")
PLACES = ("east", "north", "south", "west")
NOBODY = Names(
    Catalogue(
        revision=1, neighbourhoods={}, sites={}, kiosks={}, guides={}, active_guides=frozenset(), shifts={}
    )
)

Cell = tuple[str, str]
Counts = tuple[int, int, int]
"""Answered in time, left, neither."""
TABLES = st.dictionaries(
    st.tuples(st.sampled_from(TAGS), st.sampled_from(PLACES)),
    st.tuples(*(st.integers(min_value=0, max_value=14) for _ in range(3))).filter(any),
    max_size=16,
)


def figures(counts: Counts) -> Figures:
    within, left, neither = counts
    return Figures(
        taps=sum(counts), unknown=0, turned_away=0, offered=sum(counts), handled=within + neither,
        abandoned=left, short_abandoned=0, within_target=within, average_wait=1, median_wait=1, p90_wait=1,
        average_talk=1, average_handling=1,
    )  # fmt: skip


def added(tables: Mapping[Cell, Counts], belongs: Any) -> Counts:
    chosen = [counts for cell, counts in tables.items() if belongs(cell)]
    return tuple(map(sum, zip(*chosen, strict=True))) if chosen else (0, 0, 0)  # type: ignore[return-value]


def reported(tables: Mapping[Cell, Counts]) -> Report:
    return Report(
        total=figures(added(tables, lambda _: True)),
        by_language={
            Language(tag): figures(added(tables, lambda cell: cell[0] == tag))  # noqa: B023
            for tag in {cell[0] for cell in tables}
        },
        by_neighbourhood={
            NeighbourhoodId(place): figures(added(tables, lambda cell: cell[1] == place))  # noqa: B023
            for place in {cell[1] for cell in tables}
        },
        cells={
            (Language(tag), NeighbourhoodId(place)): figures(counts)
            for (tag, place), counts in tables.items()
        },
        by_hour={},
        p90_by_language={},
        p90_by_neighbourhood={},
        first_word_by_language={},
        first_word_by_neighbourhood={},
    )


class Attacker:
    """Writes down all that is published as equations over the counts of each cell of each month.

    He is given more than there is: that each percentage is exact, and which cells are empty.
    """

    def __init__(self, months: Mapping[str, Mapping[Cell, Counts]]) -> None:
        tables = {(month, *cell): counts for month, cells in months.items() for cell, counts in cells.items()}
        self.cells = sorted(tables)
        self.truth = np.array([tables[cell] for cell in self.cells], dtype=float).reshape(-1)
        self._known: list[np.ndarray] = []

    def line(self, belongs: Any, *parts: int) -> np.ndarray:
        """The sum of these parts (0 in time, 1 left, 2 neither) of these cells."""
        row = np.zeros((len(self.cells), 3))
        for nth, cell in enumerate(self.cells):
            if belongs(cell):
                row[nth, list(parts)] = 1
        return row.reshape(-1)

    def reads(self, month: PublishedMonth) -> None:
        name = month.month
        self._reads_line(month.total, lambda cell: cell[0] == name)
        for told in month.languages:
            self._reads_line(told, lambda cell, key=told.key: cell[:2] == (name, key))
        for told in month.neighbourhoods:
            self._reads_line(told, lambda cell, key=told.key: (cell[0], cell[2]) == (name, key))
        for told_cell in month.cells:
            this = (name, told_cell.language, told_cell.neighbourhood)
            if told_cell.offered is not None:
                self._known.append(self.line(lambda cell, this=this: cell == this, 0, 1, 2))
            if told_cell.within_percent is not None:
                self._known.append(self.line(lambda cell, this=this: cell == this, 0))

    def _reads_line(self, told: PublishedLine, belongs: Any) -> None:
        if told.offered is not None:
            self._known.append(self.line(belongs, 0, 1, 2))
        if told.within_percent is not None:
            self._known.append(self.line(belongs, 0))
        if told.left_percent is not None:
            self._known.append(self.line(belongs, 1))

    def can_reckon(self, wanted: np.ndarray) -> bool:
        if not self._known:
            return False
        known = np.array(self._known)
        rank = np.linalg.matrix_rank(known)
        return bool(np.linalg.matrix_rank(np.vstack([known, wanted])) == rank)

    def small_counts(self) -> list[tuple[str, np.ndarray]]:
        """Everything under five that there is, of each month and of all months together."""
        groups: list[tuple[object, Any]] = [(cell, lambda c, cell=cell: c == cell) for cell in self.cells]
        for kept in ((0, 1), (0, 2), (1, 2), (1,), (2,)):
            groups += [
                (key, lambda c, key=key, kept=kept: tuple(c[each] for each in kept) == key)
                for key in {tuple(cell[each] for each in kept) for cell in self.cells}
            ]
        wanted = []
        for name, belongs in groups:
            for parts in ((0,), (1,), (0, 1, 2), (1, 2), (2,)):
                row = self.line(belongs, *parts)
                if 0 < row @ self.truth < LEAST:
                    wanted.append((f"{name} {parts}", row))
        return wanted


def found_out(months: Mapping[str, Mapping[Cell, Counts]]) -> list[str]:
    attacker = Attacker(months)
    for month, tables in months.items():
        attacker.reads(published(reported(tables), month, NOBODY))
    return [name for name, row in attacker.small_counts() if attacker.can_reckon(row)]


@settings(max_examples=300, deadline=None)
@given(TABLES, TABLES)
def test_no_count_under_five_can_be_reckoned_from_all_that_is_published(
    tables: dict[Cell, Counts], of_the_month_before: dict[Cell, Counts]
) -> None:
    assert found_out({"2026-10": tables, "2026-09": of_the_month_before}) == []


def test_the_attacker_is_not_asleep() -> None:
    """Where a small count is left open to him, he finds it."""
    tables = {("sv", "north"): (9, 0, 0), ("so", "north"): (2, 0, 0)}
    attacker = Attacker({"2026-10": tables})
    attacker.reads(published(reported({**tables, ("so", "north"): (20, 0, 0)}), "2026-10", NOBODY))
    assert [name for name, row in attacker.small_counts() if attacker.can_reckon(row)]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Where the page's words are as they are, and a stylesheet."""
    service = tmp_path / "pages" / "service"
    shutil.copytree(TEXTS, service / "texts")
    (service / "assets").mkdir()
    (service / "assets" / "page-1.css").write_text("body { margin: 0 }")
    return tmp_path / "pages"


@pytest_asyncio.fixture
async def open_office(sqlite_store: str, pages: Path) -> AsyncIterator[Office]:
    """In February, with a January behind it; what it knows of equal service is open to all."""
    async with office_at(sqlite_store, clock=ManualClock(), pages=pages, publishes_equality=True) as office:
        await office.tell(
            [
                *calls("sv", "varby", first=1, answered=60, left=6),
                *calls("so", "varby", first=101, answered=25, left=15),
                *calls("ti", "varby", first=201, answered=2, left=0),
                *calls("ti", "skogas", first=301, answered=7, left=8),
                *calls("sv", "skogas", first=401, answered=30, left=8),
            ],
            step=10,
        )
        office.clock.advance(45 * 24 * 3_600_000)
        yield office


async def test_anybody_reads_the_figures_that_a_recount_gives(open_office: Office) -> None:
    by_hand = await open_office.database.read(
        lambda connection: {
            row.language: (row.offered, round(100 * row.within / row.offered))
            for row in connection.execute(
                text(
                    "SELECT language, count(*) AS offered, sum(CASE WHEN live_at IS NOT NULL"
                    " AND taken_at - queued_at <= 120000 THEN 1 ELSE 0 END) AS within"
                    " FROM call WHERE outcome NOT IN ('outside_hours', 'recovered_unknown') GROUP BY language"
                )
            )
        }
    )
    answer = await open_office.browser().ask("GET", "/service/en?month=2026-01")
    assert answer.status == 200
    page = await answer.text()
    rows = {row[0]: row[1:] for row in reversed(rows_of(page))}
    for tag, name in (("sv", "Swedish"), ("so", "Somali")):
        offered, within = by_hand[tag]
        assert rows[name][:2] == [f"{within}%", str(offered)]
    *_, of_both = (row for row in rows_of(page) if row[0] == "Tigrinya")
    assert of_both == ["Tigrinya", "not shown", "not shown"], "two in one place, so neither place is told"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"


def rows_of(page: str) -> list[list[str]]:
    rows = re.findall(r"<tr .*?>(.*?)</tr>", page, re.DOTALL)
    return [[re.sub(r"<.*?>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("month=2026-01", 200), ("month=2025-02", 200), ("month=2025-01", 404), ("month=2026-02", 404),
        ("month=2027-01", 404), ("month=2026-13", 400), ("from=2026-01-01&to=2026-01-30", 400),
        ("month=2026-01&language=ti", 400), ("month=2026-1", 400),
    ],
)  # fmt: skip
async def test_only_whole_months_that_are_over_are_open(open_office: Office, query: str, status: int) -> None:
    assert (await open_office.browser().ask("GET", f"/service/sv?{query}")).status == status


async def test_without_the_setting_there_is_no_such_page(office: Office) -> None:
    for path in ("/service", "/service/", "/service/sv", "/service/assets/page-1.css"):
        assert (await office.browser().ask("GET", path)).status == 404


async def test_reading_by_residents_leaves_no_mark_and_by_staff_does(open_office: Office) -> None:
    await open_office.browser().ask("GET", "/service/sv")
    leader = await open_office.signed_in("leader-1")
    month = await leader.get("/api/equality/months/2026-01")
    assert month["total"]["offered"] == 161
    admin = await open_office.signed_in("admin-1")
    read = [row["who"] for row in (await admin.get("/api/audit"))["rows"] if row["what"] == "read_report"]
    assert read == ["Leader One"]
    assert (await leader.ask("GET", "/api/equality/months/2026-02")).status == 404
