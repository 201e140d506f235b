"""Tokens of machines: what each scope opens, and that nothing else is open to any of them."""

from typing import Any

import aiohttp
import pytest
from limits import parse

from guide_server.http.access import CSRF_HEADER, Scope
from guide_server.tokens import machines
from signaling.store.audit import Actor, AuditAction
from tests.guide_server.office import Browser, Office, concrete
from tests.guide_server.test_access import ROUTES
from tests.store.histories import Told

OPENED = {
    ("GET", "/api/log"): Scope.CALLS_READ,
    ("GET", "/api/log/public"): Scope.CALLS_READ,
    ("GET", "/api/log.csv"): Scope.CALLS_READ,
    ("GET", "/api/log.json"): Scope.CALLS_READ,
    ("GET", "/api/log.xlsx"): Scope.CALLS_READ,
    ("GET", "/api/equality"): Scope.STATISTICS_READ,
    ("GET", "/api/statistics"): Scope.STATISTICS_READ,
    ("GET", "/api/kiosks"): Scope.KIOSKS_READ,
    ("GET", "/api/alarms"): Scope.ALARMS_READ,
}
"""What was decided. A new one is added here by hand, after thought."""


async def make(admin: Browser, *scopes: Scope, name: str = "statistics", days: int = 30) -> dict[str, Any]:
    answer = await admin.ask("POST", "/api/tokens", json={"name": name, "scopes": scopes, "days": days})
    assert answer.status == 200, await answer.text()
    made: dict[str, Any] = await answer.json()
    return made


async def ask(
    office: Office, token: str, method: str = "GET", path: str = "/api/log", **headers: str
) -> aiohttp.ClientResponse:
    """As a program asks: no cookie, no origin."""
    async with aiohttp.ClientSession() as http:
        given = {"Authorization": f"Bearer {token}", **headers}
        answer = await http.request(method, f"{office.url}{path}", headers=given, allow_redirects=False)
        await answer.read()
        return answer


@pytest.mark.parametrize("scope", Scope)
async def test_a_scope_opens_its_routes_and_no_other(office: Office, scope: Scope) -> None:
    token = (await make(await office.signed_in("admin-1"), scope))["token"]
    wrong = []
    for method, path in sorted(ROUTES):
        status = (await ask(office, token, method, concrete(path))).status
        if (status == 200) is not (OPENED.get((method, path)) is scope) or status not in {200, 403}:
            wrong.append((method, path, status))
    assert wrong == []


async def test_a_token_is_shown_once_and_listed_without_its_secret(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    made = await make(admin, Scope.CALLS_READ)
    assert made["token"].startswith(machines.PREFIX)
    listed = await (await admin.ask("GET", "/api/tokens")).text()
    assert made["info"]["id"] in listed
    assert made["token"] not in listed
    assert machines.hash_of(made["token"]) not in listed


async def test_reading_with_a_token_is_audited_in_its_name(office: Office) -> None:
    await office.tell(Told(1).whole())
    token = (await make(await office.signed_in("admin-1"), Scope.CALLS_READ))["token"]
    answer = await ask(office, token)
    assert (await answer.json())["total"] == 1
    newest = (await office.audit.page(Actor(who="inspector")))[0]
    assert (newest.who, newest.what) == ("token:statistics", AuditAction.READ_LOG)


async def test_revoked_it_is_refused_at_once(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    made = await make(admin, Scope.CALLS_READ)
    assert (await ask(office, made["token"])).status == 200
    assert (await admin.ask("DELETE", f"/api/tokens/{made['info']['id']}")).status == 204
    refused = await ask(office, made["token"])
    assert (refused.status, (await refused.json())["id"]) == (401, "wrong_token")
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    assert (await admin.ask("DELETE", f"/api/tokens/{made['info']['id']}")).status == 404


async def test_over_it_is_refused(office: Office) -> None:
    token = (await make(await office.signed_in("admin-1"), Scope.CALLS_READ, days=1))["token"]
    office.clock.advance(24 * 3_600_000 - 1)
    assert (await ask(office, token)).status == 200
    office.clock.advance(1)
    assert (await ask(office, token)).status == 401


async def test_when_it_was_last_used_is_told(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    token = (await make(admin, Scope.CALLS_READ))["token"]
    assert (await admin.get("/api/tokens"))["tokens"][0]["used_at"] is None
    await ask(office, token)
    assert (await admin.get("/api/tokens"))["tokens"][0]["used_at"] == office.clock.now()


async def test_a_cookie_beside_a_token_counts_for_nothing(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    token = (await make(admin, Scope.ALARMS_READ))["token"]
    for value in (token, "wrong"):
        answer = await admin.ask("GET", "/api/log", headers={"Authorization": f"Bearer {value}"})
        assert answer.status == (403 if value == token else 401)


async def test_a_token_changes_nothing_even_with_a_sessions_own_proof(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    token = (await make(admin, *Scope))["token"]
    answer = await admin.ask(
        "POST",
        "/api/kiosks/kiosk-1/revocation",
        headers={"Authorization": f"Bearer {token}", CSRF_HEADER: admin.csrf},
    )
    assert answer.status == 403


async def test_without_a_token_a_change_still_needs_the_pages_proof(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    body = {"name": "statistics", "scopes": ["calls:read"], "days": 1}
    answer = await admin.ask("POST", "/api/tokens", json=body, headers={CSRF_HEADER: ""})
    assert (await answer.json())["id"] == "foreign_request"


@pytest.mark.parametrize(
    "value",
    [
        "Bearer",
        "Bearer ",
        "Bearer x",
        "bearer vagvisare_",
        "Bearer a b",
        "Bearer " + "x" * 8_000,
        "Bearer \xe5",
    ],
)
async def test_what_is_no_token_is_refused(office: Office, value: str) -> None:
    answer = await office.browser().ask("GET", "/api/log", headers={"Authorization": value})
    assert answer.status in {400, 401}


async def test_another_scheme_is_no_token(office: Office) -> None:
    """A proxy with a login of its own passes it on."""
    admin = await office.signed_in("admin-1")
    answer = await admin.ask("GET", "/api/log", headers={"Authorization": "Basic dTpw"})
    assert answer.status == 200


async def test_too_many_requests_are_told_to_wait(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machines, "PER_TOKEN", parse("3/minute"))
    admin = await office.signed_in("admin-1")
    token = (await make(admin, Scope.ALARMS_READ))["token"]
    other = (await make(admin, Scope.ALARMS_READ, name="other"))["token"]
    statuses = [(await ask(office, token, path="/api/alarms")).status for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert (await ask(office, other, path="/api/alarms")).status == 200


async def test_guessing_is_slowed_and_harms_no_good_token(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machines, "WRONG_PER_ADDRESS", parse("3/minute"))
    token = (await make(await office.signed_in("admin-1"), Scope.ALARMS_READ))["token"]
    statuses = [(await ask(office, f"guess-{number}")).status for number in range(5)]
    assert statuses == [401, 401, 401, 429, 429]
    assert (await ask(office, token, path="/api/alarms")).status == 200


@pytest.mark.parametrize(
    "body",
    [
        {"name": "Statistics", "scopes": ["calls:read"], "days": 1},
        {"name": "statistics", "scopes": [], "days": 1},
        {"name": "statistics", "scopes": ["calls:write"], "days": 1},
        {"name": "statistics", "scopes": ["calls:read"], "days": 0},
        {"name": "statistics", "scopes": ["calls:read"], "days": 100_000},
        {"name": "", "scopes": ["calls:read"], "days": 1},
    ],
)
async def test_a_bad_wish_makes_no_token(office: Office, body: dict[str, Any]) -> None:
    admin = await office.signed_in("admin-1")
    assert (await admin.ask("POST", "/api/tokens", json=body)).status == 400
    assert (await admin.get("/api/tokens"))["tokens"] == []


async def test_a_name_is_used_once(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    await make(admin, Scope.CALLS_READ)
    body = {"name": "statistics", "scopes": ["calls:read"], "days": 1}
    assert (await (await admin.ask("POST", "/api/tokens", json=body)).json())["id"] == "already_exists"


async def test_the_document_says_which_token_each_operation_needs(office: Office) -> None:
    document = await (await office.signed_in("admin-1")).get("/api/openapi.json")
    told = {
        (method.upper(), path): option["token"]
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        for option in operation.get("security", [])
        if "token" in option
    }
    assert told == {route: [scope.value] for route, scope in OPENED.items()}
    assert document["components"]["securitySchemes"]["token"] == {"type": "http", "scheme": "bearer"}
