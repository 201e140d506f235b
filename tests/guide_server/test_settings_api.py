"""Settings that admins change: shown, previewed, made, undone; nobody overwrites what they have not seen."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from signaling.own_texts import texts_of_this_version
from signaling.store.audit import Actor, AuditAction
from tests.guide_server.office import Browser, Office, office_at


@pytest.fixture(params=["sqlite", "postgres"])
async def served(request: pytest.FixtureRequest) -> AsyncIterator[Office]:
    async with office_at(request.getfixturevalue(f"{request.param}_store")) as office:
        yield office


async def area(admin: Browser, name: str) -> Any:
    page = await admin.get("/api/settings")
    return next(each for each in page["areas"] if each["area"] == name)


async def change(admin: Browser, name: str, base: int, note: str = "", **values: Any) -> Any:
    content = (await area(admin, name))["content"] | values
    body = {"content": content, "base": base} | ({"note": note} if note else {})
    answer = await admin.ask("PUT", f"/api/settings/{name}", json=body)
    return answer.status, await answer.json()


async def test_at_first_everything_is_from_the_file(served: Office) -> None:
    admin = await served.signed_in("admin-1")
    page = await admin.get("/api/settings")
    assert [each["area"] for each in page["areas"]] == [
        "languages", "hours", "sites", "topics", "waiting", "retention", "texts"
    ]  # fmt: skip
    assert all(each["version"] == 0 and each["from_file"] for each in page["areas"])
    assert all(each["content"] == each["file"] for each in page["areas"])


async def test_a_change_is_in_force_attributed_and_audited(served: Office) -> None:
    admin = await served.signed_in("admin-1")
    status, made = await change(admin, "waiting", 0, "Längre ring i jul", ring_seconds=40)
    assert (status, made["approval"], made["version"]["number"]) == (200, None, 1)
    now = await area(admin, "waiting")
    assert (now["version"], now["changed_by"], now["note"]) == (1, "Admin One", "Längre ring i jul")
    assert (now["content"]["ring_seconds"], now["file"]["ring_seconds"]) == (40, 25)
    [row] = [
        row
        for row in await served.audit.page(Actor(who="inspector"))
        if row.what is AuditAction.CHANGE_SETTINGS
    ]
    assert (row.who, row.filter) == ("admin-1", {"area": "waiting", "version": 1})


async def test_a_preview_tells_what_differs_and_changes_nothing(served: Office) -> None:
    admin = await served.signed_in("admin-1")
    content = (await area(admin, "waiting"))["content"] | {"ring_seconds": 40}
    answer = await admin.ask("POST", "/api/settings/waiting/preview", json={"content": content, "base": 0})
    assert answer.status == 200
    assert (await answer.json())["changes"] == [{"path": "ring_seconds", "before": 25, "after": 40}]
    assert (await area(admin, "waiting"))["version"] == 0


async def test_what_the_model_refuses_is_named_by_place_and_reason(served: Office) -> None:
    admin = await served.signed_in("admin-1")
    status, problem = await change(admin, "waiting", 0, ring_seconds=0)
    assert (status, problem["id"]) == (422, "invalid_settings")
    [fault] = problem["fields"]
    assert (fault["field"], fault["reason"]) == ("ring_seconds", "greater_than_equal")


async def test_whoever_was_slower_is_told(served: Office) -> None:
    admin = await served.signed_in("admin-1")
    assert (await change(admin, "waiting", 0, ring_seconds=40))[0] == 200
    status, problem = await change(admin, "waiting", 0, ring_seconds=50)
    assert (status, problem["id"]) == (409, "settings_changed")
    assert (await area(admin, "waiting"))["content"]["ring_seconds"] == 40


async def test_undo_makes_a_version_of_what_was_before(served: Office) -> None:
    admin = await served.signed_in("admin-1")
    for base, seconds in enumerate((40, 50)):
        await change(admin, "waiting", base, ring_seconds=seconds)
    body = {"number": 2, "base": 2, "note": "Too long"}
    made = (await (await admin.ask("POST", "/api/settings/waiting/undo", json=body)).json())["version"]
    assert (made["number"], made["undoes"], made["content"]["ring_seconds"]) == (3, 2, 40)
    body = {"number": 0, "base": 3}
    made = (await (await admin.ask("POST", "/api/settings/waiting/undo", json=body)).json())["version"]
    assert (made["number"], made["from_file"], made["content"]["ring_seconds"]) == (4, True, 25)
    versions = await admin.get("/api/settings/waiting/versions")
    assert [each["number"] for each in versions["versions"]] == [4, 3, 2, 1]
    older = await admin.get("/api/settings/waiting/versions", before="3")
    assert [each["number"] for each in older["versions"]] == [2, 1]


async def test_undo_knows_only_versions_that_there_are(served: Office) -> None:
    admin = await served.signed_in("admin-1")
    await change(admin, "waiting", 0, ring_seconds=40)
    for body, status in (({"number": 7, "base": 1}, 404), ({"number": 1, "base": 0}, 409)):
        answer = await admin.ask("POST", "/api/settings/waiting/undo", json=body)
        assert answer.status == status, body


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        ({"content": [], "base": 0}, 400, "malformed"),
        ({"content": {}, "base": -1}, 400, "malformed"),
        ({"content": {}, "base": 2**31}, 400, "malformed"),
        ({"content": {}, "base": "0"}, 400, "malformed"),
        ({"content": {}, "base": 0, "note": "a\u0000b"}, 400, "malformed"),
        ({"content": {}, "base": 0, "note": "x" * 501}, 400, "malformed"),
        ({"content": {"ring_seconds": 1e400}, "base": 0}, 422, "invalid_settings"),
        ({"content": {"ring_seconds": [[[[]]]]}, "base": 0}, 422, "invalid_settings"),
        ({"content": {"": 1}, "base": 0}, 422, "invalid_settings"),
        ({"content": {"x": "y" * 800_000}, "base": 0}, 413, "too_large"),
    ],
)
async def test_bad_input_is_refused_and_changes_nothing(
    office: Office, body: dict[str, Any], status: int, problem: str
) -> None:
    admin = await office.signed_in("admin-1")
    answer = await admin.ask("PUT", "/api/settings/waiting", json=body)
    assert (answer.status, (await answer.json())["id"]) == (status, problem)
    assert (await area(admin, "waiting"))["version"] == 0


async def test_there_are_no_other_areas(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    for path in ("/api/settings/mail", "/api/settings/waiting2", "/api/settings/WAITING"):
        answer = await admin.ask("PUT", path, json={"content": {}, "base": 0})
        assert answer.status == 404, path


async def test_notes_and_topics_follow_without_a_restart(served: Office) -> None:
    admin, guide = await served.signed_in("admin-1"), await served.signed_in("guide-1")
    note = {"text": "The printer is out of paper"}
    assert (await guide.ask("POST", "/api/desk/notes", json=note)).status == 403
    kept = {"keep": True, "days": 9, "decision": "KS 2026/124"}
    assert (await change(admin, "retention", 0, notes=kept))[0] == 200
    assert (await guide.ask("POST", "/api/desk/notes", json=note)).status == 204
    assert (await guide.get("/api/desk/notes"))["terms"] == {"days": 9, "decision": "KS 2026/124"}


async def test_a_municipality_with_words_of_its_own_in_every_language_fits(served: Office) -> None:
    """Every word of the kiosk said otherwise in each of its languages, and eighty topics with both names."""
    admin = await served.signed_in("admin-1")
    shipped = texts_of_this_version()
    own = {
        tag: {key: f"{text} " for key, text in texts.items() if not key.startswith("language.")}
        for tag, texts in shipped.items()
    }
    assert len(json.dumps(own, ensure_ascii=False).encode()) > 256 * 1024
    wish = {"content": own, "base": 0}
    assert (await admin.ask("POST", "/api/settings/texts/preview", json=wish)).status == 200
    assert (await admin.ask("PUT", "/api/settings/texts", json=wish)).status == 200
    topics = [f"topic_of_the_municipality_{number:02}" for number in range(80)]
    names = {topic: {"sv": "Ärende " * 10, "en": "Topic " * 10} for topic in topics}
    status, _ = await change(
        admin, "topics", 0, topics=topics, topic_groups={"all": topics}, names={"topics": names}
    )
    assert status == 200
    too_much = {"content": {"sv": {"start.lead": "x" * 800_000}}, "base": 1}
    refused = await admin.ask("PUT", "/api/settings/texts", json=too_much)
    assert (refused.status, (await refused.json())["id"]) == (413, "too_large")


async def test_own_names_are_for_everybody_who_works_here(served: Office) -> None:
    admin, guide = await served.signed_in("admin-1"), await served.signed_in("guide-1")
    nothing = await guide.get("/api/names")
    assert nothing == {"topic": {}, "topic_group": {}, "disposition": {}, "referral": {}}
    police = {"sv": "Polis", "en": "Police"}
    names = {"topics": {"bus_card": {"sv": "Busskort"}}, "referrals": {"police": police}}
    assert (await change(admin, "topics", 0, names=names))[0] == 200
    told = await guide.get("/api/names")
    assert told["topic"] == {"bus_card": {"sv": "Busskort", "en": None}}
    assert told["referral"] == {"police": {"sv": "Polis", "en": "Police"}}


@pytest.mark.parametrize(
    ("name", "field", "reason"),
    [
        ({"en": "Bus card"}, "names.topics.bus_card.sv", "missing"),
        ({"sv": " "}, "names.topics.bus_card.sv", "text_empty"),
        ({"sv": "x" * 81}, "names.topics.bus_card.sv", "string_too_long"),
        ({"sv": "Buss\u202ekort"}, "names.topics.bus_card.sv", "text_unsafe"),
    ],
)
async def test_a_name_is_needed_in_swedish_and_is_plain_text(
    office: Office, name: dict[str, str], field: str, reason: str
) -> None:
    admin = await office.signed_in("admin-1")
    status, problem = await change(admin, "topics", 0, names={"topics": {"bus_card": name}})
    assert (status, problem["id"]) == (422, "invalid_settings")
    assert [(each["field"], each["reason"]) for each in problem["fields"]] == [(field, reason)]
