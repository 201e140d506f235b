"""The page gets in; other sites, other programs and rebound names do not."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import aiohttp
import pytest
from yarl import URL

from kiosk_client.page_server import PageServer
from kiosk_client.server import ServerAway, ServerRefused
from signaling.wire.messages import Problem
from tests.kiosk_client.conftest import Kiosk, until

SOCKET = "/socket.io/?EIO=4&transport=websocket"


@pytest.fixture
async def stranger(kiosk: Kiosk) -> AsyncIterator[aiohttp.ClientSession]:
    """A program of this machine, or a browser that the kiosk did not start."""
    async with aiohttp.ClientSession(kiosk.origin, cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield session


async def test_a_tap_is_on_disk_before_the_page_hears_of_it(
    kiosk: Kiosk, page: aiohttp.ClientSession
) -> None:
    async with page.post("/tap", json={"language": "ti"}) as response:
        answer = await response.json()
    (tap,) = await kiosk.journal.unsettled(before=answer["tapped_at"] + 1)
    assert (tap.call, tap.language) == (answer["call"], "ti")


async def test_an_acknowledged_tap_is_settled(kiosk: Kiosk, page: aiohttp.ClientSession) -> None:
    async with page.post("/tap", json={"language": "sv"}) as response:
        answer = await response.json()
    async with page.post("/settled", json={"call": answer["call"]}) as response:
        assert response.status == 204
    assert list(await kiosk.journal.unsettled(before=answer["tapped_at"] + 1)) == []


async def test_a_full_disk_stops_no_resident(
    kiosk: Kiosk, page: aiohttp.ClientSession, tmp_path: Path
) -> None:
    state = tmp_path / "state"
    state.rename(tmp_path / "gone")
    state.write_text("no folder any more")
    async with page.post("/tap", json={"language": "sv"}) as response:
        assert response.status == 200
        assert len((await response.json())["call"]) == 36


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b'{"language": 7}',
        b'{"language": ""}',
        b'{"language": "../etc"}',
        b'{"language": "sv\\u0000"}',
        b'{"language": "sv", "name": "somebody"}',
        b'{"language": "' + b"a" * 3000 + b'"}',
        b'{"language": NaN}',
        b"\xff\xfe",
        b"[" * 3_000,
    ],
)
async def test_a_malformed_tap_is_answered_and_not_journalled(
    kiosk: Kiosk, page: aiohttp.ClientSession, body: bytes
) -> None:
    async with page.post("/tap", data=body, headers={"Content-Type": "application/json"}) as response:
        assert response.status == 400
        assert (await response.json())["id"] == "malformed"
    assert list(await kiosk.journal.unsettled(before=2**52)) == []


async def test_a_body_beyond_the_limit_is_refused(page: aiohttp.ClientSession) -> None:
    headers = {"Content-Type": "application/json"}
    async with page.post("/tap", data=b" " * 10_000, headers=headers) as response:
        assert response.status == 413


async def test_a_form_is_no_json(page: aiohttp.ClientSession) -> None:
    async with page.post("/tap", data={"language": "sv"}) as response:
        assert response.status == 415


async def test_the_page_shows_that_it_lives(kiosk: Kiosk, page: aiohttp.ClientSession) -> None:
    async with page.ws_connect("/alive") as line:
        await line.send_json({"screen": "languages"})
        await until(lambda: kiosk.pulse.beats == 1)
        assert kiosk.pulse.screen == "languages"
        assert kiosk.pulse.gone_at is None
    await until(lambda: kiosk.pulse.gone_at is not None)


async def test_a_page_that_asks_for_something_has_begun(kiosk: Kiosk, page: aiohttp.ClientSession) -> None:
    kiosk.pulse.renew()
    async with page.get("/profile"):
        assert kiosk.pulse.stirred_at is not None
    async with page.ws_connect("/alive"):
        pass
    await until(lambda: kiosk.pulse.gone_at is not None)
    assert kiosk.pulse.beats == 0


@pytest.mark.parametrize("said", ["{}", "[", '{"screen": "<b>"}', '{"screen": 1}'])
async def test_a_line_that_says_something_else_is_closed(
    kiosk: Kiosk, page: aiohttp.ClientSession, said: str
) -> None:
    async with page.ws_connect("/alive") as line:
        await line.send_str(said)
        assert (await line.receive()).type is aiohttp.WSMsgType.CLOSE
        assert kiosk.pulse.beats == 0


async def test_the_profile_is_there_without_a_server(kiosk: Kiosk, page: aiohttp.ClientSession) -> None:
    async with page.get("/profile") as response:
        said = await response.json()
    assert said["phone"] == "08-000 00 00"
    assert said["languages"] == ["sv", "ti", "ar"]
    assert said["site_name"] == "Demo library"
    assert said["standing"] == "enrolled"
    assert said["hours"] == [{"opens": 1_795_417_200_000, "closes": 1_795_449_600_000}]


async def test_a_revoked_kiosk_says_so_to_its_page(kiosk: Kiosk, page: aiohttp.ClientSession) -> None:
    kiosk.standing = "revoked"
    async with page.get("/profile") as response:
        assert (await response.json())["standing"] == "revoked"


async def test_a_ticket_is_drawn_as_a_code_of_its_six_digits(page: aiohttp.ClientSession) -> None:
    async with page.get("/ticket/482913.svg") as response:
        assert response.content_type == "image/svg+xml"
        assert b"<svg" in await response.read()
    for wrong in ("48291", "4829134", "48291x", "../tap"):
        async with page.get(f"/ticket/{wrong}.svg") as response:
            assert response.status == 404


async def test_pages_are_served_with_their_policies(page: aiohttp.ClientSession) -> None:
    async with page.get("/") as response:
        assert response.content_type == "text/html"
        assert response.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert "camera=(self)" in response.headers["Permissions-Policy"]
    async with page.get("/assets/page-abc123.js") as response:
        assert "immutable" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "/secret.key",
        "/assets/",
        "/..%2fstate%2fprofile.json",
        "/%2e%2e/state/profile.json",
        "/assets/..%5c..%5cstate",
        "/assets//etc/passwd",
        "/index.html%00.js",
    ],
)
async def test_nothing_but_the_pages_is_served(page: aiohttp.ClientSession, path: str) -> None:
    async with page.get(URL(path, encoded=True)) as response:
        assert response.status == 404


async def test_a_start_address_is_good_once(kiosk: Kiosk, stranger: aiohttp.ClientSession) -> None:
    path = URL(kiosk.server.guard.start_url()).path
    async with stranger.get(path, allow_redirects=False) as first:
        assert first.status == 303
        assert "HttpOnly" in first.headers["Set-Cookie"]
        assert "SameSite=Strict" in first.headers["Set-Cookie"]
    async with stranger.get(path, allow_redirects=False) as second:
        assert second.status == 403


async def test_a_newer_start_address_makes_the_older_one_useless(
    kiosk: Kiosk, stranger: aiohttp.ClientSession
) -> None:
    older = URL(kiosk.server.guard.start_url()).path
    kiosk.server.guard.start_url()
    async with stranger.get(older, allow_redirects=False) as response:
        assert response.status == 403


async def test_a_new_browser_is_told_which_call_is_over(
    kiosk: Kiosk, page: aiohttp.ClientSession, stranger: aiohttp.ClientSession
) -> None:
    async with page.post("/tap", json={"language": "ti"}) as response:
        call = (await response.json())["call"]
    kiosk.pulse.beat("waiting")
    kiosk.pulse.renew()
    assert await _shown_first(kiosk, stranger) == "/", "a browser that crashed comes back into its call"
    kiosk.pulse.beat("waiting")
    kiosk.pulse.beat("start")
    kiosk.pulse.renew()
    assert await _shown_first(kiosk, stranger) == f"/#over={call}"


async def _shown_first(kiosk: Kiosk, browser: aiohttp.ClientSession) -> str:
    async with browser.get(URL(kiosk.server.guard.start_url()).path, allow_redirects=False) as response:
        return response.headers["Location"]


EVERYTHING = [
    ("GET", "/"),
    ("GET", "/profile"),
    ("GET", SOCKET),
    ("POST", "/tap"),
    ("POST", "/settled"),
    ("GET", "/alive"),
]


@pytest.mark.parametrize(("method", "path"), EVERYTHING)
async def test_without_the_cookie_nobody_gets_in(
    kiosk: Kiosk, stranger: aiohttp.ClientSession, method: str, path: str
) -> None:
    headers = {"Origin": kiosk.origin}
    async with stranger.request(method, path, json={"language": "sv"}, headers=headers) as response:
        assert response.status == 403
    assert await untouched(kiosk)


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.2", "127.0.0.1.nip.io", "[::1]", ""])
@pytest.mark.parametrize(("method", "path"), EVERYTHING)
async def test_a_rebound_name_gets_nothing(
    kiosk: Kiosk, page: aiohttp.ClientSession, method: str, path: str, host: str
) -> None:
    port = kiosk.origin.rpartition(":")[2]
    headers = {"Host": f"{host}:{port}", "Origin": f"http://{host}:{port}"}
    async with page.request(method, path, json={"language": "sv"}, headers=headers) as response:
        assert response.status == 421
    assert await untouched(kiosk)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost", None])
async def test_another_sites_page_cannot_tap_although_the_browser_has_the_cookie(
    kiosk: Kiosk, page: aiohttp.ClientSession, origin: str | None
) -> None:
    cookie = page.cookie_jar.filter_cookies(URL(kiosk.origin)).output(header="", sep=";").strip()
    headers: Mapping[str, str] = {"Cookie": cookie} | ({"Origin": origin} if origin else {})
    async with aiohttp.ClientSession(kiosk.origin, cookie_jar=aiohttp.DummyCookieJar()) as other:
        async with other.post("/tap", json={"language": "sv"}, headers=headers) as response:
            assert response.status == 403
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await other.ws_connect(SOCKET, headers=headers)
        assert refused.value.status == 403
    assert await untouched(kiosk)


async def test_a_second_kiosk_on_the_machine_cannot_take_the_port(kiosk: Kiosk) -> None:
    port = int(kiosk.origin.rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        PageServer.bind(kiosk.server._needs, port=port)


async def test_it_listens_on_loopback_alone(kiosk: Kiosk) -> None:
    assert kiosk.server._socket.getsockname()[0] == "127.0.0.1"


async def untouched(kiosk: Kiosk) -> bool:
    return not await kiosk.journal.unsettled(before=2**52) and kiosk.pulse.beats == 0 and kiosk.pipe.open == 0


async def test_a_screen_that_is_no_kiosk_yet_becomes_one_by_a_typed_code(
    kiosk: Kiosk, page: aiohttp.ClientSession
) -> None:
    kiosk.standing = "not_enrolled"
    async with page.post("/enrol", json={"code": "K7Q2M9TXB4RD"}) as response:
        assert response.status == 204
    assert kiosk.enrolled_with == ["K7Q2M9TXB4RD"]


async def test_a_kiosk_cannot_be_made_another_one_by_whoever_passes(
    kiosk: Kiosk, page: aiohttp.ClientSession
) -> None:
    async with page.post("/enrol", json={"code": "K7Q2M9TXB4RD"}) as response:
        assert response.status == 409
    assert kiosk.enrolled_with == []


@pytest.mark.parametrize(
    ("trouble", "status", "error"),
    [
        (ServerRefused(Problem(id="bad_code", category="identity", message="")), 403, "bad_code"),
        (ServerAway("down"), 503, "unavailable"),
    ],
    ids=["refused", "away"],
)
async def test_a_code_that_is_not_taken_is_said(
    kiosk: Kiosk, page: aiohttp.ClientSession, trouble: Exception, status: int, error: str
) -> None:
    kiosk.standing, kiosk.refuses = "revoked", trouble
    async with page.post("/enrol", json={"code": "K7Q2M9TXB4RD"}) as response:
        assert (response.status, (await response.json())["id"]) == (status, error)


async def test_a_technician_leaves_by_pin(kiosk: Kiosk, page: aiohttp.ClientSession) -> None:
    """UK27."""
    async with page.post("/technician", json={"pin": "000000", "deed": "leave"}) as response:
        assert (response.status, kiosk.left) == (403, [])
    async with page.post("/technician", json={"pin": "482913", "deed": "leave"}) as response:
        assert (response.status, kiosk.left) == (204, ["leave"])


async def test_own_words_are_the_servers_under_the_machines(
    kiosk: Kiosk, page: aiohttp.ClientSession, tmp_path: Path
) -> None:
    kiosk.own_texts = {"sv": {"start.lead": "Prata med oss", "start.choose": "Språk", "start.gone": "?"}}
    (tmp_path / "own" / "sv.json").write_text('{"start.choose": "Ditt språk"}')
    async with page.get("/texts") as response:
        assert await response.json() == {"sv": {"start.lead": "Prata med oss", "start.choose": "Ditt språk"}}
