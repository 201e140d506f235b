"""Equal service as an admin reads it: figures by language and place, reckoned again by hand."""

import pytest
from sqlalchemy import text

from guide_server.equality.equality_api import wilson
from signaling.core.events import Event
from signaling.core.vocabulary import CallOutcome
from tests.guide_server.office import Office
from tests.store.histories import Told

DAY = {"from": "2026-01-01", "to": "2026-01-01"}


def calls(language: str, neighbourhood: str, *, first: int, answered: int, left: int) -> list[Event]:
    """So many calls one after the other, each told in steps of a second: tap, ring, take, talk."""
    told: list[Event] = []
    for number in range(first, first + answered + left):
        call = Told(number, kiosk="kiosk-1", language=language, neighbourhood=neighbourhood)
        if number < first + answered:
            told += call.whole()
        else:
            told += [*call.tapped(), *call.ended(CallOutcome.ABANDONED_WAITING)]
    return told


async def test_figures_of_a_known_day(office: Office) -> None:
    await office.tell(
        [
            *calls("sv", "varby", first=1, answered=24, left=6),
            *calls("so", "varby", first=101, answered=20, left=20),
            *calls("ti", "varby", first=201, answered=0, left=5),
        ],
        step=10,
    )
    page = await (await office.signed_in("admin-1")).get("/api/equality", **DAY)
    lines = {line["key"]: line for line in page["languages"]}
    assert {tag: (line["taps"], line["handled"]) for tag, line in lines.items()} == {
        "sv": (30, 24), "so": (40, 20), "ti": (5, 0),
    }  # fmt: skip
    assert lines["so"]["left"]["share"] == pytest.approx(0.5)
    assert lines["sv"]["within_target"]["share"] == pytest.approx(0.8)
    assert page["unserved"] == ["ti"]
    assert (page["total"]["taps"], page["neighbourhoods"][0]["name"]) == (75, "Vårby")
    assert page["ratio"]["ratio"] == 1, "all were taken after the same time"


async def test_every_figure_is_what_a_plain_count_of_the_calls_gives(office: Office) -> None:
    await office.tell(
        [
            *calls("sv", "varby", first=1, answered=24, left=6),
            *calls("so", "varby", first=101, answered=20, left=20),
            *calls("so", "skogas", first=201, answered=30, left=7),
        ],
        step=700,
    )
    rows = await office.database.read(
        lambda connection: connection.execute(
            text("SELECT language, neighbourhood, queued_at, taken_at, live_at, outcome FROM call")
        ).all()
    )
    page = await (await office.signed_in("admin-1")).get("/api/equality", **DAY)
    for line, own in (
        *((line, [row for row in rows if row.language == line["key"]]) for line in page["languages"]),
        *(
            (line, [row for row in rows if row.neighbourhood == line["key"]])
            for line in page["neighbourhoods"]
        ),
    ):
        talks = [row for row in own if row.live_at is not None]
        waits = sorted(row.taken_at - row.queued_at for row in talks)
        first_words = sorted(row.live_at - row.queued_at for row in talks)
        gone = [row for row in own if row.outcome == "abandoned_waiting"]
        assert (line["taps"], line["offered"], line["handled"]) == (len(own), len(own), len(talks))
        assert line["left"]["share"] == pytest.approx(len(gone) / len(own))
        assert line["within_target"]["share"] == pytest.approx(len(talks) / len(own))
        assert line["median_wait"] == whole_second(waits[(len(waits) + 1) // 2 - 1])
        assert line["first_word"] == whole_second(first_words[(len(waits) + 1) // 2 - 1])
        assert line["p90_low"] <= line["p90_wait"] <= line["p90_high"]
    for told in page["hours"]:
        own = [row for row in rows if row.language == told["language"]]
        assert told["hour"] == 13, "one hour after noon in UTC"
        assert told["within_target"]["share"] == pytest.approx(
            sum(row.live_at is not None for row in own) / len(own)
        )
    assert {told["language"] for told in page["hours"]} == {"sv", "so"}


def whole_second(milliseconds: int) -> int:
    """Rounded up, as waits of up to a minute are told."""
    return -(-milliseconds // 1_000) * 1_000


async def test_small_counts_are_kept_back(office: Office) -> None:
    await office.tell(
        [
            *calls("sv", "varby", first=1, answered=30, left=0),
            *calls("so", "varby", first=101, answered=9, left=0),
            *calls("ti", "varby", first=201, answered=2, left=0),
        ],
        step=10,
    )
    page = await (await office.signed_in("admin-1")).get("/api/equality", **DAY)
    back = {line["key"]: line["kept_back"] for line in page["languages"]}
    assert back == {"sv": False, "so": True, "ti": True}
    assert all(line["taps"] is None for line in page["languages"] if line["kept_back"])
    assert {cell["language"] for cell in page["cells"] if cell["kept_back"]} == {"so", "ti"}


async def test_of_a_day_without_calls_nothing_is_shown(office: Office) -> None:
    page = await (await office.signed_in("admin-1")).get(
        "/api/equality", **{"from": "2020-02-29", "to": "2020-03-01"}
    )
    assert (page["languages"], page["cells"], page["ratio"], page["unserved"]) == ([], [], None, [])
    assert page["total"]["within_target"] is None


@pytest.mark.parametrize(
    "query",
    [{"from": "2026-03-03", "to": "2026-03-02"}, {"from": "1999-12-31"}, {"to": "2026-02-30"}, {"hour": "3"}],
)
async def test_an_absurd_period_is_refused(office: Office, query: dict[str, str]) -> None:
    admin = await office.signed_in("admin-1")
    assert (await admin.ask("GET", "/api/equality", params=query)).status == 400


async def test_the_reading_is_audited_and_not_for_guides(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    await admin.get("/api/equality", **DAY)
    rows = (await admin.get("/api/audit", why="follow_up"))["rows"]
    assert "read_report" in {row["what"] for row in rows}
    assert (await (await office.signed_in("guide-1")).ask("GET", "/api/equality")).status == 403


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval(count: int, of: int, low: float, high: float) -> None:
    """Against the table in R. G. Newcombe, Statistics in Medicine 17 (1998), method 3."""
    found = wilson(count, of)
    assert found.low == pytest.approx(low, abs=1e-4)
    assert found.high == pytest.approx(high, abs=1e-4)
