"""Signing in and out: the Login list of bad inputs, cookies, sessions."""

import asyncio
import shutil
import statistics
import time
import unicodedata
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import aiohttp
import pytest
from argon2 import profiles
from yarl import URL

from guide_server.http.access import StaffRole
from guide_server.http.problems import Busy, RateLimited
from guide_server.sign_in.attempts import PER_LOGIN, Attempts, network
from guide_server.sign_in.passwords import COST, THREADS, WAITING, Passwords
from guide_server.sign_in.sign_in import landing
from tests.guide_server.office import KEPT, PASSWORD, STOCKHOLM, Office, office_at

BOTH, GUIDE, ADMIN = frozenset(StaffRole), frozenset({StaffRole.GUIDE}), frozenset({StaffRole.ADMIN})
LEADER, ANALYST = frozenset({StaffRole.LEADER}), frozenset({StaffRole.ANALYST})
TECHNICIAN = frozenset({StaffRole.TECHNICIAN})
HOUR = 3_600_000


@pytest.fixture(params=["sqlite_store", "postgres_store"])
async def on_either(request: pytest.FixtureRequest) -> AsyncIterator[Office]:
    async with office_at(request.getfixturevalue(request.param)) as office:
        yield office


async def test_a_login_that_no_store_can_hold_is_nobodys(on_either: Office) -> None:
    answer = await on_either.browser().sign_in("guide-1\u0000")
    assert (answer.status, (await answer.json())["id"]) == (401, "wrong_credentials")


async def test_each_role_lands_at_its_own_page(office: Office) -> None:
    for login, home in (("guide-1", "/desk/"), ("leader-1", "/board/"), ("admin-1", "/admin/")):
        answer = await office.browser().sign_in(login)
        body = await answer.json()
        assert (body["go_to"], body["me"]["login"]) == (home, login)
        assert body["me"]["zone"] == STOCKHOLM.key


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        ({"login": "guide-1", "password": "wrong"}, 401, "wrong_credentials"),
        ({"login": "nobody", "password": PASSWORD}, 401, "wrong_credentials"),
        ({"login": "guide-1", "password": ""}, 400, "malformed"),
        ({"login": "", "password": PASSWORD}, 400, "malformed"),
        ({"login": "guide-1"}, 400, "malformed"),
        ({"login": "guide-1", "password": PASSWORD, "role": "admin"}, 400, "malformed"),
        ({"login": ["guide-1"], "password": PASSWORD}, 400, "malformed"),
        ({"login": "guide-1", "password": {"$ne": ""}}, 400, "malformed"),
        ({"login": "guide-1", "password": "x" * 257}, 400, "malformed"),
        ({"login": "guide-1", "password": "x" * 1_000_000}, 413, "too_large"),
        ({"login": "guide-1' OR 1=1 --", "password": PASSWORD}, 401, "wrong_credentials"),
        ({"login": "guide-1\u0000", "password": PASSWORD}, 401, "wrong_credentials"),
        ({"login": "guide\u200b-1", "password": PASSWORD}, 401, "wrong_credentials"),
    ],
)
async def test_a_bad_attempt_is_refused_and_sets_no_cookie(
    office: Office, body: object, status: int, problem: str
) -> None:
    answer = await office.browser().ask("POST", "/api/session", json=body)
    assert (answer.status, (await answer.json())["id"]) == (status, problem)
    assert "Set-Cookie" not in answer.headers
    assert PASSWORD not in await answer.text()


async def test_a_password_is_the_same_however_its_letters_are_composed(office: Office) -> None:
    """NFC and NFD twins: what a Mac sends and what a PC sends."""
    password = "smörgåsbord på ängen"
    hashed = await _hashed(unicodedata.normalize("NFD", password))
    await office.staff.add(login="åsa", name="Åsa", password_hash=hashed, roles=["guide"])
    assert (await office.browser().sign_in("åsa", unicodedata.normalize("NFC", password))).status == 200


async def _hashed(password: str) -> str:
    passwords = Passwords()
    try:
        return await passwords.hash(password)
    finally:
        passwords.close()


@pytest.mark.parametrize(
    ("roles", "wished", "gone_to"),
    [
        (GUIDE, "/desk/", "/desk/"),
        (GUIDE, "/admin/?language=ar", "/desk/"),
        (
            ADMIN,
            "/admin/?view=log&language=ar&from=2026-01-01",
            "/admin/?view=log&language=ar&from=2026-01-01",
        ),
        (BOTH, "/admin/", "/admin/"),
        (BOTH, "", "/desk/"),
        (LEADER, "/board/", "/board/"),
        (
            LEADER,
            "/desk/?join=01936f2a-7c3e-7b1d-9a53-3f1c2b7e9d10",
            "/desk/?join=01936f2a-7c3e-7b1d-9a53-3f1c2b7e9d10",
        ),
        (LEADER, "/admin/", "/admin/"),
        (ANALYST, "", "/admin/"),
        (ANALYST, "/board/", "/admin/"),
        (TECHNICIAN, "", "/admin/"),
        (TECHNICIAN, "/desk/", "/admin/"),
        (GUIDE, "/board/", "/desk/"),
        (ADMIN, "/board/", "/board/"),
        (frozenset(), "/admin/", "/signin/"),
        (ADMIN, "//evil.example/admin/", "/admin/"),
        (ADMIN, "https://evil.example/admin/", "/admin/"),
        (ADMIN, "/\\evil.example", "/admin/"),
        (ADMIN, "/admin/../evil", "/admin/"),
        (ADMIN, "/admin/\r\nSet-Cookie: a=b", "/admin/"),
        (ADMIN, "javascript:alert(1)", "/admin/"),
        (ADMIN, "/admin/#//evil", "/admin/"),
        (ADMIN, " /admin/", "/admin/"),
        (ADMIN, "/administration/", "/admin/"),
    ],
)
def test_signing_in_leads_only_to_our_own_pages(
    roles: frozenset[StaffRole], wished: str, gone_to: str
) -> None:
    assert landing(roles, wished) == gone_to


async def test_a_visit_without_a_session_is_led_to_the_sign_in_page_and_back(office: Office) -> None:
    browser = office.browser()
    answer = await browser.ask("GET", "/admin/?language=ar&kiosk=x")
    assert (answer.status, answer.headers["Location"]) == (
        303, "/signin/?next=/admin/%3Flanguage%3Dar%26kiosk%3Dx",
    )  # fmt: skip
    welcome = await browser.sign_in("admin-1", next_page="/admin/?language=ar&kiosk=x")
    assert (await welcome.json())["go_to"] == "/admin/?language=ar&kiosk=x"


@pytest.mark.alone
async def test_unknown_and_known_logins_cost_the_same_time() -> None:
    passwords = Passwords()
    try:
        kept_by_someone = passwords.hash_now(PASSWORD)
        assert kept_by_someone.startswith("$argon2id$")
        spent: dict[str | None, list[float]] = {kept_by_someone: [], None: []}
        for _ in range(9):
            for kept, times in spent.items():
                began = time.process_time()
                assert not await passwords.fits("a wrong password", kept)
                times.append(time.process_time() - began)
        known, unknown = (statistics.median(times) for times in spent.values())
        assert abs(known - unknown) < max(0.005, 0.1 * known)
    finally:
        passwords.close()


def test_passwords_cost_what_rfc_9106_recommends() -> None:
    assert COST == profiles.RFC_9106_LOW_MEMORY


async def test_a_flood_of_passwords_is_turned_away_instead_of_queued() -> None:
    passwords = Passwords(profiles.CHEAPEST)
    try:
        work = [asyncio.create_task(passwords.fits("guess", None)) for _ in range(THREADS + WAITING + 5)]
        results = await asyncio.gather(*work, return_exceptions=True)
        assert sum(isinstance(result, Busy) for result in results) == 5
        assert await passwords.fits(PASSWORD, KEPT)
    finally:
        passwords.close()


async def test_guessing_ends_after_a_few_attempts_and_says_when_to_come_back(office: Office) -> None:
    browser = office.browser()
    answers = [await browser.sign_in("guide-1", f"guess {number}") for number in range(6)]
    assert [answer.status for answer in answers] == [401] * 5 + [429]
    assert answers[-1].headers["Retry-After"] == "60"
    assert (await browser.sign_in("guide-1")).status == 429, "the right password does not get through either"


async def test_one_address_cannot_try_many_logins() -> None:
    attempts = Attempts()
    with pytest.raises(RateLimited):
        await _try_all(attempts, [(f"login-{number}", "192.0.2.1") for number in range(31)])
    await attempts.begin("login-1", "192.0.2.2")


async def test_nobody_can_lock_a_colleague_out(office: Office) -> None:
    """Guesses in her name from everywhere do not shut out the address from which she signs in."""
    attempts = Attempts()
    await attempts.begin("amina", "192.0.2.1")
    await attempts.succeeded("amina", "192.0.2.1")
    with pytest.raises(RateLimited):
        await _try_all(attempts, [("amina", f"198.51.100.{n}") for n in range(PER_LOGIN[0].amount + 1)])
    await attempts.begin("amina", "192.0.2.1")


async def _try_all(attempts: Attempts, guesses: Iterable[tuple[str, str]]) -> None:
    for login, address in guesses:
        await attempts.begin(login, address)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("unix:", "unknown"),
        (None, "unknown"),
    ],
)
def test_what_counts_as_one_address(address: str | None, counted: str) -> None:
    assert network(address) == counted


@pytest.mark.parametrize(("behind_proxy", "last"), [(False, 429), (True, 401)])
async def test_a_proxy_is_believed_only_where_it_is_ours(
    sqlite_store: str, behind_proxy: bool, last: int
) -> None:
    async with office_at(sqlite_store, behind_proxy=behind_proxy) as office:
        browser = office.browser()
        body = {"login": "guide-1", "password": "guess"}
        answers = [
            await browser.ask(
                "POST",
                "/api/session",
                json=body,
                headers={"X-Forwarded-For": f"10.0.0.1, 192.0.2.{number}"},
            )
            for number in range(6)
        ]
        assert answers[-1].status == last


async def test_the_cookie_cannot_be_read_or_sent_from_elsewhere(
    tmp_path: Path, migrated_sqlite: Path
) -> None:
    for url, name, secure in (
        ("https://desk.example", "__Host-vagvisare", True),
        ("http://desk.example", "vagvisare", False),
    ):
        store = shutil.copy(migrated_sqlite, tmp_path / name)
        async with office_at(f"sqlite:///{store}", public_url=url) as office:
            cookie = (await office.browser().sign_in("guide-1")).headers["Set-Cookie"]
            assert cookie.startswith(f"{name}=")
            assert {"HttpOnly", "Path=/", "SameSite=Strict"} <= set(cookie.split("; "))
            assert ("Secure" in cookie) is secure
            assert "Domain" not in cookie


async def test_signing_in_again_makes_a_new_token_and_ends_the_old_one(office: Office) -> None:
    """Session fixation: a token that was there before signing in is worth nothing after."""
    browser = office.browser()
    browser.http.cookie_jar.update_cookies({"vagvisare": "planted"}, URL(office.url))
    await browser.sign_in("guide-1")
    first = _cookie(browser.http)
    assert first != "planted"
    await browser.sign_in("guide-1")
    assert _cookie(browser.http) != first
    assert await office.sessions.who(first) is None


def _cookie(http: aiohttp.ClientSession) -> str:
    return next(cookie.value for cookie in http.cookie_jar)


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "vagvisare=",
        "vagvisare=wrong",
        "vagvisare=å",
        "other=x; vagvisare",
        "vagvisare={token}; vagvisare=other",
        "vagvisare=other; vagvisare={token}",
        "VAGVISARE={token}",
        "__Host-vagvisare={token}",
        "vagvisare={token}x",
    ],
)
async def test_any_other_cookie_is_nobody(office: Office, cookie: str) -> None:
    browser = await office.signed_in("guide-1")
    header = cookie.format(token=_cookie(browser.http))
    assert await office.sessions.guide_of(header) is None


async def test_the_desk_socket_knows_a_guide_by_the_cookie_and_no_admin(office: Office) -> None:
    guide, admin = await office.signed_in("guide-1"), await office.signed_in("admin-1")
    assert await office.sessions.guide_of(f"a=b; vagvisare={_cookie(guide.http)}") == "guide-1"
    assert await office.sessions.guide_of(f"vagvisare={_cookie(admin.http)}") is None


async def test_a_session_ends_by_idling_and_at_the_latest_after_its_longest_time(office: Office) -> None:
    idle, busy = await office.signed_in("guide-1"), await office.signed_in("guide-1")
    answers = []
    for _ in range(13):
        office.clock.advance(HOUR * 59 // 60)
        answers.append((await busy.ask("GET", "/api/me")).status)
    assert answers == [200] * 12 + [401]
    assert (await idle.ask("GET", "/api/me")).status == 401


async def test_signing_out_here_and_everywhere(office: Office) -> None:
    here, there = await office.signed_in("guide-1"), await office.signed_in("guide-1")
    other = await office.signed_in("admin-1")
    assert (await here.ask("DELETE", "/api/session")).status == 204
    assert (await here.ask("GET", "/api/me")).status == 401
    assert (await there.ask("GET", "/api/me")).status == 200
    again = await office.signed_in("guide-1")
    assert (await again.ask("DELETE", "/api/sessions")).status == 204
    assert (await there.ask("GET", "/api/me")).status == 401
    assert (await other.ask("GET", "/api/me")).status == 200


async def test_parallel_sign_ins_give_sessions_of_their_own(office: Office) -> None:
    browsers = [office.browser() for _ in range(4)]
    answers = await asyncio.gather(*(browser.sign_in("guide-1") for browser in browsers))
    assert [answer.status for answer in answers] == [200] * 4
    assert len({_cookie(browser.http) for browser in browsers}) == 4


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"X-CSRF-Token": ""},
        {"X-CSRF-Token": "guessed"},
        {"X-CSRF-Token": "\udcff"},
    ],
)
async def test_a_change_from_elsewhere_is_refused(office: Office, headers: dict[str, str]) -> None:
    """CSRF: the cookie alone changes nothing."""
    admin = await office.signed_in("admin-1")
    answer = await admin.ask("POST", "/api/kiosks/kiosk-1/revocation", headers=headers)
    assert (answer.status, (await answer.json())["id"]) == (403, "foreign_request")


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
async def test_nobody_can_be_signed_in_from_elsewhere(office: Office, headers: dict[str, str]) -> None:
    body = {"login": "guide-1", "password": PASSWORD}
    answer = await office.browser().ask("POST", "/api/session", json=body, headers=headers)
    assert (answer.status, "Set-Cookie" in answer.headers) == (403, False)
