"""The plan of retention with its receipts, the proof of the chains, and one call of the register."""

from typing import Any

import pytest
from sqlalchemy import text

from guide_server.review import review_api
from signaling.core.vocabulary import CallOutcome
from signaling.store.audit import Actor, AuditAction
from signaling.store.verification import verify
from tests.guide_server.office import Browser, Office
from tests.store.histories import Told, call_id

DAY = 86_400_000


async def proof_of(browser: Browser) -> Any:
    """What the chains are found to be, once they have been read."""
    await browser.ask("POST", "/api/review/proof")
    proof = {"running": True}
    while proof["running"]:
        proof = (await browser.get("/api/review"))["proof"]
    return proof


async def test_the_plan_names_its_decisions_and_the_next_day_of_destruction(office: Office) -> None:
    await office.tell(Told(1).whole())
    page = await (await office.signed_in("admin-1")).get("/api/review")
    plan = {line["kind"]: line for line in page["plan"]}
    assert plan["calls"] == {
        "kind": "calls", "days": 730, "decision": "KS 2026/123 § 4", "due": {}, "next": "2028-01-02",
    }  # fmt: skip
    assert (plan["audit"]["days"], plan["audit"]["next"]) == (None, None)
    assert plan["notes"]["next"] is None
    assert page["receipts"] == []


async def test_receipts_are_shown_the_newest_first_and_paged(office: Office) -> None:
    await office.tell(Told(1).whole())
    office.clock.advance(731 * DAY)
    await office.tell(Told(2).whole())
    admin = await office.signed_in("admin-1")
    assert {line["kind"]: line["due"] for line in (await admin.get("/api/review"))["plan"]}["calls"] == {
        "call": 1, "ring": 1, "note": 0, "event": 9,
    }  # fmt: skip
    await office.retention.run(Actor(who="retention"))
    receipts = (await admin.get("/api/review"))["receipts"]
    newest = next(row for row in receipts if row["kind"] == "calls")
    assert newest["counts"] == {"call": 1, "ring": 1, "note": 0, "event": 9}
    assert newest["decision"] == "KS 2026/123 § 4"
    older = (await admin.get("/api/review/receipts", before=str(receipts[0]["id"])))["receipts"]
    assert all(row["id"] < receipts[0]["id"] for row in older)


async def test_the_proof_is_read_when_asked_for_and_says_where_it_breaks(office: Office) -> None:
    await office.tell(Told(1).whole())
    admin = await office.signed_in("admin-1")
    assert (await admin.get("/api/review"))["proof"] == {"running": False, "at": None, "chains": []}
    proof = await proof_of(admin)
    assert [chain["name"] for chain in proof["chains"]] == ["journal huddinge", "audit", "receipts"]
    assert [chain["broken"] for chain in proof["chains"]] == [None, None, None]
    assert proof["at"] == office.clock.now()
    for statement in ("DROP TRIGGER event_is_final", "UPDATE event SET at = at + 1 WHERE seq = 3"):
        await office.database.write(
            lambda connection: connection.execute(text(statement)).rowcount  # noqa: B023
        )
    broken = [chain["broken"] for chain in (await proof_of(admin))["chains"]]
    assert broken == ["entry 3 or the one before it was changed", None, None]


async def test_one_call_is_given_out_whole_and_its_reading_is_in_the_audit(office: Office) -> None:
    await office.tell(Told(1).whole())
    admin = await office.signed_in("admin-1")
    await admin.get(f"/api/log/{call_id(1)}", why="complaint")
    found = await admin.get(f"/api/register/{call_id(1)}", why="public_records_request")
    assert found["call"]["id"] == call_id(1)
    assert found["entries"][0]["type"] == "call_tapped"
    assert len(found["rings"]) == 1
    assert [(row["who"], row["what"], row["why"]) for row in found["readings"]] == [
        ("admin-1", "read_call", "complaint")
    ]
    assert found["destroyed_on"] == "2028-01-02"
    newest = (await office.audit.page(Actor(who="inspector")))[0]
    assert (newest.what, newest.why) == (AuditAction.EXTRACT_CALL, "public_records_request")


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_there_is_an_answer_for_every_call_that_is_not_there(office: Office, method: str) -> None:
    open_call, over = Told(2, kiosk="kiosk-2"), Told(1)
    events = [*over.tapped(), *over.ended(CallOutcome.ABANDONED_WAITING), *open_call.tapped()]
    await office.tell(events)
    admin = await office.signed_in("admin-1")

    async def asked(call: str) -> tuple[int, str]:
        path = f"/api/register/{call}" + ("" if method == "GET" else "/erasure")
        body = {} if method == "GET" else {"json": {"ground": "objection"}}
        answer = await admin.ask(method, path, **body)
        return answer.status, (await answer.json()).get("id", "")

    assert await asked(call_id(77)) == (404, "not_found")
    assert await asked("not-a-call") == (404, "not_found")
    assert await asked(open_call.id) == ((200, "") if method == "GET" else (409, "not_now"))
    erased = await admin.ask("POST", f"/api/register/{over.id}/erasure", json={"ground": "unlawful"})
    assert (await erased.json())["receipt"]["why"] == "unlawful"
    assert await asked(over.id) == (410, "erased")


async def test_a_ground_must_be_one_of_the_list(office: Office) -> None:
    await office.tell(Told(1).whole())
    admin = await office.signed_in("admin-1")
    for body in ({}, {"ground": "because"}, {"ground": "objection", "more": 1}):
        assert (await admin.ask("POST", f"/api/register/{call_id(1)}/erasure", json=body)).status == 400
    assert (await admin.get("/api/log"))["total"] == 1


@pytest.mark.parametrize(
    ("table", "column", "broken"),
    [
        ("audit", "filter", [None, "a row cannot be read", None]),
        ("receipt", "counts", [None, None, "a row cannot be read"]),
    ],
)
async def test_a_row_that_cannot_be_read_any_more_breaks_its_chain(
    office: Office, table: str, column: str, broken: list[str | None]
) -> None:
    await office.tell(Told(1).whole())
    office.clock.advance(731 * DAY)
    await office.tell(Told(2).whole())
    await office.retention.run(Actor(who="retention"))
    for statement in (f"DROP TRIGGER {table}_is_final", f"UPDATE {table} SET {column} = 'nonsense'"):
        await office.database.write(
            lambda connection: connection.execute(text(statement)).rowcount  # noqa: B023
        )
    assert [verdict.broken for verdict in await verify(office.database)] == broken


async def test_a_proof_that_fails_is_not_waited_for(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(review_api, "verify", fails)
    assert (await proof_of(await office.signed_in("admin-1")))["running"] is False
