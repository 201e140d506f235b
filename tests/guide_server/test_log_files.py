"""The log as files: each form the same calls, none a formula, none too long, none without its audit row."""

import csv
import io
import json
import random
import re
import zipfile
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from guide_server.call_log import export_api
from guide_server.call_log.columns import FULL
from guide_server.call_log.export_api import KINDS, Kind
from guide_server.call_log.local_time import LocalTimes, local
from signaling.store.audit import Actor, AuditAction
from signaling.store.session_log import export
from tests.guide_server.helped import all_ways
from tests.guide_server.office import Browser, Office

INSPECTOR = Actor(who="inspector")
EVIL = '=HYPERLINK("http://x")'


@pytest.fixture
async def admin(office: Office, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """The log has calls of a guide with a name that would be a formula, and comes in batches of two."""
    monkeypatch.setattr(export, "BATCH", 2)
    await office.add_person("guide-2", EVIL, ["guide"], ["ar"])
    await office.tell(all_ways())
    return await office.signed_in("admin-1")


async def table(admin: Browser, kind: str, **query: str) -> list[list[Any]]:
    answer = await admin.ask("GET", f"/api/log.{kind}", params=query)
    assert answer.status == 200, await answer.text()
    assert answer.content_type == KINDS[kind].content_type
    assert f'.{kind}"' in answer.headers["Content-Disposition"]
    body = await answer.read()
    if kind == "csv":
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))
    if kind == "json":
        objects = json.loads(body)
        return [list(objects[0]), *([_text(cell) for cell in found.values()] for found in objects)]
    return workbook(body)


def workbook(body: bytes) -> list[list[Any]]:
    """The cells of the first sheet, read without the library that wrote them."""
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet, "no cell is a formula"
    assert "hyperlink" not in sheet.replace("HYPERLINK", "")
    rows = []
    for row in re.findall(r"<row [^>]*>(.*?)</row>", sheet):
        cells: dict[int, str] = {}
        for column, kept in re.findall(r'<c r="([A-Z])\d+"[^>]*>(.*?)</c>', row):
            cells[ord(column) - ord("A")] = re.sub(r"<[^>]*>", "", kept).replace("&quot;", '"')
        rows.append([cells.get(column, "") for column in range(len(FULL))])
    return rows


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


async def test_all_forms_hold_the_same_calls(admin: Browser) -> None:
    in_csv, in_json, in_xlsx = [await table(admin, kind) for kind in ("csv", "json", "xlsx")]
    assert len(in_csv) == 7
    assert in_json == in_xlsx
    assert [[cell.removeprefix("'") for cell in row] for row in in_csv] == in_json
    guides = {row[in_csv[0].index("interpreter")] for row in in_csv}
    assert f"'{EVIL}" in guides, "in CSV, where a cell has no type, it is guarded"


@pytest.mark.parametrize("kind", KINDS)
async def test_a_public_record_has_nothing_to_tell_a_call_a_screen_or_a_person_by(
    admin: Browser, office: Office, kind: str
) -> None:
    whole, public = await table(admin, kind), await table(admin, kind, public="true")
    names = whole[0]
    telling = {
        row[names.index(name)]
        for row in whole[1:]
        for name in ("call", "kiosk", "guide", "interpreter", "ticket_of")
    } - {""}
    shown = {cell for row in public for cell in row}
    assert telling
    assert telling.isdisjoint(shown)
    assert not {"call", "kiosk", "guide", "interpreter", "ticket_of"} & set(public[0])
    times = [row[public[0].index("tapped_at")] for row in public[1:]]
    assert all(re.fullmatch(r".* \d\d:\d\d:00\+01:00", time) for time in times)
    newest = (await office.audit.page(INSPECTOR))[0]
    assert (newest.what, newest.filter["as"], newest.filter["public"]) == (AuditAction.EXPORT_LOG, kind, 1)


@pytest.mark.parametrize("kind", KINDS)
async def test_more_than_a_file_holds_is_refused_and_nothing_is_read(
    admin: Browser, office: Office, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    known = KINDS[kind]
    monkeypatch.setattr(export_api, "KINDS", {kind: Kind(known.content_type, 5, known.form)})
    answer = await admin.ask("GET", f"/api/log.{kind}")
    assert (answer.status, (await answer.json())["id"]) == (422, "too_much")
    assert AuditAction.EXPORT_LOG not in [row.what for row in await office.audit.page(INSPECTOR)]


@pytest.mark.parametrize(("kind", "empty"), [("csv", 1), ("xlsx", 1)])
async def test_of_no_calls_there_is_a_head(admin: Browser, kind: str, empty: int) -> None:
    assert len(await table(admin, kind, language="fi")) == empty


async def test_of_no_calls_json_is_an_empty_list(admin: Browser) -> None:
    answer = await admin.ask("GET", "/api/log.json", params={"language": "fi"})
    assert await answer.json() == []


def test_the_hour_that_comes_twice_in_autumn_is_told_apart() -> None:
    zone, back = ZoneInfo("Europe/Stockholm"), 1_792_890_000_000
    times = [local(back + minutes * 60_000, zone) for minutes in (-30, 30)]
    assert times == ["2026-10-25 02:30:00+02:00", "2026-10-25 02:30:00+01:00"]


@pytest.mark.parametrize(
    "zone",
    ["Europe/Stockholm", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns", "Africa/Monrovia"],
)
def test_many_times_are_told_as_one_is(zone: str) -> None:
    """On any second of sixty years, and over a change of the clocks; some zones are no whole hours off."""
    times, chance = LocalTimes(ZoneInfo(zone)), random.Random(zone)
    for _ in range(20_000):
        at = chance.randrange(0, 1_800_000_000_000)
        assert times(at) == local(at, ZoneInfo(zone))
    for at in range(1_792_800_000_000, 1_792_980_000_000, 61_000):  # The last Sunday of October 2026.
        assert times(at) == local(at, ZoneInfo(zone))
