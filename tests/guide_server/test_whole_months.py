"""Whoever may not read the log chooses among whole months, and finds no count under five by any of them."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from guide_server.equality.equality_api import _as_published, _page, offered_only
from guide_server.equality.models import EqualityPage
from guide_server.small_cells import ALL, LEAST
from guide_server.statistics.models import StatisticsLine
from guide_server.statistics.statistics_api import _divided
from guide_server.whole_months import earlier, months_of, told_of_languages, withheld, withheld_in_line
from signaling.core.ids import Language, NeighbourhoodId
from signaling.store.figures import Figures
from signaling.store.reports import Report
from signaling.store.statistics import Divided, Found, Measured
from tests.fakes import ManualClock
from tests.guide_server.office import Office, office_at
from tests.guide_server.test_equality_api import calls
from tests.guide_server.test_published import NOBODY, TABLES, Attacker, Cell, Counts, figures, reported

MONTHS = ("2026-08", "2026-09", "2026-10")
RUNS = [MONTHS[first:last] for first in range(3) for last in range(first + 1, 4)]
"""All periods that are allowed of these three months."""
Tables = Mapping[Cell, Counts]


class Analyst(Attacker):
    """Has every answer that the pages of figures give to one who reads no calls.

    Of planning that is how many asked for a language: what else stands there is of all languages together.
    """

    def asks_for(self, run: tuple[str, ...], months: Mapping[str, Tables]) -> None:
        report = reported(together([months[month] for month in run]))
        back = frozenset(cell for month in run for cell in withheld(cells_of(reported(months[month]))))
        page = _page(offered_only(report), date(2026, 1, 1), date(2026, 1, 31), NOBODY, back)
        self.reads_page(_as_published(page), run)
        if (ALL, ALL) not in back:
            self.learns(lambda cell: cell[0] in run, 0, 1, 2)
            lines = statistics_of(report, back)
            for line in lines["languages"]:
                self.reads_measures(line, lambda cell, key=line.key: cell[0] in run and cell[1] == key)
            for line in lines["neighbourhoods"]:
                self.reads_measures(line, lambda cell, key=line.key: cell[0] in run and cell[2] == key)
            for tag, taps in told_of_languages(report.by_language, back).items():
                if taps:
                    self.learns(lambda cell, tag=tag: cell[0] in run and cell[1] == tag, 0, 1, 2)

    def reads_page(self, page: EqualityPage, run: tuple[str, ...]) -> None:
        for lines, belongs in (
            ((page.total,), lambda key, cell: True),
            (page.languages, lambda key, cell: cell[1] == key),
            (page.neighbourhoods, lambda key, cell: cell[2] == key),
        ):
            for line in lines:
                assert (line.taps, line.handled) == (None, None)
                if not line.kept_back:
                    for parts in ((0, 1, 2), (0,), (1,)):
                        self.learns(
                            lambda cell, key=line.key, belongs=belongs: cell[0] in run and belongs(key, cell),
                            *parts,
                        )
        for told in page.cells:
            if not told.kept_back:
                place = (told.language, told.neighbourhood)
                for parts in ((0, 1, 2), (0,), (1,)):
                    self.learns(lambda cell, place=place: cell[0] in run and cell[1:] == place, *parts)
        assert page.hours == ()

    def reads_measures(self, line: StatisticsLine, belongs: Any) -> None:
        if line.measures is not None:
            untold = line.measures.model_dump(include={"taps", "handled", "short_abandoned", "turned_away"})
            assert set(untold.values()) == {None}
            for parts in ((0, 1, 2), (0,), (1,)):
                self.learns(belongs, *parts)

    def learns(self, belongs: Any, *parts: int) -> None:
        self._known.append(self.line(belongs, *parts))


def together(months: list[Tables]) -> Tables:
    sums: dict[Cell, Counts] = {}
    for tables in months:
        for cell, counts in tables.items():
            before = sums.get(cell, (0, 0, 0))
            sums[cell] = (before[0] + counts[0], before[1] + counts[1], before[2] + counts[2])
    return sums


def cells_of(report: Report) -> dict[tuple[str, str], Figures]:
    return {(str(tag), str(place)): each for (tag, place), each in report.cells.items()}


def statistics_of(report: Report, back: frozenset[Cell]) -> dict[str, tuple[StatisticsLine, ...]]:
    divided = Divided(
        total=Measured(figures=report.total),
        languages={str(tag): each for tag, each in report.by_language.items()},
        neighbourhoods={str(place): each for place, each in report.by_neighbourhood.items()},
        sites={"site": report.total},
        topics={},
    )
    kept = {
        "languages": frozenset(row for row, column in back if column == ALL),
        "neighbourhoods": frozenset(column for row, column in back if row == ALL),
        "topics": frozenset[str](),
    }
    lines = _divided(Found(period=divided, before=None, hours={}, trend={}), NOBODY, kept, None)
    assert lines["sites"] == ()
    return lines


@settings(max_examples=150, deadline=None)
@given(TABLES, TABLES, TABLES)
def test_no_count_under_five_follows_from_all_allowed_answers(
    one: Tables, two: Tables, three: Tables
) -> None:
    months = dict(zip(MONTHS, (one, two, three), strict=True))
    analyst = Analyst(months)
    for run in RUNS:
        analyst.asks_for(run, months)
    assert [name for name, row in analyst.small_counts() if analyst.can_reckon(row)] == []


@settings(max_examples=150, deadline=None)
@given(TABLES, TABLES, TABLES)
def test_no_two_answers_about_the_same_differ_by_less_than_five(
    one: Tables, two: Tables, three: Tables
) -> None:
    """All pairs of allowed periods of which one holds the other, for each language, place and both."""
    months = dict(zip(MONTHS, (one, two, three), strict=True))
    told: dict[tuple[str, ...], Counter[Cell]] = {}
    for run in RUNS:
        report = reported(together([months[month] for month in run]))
        back = frozenset(cell for month in run for cell in withheld(cells_of(reported(months[month]))))
        page = _as_published(_page(offered_only(report), date(2026, 1, 1), date(2026, 1, 31), NOBODY, back))
        told[run] = Counter(
            {(line.key, ALL): line.offered for line in page.languages if line.offered is not None}
            | {(ALL, line.key): line.offered for line in page.neighbourhoods if line.offered is not None}
        )
    for longer in RUNS:
        for shorter in RUNS:
            if set(shorter) < set(longer):
                for key in told[longer].keys() & told[shorter].keys():
                    difference = told[longer][key] - told[shorter][key]
                    assert difference == 0 or difference >= LEAST, (longer, shorter, key)


def test_the_analyst_is_not_asleep() -> None:
    """Of arbitrary days two answers give the third away: that is why they are not allowed."""
    months = {MONTHS[0]: {("sv", "north"): (9, 0, 0)}, MONTHS[1]: {("sv", "north"): (2, 0, 0)}}
    analyst = Analyst(months)
    analyst.learns(lambda cell: cell[0] in MONTHS[:2], 0, 1, 2)
    analyst.learns(lambda cell: cell[0] == MONTHS[0], 0, 1, 2)
    assert [name for name, row in analyst.small_counts() if analyst.can_reckon(row)]


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from("abcdef"), TABLES.map(lambda tables: next(iter(tables.values()), (9, 0, 0)))
        ),
        min_size=1,
        max_size=3,
    )
)
def test_topics_are_kept_back_in_every_answer_that_holds_their_month(months: list[dict[str, Counts]]) -> None:
    """Known: the sum of each month, and each run's lines that are shown in all of its months."""
    names = [(month, key) for month, groups in enumerate(months) for key in groups]
    known = [np.array([float(name[0] == month) for name in names]) for month in range(len(months))]
    hidden = [withheld_in_line({key: figures(counts) for key, counts in groups.items()}) for groups in months]
    for first in range(len(months)):
        for last in range(first, len(months)):
            back = frozenset().union(*hidden[first : last + 1])
            known += [
                np.array([float(first <= name[0] <= last and name[1] == key) for name in names])
                for key in "abcdef"
                if key not in back
            ]
    for nth, (month, key) in enumerate(names):
        if 0 < sum(months[month][key]) < LEAST:
            row = np.zeros(len(names))
            row[nth] = 1
            rank = np.linalg.matrix_rank(np.array(known))
            alone = withheld_in_line({k: figures(c) for k, c in months[month].items()}) == {key}
            assert alone or np.linalg.matrix_rank(np.vstack([known, row])) > rank, (month, key)


def test_months_are_counted_back_over_the_turn_of_the_year_and_leap_days() -> None:
    assert earlier((date(2026, 1, 1), date(2026, 2, 28)), 2) == (date(2025, 11, 1), date(2025, 12, 31))
    assert earlier((date(2025, 2, 1), date(2025, 2, 28)), 12) == (date(2024, 2, 1), date(2024, 2, 29))
    assert len(months_of((date(2024, 12, 1), date(2026, 1, 31)))) == 14
    assert months_of((date(2024, 2, 1), date(2024, 2, 29))) == [(date(2024, 2, 1), date(2024, 2, 29))]


@pytest_asyncio.fixture
async def office(sqlite_store: str) -> AsyncIterator[Office]:
    """In the middle of February, with a January behind it."""
    async with office_at(sqlite_store, clock=ManualClock()) as office:
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


ROUTES = ("/api/equality", "/api/statistics", "/api/statistics.csv?part=languages")
"""Those of planning: `test_planning_for_leaders`."""
JANUARY = {"from": "2026-01-01", "to": "2026-01-31"}


@pytest.mark.parametrize("login", ["analyst-1", "leader-1"])
@pytest.mark.parametrize("path", ROUTES)
async def test_only_whole_months_that_are_over_are_answered(office: Office, login: str, path: str) -> None:
    browser = await office.signed_in(login)
    refused: list[dict[str, str]] = [
        {"from": "2026-01-01", "to": "2026-01-30"},
        {"from": "2026-01-02", "to": "2026-01-31"},
        {"from": "2026-02-01", "to": "2026-02-28"},
        {"from": "2026-01-01"},
        {"to": "2026-01-31"},
        {"from": "2000-01-01", "to": "2026-01-31"},
        *({"period": name} for name in ("today", "yesterday", "this_week", "last_week", "this_month")),
    ]
    for query in refused:
        answer = await browser.ask("GET", path, params=query)
        assert (answer.status, (await answer.json())["id"]) == (422, "whole_months_only"), query
    for query in ({}, JANUARY, {"period": "last_month"}, {"period": "this_year"}):
        answer = await browser.ask("GET", path, params=query)
        assert answer.status == 200, (query, await answer.text())


async def test_what_is_compared_with_is_whole_months_too(office: Office) -> None:
    leader = await office.signed_in("leader-1")
    chosen = {**JANUARY, "versus": "chosen", "versus_from": "2025-12-01"}
    answer = await leader.ask("GET", "/api/statistics", params={**chosen, "versus_to": "2025-12-30"})
    assert (answer.status, (await answer.json())["id"]) == (422, "whole_months_only")
    for versus, days in (
        ({"versus": "previous"}, ["2025-12-01", "2025-12-31"]),
        ({"versus": "last_year"}, ["2025-01-01", "2025-01-31"]),
    ):
        page = await leader.get("/api/statistics", **JANUARY, **versus)
        assert [page["versus_start"], page["versus_end"]] == days


async def test_both_pages_keep_the_same_back_and_an_admin_counts_any_days(office: Office) -> None:
    leader, admin = await office.signed_in("leader-1"), await office.signed_in("admin-1")
    statistics = await leader.get("/api/statistics", **JANUARY)
    equality = await leader.get("/api/equality", **JANUARY)
    for part in ("languages", "neighbourhoods"):
        hidden = {line["key"] for line in statistics[part] if line["kept_back"]}
        assert hidden == {line["key"] for line in equality[part] if line["kept_back"]}
    assert (statistics["sites"], equality["hours"]) == ([], [])
    assert statistics["total"]["taps"] == 161
    day = {"from": "2026-01-01", "to": "2026-01-01"}
    assert (await admin.get("/api/statistics", **day))["total"]["taps"] == 161
    assert (await admin.get("/api/equality", **day))["total"]["taps"] == 161


async def test_a_month_of_few_is_not_told_at_all(sqlite_store: str) -> None:
    async with office_at(sqlite_store, clock=ManualClock()) as office:
        await office.tell(calls("ti", "varby", first=1, answered=2, left=0), step=10)
        office.clock.advance(45 * 24 * 3_600_000)
        leader = await office.signed_in("leader-1")
        answer = await leader.ask("GET", "/api/statistics", params=JANUARY)
        assert (answer.status, (await answer.json())["id"]) == (409, "too_little_known")
        assert (await leader.get("/api/equality", **JANUARY))["total"]["kept_back"]
        assert (await leader.get("/api/statistics", **{"from": "2025-12-01", "to": "2025-12-31"}))["total"][
            "taps"
        ] == 0


def test_a_language_that_is_only_named_is_not_named() -> None:
    """Taps outside the hours alone would tell that somebody was there."""
    report, shut = reported({("sv", "north"): (30, 0, 0)}), figures((0, 0, 0))
    with_shut = replace(
        report,
        by_language={**report.by_language, Language("ti"): shut},
        by_neighbourhood={**report.by_neighbourhood, NeighbourhoodId("west"): shut},
    )
    assert set(offered_only(with_shut).by_language) == {"sv"}
    assert set(offered_only(with_shut).by_neighbourhood) == {"north"}
