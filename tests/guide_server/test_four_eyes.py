"""What two admins must agree to: nobody does it alone, in whatever order they try."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from guide_server.four_eyes import FILES, FourEyesRule, Taken
from guide_server.planning.planning_api import WITHOUT_COUNTS
from signaling.store.approvals import Approval, Deed
from signaling.store.audit import Actor, AuditAction
from tests.guide_server.office import Browser, Office, concrete, office_at
from tests.guide_server.test_every_reading_is_audited import AUDITED, UNAUDITED
from tests.store.histories import Told, call_id

HOUR = 3_600_000
RULE = FourEyesRule(deeds=frozenset(Deed), deadline=24 * HOUR)


@pytest.fixture(params=["sqlite", "postgres"])
async def strict(request: pytest.FixtureRequest) -> AsyncIterator[Office]:
    """An office that wants two admins for everything, with three of them and a call in its log."""
    async with office_at(request.getfixturevalue(f"{request.param}_store"), four_eyes=RULE) as office:
        await office.add_person("admin-2", "Admin Two", ["admin"])
        await office.add_person("admin-3", "Admin Three", ["admin"])
        await office.tell(Told(1).whole())
        yield office


async def asked_for_export(browser: Browser, **selection: str) -> int:
    answer = await browser.ask("POST", "/api/log/export-requests", json={**selection, "why": "complaint"})
    assert answer.status == 200, await answer.text()
    number: int = (await answer.json())["approval"]
    return number


async def verdict(browser: Browser, number: int, *, approve: bool = True) -> tuple[int, Any]:
    answer = await browser.ask("POST", f"/api/approvals/{number}/verdict", json={"approve": approve})
    body = await answer.json()
    return answer.status, body.get("id") if answer.status >= 400 else body["state"]


async def test_an_export_waits_for_another_admin_and_is_good_once(strict: Office) -> None:
    one, two = await strict.signed_in("admin-1"), await strict.signed_in("admin-2")
    refused = await one.ask("GET", "/api/log.csv")
    assert (refused.status, (await refused.json())["id"]) == (403, "second_pair_needed")
    number = await asked_for_export(one, language="sv")
    rows = (await two.get("/api/approvals"))["rows"]
    assert [(row["asked_by"], row["what"], row["state"], row["own"]) for row in rows] == [
        ("Admin One", "export", "waits", False)
    ]
    given = rows[0]["given"]
    assert set(given) == {"from", "to", "language"}
    link = {**given, "approval": str(number)}
    assert (await one.ask("GET", "/api/log.csv", params=link)).status == 403, "not approved yet"
    assert await verdict(one, number) == (403, "own_request")
    assert await verdict(two, number) == (200, "approved")
    for other in ({**link, "language": "ar"}, {**link, "from": "2025-01-01"}, {"approval": str(number)}):
        assert (await one.ask("GET", "/api/log.csv", params=other)).status == 403, "not what was approved"
    assert (await two.ask("GET", "/api/log.csv", params=link)).status == 403, "nor for somebody else"
    strict.clock.advance(23 * HOUR)
    one = await strict.signed_in("admin-1")
    answer = await one.ask("GET", "/api/log.csv", params=link)
    assert (answer.status, call_id(1) in await answer.text()) == (200, True)
    assert (await one.ask("GET", "/api/log.csv", params=link)).status == 403, "used"
    told = [row.what for row in await strict.audit.page(Actor(who="inspector"))]
    for what in (AuditAction.ASK_APPROVAL, AuditAction.DECIDE_APPROVAL, AuditAction.EXPORT_LOG):
        assert told.count(what) == 1


async def test_a_request_that_nobody_answers_is_void(strict: Office) -> None:
    one = await strict.signed_in("admin-1")
    number = await asked_for_export(one)
    strict.clock.advance(24 * HOUR)
    two = await strict.signed_in("admin-2")
    assert [row["state"] for row in (await two.get("/api/approvals"))["rows"]] == ["expired"]
    assert await verdict(two, number) == (409, "not_now")
    assert await verdict(two, 4_711) == (404, "not_found")


async def test_an_approved_export_must_be_fetched_before_the_deadline(strict: Office) -> None:
    number = await asked_for_export(await strict.signed_in("admin-1"))
    two = await strict.signed_in("admin-2")
    assert await verdict(two, number) == (200, "approved")
    given = (await two.get("/api/approvals"))["rows"][0]["given"]
    strict.clock.advance(24 * HOUR)
    one = await strict.signed_in("admin-1")
    late = await one.ask("GET", "/api/log.csv", params={**given, "approval": str(number)})
    assert late.status == 403


async def test_a_refusal_is_final(strict: Office) -> None:
    number = await asked_for_export(await strict.signed_in("admin-1"))
    two, three = await strict.signed_in("admin-2"), await strict.signed_in("admin-3")
    assert await verdict(two, number, approve=False) == (200, "refused")
    assert await verdict(three, number) == (409, "not_now")


async def test_roles_wait_and_everything_else_of_the_change_is_done(strict: Office) -> None:
    one, two = await strict.signed_in("admin-1"), await strict.signed_in("admin-2")
    change = {"roles": ["admin", "guide"], "languages": ["so"]}
    answer = await one.ask("PATCH", "/api/guides/guide-1", json=change)
    assert (answer.status, await answer.json()) == (200, {"waits": True})
    account = await strict.staff.account_of("guide-1")
    assert account is not None
    assert (account.roles, account.languages) == (("guide",), ("so",))
    row = (await two.get("/api/approvals"))["rows"][0]
    assert (row["about"], row["given"]) == ("Guide One", {"staff": "guide-1", "roles": "admin guide"})
    assert await verdict(one, row["id"]) == (403, "own_request")
    assert await verdict(two, row["id"]) == (200, "done")
    changed = await strict.staff.account_of("guide-1")
    assert changed is not None
    assert changed.roles == ("admin", "guide")
    assert await verdict(two, row["id"]) == (409, "not_now")


async def test_a_new_account_has_no_role_before_its_roles_are_approved(strict: Office) -> None:
    one, two = await strict.signed_in("admin-1"), await strict.signed_in("admin-2")
    wish = {
        "login": "new", "name": "New", "password": "a long password", "languages": [], "roles": ["analyst"],
    }  # fmt: skip
    made = await (await one.ask("POST", "/api/guides", json=wish)).json()
    assert (made["roles"], made["asked_roles"]) == ([], ["analyst"])
    new = strict.browser()
    assert (await new.sign_in("new", "a long password")).status == 200
    assert (await new.ask("GET", "/api/equality")).status == 403
    number = (await two.get("/api/approvals"))["rows"][0]["id"]
    assert await verdict(two, number) == (200, "done")
    assert (await new.ask("GET", "/api/equality")).status == 200
    guide = {**wish, "login": "plain", "roles": ["guide"], "languages": ["sv"]}
    assert (await (await one.ask("POST", "/api/guides", json=guide)).json())["roles"] == ["guide"]


async def test_an_erasure_waits_and_is_then_done_once(strict: Office) -> None:
    one, two = await strict.signed_in("admin-1"), await strict.signed_in("admin-2")
    path = f"/api/register/{call_id(1)}"
    asked = await (await one.ask("POST", f"{path}/erasure", json={"ground": "objection"})).json()
    assert asked["receipt"] is None
    assert (await one.get("/api/log"))["total"] == 1
    assert await verdict(two, asked["approval"]) == (200, "done")
    assert call_id(1) not in str((await two.get("/api/approvals"))["rows"]), "not even its id"
    assert (await one.get("/api/log"))["total"] == 0
    gone = await one.ask("GET", path)
    assert (gone.status, (await gone.json())["id"]) == (410, "erased")
    receipt = (await one.get("/api/review"))["receipts"][0]
    assert (receipt["kind"], receipt["who"], receipt["why"]) == ("erased_call", "admin-1", "objection")
    again = await one.ask("POST", f"{path}/erasure", json={"ground": "objection"})
    assert again.status == 410


async def test_a_second_approval_of_one_erasure_finds_it_done(strict: Office) -> None:
    one, two = await strict.signed_in("admin-1"), await strict.signed_in("admin-2")
    path = f"/api/register/{call_id(1)}/erasure"
    first = await (await one.ask("POST", path, json={"ground": "mistake"})).json()
    second = await (await two.ask("POST", path, json={"ground": "mistake"})).json()
    assert await verdict(two, first["approval"]) == (200, "done")
    assert await verdict(one, second["approval"]) == (410, "erased")


async def test_without_the_option_one_admin_is_enough(office: Office) -> None:
    await office.tell(Told(1).whole())
    admin = await office.signed_in("admin-1")
    assert (await admin.ask("GET", "/api/log.csv")).status == 200
    assert (await admin.get("/api/directory"))["second_admin_for"] == []


async def test_a_shorter_retention_waits_and_a_longer_one_does_not(strict: Office) -> None:
    one, two = await strict.signed_in("admin-1"), await strict.signed_in("admin-2")
    decided = {"days": 730, "decision": "KS 2026/123"}
    shorter = await _wished(one, calls=decided)
    assert shorter["version"] is None
    assert (await _plan(one))["version"] == 0, "nothing is destroyed by it yet"
    [row] = (await two.get("/api/approvals"))["rows"]
    given = row["given"]
    assert (row["what"], given["plan"], given["decision"]) == ("retention", "calls – → 730", "KS 2026/123")
    assert await verdict(one, row["id"]) == (403, "own_request")
    assert await verdict(two, row["id"]) == (200, "done")
    now = await _plan(two)
    assert (now["version"], now["changed_by"], now["content"]["calls"]) == (1, "Admin One", decided)
    longer = await _wished(one, base=1, calls={"days": 800, "decision": "KS 2027/1"})
    assert (longer["approval"], longer["version"]["number"]) == (None, 2)
    body = {"number": 2, "base": 2}
    back = await (await one.ask("POST", "/api/settings/retention/undo", json=body)).json()
    assert back["version"] is None, "going back shortens too"


async def test_a_plan_that_changed_meanwhile_is_not_what_was_approved(strict: Office) -> None:
    one, two = await strict.signed_in("admin-1"), await strict.signed_in("admin-2")
    number = (await _wished(one, calls={"days": 730, "decision": "KS 2026/123"}))["approval"]
    notes = {"keep": False, "days": 60, "decision": ""}
    assert (await _wished(one, notes=notes))["version"]["number"] == 1
    assert await verdict(two, number) == (409, "not_now")
    assert (await _plan(one))["version"] == 1


async def _plan(admin: Browser) -> Any:
    areas = (await admin.get("/api/settings"))["areas"]
    return next(area for area in areas if area["area"] == "retention")


async def _wished(admin: Browser, *, base: int = 0, **values: Any) -> Any:
    content = (await _plan(admin))["content"] | values
    answer = await admin.ask("PUT", "/api/settings/retention", json={"content": content, "base": base})
    assert answer.status == 200, await answer.text()
    return await answer.json()


def test_every_route_that_gives_a_file_is_under_the_rule(strict: Office) -> None:
    """A file has its kind in its name, or says that it is one."""
    given = {
        route.resource.canonical
        for route in strict.app.router.routes()
        if route.resource is not None
        and route.method == "GET"
        and route.resource.canonical.startswith("/api/")
        and re.search(r"\.\w+$", route.resource.canonical)
    }
    assert given - {"/api/openapi.json"} == {path for path in FILES if "{" not in path}


async def test_nothing_else_says_that_it_is_a_file(strict: Office) -> None:
    admin = await strict.signed_in("admin-1")
    for path in (*AUDITED, *UNAUDITED):
        answer = await admin.ask("GET", concrete(path, kiosk="kiosk-1"))
        if "Content-Disposition" in answer.headers:
            assert path.partition("?")[0] in FILES


async def test_each_file_is_taken_as_the_rule_says(strict: Office) -> None:
    strict.clock.advance(45 * 24 * HOUR)
    admin = await strict.signed_in("admin-1")
    for path, taken in FILES.items():
        query = {"part": "languages"} if path.startswith("/api/statistics") else {}
        answer = await admin.ask("GET", path.replace("{call}", call_id(1)), params=query)
        match taken:
            case Taken.BY_TWO:
                assert (answer.status, (await answer.json())["id"]) == (403, "second_pair_needed")
            case Taken.ONE_CALL:
                assert answer.status == 200
                newest = (await strict.audit.page(Actor(who="inspector")))[0]
                assert newest.what is AuditAction.EXTRACT_CALL
            case Taken.AGGREGATED:
                assert answer.status in {200, 409}, "409: so few that even their sum is kept back"


async def test_a_file_that_nobody_approves_has_no_counts_even_for_an_admin(strict: Office) -> None:
    admin = await strict.signed_in("admin-1")
    days = {"from": "2026-01-01", "to": "2026-01-01"}
    page = await admin.ask("GET", "/api/statistics", params=days)
    assert page.status == 200, "an admin reads any days on the page, for the log is open to them"
    assert (await page.json())["files_of_months"] is True
    assert (await admin.get("/api/planning", **days))["files_of_months"] is True
    file = await admin.ask("GET", "/api/statistics.csv", params={**days, "part": "languages"})
    assert (file.status, (await file.json())["id"]) == (422, "whole_months_only")
    file = await admin.ask("GET", "/api/planning.csv", params=days)
    assert (file.status, (await file.json())["id"]) == (422, "whole_months_only")
    december = {"from": "2025-12-01", "to": "2025-12-31"}
    file = await admin.ask("GET", "/api/planning.csv", params=december)
    head = (await file.read()).decode("utf-8-sig").splitlines()[0]
    assert head == ";".join(f'"{name}"' for name in WITHOUT_COUNTS)


async def test_a_verdict_at_the_very_end_does_nothing_more(
    strict: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its time is over between the verdict and the deed."""
    one, two = await strict.signed_in("admin-1"), await strict.signed_in("admin-2")
    answer = await one.ask("POST", f"/api/register/{call_id(1)}/erasure", json={"ground": "mistake"})
    number = (await answer.json())["approval"]
    approvals = strict.records.approvals
    decide = approvals.decide

    async def late(asked: int, *, approve: bool, by: Actor) -> Approval:
        decided = await decide(asked, approve=approve, by=by)
        strict.clock.advance(24 * HOUR)
        return decided

    monkeypatch.setattr(approvals, "decide", late)
    assert await verdict(two, number) == (409, "not_now")
