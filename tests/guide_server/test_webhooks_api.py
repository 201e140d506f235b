"""Webhooks as an admin handles them: add, try, pause, see what came of it, tell again, remove."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from guide_server.webhooks.reach import Reach
from signaling.store.audit import Actor, AuditAction
from signaling.store.webhooks.subscriptions import MOST
from tests.guide_server.office import Browser, Office, office_at
from tests.guide_server.receiver import answers, hangs, receiving
from tests.guide_server.webhook_world import LOOPBACK
from tests.store.histories import Told

NEW = {"name": "Case system", "url": "https://cases.example.org/hook", "stream": "calls"}


@pytest.fixture
async def office(sqlite_store: str) -> AsyncIterator[Office]:
    async with office_at(sqlite_store, reach=LOOPBACK) as office:
        yield office


async def add(admin: Browser, **changes: Any) -> dict[str, Any]:
    answer = await admin.ask("POST", "/api/webhooks", json=NEW | changes)
    assert answer.status == 200, await answer.text()
    made: dict[str, Any] = await answer.json()
    return made


async def listed(admin: Browser) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await admin.get("/api/webhooks"))["webhooks"]
    return found


async def test_its_secret_is_shown_once(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    made = await add(admin)
    assert made["secret"].startswith("whsec_")
    assert made["secret"] not in await (await admin.ask("GET", "/api/webhooks")).text()
    [hook] = await listed(admin)
    assert (hook["name"], hook["state"], hook["failures"]) == ("Case system", "active", 0)
    rotated = await (await admin.ask("POST", f"/api/webhooks/{made['id']}/secret")).json()
    assert rotated["secret"] != made["secret"]
    assert (await listed(admin))[0]["both_keys_until"] > office.clock.now()


async def test_a_ping_arrives_signed_and_says_what_came_of_it(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    async with receiving() as receiver:
        hook = await add(admin, url=receiver.url)
        receiver.behaviours = [answers(200), answers(500)]
        for status, fault in ((200, None), (500, "refused")):
            told = await (await admin.ask("POST", f"/api/webhooks/{hook['id']}/ping")).json()
            assert (told["status"], told["fault"]) == (status, fault)
        assert receiver.types == ["ping", "ping"]
        assert receiver.got[0].headers["webhook-signature"].startswith("v1,")
    attempts = (await admin.get(f"/api/webhooks/{hook['id']}/attempts"))["attempts"]
    assert [attempt["fault"] for attempt in attempts] == ["refused", None]
    assert (await listed(admin))[0]["failures"] == 0, "a ping is no failure of what is told"


async def test_pings_that_hang_are_not_many(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    async with receiving() as receiver:
        hook = await add(admin, url=receiver.url)
        receiver.behaviours = [hangs] * 4
        hanging = [
            asyncio.create_task(admin.ask("POST", f"/api/webhooks/{hook['id']}/ping")) for _ in range(4)
        ]
        while len(receiver.got) < 4:
            receiver.arrived.clear()
            await receiver.arrived.wait()
        answer = await admin.ask("POST", f"/api/webhooks/{hook['id']}/ping")
        assert (answer.status, (await answer.json())["id"]) == (503, "busy")
        for task in hanging:
            task.cancel()
        await asyncio.wait(hanging)


async def test_it_is_paused_renamed_and_removed(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    path = f"/api/webhooks/{(await add(admin))['id']}"
    change = {"name": "Another", "url": "https://example.org/", "state": "paused"}
    assert (await admin.ask("PATCH", path, json=change)).status == 204
    [hook] = await listed(admin)
    assert (hook["name"], hook["url"], hook["state"]) == ("Another", "https://example.org/", "paused")
    assert (await admin.ask("DELETE", path)).status == 204
    assert await listed(admin) == []
    for method, rest in (
        ("PATCH", ""),
        ("DELETE", ""),
        ("POST", "/secret"),
        ("POST", "/ping"),
        ("GET", "/attempts"),
    ):
        answer = await admin.ask(method, path + rest, **({"json": {}} if method == "PATCH" else {}))
        assert answer.status == (204 if method == "PATCH" else 404), (method, rest)


async def test_each_deed_is_audited(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    path = f"/api/webhooks/{(await add(admin))['id']}"
    await admin.ask("PATCH", path, json={"state": "paused"})
    await admin.ask("POST", f"{path}/secret")
    await admin.ask("POST", f"{path}/replay", json={"since": "2026-01-01"})
    await admin.ask("DELETE", path)
    rows = await office.audit.page(Actor(who="inspector"))
    assert [(row.what, row.who) for row in rows[:5]] == [
        (AuditAction.REMOVE_WEBHOOK, "admin-1"),
        (AuditAction.REPLAY_WEBHOOK, "admin-1"),
        (AuditAction.CHANGE_WEBHOOK, "admin-1"),
        (AuditAction.CHANGE_WEBHOOK, "admin-1"),
        (AuditAction.ADD_WEBHOOK, "admin-1"),
    ]
    assert "whsec_" not in str(rows)


async def test_a_day_is_the_municipalitys(office: Office) -> None:
    """From the first of January on, which begins an hour earlier in Sweden than in UTC."""
    office.clock.time -= 13 * 3_600_000 + 1
    await office.tell(Told(1).tapped())
    office.clock.advance(1)
    await office.tell(Told(2, kiosk="kiosk-2").tapped())
    admin = await office.signed_in("admin-1")
    hook = await add(admin, since=date(2026, 1, 1).isoformat())
    assert (await listed(admin))[0]["cursor"] == 1
    await admin.ask("POST", f"/api/webhooks/{hook['id']}/replay", json={"since": "2025-12-31"})
    assert (await listed(admin))[0]["cursor"] == 0


@pytest.mark.parametrize(
    "change",
    [
        {"url": "ftp://example.org/"}, {"url": "https://user:pass@example.org/"}, {"url": "https:///hook"},
        {"url": "https://example.org:99999/"}, {"url": "https://example.org/ x"}, {"url": "https://[::1/"},
        {"url": "https://example.org/" + "x" * 600}, {"url": "https://exämple.org/"}, {"url": "javascript:1"},
        {"name": ""}, {"name": " "}, {"name": "A\u202eB"}, {"name": "x" * 81},
        {"stream": "everything"}, {"since": "yesterday"}, {"since": "1999-12-31"}, {"since": "2026-02-30"},
        {"secret": "mine"},
    ],
)  # fmt: skip
async def test_a_bad_wish_adds_nothing(office: Office, change: dict[str, Any]) -> None:
    admin = await office.signed_in("admin-1")
    answer = await admin.ask("POST", "/api/webhooks", json=NEW | change)
    assert (answer.status, (await answer.json())["id"]) == (400, "malformed")
    assert await listed(admin) == []


async def test_a_name_is_given_once_and_there_are_not_too_many(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    await add(admin)
    assert (await (await admin.ask("POST", "/api/webhooks", json=NEW)).json())["id"] == "already_exists"
    for number in range(MOST - 1):
        await add(admin, name=f"System {number}")
    answer = await admin.ask("POST", "/api/webhooks", json=NEW | {"name": "One more"})
    assert (await answer.json())["id"] == "too_many"


async def test_without_tls_only_where_the_settings_allow_it(sqlite_store: str) -> None:
    async with office_at(sqlite_store, reach=Reach()) as office:
        admin = await office.signed_in("admin-1")
        answer = await admin.ask("POST", "/api/webhooks", json=NEW | {"url": "http://example.org/"})
        assert (await answer.json())["fields"][0]["field"] == "url"
        made = await add(admin)
        answer = await admin.ask("PATCH", f"/api/webhooks/{made['id']}", json={"url": "http://example.org/"})
        assert answer.status == 400


async def test_the_document_describes_what_is_posted(office: Office) -> None:
    document = await (await office.signed_in("admin-1")).get("/api/openapi.json")
    assert set(document["webhooks"]) == {
        "call.tapped", "call.live", "call.ended", "alarm.raised", "alarm.cleared", "ping",
    }  # fmt: skip
    told = document["webhooks"]["call.ended"]["post"]
    assert told["requestBody"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/CallMessage"
    }
