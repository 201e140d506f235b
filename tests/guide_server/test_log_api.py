"""The session log as admins read it, over HTTP."""

import csv
import io
from collections.abc import Iterable
from typing import Any

import pytest

from signaling.core.events import Event, LanguageAdded, SubstituteAgreed
from signaling.core.ids import Language, Party
from signaling.core.vocabulary import CallOutcome, Grade, RingOutcome
from signaling.store.audit import Actor
from tests.fakes import NOON
from tests.guide_server.helped import (
    ALSO,
    ASKED,
    INTERPRETED,
    RETURNED,
    SUBSTITUTE,
    TICKET,
    all_ways,
    interpreted,
)
from tests.guide_server.office import Office, office_at
from tests.store.histories import Told, call_id, graded

DAY = 86_400_000
INSPECTOR = Actor(who="inspector")


def _abandoned(numbers: Iterable[int]) -> list[Event]:
    """Calls one after the other, the odd ones in Arabic, the even ones in Somali."""
    return [
        event
        for number in numbers
        for call in [Told(number, language="ar" if number % 2 else "so")]
        for event in (*call.tapped(), *call.ended(CallOutcome.ABANDONED_WAITING))
    ]


async def test_a_call_is_in_the_log_with_its_names_and_durations(office: Office) -> None:
    await office.tell(Told(1, language="ar").whole())
    admin = await office.signed_in("admin-1")
    page = await admin.get("/api/log")
    assert page["total"] == page["figures"]["handled"] == 1
    row = page["rows"][0]
    assert (row["kiosk_name"], row["site_name"], row["neighbourhood_name"], row["guide_name"]) == (
        "Entrén", "Vårby bibliotek", "Vårby", "Guide One",
    )  # fmt: skip
    assert (row["wait"], row["talk"]) == (2_000, 1_000)
    assert (row["outcome"], row["topic"], row["disposition"]) == ("completed", "school", "solved")


async def test_the_timeline_has_every_ring_and_moment_of_the_call(office: Office) -> None:
    call = Told(1)
    await office.tell(
        [
            *call.tapped(),
            *call.rang(guide="guide-1"),
            *call.ring_ended(RingOutcome.DECLINED),
            *call.rang(2, guide="guide-9"),
            *call.ring_ended(RingOutcome.WITHDRAWN, 2, guide="guide-9"),
            *call.ended(CallOutcome.ABANDONED_RINGING, by=Party.kiosk(call.kiosk)),
        ]
    )
    admin = await office.signed_in("admin-1")
    timeline = await admin.get(f"/api/log/{call.id}", why="fault")
    assert [(ring["guide_name"], ring["outcome"]) for ring in timeline["rings"]] == [
        ("Guide One", "declined"),
        ("guide-9", "withdrawn"),
    ]
    assert [moment["type"] for moment in timeline["moments"]] == [
        "call_tapped", "rang", "ring_ended", "rang", "ring_ended", "call_ended",
    ]  # fmt: skip
    assert timeline["moments"][0]["by"] == timeline["moments"][-1]["by"] == "kiosk"
    assert timeline["moments"][-1]["detail"] == "abandoned_ringing"


async def test_the_timeline_tells_how_the_talk_came_through_and_what_the_resident_saw(office: Office) -> None:
    """Entries are a second apart: tap 0, ring 1, take 2, live 6, graded 7 and 8, end 9."""
    call, well = Told(1), Told(2)
    await office.tell(
        [
            *call.whole()[:7],
            graded(call.id, Party.kiosk(call.kiosk), Grade.POOR),
            graded(call.id, Party.guide(call.guide), Grade.GOOD),
            *call.ended(),
        ]
    )
    await office.tell(
        [*well.whole()[:7], graded(well.id, Party.kiosk(well.kiosk), Grade.GOOD), *well.ended()]
    )
    admin = await office.signed_in("admin-1")
    timeline = await admin.get(f"/api/log/{call.id}", why="fault")
    assert (timeline["call"]["quality"], timeline["call"]["poor"]) == ("poor", 2_000)
    said = [moment for moment in timeline["moments"] if moment["type"] == "media_graded"]
    assert [(moment["by"], moment["guide_name"], moment["detail"]) for moment in said] == [
        ("kiosk", None, "poor"),
        ("guide", "Guide One", "good"),
    ]
    assert said[0]["figures"] == {"frames": 9, "loss": 12, "round_trip": None, "kilobits": 300}
    assert [(screen["state"], screen["position"]) for screen in timeline["screens"]] == [
        ("waiting", 1), ("ringing", 1), ("connecting", None), ("live", None), ("ended", None),
    ]  # fmt: skip
    assert timeline["screens"][-1]["outcome"] == "completed"
    for grade, found in (("poor", [call.id]), ("good", [well.id]), ("none", [])):
        page = await admin.get("/api/log", quality=grade)
        assert [row["call"] for row in page["rows"]] == found
    public = await admin.get("/api/log/public", quality="poor")
    assert [row["quality"] for row in public["rows"]] == ["poor"]
    assert (await admin.ask("GET", "/api/log", params={"quality": "splendid"})).status == 400


async def test_the_timeline_names_the_languages_that_were_agreed_to(office: Office) -> None:
    call = Told(1, language="uk")
    agreed: list[Event] = [
        SubstituteAgreed(call=call.id, language=Language("ru"), version="2026-1"),
        LanguageAdded(call=call.id, language=Language("pl")),
    ]
    await office.tell([*call.tapped(), *agreed])
    admin = await office.signed_in("admin-1")
    moments = (await admin.get(f"/api/log/{call.id}", why="fault"))["moments"]
    assert [(moment["by"], moment["languages"]) for moment in moments[1:]] == [
        ("kiosk", ["ru"]),
        ("kiosk", ["pl"]),
    ]


async def test_a_call_that_is_not_in_the_log_is_not_found_and_the_attempt_is_audited(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    answer = await admin.ask("GET", f"/api/log/{call_id(7)}")
    assert (answer.status, (await answer.json())["id"]) == (404, "not_found")
    assert (await office.audit.page(INSPECTOR))[0].what == "read_call"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [3, 2, 1]),
        ({"language": "ar"}, [2]),
        ({"kiosk": "kiosk-1"}, [2, 1]),
        ({"neighbourhood": "skogas"}, [3]),
        ({"outcome": "completed", "order": "asc"}, [1, 2]),
        ({"outcome": "completed", "language": "so"}, []),
        ({"from": "2026-01-02", "to": "2026-01-02"}, [2]),
        ({"to": "2026-01-01"}, [1]),
        ({"from": "2026-01-03", "to": "2026-12-31"}, [3]),
        ({"sort": "language", "order": "asc"}, [2, 3, 1]),
        ({"language": "a%"}, None),
        ({"kiosk": "kiosk-_"}, []),
        ({"page": "2"}, []),
    ],
)
async def test_filters_narrow_and_sorting_orders(
    office: Office, query: dict[str, str], found: list[int] | None
) -> None:
    await office.tell(Told(1).whole())
    office.clock.advance(DAY)
    await office.tell(Told(2, language="ar").whole())
    office.clock.advance(DAY)
    other = Told(3, language="so", kiosk="kiosk-2", neighbourhood="skogas")
    await office.tell([*other.tapped(), *other.ended(CallOutcome.ABANDONED_WAITING)])
    admin = await office.signed_in("admin-1")
    answer = await admin.ask("GET", "/api/log", params=query)
    if found is None:
        assert answer.status == 400
    else:
        rows = (await answer.json())["rows"]
        assert [row["call"] for row in rows] == [call_id(number) for number in found]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"spoken": "ar"}, [ALSO, RETURNED]),
        ({"language": "so", "spoken": "ar"}, [ALSO]),
        ({"how": "asked"}, [ASKED, RETURNED]),
        ({"how": "also"}, [ALSO]),
        ({"how": "substitute"}, [SUBSTITUTE]),
        ({"how": "interpreter"}, [INTERPRETED]),
        ({"ticket": "given"}, [TICKET]),
        ({"ticket": "returned"}, [RETURNED]),
        ({"waited": "within_target"}, [ASKED, ALSO, SUBSTITUTE, INTERPRETED, TICKET, RETURNED]),
        ({"waited": "longer"}, []),
        ({"how": "by_telepathy"}, None),
    ],
)
async def test_the_log_tells_apart_how_residents_were_helped(
    office: Office, query: dict[str, str], found: list[Told] | None
) -> None:
    await office.tell(all_ways())
    admin = await office.signed_in("admin-1")
    answer = await admin.ask("GET", "/api/log", params={**query, "order": "asc"})
    if found is None:
        assert answer.status == 400
    else:
        assert [row["call"] for row in (await answer.json())["rows"]] == [told.id for told in found]


async def test_the_timeline_tells_what_was_said_to_whom_and_why(office: Office) -> None:
    await office.tell(all_ways())
    admin = await office.signed_in("admin-1")

    async def moments(told: Told) -> dict[str, dict[str, Any]]:
        return {moment["type"]: moment for moment in (await admin.get(f"/api/log/{told.id}"))["moments"]}

    sent_on = await moments(ASKED)
    assert sent_on["call_sent_on"]["detail"] == "school"
    assert sent_on["put_on_hold"]["by"] == "guide"
    interpreted = await moments(INTERPRETED)
    assert interpreted["rang"]["role"] == "interpreter"
    assert interpreted["rang"]["because"] == "idle for 3 min"
    assert interpreted["choices_offered"]["choices"] == ["keep_waiting", "also", "interpreter", "ticket"]
    given = await moments(TICKET)
    assert given["ticket_given"]["until"] == NOON + 7_200_000
    assert "123456" not in str(given), "who reads the log does not get the place"
    assert (await moments(SUBSTITUTE))["substitute_agreed"]["languages"] == ["prs"]


async def test_the_timeline_has_the_rings_of_guests(office: Office) -> None:
    await office.tell(interpreted())
    admin = await office.signed_in("admin-1")
    timeline = await admin.get(f"/api/log/{INTERPRETED.id}")
    assert [ring["role"] for ring in timeline["rings"]] == ["guide", "interpreter"]
    assert {ring["left_at"] for ring in timeline["rings"]} == {timeline["call"]["ended_at"]}
    assert timeline["call"]["interpreter_name"] == timeline["rings"][1]["guide_name"]


async def test_days_are_those_of_the_municipality(office: Office) -> None:
    """23:30 UTC on New Year's Day is past midnight in Stockholm."""
    office.clock.time = NOON + 11 * 3_600_000 + 30 * 60_000
    await office.tell(Told(1).tapped())
    admin = await office.signed_in("admin-1")
    first = await admin.get("/api/log", **{"from": "2026-01-01", "to": "2026-01-01"})
    second = await admin.get("/api/log", **{"from": "2026-01-02", "to": "2026-01-02"})
    assert (first["total"], second["total"]) == (0, 1)


async def test_pages_hold_fifty_and_miss_nobody(office: Office) -> None:
    await office.tell(_abandoned(range(1, 121)))
    admin = await office.signed_in("admin-1")
    seen = []
    for page in ("1", "2", "3"):
        answer = await admin.get("/api/log", page=page, sort="outcome")
        assert (answer["total"], answer["pages"]) == (120, 3)
        seen += [row["call"] for row in answer["rows"]]
    assert len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/api/log?language=sv&why=complaint", "read_log"),
        ("/api/log.csv?language=sv&why=complaint", "export_log"),
        (f"/api/log/{call_id(1)}?why=complaint", "read_call"),
        ("/api/audit?why=complaint", "read_audit"),
    ],
)
async def test_every_reading_leaves_an_audit_row(office: Office, path: str, what: str) -> None:
    """L4: who, which filter, how many, why."""
    await office.tell(Told(1).whole())
    admin = await office.signed_in("admin-1")
    before = len(await office.audit.page(INSPECTOR))
    assert (await admin.ask("GET", path)).status == 200
    newest, *older = await office.audit.page(INSPECTOR)
    assert len(older) == before + 1  # our own looking is audited too
    assert (newest.who, newest.what, newest.why) == ("admin-1", what, "complaint")
    assert newest.rows >= 1
    if "language" in path:
        assert newest.filter["language"] == "sv"


async def test_the_audit_names_who_read_and_is_paged_by_its_oldest_row(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    await admin.get("/api/log", why="public_records_request")
    newest = (await admin.get("/api/audit"))["rows"][0]
    assert (newest["who"], newest["what"], newest["why"]) == (
        "Admin One", "read_log", "public_records_request",
    )  # fmt: skip
    older = await admin.get("/api/audit", before=str(newest["id"]))
    assert all(row["id"] < newest["id"] for row in older["rows"])


async def test_the_export_is_the_selection_in_full(office: Office) -> None:
    await office.tell(_abandoned(range(1, 1_203)))
    admin = await office.signed_in("admin-1")
    answer = await admin.ask("GET", "/api/log.csv", params={"language": "ar"})
    assert answer.content_type == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="calls_2025-12-03_2026-01-01.csv"'
    text = (await answer.read()).decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert header[:3] == ["call", "tapped_at", "neighbourhood"]
    assert [row[0] for row in rows] == [call_id(number) for number in range(1, 1_203, 2)]
    assert rows[0][1] == "2026-01-01 12:59:59+01:00"


async def test_the_export_tells_how_residents_were_helped(office: Office) -> None:
    await office.tell(all_ways())
    admin = await office.signed_in("admin-1")
    text = (await (await admin.ask("GET", "/api/log.csv")).read()).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [(row["spoken"], row["how"], row["interpreter"], row["ticket_of"]) for row in rows] == [
        ("sv", "asked", "", ""),
        ("ar", "also", "", ""),
        ("prs", "substitute", "", ""),
        ("", "interpreter", "guide-2", ""),
        ("", "", "", ""),
        ("ar", "asked", "", TICKET.id),
    ]


async def test_an_export_that_is_broken_off_harms_nobody(office: Office) -> None:
    await office.tell(_abandoned(range(1, 3_000)))
    admin = await office.signed_in("admin-1")
    answer = await admin.http.get(f"{office.url}/api/log.csv")
    await answer.content.read(100)
    answer.close()
    assert (await admin.get("/api/log"))["total"] == 2_999


async def test_postgres_gives_the_same_page(postgres_store: str) -> None:
    async with office_at(postgres_store) as office:
        await office.tell(Told(1, language="ar").whole())
        admin = await office.signed_in("admin-1")
        page = await admin.get("/api/log", sort="wait_ms", language="ar")
        assert (page["total"], page["rows"][0]["wait"]) == (1, 2_000)
        assert (await office.audit.page(INSPECTOR))[0].what == "read_log"
