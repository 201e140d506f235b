"""Statistics as an admin reads them: periods, comparison, what is kept back, and files."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide_server.small_cells import LEAST, kept_back_in_line
from guide_server.statistics.models import StatisticsQuery, Versus
from guide_server.statistics.periods import compared_with, usual_step
from signaling.store.statistics import Period, Step
from tests.guide_server.office import Office
from tests.guide_server.test_equality_api import calls

DAY = {"from": "2026-01-01", "to": "2026-01-01"}


async def told(office: Office) -> None:
    await office.tell(
        [
            *calls("sv", "varby", first=1, answered=24, left=6),
            *calls("so", "varby", first=101, answered=20, left=20),
            *calls("ti", "varby", first=201, answered=2, left=0),
        ],
        step=10,
    )


async def test_an_admin_reads_the_measures_of_a_day(office: Office) -> None:
    await told(office)
    page = await (await office.signed_in("admin-1")).get("/api/statistics", **DAY)
    total = page["total"]
    assert (total["taps"], total["offered"], total["handled"], total["abandoned"]) == (72, 72, 46, 26)
    assert total["service_level"] == pytest.approx(46 / 72)
    assert (page["before"], page["versus_start"], page["step"]) == (None, None, "day")
    assert [place["name"] for place in page["neighbourhoods"]] == ["Vårby"]
    assert [(hour["weekday"], hour["hour"], hour["measures"]["taps"]) for hour in page["hours"]] == [
        (3, 13, 72)
    ]
    assert [point["first"] for point in page["trend"]] == ["2026-01-01"]
    assert not page["demo"]


async def test_a_period_stands_beside_another(office: Office) -> None:
    await told(office)
    admin = await office.signed_in("admin-1")
    page = await admin.get("/api/statistics", **{"from": "2026-01-02", "to": "2026-01-02"}, versus="previous")
    assert (page["versus_start"], page["versus_end"]) == ("2026-01-01", "2026-01-01")
    assert (page["total"]["taps"], page["before"]["taps"]) == (0, 72)


async def test_small_lines_are_kept_back_with_one_more(office: Office) -> None:
    await told(office)
    page = await (await office.signed_in("admin-1")).get("/api/statistics", **DAY)
    back = {line["key"]: line["measures"] is None for line in page["languages"]}
    assert back == {"sv": True, "so": False, "ti": True}


async def test_each_table_can_be_had_as_a_file(office: Office) -> None:
    await told(office)
    admin = await office.signed_in("admin-1")
    rows: list[list[str]] = []
    for part in ("measures", "trend", "hours", "languages", "neighbourhoods", "sites", "topics"):
        answer = await admin.ask("GET", "/api/statistics.csv", params={**DAY, "part": part})
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        rows = list(csv.reader(io.StringIO((await answer.read()).decode("utf-8-sig")), delimiter=";"))
        assert len(rows) >= 2, part
        assert "offered" in rows[0]
    shown = dict(zip(rows[0], rows[1], strict=False))
    assert (shown["topic"], shown["handled"]) == ("school", "46")


async def test_a_kept_back_line_has_no_figures_in_the_file_either(office: Office) -> None:
    await told(office)
    admin = await office.signed_in("admin-1")
    answer = await admin.ask("GET", "/api/statistics.csv", params={**DAY, "part": "languages"})
    lines = (await answer.read()).decode("utf-8-sig").splitlines()
    assert '"ti";"ti";"kept back"' in lines


@pytest.mark.parametrize(
    "query",
    [
        {"versus": "chosen"}, {"versus_from": "2026-01-01", "versus_to": "2026-01-02"}, {"versus": "never"},
        {"versus": "chosen", "versus_from": "2026-01-05", "versus_to": "2026-01-02"}, {"step": "hour"},
        {"from": "2026-03-03", "to": "2026-03-02"}, {"language": "ti"}, {"part": "languages"},
    ],
)  # fmt: skip
async def test_an_absurd_question_is_refused(office: Office, query: dict[str, str]) -> None:
    admin = await office.signed_in("admin-1")
    assert (await admin.ask("GET", "/api/statistics", params=query)).status == 400


def period(first: str, last: str) -> Period:
    return Period(first=date.fromisoformat(first), last=date.fromisoformat(last))


@pytest.mark.parametrize(
    ("asked", "versus", "expected"),
    [
        (("2026-10-01", "2026-10-31"), Versus.PREVIOUS, ("2026-09-01", "2026-09-30")),
        (("2026-01-01", "2026-01-31"), Versus.PREVIOUS, ("2025-12-01", "2025-12-31")),
        (("2026-10-02", "2026-10-31"), Versus.PREVIOUS, ("2026-09-02", "2026-10-01")),
        (("2026-10-05", "2026-10-05"), Versus.PREVIOUS, ("2026-10-04", "2026-10-04")),
        (("2024-02-01", "2024-02-29"), Versus.LAST_YEAR, ("2023-02-01", "2023-02-28")),
        (("2026-03-01", "2026-03-31"), Versus.LAST_YEAR, ("2025-03-01", "2025-03-31")),
    ],
)
def test_what_a_period_is_compared_with(
    asked: tuple[str, str], versus: Versus, expected: tuple[str, str]
) -> None:
    assert compared_with(period(*asked), StatisticsQuery(versus=versus)) == period(*expected)


def test_a_longer_period_has_longer_steps() -> None:
    assert usual_step(period("2026-10-01", "2026-10-31")) is Step.DAY
    assert usual_step(period("2026-07-01", "2026-09-30")) is Step.WEEK
    assert usual_step(period("2026-01-01", "2026-12-31")) is Step.MONTH


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(min_value=1, max_value=12)))
def test_of_a_shown_sum_no_small_part_can_be_reckoned(counts: dict[str, int]) -> None:
    back = kept_back_in_line(counts)
    assert {key for key, count in counts.items() if count < LEAST} <= back
    if back and back != counts.keys():
        assert len(back) > 1
        assert sum(counts[key] for key in back) >= LEAST
