"""Signing in by an identity provider: the way there and back, and everything that can be wrong on it."""

import base64
import json
import shutil
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from aiohttp import web
from joserfc import jwt
from joserfc.jwk import OctKey
from yarl import URL

from guide_server.http.access import StaffRole
from guide_server.sign_in import oidc_provider
from guide_server.sign_in.attempts import PER_DEPARTURE
from guide_server.sign_in.oidc import LEEWAY, OLDEST_TOKEN, claim
from guide_server.sign_in.oidc_provider import secure
from guide_server.sign_in.oidc_sign_in import JOURNEY
from signaling.store.audit import Actor
from signaling.store.staff import StaffChange
from tests.fakes import ManualClock
from tests.fixtures.programs import free_port
from tests.guide_server.issuer import CLIENT, SECRET, Claims, Issuer, issuing, new_key
from tests.guide_server.office import PASSWORD, Browser, Office, office_at

RULED = {
    "roles_claim": "realm_access.roles",
    "roles": {StaffRole.GUIDE: frozenset({"vv-guide"}), StaffRole.ADMIN: frozenset({"vv-admin", "boss"})},
}
"""Settings by which the provider rules over roles."""

Opened = Callable[..., Any]


@pytest.fixture
async def issuer() -> AsyncIterator[Issuer]:
    async with issuing(ManualClock()) as issuer:
        yield issuer


@pytest.fixture
def opened(tmp_path: Path, pages: Path, migrated_sqlite: Path, issuer: Issuer) -> Opened:
    """An office whose people may come by the issuer; what is named changes the settings."""

    @asynccontextmanager
    async def open_office(**changes: Any) -> AsyncIterator[Office]:
        shutil.copy(migrated_sqlite, tmp_path / "store.sqlite")
        address = f"sqlite:///{tmp_path}/store.sqlite"
        settings = issuer.settings(**changes)
        async with office_at(address, clock=issuer.clock, pages=pages, oidc=settings) as office:
            yield office

    return open_office


@pytest.fixture
async def office(opened: Opened) -> AsyncIterator[Office]:
    async with opened() as office:
        yield office


async def depart(browser: Browser, next_page: str = "") -> str:
    """Begin to sign in; returns where the browser is sent."""
    answer = await browser.ask("GET", "/api/oidc", params={"next": next_page})
    assert answer.status == 303, await answer.text()
    return answer.headers["Location"]


async def arrive(browser: Browser, brought: dict[str, str]) -> dict[str, str]:
    """Come back; returns with what the sign-in page is opened."""
    answer = await browser.ask("GET", "/api/oidc/return", params=brought)
    assert answer.status == 303, await answer.text()
    location = urlsplit(answer.headers["Location"])
    assert (location.scheme, location.netloc, location.path) == ("", "", "/signin/")
    return {name: values[0] for name, values in parse_qs(location.query).items()}


async def sign_in(office: Office, issuer: Issuer, next_page: str = "") -> tuple[Browser, dict[str, str]]:
    browser = office.browser()
    return browser, await arrive(browser, issuer.authorize(await depart(browser, next_page)))


async def is_in(browser: Browser) -> bool:
    return (await browser.ask("GET", "/api/me")).status == 200


async def test_a_known_guide_signs_in_and_lands_at_the_desk(office: Office, issuer: Issuer) -> None:
    """Matched by login whatever its letters' case; the account's own roles count."""
    browser, said = await sign_in(office, issuer)
    assert said == {"next": "/desk/"}
    assert (await browser.get("/api/me"))["login"] == "guide-1"
    assert (await browser.get("/api/me"))["roles"] == ["guide"]


@pytest.mark.parametrize(
    ("wished", "gone_to"),
    [
        ("/desk/?a=b", "/desk/?a=b"),
        ("/admin/", "/desk/"),
        ("//evil.example/desk/", "/desk/"),
        ("https://evil.example/", "/desk/"),
        ("/desk/\r\nX: y", "/desk/"),
    ],
)
async def test_it_leads_only_to_our_own_pages(
    office: Office, issuer: Issuer, wished: str, gone_to: str
) -> None:
    assert (await sign_in(office, issuer, wished))[1] == {"next": gone_to}


async def test_an_old_session_ends_and_cookies_cannot_be_read(office: Office, issuer: Issuer) -> None:
    """Session fixation: what the browser brought is worth nothing afterwards."""
    browser = office.browser()
    await browser.sign_in("admin-1")
    location = await depart(browser)
    answer = await browser.ask("GET", "/api/oidc/return", params=issuer.authorize(location))
    cookies = answer.headers.getall("Set-Cookie")
    assert any(
        part.startswith("vagvisare=") and "HttpOnly" in part and "SameSite=Strict" in part for part in cookies
    )
    assert any(part.startswith("vagvisare-oidc=") and "Max-Age=0" in part for part in cookies)
    assert (await browser.get("/api/me"))["login"] == "guide-1"


Wrong = Callable[[Claims], Claims]
WRONG_CLAIMS: dict[str, Wrong] = {
    "another nonce": lambda claims: {**claims, "nonce": "guessed"},
    "no nonce": lambda claims: {name: value for name, value in claims.items() if name != "nonce"},
    "another audience": lambda claims: {**claims, "aud": "another-client"},
    "no audience": lambda claims: {**claims, "aud": []},
    "also for others, and none is named": lambda claims: {**claims, "aud": [CLIENT, "another-client"]},
    "meant for another party": lambda claims: {**claims, "azp": "another-client"},
    "another issuer": lambda claims: {**claims, "iss": "https://evil.example"},
    "the issuer with a slash": lambda claims: {**claims, "iss": claims["iss"] + "/"},
    "expired": lambda claims: {**claims, "exp": claims["iat"] - LEEWAY},
    "never expires": lambda claims: {name: value for name, value in claims.items() if name != "exp"},
    "expiry as text": lambda claims: {**claims, "exp": "2099-01-01"},
    "from the future": lambda claims: {**claims, "iat": claims["iat"] + LEEWAY + 1},
    "not yet good": lambda claims: {**claims, "nbf": claims["iat"] + LEEWAY + 1},
    "long ago": lambda claims: {**claims, "iat": claims["iat"] - OLDEST_TOKEN - LEEWAY - 1},
    "of nobody": lambda claims: {**claims, "sub": ""},
}


@pytest.mark.parametrize("wrong", WRONG_CLAIMS.values(), ids=WRONG_CLAIMS.keys())
async def test_a_token_that_does_not_hold_lets_nobody_in(
    office: Office, issuer: Issuer, wrong: Wrong
) -> None:
    issuer.token = lambda claims: issuer.signed(wrong(claims))
    browser, said = await sign_in(office, issuer)
    assert (said, await is_in(browser)) == ({"fault": "oidc_failed"}, False)


@pytest.mark.parametrize("off", [-LEEWAY + 1, LEEWAY - 1])
async def test_clocks_may_differ_a_little(office: Office, issuer: Issuer, off: int) -> None:
    issuer.token = lambda claims: issuer.signed(
        {**claims, "iat": claims["iat"] + off, "exp": claims["iat"] + min(off, 0)}
    )
    if off > 0:
        issuer.token = lambda claims: issuer.signed({**claims, "iat": claims["iat"] + off})
    assert await is_in((await sign_in(office, issuer))[0])


def raw(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def part(value: object) -> str:
    return raw(json.dumps(value))


def unsigned(claims: Claims, alg: str = "none") -> str:
    return f"{part({'alg': alg})}.{part(claims)}."


def by_the_clients_secret(claims: Claims) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET), algorithms=["HS256"])


def by_somebody_elses_key(claims: Claims) -> str:
    return jwt.encode({"alg": "ES256", "kid": "first"}, claims, new_key("first"))


def by_a_key_it_brings_along(claims: Claims) -> str:
    own = new_key("own")
    return jwt.encode({"alg": "ES256", "jwk": own.as_dict(private=False)}, claims, own)


FORGED: dict[str, Callable[[Claims], str]] = {
    "alg none": unsigned,
    "alg None": lambda claims: unsigned(claims, "None"),
    "signed with the client's secret": by_the_clients_secret,
    "somebody else's key of the same name": by_somebody_elses_key,
    "a key that it brings along": by_a_key_it_brings_along,
    "no token at all": lambda _: "no.token.this",
    "empty": lambda _: "",
    "a megabyte": lambda _: "a." * 500_000,
    "a header of brackets": lambda _: f"{raw('[' * 9_000)}.{part({})}.AAAA",
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED.keys())
async def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(
    office: Office, issuer: Issuer, forge: Callable[[Claims], str]
) -> None:
    issuer.token = forge
    browser, said = await sign_in(office, issuer)
    assert (said, await is_in(browser)) == ({"fault": "oidc_failed"}, False)


async def test_a_public_key_is_no_shared_secret(office: Office, issuer: Issuer) -> None:
    """Algorithm confusion: HS256 with the provider's published key as its secret."""
    public = issuer.key.as_pem(private=False)
    issuer.token = lambda claims: jwt.encode(
        {"alg": "HS256", "kid": "first"}, claims, OctKey.import_key(base64.b64encode(public)),
        algorithms=["HS256"],
    )  # fmt: skip
    assert (await sign_in(office, issuer))[1] == {"fault": "oidc_failed"}


async def test_the_state_must_be_the_one_that_this_browser_was_given(office: Office, issuer: Issuer) -> None:
    browser = office.browser()
    brought = issuer.authorize(await depart(browser))
    assert await arrive(browser, {**brought, "state": "guessed"}) == {"fault": "oidc_again"}
    assert await arrive(browser, brought) == {"fault": "oidc_again"}, "one attempt for each beginning"


async def test_nobody_is_signed_in_with_another_ones_code(office: Office, issuer: Issuer) -> None:
    """Login CSRF: a link that an attacker's browser began is worth nothing in the victim's."""
    attacker, victim = office.browser(), office.browser()
    brought = issuer.authorize(await depart(attacker))
    assert await arrive(victim, brought) == {"fault": "oidc_again"}
    await depart(victim)
    assert await arrive(victim, brought) == {"fault": "oidc_again"}
    assert not await is_in(victim)


async def test_a_stolen_code_does_not_serve_without_the_verifier(office: Office, issuer: Issuer) -> None:
    """PKCE: the code of one beginning, given back in another one."""
    victim, thief = office.browser(), office.browser()
    stolen = issuer.authorize(await depart(victim))
    own = issuer.authorize(await depart(thief))
    assert await arrive(thief, {**own, "code": stolen["code"]}) == {"fault": "oidc_refused"}


async def test_a_code_is_good_once(office: Office, issuer: Issuer) -> None:
    browser = office.browser()
    brought = issuer.authorize(await depart(browser))
    cookies = browser.http.cookie_jar.filter_cookies(URL(browser.url))
    kept = {name: morsel.value for name, morsel in cookies.items()}
    assert await arrive(browser, brought) == {"next": "/desk/"}
    again = office.browser()
    again.http.cookie_jar.update_cookies(kept, URL(browser.url))
    assert await arrive(again, brought) == {"fault": "oidc_again"}
    assert not await is_in(again)


async def test_one_who_was_away_too_long_begins_again(office: Office, issuer: Issuer) -> None:
    browser = office.browser()
    brought = issuer.authorize(await depart(browser))
    issuer.clock.advance(JOURNEY + 1)
    assert await arrive(browser, brought) == {"fault": "oidc_again"}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"iss": "https://evil.example"}, "oidc_failed"),
        ({"iss": None}, "oidc_failed"),
        ({"error": "access_denied"}, "oidc_refused"),
        ({"code": ""}, "oidc_refused"),
        ({"code": "guessed"}, "oidc_refused"),
        ({"session_state": "more than we need"}, None),
    ],
)
async def test_what_a_browser_brings_back_is_checked(
    office: Office, issuer: Issuer, change: dict[str, str | None], fault: str | None
) -> None:
    browser = office.browser()
    brought = {**issuer.authorize(await depart(browser, "/desk/")), **change}
    said = await arrive(browser, {name: value for name, value in brought.items() if value is not None})
    assert said == ({"next": "/desk/"} if fault is None else {"next": "/desk/", "fault": fault})


@pytest.mark.parametrize("body", ["<html>", "[" * 100_000, "[]", "{}", '{"id_token": 1, "access_token": 2}'])
async def test_an_answer_that_makes_no_sense_lets_nobody_in(
    office: Office, issuer: Issuer, body: str
) -> None:
    issuer.token_answer = lambda: web.Response(text=body)
    assert (await sign_in(office, issuer))[1] == {"fault": "oidc_failed"}


async def test_an_answer_is_bounded_and_leads_nowhere(office: Office, issuer: Issuer) -> None:
    issuer.token_answer = lambda: web.Response(body=b" " * (oidc_provider.LARGEST_ANSWER + 1))
    assert (await sign_in(office, issuer))[1] == {"fault": "oidc_failed"}
    issuer.token_answer = lambda: web.Response(status=302, headers={"Location": "http://169.254.169.254/"})
    assert (await sign_in(office, issuer))[1] == {"fault": "oidc_failed"}
    issuer.token_answer = lambda: web.Response(status=503)
    assert (await sign_in(office, issuer))[1] == {"fault": "oidc_away"}


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://idp.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": None},
    ],
)
async def test_discovery_is_believed_only_where_it_is_right(
    office: Office, issuer: Issuer, metadata: Claims
) -> None:
    issuer.metadata = metadata
    assert await depart(office.browser(), "/desk/") == "/signin/?next=%2Fdesk%2F&fault=oidc_failed"


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://idp.example/x", True), ("http://localhost:1/x", True), ("http://idp.example/x", False),
        ("//idp.example", False), ("javascript:alert(1)", False), ("http://localhost.evil.example/", False),
    ],
)  # fmt: skip
def test_a_provider_is_talked_to_in_private(url: str, good: bool) -> None:
    if good:
        assert secure(url) == url
    else:
        with pytest.raises(ValueError, match="https"):
            secure(url)


async def test_a_provider_that_is_away_is_told_in_one_sentence_and_passwords_go_on(
    opened: Opened, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused or silent: each is over soon, and neither shuts anybody out."""
    async with opened(issuer=f"http://127.0.0.1:{free_port()}") as office:
        assert await depart(office.browser(), "/desk/") == "/signin/?next=%2Fdesk%2F&fault=oidc_away"
        assert (await office.browser().sign_in("guide-1", PASSWORD)).status == 200
    monkeypatch.setattr(oidc_provider, "PATIENCE", aiohttp.ClientTimeout(total=0.2))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        async with opened(issuer=f"http://127.0.0.1:{silent.getsockname()[1]}") as office:
            assert await depart(office.browser()) == "/signin/?fault=oidc_away"
            assert (await office.browser().get("/api/ways-in")) == {"provider": True, "button": None}


async def test_a_provider_that_comes_back_is_found_again(office: Office, issuer: Issuer) -> None:
    issuer.metadata = {"issuer": "not yet"}
    assert "fault" in await depart(office.browser())
    issuer.metadata = {}
    assert await is_in((await sign_in(office, issuer))[0])


async def test_keys_may_rotate(office: Office, issuer: Issuer) -> None:
    """A new key is fetched when it is first met; unknown ones do not make us ask again and again."""
    await sign_in(office, issuer)
    issuer.key = new_key("second")
    issuer.clock.advance(oidc_provider.BETWEEN_KEY_FETCHES)
    assert (await sign_in(office, issuer))[1] == {"fault": "oidc_failed"}, "not published"
    issuer.published = [issuer.key]
    asked = issuer.asked.count("keys")
    for _ in range(3):
        assert (await sign_in(office, issuer))[1] == {"fault": "oidc_failed"}
    assert issuer.asked.count("keys") == asked
    issuer.clock.advance(oidc_provider.BETWEEN_KEY_FETCHES)
    assert await is_in((await sign_in(office, issuer))[0])
    issuer.key = new_key("first")
    issuer.clock.advance(oidc_provider.KEYS_LIFE)
    assert (await sign_in(office, issuer))[1] == {"fault": "oidc_failed"}, "the old name with another key"


@pytest.mark.parametrize(
    "keys", ["{}", '{"keys": []}', '{"keys": [{"kty": "oct", "k": "AAAA"}]}', '{"keys": 1}']
)
async def test_keys_that_cannot_be_used_let_nobody_in(office: Office, issuer: Issuer, keys: str) -> None:
    issuer.keys_answer = lambda: web.Response(text=keys)
    assert (await sign_in(office, issuer))[1] == {"fault": "oidc_failed"}


@pytest.mark.parametrize(
    ("person", "settings"),
    [
        ({"preferred_username": "stranger"}, {}),
        ({"preferred_username": ""}, {}),
        ({"preferred_username": ["guide-1"]}, {}),
        ({"preferred_username": "x" * 65}, {}),
        ({"email": "guide-1", "email_verified": False}, {"login_claim": "email"}),
        ({"preferred_username": "guide-1"}, RULED),
        ({"preferred_username": "guide-1", "realm_access": {"roles": ["other"]}}, RULED),
        ({"preferred_username": "guide-1", "realm_access": "vv-guide"}, RULED),
        ({"preferred_username": "stranger", "realm_access": {"roles": ["vv-guide"]}}, RULED),
        (
            {"preferred_username": "<script>", "realm_access": {"roles": ["vv-guide"]}},
            {**RULED, "create_accounts": True},
        ),
    ],
)  # fmt: skip
async def test_whoever_has_no_account_or_role_is_told_so(
    opened: Opened, issuer: Issuer, person: Claims, settings: Claims
) -> None:
    issuer.person = {"sub": "42", **person}
    async with opened(**settings) as office:
        browser, said = await sign_in(office, issuer)
        assert (said, await is_in(browser)) == ({"fault": "oidc_no_account"}, False)
        logins = {account.login for account in await office.staff.accounts()}
        assert {login.partition("-")[0] for login in logins} == set(StaffRole), "nobody was added"


async def test_a_closed_account_stays_closed(office: Office, issuer: Issuer) -> None:
    await office.staff.change("guide-1", StaffChange(active=False))
    assert (await sign_in(office, issuer))[1] == {"fault": "oidc_no_account"}


async def test_the_provider_rules_over_roles_where_a_setting_says_so(opened: Opened, issuer: Issuer) -> None:
    issuer.person |= {"realm_access": {"roles": ["boss", "other"]}}
    async with opened(**RULED) as office:
        browser, said = await sign_in(office, issuer)
        assert said == {"next": "/admin/"}
        assert (await browser.get("/api/me"))["roles"] == ["admin"]
        issuer.person["realm_access"] = {"roles": ["vv-guide", "vv-admin"]}
        assert (await sign_in(office, issuer))[1] == {"next": "/desk/"}
        assert (await browser.get("/api/me"))["roles"] == ["admin", "guide"], "in every browser at once"
        rows = await office.audit.page(Actor(who="inspector"))
        assert [row.who for row in rows].count("oidc") == 2


async def test_an_account_is_made_only_where_a_setting_says_so(opened: Opened, issuer: Issuer) -> None:
    issuer.person = {
        "sub": "7", "preferred_username": "Nya@Example.org", "name": "Nya\u202e \x00Namn",
        "realm_access": {"roles": ["vv-guide"]},
    }  # fmt: skip
    async with opened(**RULED, create_accounts=True) as office:
        assert (await sign_in(office, issuer))[1] == {"next": "/desk/"}
        account = await office.staff.account("nya@example.org")
        assert account is not None
        assert (account.name, account.roles, account.languages) == ("Nya Namn", ("guide",), ())
        assert account.password_hash is None, "no password opens it"
        assert (await office.browser().sign_in("nya@example.org", "")).status == 400
        assert (await sign_in(office, issuer))[1] == {"next": "/desk/"}, "and found again"


async def test_what_the_token_lacks_stands_in_userinfo(opened: Opened, issuer: Issuer) -> None:
    issuer.person = {"sub": "42"}
    issuer.in_userinfo = {"sub": "42", "preferred_username": "guide-1", "iss": "https://evil.example"}
    async with opened() as office:
        assert (await sign_in(office, issuer))[1] == {"next": "/desk/"}
        issuer.in_userinfo = {"sub": "43", "preferred_username": "guide-1"}
        assert (await sign_in(office, issuer))[1] == {"fault": "oidc_failed"}, "of somebody else"


async def test_a_browser_that_begins_again_and_again_is_asked_to_wait(office: Office) -> None:
    browser = office.browser()
    for _ in range(PER_DEPARTURE[0].amount):
        await depart(browser)
    assert await depart(browser) == "/signin/?fault=rate_limited"


async def test_beginnings_do_not_pile_up(
    issuer: Issuer, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guide_server.sign_in.oidc_sign_in.ON_THE_WAY", 2)
    async with opened() as office:
        browsers = [office.browser() for _ in range(3)]
        brought = [issuer.authorize(await depart(browser)) for browser in browsers]
        said = [await arrive(browser, back) for browser, back in zip(browsers, brought, strict=True)]
        assert said == [{"fault": "oidc_again"}, {"next": "/desk/"}, {"next": "/desk/"}]


def test_a_claim_is_found_by_its_name_or_its_path() -> None:
    claims = {"a.b": 1, "a": {"b": 2, "c": {"d": 3}}, "e": "text"}
    assert [claim(claims, name) for name in ("a.b", "a.c.d", "e", "e.f", "x.y", "")] == [
        1, 3, "text", None, None, None,
    ]  # fmt: skip


async def test_a_guide_of_the_provider_needs_no_password_of_ours(opened: Opened, issuer: Issuer) -> None:
    guide = {"login": "ny", "name": "Ny", "languages": ["sv"]}
    async with opened() as office:
        admin = await office.signed_in("admin-1")
        assert (await admin.get("/api/directory"))["provider"] is True
        assert (await admin.ask("POST", "/api/guides", json=guide)).status == 200
        issuer.person = {"sub": "1", "preferred_username": "NY"}
        browser, said = await sign_in(office, issuer)
        assert said == {"next": "/desk/"}
        assert (await browser.get("/api/me/account"))["password"] is False
        browser.csrf = (await browser.get("/api/me"))["csrf"]
        own = {"old": "x", "new": PASSWORD}
        assert (await browser.ask("POST", "/api/me/password", json=own)).status == 400


async def test_without_a_provider_there_is_no_such_way(sqlite_store: str) -> None:
    async with office_at(sqlite_store) as office:
        browser = office.browser()
        assert await browser.get("/api/ways-in") == {"provider": False, "button": None}
        assert (await browser.ask("GET", "/api/oidc")).status == 404
        admin = await office.signed_in("admin-1")
        guide = {"login": "ny", "name": "Ny", "languages": ["sv"]}
        refused = await admin.ask("POST", "/api/guides", json=guide)
        assert (refused.status, (await refused.json())["fields"][0]["field"]) == (400, "password")
