"""What people may change about how they sign in: password, second step; and never in the middle of a call."""

from dataclasses import replace
from typing import Any

import pytest

from guide_server.http.access import SignedIn
from guide_server.sign_in import totp
from signaling.core.events import CallEnded, GuideConnected, GuideStatusChanged
from signaling.core.ids import GuideId, Language
from signaling.core.vocabulary import GuideStatus
from signaling.store.audit import Actor, AuditAction
from tests.guide_server.office import PASSWORD, Browser, Office
from tests.store.histories import Told

HOUR = 3_600_000
NEW = "another long password"


async def enrolled(office: Office, browser: Browser) -> tuple[bytes, list[str]]:
    """Give this person a second step; returns its key and the backup codes."""
    answer = await browser.ask("POST", "/api/me/second-step", json={"password": PASSWORD})
    assert answer.status == 200, await answer.text()
    factor = await office.factors.of((await browser.get("/api/me"))["staff"])
    assert factor is not None
    assert (await answer.json())["key"] == totp.written(factor.secret)
    confirmed = await browser.ask(
        "POST", "/api/me/second-step/confirmation", json={"code": code_now(office, factor.secret)}
    )
    assert confirmed.status == 200, await confirmed.text()
    office.clock.advance(totp.STEP)
    return factor.secret, (await confirmed.json())["codes"]


def code_now(office: Office, secret: bytes, off: int = 0) -> str:
    return totp.code_of(secret, totp.step_at(office.clock.now()) + off)


async def sign_in(browser: Browser, **more: Any) -> str:
    """Returns `in`, or the id of the refusal."""
    answer = await browser.ask(
        "POST", "/api/session", json={"login": "guide-1", "password": PASSWORD, **more}
    )
    return "in" if answer.status == 200 else (await answer.json())["id"]


async def test_my_own_password_is_changed_by_whoever_knows_the_old_one(office: Office) -> None:
    here, elsewhere = await office.signed_in("guide-1"), await office.signed_in("guide-1")
    wrong = await here.ask("POST", "/api/me/password", json={"old": "wrong", "new": NEW})
    assert (wrong.status, (await wrong.json())["fields"][0]["field"]) == (400, "password")
    short = await here.ask("POST", "/api/me/password", json={"old": PASSWORD, "new": "short"})
    assert (short.status, (await short.json())["fields"][0]["field"]) == (400, "new")
    changed = await here.ask("POST", "/api/me/password", json={"old": PASSWORD, "new": NEW})
    assert changed.status == 204
    assert (await here.ask("GET", "/api/me")).status == 200, "a desk that is open here stays"
    assert (await elsewhere.ask("GET", "/api/me")).status == 401
    assert (await office.browser().sign_in("guide-1")).status == 401
    assert (await office.browser().sign_in("guide-1", NEW)).status == 200


async def test_a_browser_left_open_does_not_serve_to_guess_the_password(office: Office) -> None:
    browser = await office.signed_in("guide-1")
    answers = [
        (await browser.ask("POST", "/api/me/password", json={"old": f"guess {n}", "new": NEW})).status
        for n in range(6)
    ]
    assert answers == [400] * 5 + [429]
    assert (await browser.ask("POST", "/api/me/second-step", json={"password": PASSWORD})).status == 429


async def test_a_second_step_is_asked_for_only_once_it_works(office: Office) -> None:
    browser = await office.signed_in("guide-1")
    assert (await browser.ask("POST", "/api/me/second-step", json={"password": "wrong"})).status == 400
    answer = await browser.ask("POST", "/api/me/second-step", json={"password": PASSWORD})
    rows = (await answer.json())["qr"]
    assert len(rows) == len(rows[0]) >= 21
    assert await sign_in(office.browser()) == "in", "only offered"
    wrong = await browser.ask("POST", "/api/me/second-step/confirmation", json={"code": "000000"})
    assert wrong.status == 400
    secret, codes = await enrolled(office, browser)
    own = await browser.get("/api/me/account")
    assert own["password"] is True
    assert (own["second_step_since"] is not None, own["backup_codes"]) == (True, len(codes))
    again = await browser.ask("POST", "/api/me/second-step", json={"password": PASSWORD})
    assert (again.status, (await again.json())["id"]) == (409, "already_exists")
    assert await sign_in(office.browser()) == "second_step_needed"
    assert await sign_in(office.browser(), code=code_now(office, secret)) == "in"


async def test_a_code_of_the_telephone_is_good_once(office: Office) -> None:
    """TOTP replay: what someone read over a shoulder is worth nothing, nor is an older one."""
    secret, _ = await enrolled(office, await office.signed_in("guide-1"))
    code = code_now(office, secret)
    assert await sign_in(office.browser(), code=code) == "in"
    assert await sign_in(office.browser(), code=code) == "wrong_code"
    assert await sign_in(office.browser(), code=code_now(office, secret, -1)) == "wrong_code"
    office.clock.advance(totp.STEP)
    assert await sign_in(office.browser(), code=code_now(office, secret)) == "in"


async def test_a_backup_code_is_good_once_and_kept_as_a_hash(office: Office) -> None:
    browser = await office.signed_in("guide-1")
    _, codes = await enrolled(office, browser)
    assert await sign_in(office.browser(), code=codes[0].lower().replace("-", " ")) == "in"
    assert await sign_in(office.browser(), code=codes[0]) == "wrong_code"
    assert (await browser.get("/api/me/account"))["backup_codes"] == len(codes) - 1


@pytest.mark.parametrize("code", ["000000", "", "x", "1" * 40, "0000-0000-0000-0000"])
async def test_a_wrong_code_does_not_let_in(office: Office, code: str) -> None:
    await enrolled(office, await office.signed_in("guide-1"))
    expected = "wrong_code" if code else "second_step_needed"
    assert await sign_in(office.browser(), code=code) == expected


async def test_a_code_without_the_password_says_nothing(office: Office) -> None:
    """Whether an account has a second step is told only to whoever knows its password."""
    secret, _ = await enrolled(office, await office.signed_in("guide-1"))
    code = code_now(office, secret)
    assert await sign_in(office.browser(), password="wrong", code=code) == "wrong_credentials"
    assert await sign_in(office.browser(), code=code) == "in", "and spends nothing"


async def test_guessing_codes_ends_after_a_few_attempts(office: Office) -> None:
    await enrolled(office, await office.signed_in("guide-1"))
    said = [await sign_in(office.browser(), code=f"{n:06}") for n in range(6)]
    assert said == ["wrong_code"] * 5 + ["rate_limited"]


async def test_an_admin_takes_a_lost_telephone_away(office: Office) -> None:
    await enrolled(office, await office.signed_in("guide-1"))
    admin = await office.signed_in("admin-1")
    guides = (await admin.get("/api/directory"))["guides"]
    assert {guide["login"] for guide in guides if guide["second_step"]} == {"guide-1"}
    reset = "/api/guides/guide-1/second-step"
    assert (await admin.ask("DELETE", reset)).status == 204
    assert (await admin.ask("DELETE", reset)).status == 404
    assert await sign_in(office.browser()) == "in"
    rows = await office.audit.page(Actor(who="inspector"))
    assert [(row.who, row.what) for row in rows if "second" in row.what] == [
        ("admin-1", AuditAction.DROP_SECOND_FACTOR),
        ("guide-1", AuditAction.SET_SECOND_FACTOR),
    ]


async def test_i_can_do_without_again(office: Office) -> None:
    browser = await office.signed_in("guide-1")
    await enrolled(office, browser)
    removal = "/api/me/second-step/removal"
    assert (await browser.ask("POST", removal, json={"password": "wrong"})).status == 400
    assert (await browser.ask("POST", removal, json={"password": PASSWORD})).status == 204
    assert (await browser.ask("POST", removal, json={"password": PASSWORD})).status == 404
    assert await sign_in(office.browser()) == "in"


async def test_nobody_is_signed_out_in_the_middle_of_a_call(office: Office) -> None:
    """After the longest time the session lives on while there is a call or its wrap-up, and no longer."""
    guide = await office.signed_in("guide-1")
    token = next(iter(guide.http.cookie_jar)).value
    call = Told(1, guide="guide-1")
    await office.tell(
        [
            GuideConnected(guide=GuideId("guide-1"), epoch=1, languages=(Language("sv"),)),
            GuideStatusChanged(guide=GuideId("guide-1"), status=GuideStatus.AVAILABLE),
            *call.tapped(), *call.rang(), *call.taken(), *call.live(),
        ]
    )  # fmt: skip
    office.clock.advance(13 * HOUR)
    assert isinstance(await office.sessions.who(token), SignedIn)
    await office.signed_in("admin-1")
    assert (await guide.ask("GET", "/api/me")).status == 200, "nor swept out by another's sign-in"
    [ended] = call.ended()
    assert isinstance(ended, CallEnded)
    await office.tell([replace(ended, wrap_up_until=office.clock.now() + 120_000)])
    assert (await guide.ask("GET", "/api/me")).status == 200, "still wrapping up"
    await office.tell(call.wrapped_up())
    assert (await guide.ask("GET", "/api/me")).status == 401
