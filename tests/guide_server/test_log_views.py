"""Selections of the log under a name: whose they are, how many, and what a name may be."""

import pytest

from signaling.store.session_log import saved_views
from tests.guide_server.office import Office

HOSTILE = (
    "' OR 1=1 --",
    "%",
    "<script>alert(1)</script>",
    "=1+1",
    "../../etc/passwd",
    "{{7*7}}",
    "سارة",
    "x" * 60,
)


async def test_a_view_is_its_owners_until_it_is_shared(office: Office) -> None:
    await office.add_person("admin-2", "Admin Two", ["admin"])
    one, two = await office.signed_in("admin-1"), await office.signed_in("admin-2")
    mine = {"name": "Mine", "selection": {"language": "ar", "period": "last_week"}}
    ours = {"name": "Ours", "shared": True, "selection": {"waited": "long", "sort": "wait_ms"}}
    for view in (mine, ours):
        assert (await one.ask("POST", "/api/log-views", json=view)).status == 200
    assert [view["name"] for view in (await one.get("/api/log-views"))["views"]] == ["Mine", "Ours"]
    [seen] = (await two.get("/api/log-views"))["views"]
    assert (seen["name"], seen["own"], seen["owner_name"]) == ("Ours", False, "Admin One")
    assert (seen["selection"]["waited"], seen["selection"]["sort"]) == ("long", "wait_ms")
    assert (await two.ask("DELETE", f"/api/log-views/{seen['id']}")).status == 404
    assert (await one.ask("DELETE", f"/api/log-views/{seen['id']}")).status == 204
    assert (await two.get("/api/log-views"))["views"] == []


async def test_a_name_is_one_view_and_the_newest_counts(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    for language in ("ar", "so"):
        view = {"name": "Mine", "selection": {"language": language, "page": 7, "why": "fault"}}
        await admin.ask("POST", "/api/log-views", json=view)
    [kept] = (await admin.get("/api/log-views"))["views"]
    assert (kept["selection"]["language"], kept["selection"]["page"], kept["selection"]["why"]) == (
        "so", 1, "follow_up",
    )  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_name_is_a_name(office: Office, name: str) -> None:
    admin = await office.signed_in("admin-1")
    answer = await admin.ask("POST", "/api/log-views", json={"name": name, "selection": {}})
    assert answer.status == 200
    assert [view["name"] for view in (await answer.json())["views"]] == [name]


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\u0000b", "\ud800"])
async def test_what_is_no_name_is_refused(office: Office, name: str) -> None:
    admin = await office.signed_in("admin-1")
    answer = await admin.ask("POST", "/api/log-views", json={"name": name, "selection": {}})
    assert (answer.status, (await answer.json())["id"]) == (400, "malformed")
    assert (await admin.get("/api/log-views"))["views"] == []


async def test_nobody_keeps_more_than_fifty(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "MOST", 2)
    admin = await office.signed_in("admin-1")
    for name, status in (("One", 200), ("Two", 200), ("Three", 409), ("Two", 200)):
        answer = await admin.ask("POST", "/api/log-views", json={"name": name, "selection": {}})
        assert answer.status == status, name


async def test_a_selection_of_another_version_is_read_as_all_calls(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    views = saved_views.SavedViews(office.database, pool=office.pool.id, clock=office.clock)
    await views.save("admin-1", "Old", {"mood": "good"}, shared=False)
    [view] = (await admin.get("/api/log-views"))["views"]
    assert view["selection"]["language"] is None
