"""Bad requests: each is answered with a problem by its stable id, and harms nobody."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest

from tests.guide_server.office import KEPT, Office

NEW_GUIDE = {"login": "new", "name": "New", "password": "long enough pass", "languages": ["sv"]}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("page=0", 400),
        ("page=-1", 400),
        ("page=10000000000", 400),
        ("page=1e3", 400),
        ("page=NaN", 400),
        ("page=1&page=2", 400),
        ("language=sv&language=ar", 400),
        ("from=2026-02-30", 400),
        ("from=2026-01-02&to=2026-01-01", 400),
        ("from=yesterday", 400),
        ("from=0000-00-00", 400),
        ("from=10000-01-01", 400),
        ("from=2000-01-01&to=2999-12-31", 200),
        ("to=2000-01-01", 200),
        ("from=1999-12-31", 400),
        ("to=3000-01-01", 400),
        ("to=9999-12-31", 400),
        ("zone=Mars/Olympus", 400),
        ("kiosk=%00", 400),
        ("kiosk=..%2f..%2fetc", 400),
        ("kiosk=%25", 400),
        ("kiosk=' OR 1=1 --", 400),
        ("language=(a%2B)%2B$", 400),
        ("language=xx", 200),
        ("language=%ff", 400),
        ("outcome=open", 400),
        ("outcome=completed'", 400),
        ("sort=password_hash", 400),
        ("order=random", 400),
        ("why=because", 400),
        ("unknown=1", 400),
        ("=", 400),
        ("__proto__=1", 400),
        ("page=" + "9" * 4_300, 400),
    ],
)
async def test_a_bad_query_is_refused(office: Office, query: str, status: int) -> None:
    admin = await office.signed_in("admin-1")
    answer = await admin.ask("GET", f"/api/log?{query}")
    body = await answer.json()
    assert answer.status == status, body
    if status == 400:
        assert body["id"] == "malformed"
        assert body["fields"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "malformed"),
        (b"{", "malformed"),
        (b"[]", "malformed"),
        (b"null", "malformed"),
        (b"[" * 30_000, "malformed"),
        (b'{"login": "\xff"}', "malformed"),
        (b'{"login": "\\ud800", "name": "N", "password": "long enough pass", "languages": []}', "malformed"),
        (json.dumps({**NEW_GUIDE, "name": "Ann\u202egnp"}).encode(), "malformed"),
        (json.dumps({**NEW_GUIDE, "name": "A\x00"}).encode(), "malformed"),
        (json.dumps({**NEW_GUIDE, "name": "Z" + "\u0301" * 40}).encode(), "malformed"),
        (json.dumps({**NEW_GUIDE, "name": " "}).encode(), "malformed"),
        (json.dumps({**NEW_GUIDE, "name": "N" * 81}).encode(), "malformed"),
        (json.dumps({**NEW_GUIDE, "password": "short"}).encode(), "malformed"),
        (json.dumps({**NEW_GUIDE, "login": "Ådmin"}).encode(), "malformed"),
        (json.dumps({**NEW_GUIDE, "login": "\u0430dmin"}).encode(), "malformed"),
        (json.dumps({**NEW_GUIDE, "languages": ["tlh"]}).encode(), "malformed"),
        (json.dumps({**NEW_GUIDE, "languages": "sv"}).encode(), "malformed"),
        (json.dumps({**NEW_GUIDE, "roles": ["boss"]}).encode(), "malformed"),
        (json.dumps({**NEW_GUIDE, "login": "guide-1"}).encode(), "already_exists"),
        (b" " * 70_000, "too_large"),
    ],
)
async def test_a_bad_body_is_refused_and_changes_nothing(office: Office, body: bytes, problem: str) -> None:
    admin = await office.signed_in("admin-1")
    before = await office.staff.accounts()
    answer = await admin.ask("POST", "/api/guides", data=body, headers={"Content-Type": "application/json"})
    assert (await answer.json())["id"] == problem
    assert await office.staff.accounts() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "application/jsonp"},
    ],
)
async def test_only_json_is_json(office: Office, headers: dict[str, str]) -> None:
    admin = await office.signed_in("admin-1")
    answer = await admin.ask("POST", "/api/guides", data=json.dumps(NEW_GUIDE), headers=headers)
    assert (answer.status, (await answer.json())["id"]) == (415, "wrong_content_type")


async def test_a_gzip_bomb_is_not_unpacked(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    bomb = gzip.compress(b" " * 10_000_000)
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    answer = await admin.ask("POST", "/api/guides", data=bomb, headers=headers)
    assert answer.status in {413, 415}


async def test_a_body_without_end_is_cut_off(office: Office) -> None:
    admin = await office.signed_in("admin-1")

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(64):
            yield b" " * 4_096

    answer = await admin.ask(
        "POST", "/api/guides", data=endless(), headers={"Content-Type": "application/json"}
    )
    assert (await answer.json())["id"] == "too_large"


@pytest.mark.parametrize(
    ("method", "path", "problem", "status"),
    [
        ("GET", "/api/nothing", "not_found", 404),
        ("GET", "/api/log/../../etc/passwd", "not_found", 404),
        ("GET", "/api/log/%2e%2e%2fsecret", "not_found", 404),
        ("GET", "/api/log/0", "not_found", 404),
        ("GET", "/api/log/" + "-" * 36, "not_found", 404),
        ("POST", "/api/log", "method_not_allowed", 405),
        ("TRACE", "/api/log", "method_not_allowed", 405),
        ("OPTIONS", "/api/log", "method_not_allowed", 405),
        ("HEAD", "/api/log", "method_not_allowed", 405),
        ("PUT", "/api/session", "method_not_allowed", 405),
        ("POST", "/api/kiosks/no-such/revocation", "not_found", 404),
        ("POST", "/api/kiosks/no-such/errands/restart", "not_found", 404),
        ("POST", "/api/kiosks/no-such/errands/self_test", "not_found", 404),
        ("GET", "/api/kiosks/no-such/self-tests", "not_found", 404),
        ("POST", "/api/kiosks/%00/revocation", "not_found", 404),
    ],
)
async def test_what_is_not_there_is_not_found(
    office: Office, method: str, path: str, problem: str, status: int
) -> None:
    admin = await office.signed_in("admin-1")
    answer = await admin.ask(method, path)
    assert answer.status == status
    if method != "HEAD":
        assert (await answer.json())["id"] == problem


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-Method-Override", "_method"])
async def test_a_method_is_what_it_says(office: Office, name: str) -> None:
    admin = await office.signed_in("admin-1")
    assert (await admin.ask("GET", "/api/me", headers={name: "DELETE"})).status == 200
    assert (await admin.ask("GET", "/api/me")).status == 200


async def test_another_host_header_leads_nowhere_else(office: Office) -> None:
    browser = office.browser()
    answer = await browser.ask("GET", "/admin/", headers={"Host": "evil.example"})
    assert answer.headers["Location"] == "/signin/?next=/admin/"


@pytest.mark.parametrize(
    "request_text",
    [
        "GET /api/me HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET /api/me HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
        "GET /api/me HTTP/1.1\r\nHost: a\r\nX: a\r\n b: c\r\n\r\n",
        "GET /api/me HTTP/1.1\r\nHost: a\r\nX: \x00\r\n\r\n",
        "GET http://evil.example/ HTTP/9.9\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
async def test_what_is_not_http_is_refused_and_others_are_served(office: Office, request_text: str) -> None:
    address = urlsplit(office.url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(f"{request_text}\r\n\r\n".encode("latin-1"))
    first = await reader.read(300)
    writer.close()
    assert first == b"" or b" 400 " in first.split(b"\r\n")[0], first
    assert (await (await office.signed_in("admin-1")).ask("GET", "/api/me")).status == 200


async def test_a_fault_of_ours_is_told_without_its_inside(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError(KEPT)

    admin = await office.signed_in("admin-1")
    monkeypatch.setattr(type(office.directory), "catalogue", broken)
    answer = await admin.ask("GET", "/api/directory")
    assert (answer.status, (await answer.json())["id"]) == (500, "internal_fault")
    assert KEPT not in await answer.text()


async def test_without_the_store_the_answer_says_so(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    await office.database.write(lambda connection: connection.exec_driver_sql("DROP TABLE audit").rowcount)
    answer = await admin.ask("GET", "/api/log")
    assert answer.status == 500
    assert "rows" not in await answer.text(), "no audit row, no data (L4)"
