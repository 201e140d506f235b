"""What a desk asks for beside its socket: one's own day, a place, and notes where they are allowed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from signaling.core.ids import Referral
from signaling.core.vocabulary import RingOutcome
from signaling.settings import MunicipalityPart, NotesPart, Settings, SitePart
from tests.guide_server.office import Office, office_at
from tests.store.histories import Told, call_id

LIBRARY = SitePart(information="Ring the bell.")
FILE = Settings(
    notes=NotesPart(keep=True, days=30, decision="KS 2026/1"),
    municipality=MunicipalityPart(sites={"varby-library": LIBRARY}),
)
CALL = f"/api/desk/calls/{call_id(1)}/note"


@pytest.fixture
async def writing_office(sqlite_store: str, pages: Path) -> AsyncIterator[Office]:
    """Where notes are kept, and the library has something to tell."""
    async with office_at(sqlite_store, pages=pages, file=FILE) as office:
        yield office


async def test_a_guide_sees_their_own_day_and_only_theirs(office: Office) -> None:
    await office.add_person("guide-2", "Guide Two", ["guide"], ["sv"])
    passed, missed = Told(2, kiosk="kiosk-2"), Told(3, kiosk="kiosk-3")
    await office.tell(
        [
            *Told(1, language="ar").whole(),
            *passed.tapped(),
            *passed.rang(),
            *passed.ring_ended(RingOutcome.DECLINED),
            *passed.rang(2, guide="guide-2"),
            *passed.ring_ended(RingOutcome.TIMED_OUT, 2, guide="guide-2"),
            *missed.tapped(),
            *missed.rang(),
            *missed.ring_ended(RingOutcome.TIMED_OUT),
        ]
    )
    own = await (await office.signed_in("guide-1")).get("/api/desk/day")
    assert own == {
        "taken": 1,
        "passed": 1,
        "missed": 1,
        "talk": 1_000,
        "languages": [{"language": "ar", "calls": 1}],
    }
    other = await (await office.signed_in("guide-2")).get("/api/desk/day")
    assert (other["taken"], other["passed"], other["missed"], other["languages"]) == (0, 0, 1, [])
    office.clock.advance(86_400_000)
    assert (await (await office.signed_in("guide-1")).get("/api/desk/day"))["taken"] == 0
    assert (await (await office.signed_in("admin-1")).ask("GET", "/api/desk/day")).status == 403


async def test_what_an_admin_says_of_a_place_is_told_at_once_and_taken_back(writing_office: Office) -> None:
    admin = await writing_office.signed_in("admin-1")
    guide = await writing_office.signed_in("guide-1")
    site = {"varby-library": {"information": "Storgatan 1\nPrinter by the desk."}}
    change = {"content": {"sites": site}, "base": 0, "note": "Moved"}
    assert (await admin.ask("PUT", "/api/settings/sites", json=change)).status == 200
    told = await guide.get("/api/desk/places/kiosk-1")
    assert told["information"] == "Storgatan 1\nPrinter by the desk."
    undo = {"number": 1, "base": 1}
    assert (await admin.ask("POST", "/api/settings/sites/undo", json=undo)).status == 200
    assert (await guide.get("/api/desk/places/kiosk-1"))["information"] == "Ring the bell."
    unsafe = {"content": {"sites": {"varby-library": {"information": "\x07"}}}, "base": 2}
    refused = await admin.ask("POST", "/api/settings/sites/preview", json=unsafe)
    assert (refused.status, (await refused.json())["fields"][0]["reason"]) == (422, "text_unsafe")


async def test_a_place_tells_what_calls_there_were_about(writing_office: Office) -> None:
    guide = await writing_office.signed_in("guide-1")
    empty = await guide.get("/api/desk/places/kiosk-1")
    assert empty == {"information": "Ring the bell.", "closes_at": None, "recent": []}
    for number in range(1, 6):
        await writing_office.tell(Told(number).whole())
        writing_office.clock.advance(60_000)
    recent = (await guide.get("/api/desk/places/kiosk-1"))["recent"]
    assert [each["topic"] for each in recent] == ["school"] * 3
    assert recent[0]["at"] > recent[1]["at"] > recent[2]["at"]
    assert (await guide.ask("GET", "/api/desk/places/nowhere")).status == 404


async def test_by_itself_nothing_is_kept(office: Office) -> None:
    await office.tell(Told(1).whole())
    guide = await office.signed_in("guide-1")
    assert await guide.get("/api/desk/notes") == {"terms": None, "notes": []}
    for method, path in (("POST", "/api/desk/notes"), ("PUT", CALL)):
        answer = await guide.ask(method, path, json={"text": "Something"})
        assert (answer.status, (await answer.json())["id"]) == (403, "notes_not_kept")


async def test_where_it_is_allowed_an_admin_reads_the_note_with_the_call(writing_office: Office) -> None:
    await writing_office.tell(
        [*Told(1).whole()[:-1], *Told(1).wrapped_up(referred_to=Referral("tax_agency"))]
    )
    guide = await writing_office.signed_in("guide-1")
    assert (await guide.ask("PUT", CALL, json={"text": "The form was out of print"})).status == 204
    admin = await writing_office.signed_in("admin-1")
    timeline = await admin.get(f"/api/log/{call_id(1)}", why="follow_up")
    note = timeline["notes"][0]
    assert (note["text"], note["guide_name"]) == ("The form was out of print", "Guide One")
    assert note["until"] - note["at"] == 30 * 86_400_000
    assert timeline["call"]["referred_to"] == "tax_agency"


async def test_a_note_for_the_next_shift_is_read_by_every_guide(writing_office: Office) -> None:
    await writing_office.add_person("guide-2", "Guide Two", ["guide"], ["sv"])
    guide = await writing_office.signed_in("guide-1")
    assert (await guide.ask("POST", "/api/desk/notes", json={"text": "The printer is out"})).status == 204
    read = await (await writing_office.signed_in("guide-2")).get("/api/desk/notes")
    assert read["terms"] == {"days": 30, "decision": "KS 2026/1"}
    assert [(note["guide_name"], note["text"]) for note in read["notes"]] == [
        ("Guide One", "The printer is out")
    ]


async def test_what_identifies_a_person_is_refused_by_its_kind(writing_office: Office) -> None:
    await writing_office.tell(Told(1).whole())
    guide = await writing_office.signed_in("guide-1")
    answer = await guide.ask("PUT", CALL, json={"text": "811218-9876, brev.pdf"})
    body = await answer.json()
    assert (answer.status, body["id"]) == (422, "personal_data")
    assert [field["message"] for field in body["fields"]] == ["file_name", "identity_number"]
    other = f"/api/desk/calls/{call_id(2)}/note"
    assert (await guide.ask("PUT", other, json={"text": "Not mine"})).status == 404
