"""Changes of accounts as admins see them: tried out, made, told who and when, and taken back."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from guide_server.four_eyes import FourEyesRule
from guide_server.http.access import StaffRole
from signaling.core.events import CallTapped, GuideConnected, GuideStatusChanged, KioskConnected, Rang
from signaling.core.ids import GuideId, KioskId, Language, NeighbourhoodId, SiteId
from signaling.core.vocabulary import GuideStatus
from signaling.store.approvals import Deed
from signaling.store.staff import StaffChange
from tests.guide_server.office import Browser, Office, office_at
from tests.store.histories import call_id

AMAL = "/api/guides/guide-1"
KIOSK, SITE, PLACE = KioskId("kiosk-1"), SiteId("varby-library"), NeighbourhoodId("varby")


@pytest.fixture
async def strict(sqlite_store: str) -> AsyncIterator[Office]:
    """Roles need two admins here."""
    async with office_at(sqlite_store, four_eyes=FourEyesRule(deeds=frozenset({Deed.ROLES}))) as office:
        await office.add_person("admin-2", "Admin Two", [StaffRole.ADMIN])
        yield office


async def preview(admin: Browser, change: dict[str, Any], of: str = AMAL) -> Any:
    answer = await admin.ask("POST", f"{of}/preview", json=change)
    assert answer.status == 200, await answer.text()
    return await answer.json()


async def history(admin: Browser) -> list[Any]:
    versions: list[Any] = (await admin.get(f"{AMAL}/versions"))["versions"]
    return versions


@pytest.mark.parametrize("dialect", ["sqlite", "postgres"])
async def test_a_change_is_told_with_who_why_and_what_it_was_before(
    dialect: str, request: pytest.FixtureRequest
) -> None:
    async with office_at(request.getfixturevalue(f"{dialect}_store")) as office:
        admin = await office.signed_in("admin-1")
        change = {"languages": ["so"], "password": "another long one", "note": "Back from leave"}
        assert (await admin.ask("PATCH", AMAL, json=change)).status == 200
        newest, first = await history(admin)
        assert (newest["number"], newest["who"], newest["note"]) == (2, "Admin One", "Back from leave")
        assert (newest["password"], newest["is_new"], newest["approved_by"]) == (True, False, None)
        told = {each["field"]: (each["before"], each["after"]) for each in newest["changes"]}
        assert told["languages"] == (["sv", "ar"], ["so"])
        assert set(told) == {"languages", "skills"}
        assert (first["number"], first["is_new"]) == (1, True)
        assert "argon2" not in str([newest, first])


async def test_what_changes_nothing_is_no_version(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    same = {"languages": ["sv", "ar"], "roles": ["guide"], "active": True}
    assert (await preview(admin, same))["changes"] == []
    assert (await admin.ask("PATCH", AMAL, json=same)).status == 200
    assert len(await history(admin)) == 1


async def test_a_preview_changes_nothing(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    tried = await preview(admin, {"languages": ["ar"], "active": False})
    assert [each["field"] for each in tried["changes"]] == ["languages", "skills", "active"]
    assert (tried["waits"], tried["base"]) == (False, 1)
    assert len(await history(admin)) == 1
    account = await office.staff.account_of("guide-1")
    assert account is not None
    assert account.active


async def test_it_says_which_language_nobody_else_speaks_and_who_waits_in_it(office: Office) -> None:
    await office.add_person("guide-2", "Guide Two", [StaffRole.GUIDE], ["sv"])
    await office.add_person("closed", "Closed", [StaffRole.GUIDE], ["ar"])
    await office.staff.change("closed", StaffChange(active=False))
    admin = await office.signed_in("admin-1")
    lost = {"id": "last_speaker", "params": {"language": "ar", "calls": 0}}
    assert (await preview(admin, {"active": False}))["effects"] == [lost]
    assert (await preview(admin, {"roles": ["analyst"]}))["effects"] == [lost]
    assert (await preview(admin, {"languages": ["ar"]}))["effects"] == []


async def test_it_says_whom_it_takes_from_the_desk(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    call = call_id(1)
    await office.tell(
        (
            KioskConnected(kiosk=KIOSK, epoch=1, site=SITE, neighbourhood=PLACE),
            GuideConnected(guide=GuideId("guide-1"), epoch=1, languages=(Language("sv"), Language("ar"))),
            GuideStatusChanged(guide=GuideId("guide-1"), status=GuideStatus.AVAILABLE),
        )
    )
    effects = (await preview(admin, {"active": False}))["effects"]
    assert effects[-1] == {"id": "at_work", "params": {}}
    await office.tell(
        (
            CallTapped(
                call=call, kiosk=KIOSK, site=SITE, neighbourhood=PLACE, language=Language("ar"), tapped_at=0
            ),
            Rang(call=call, guide=GuideId("guide-1"), epoch=1, until=10**13, because="ar"),
        )
    )
    effects = (await preview(admin, {"active": False}))["effects"]
    assert {"id": "last_speaker", "params": {"language": "ar", "calls": 1}} in effects
    assert effects[-1] == {"id": "in_call", "params": {}}
    assert (await preview(admin, {"topics": ["school"]}))["effects"] == []


async def test_it_says_which_language_nobody_else_interprets(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    assert (await admin.ask("PATCH", AMAL, json={"interprets": ["so"]})).status == 200
    effects = (await preview(admin, {"interprets": []}))["effects"]
    assert effects == [{"id": "last_interpreter", "params": {"language": "so"}}]


async def test_it_says_when_one_admin_is_left_where_two_are_needed(strict: Office) -> None:
    admin = await strict.signed_in("admin-1")
    effects = (await preview(admin, {"active": False}, of="/api/guides/admin-2"))["effects"]
    assert effects == [{"id": "one_admin_left", "params": {}}]


async def test_one_does_not_try_out_what_one_may_not_do(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    own = await admin.ask("POST", "/api/guides/admin-1/preview", json={"roles": ["guide"]})
    assert (own.status, (await own.json())["id"]) == (403, "own_request")
    assert (await admin.ask("POST", "/api/guides/nobody/preview", json={})).status == 404
    assert (await admin.ask("GET", "/api/guides/nobody/versions")).status == 404


async def test_what_somebody_else_changed_meanwhile_is_not_overwritten(office: Office) -> None:
    await office.add_person("admin-2", "Admin Two", [StaffRole.ADMIN])
    one, two = await office.signed_in("admin-1"), await office.signed_in("admin-2")
    base = (await preview(one, {"languages": ["ar"]}))["base"]
    assert (await two.ask("PATCH", AMAL, json={"topics": ["school"]})).status == 200
    late = await one.ask("PATCH", AMAL, json={"languages": ["ar"], "base": base})
    assert (late.status, (await late.json())["id"]) == (409, "guide_changed")
    base = (await preview(one, {"languages": ["ar"]}))["base"]
    assert (await one.ask("PATCH", AMAL, json={"languages": ["ar"], "base": base})).status == 200


async def test_roles_put_back_wait_like_any_others_and_tell_who_approved(strict: Office) -> None:
    one, two = await strict.signed_in("admin-1"), await strict.signed_in("admin-2")
    wish = {"roles": ["guide", "leader"], "note": "Stands in", "undoes": 1}
    assert (await preview(one, {"roles": ["guide", "leader"]}))["waits"] is True
    answer = await one.ask("PATCH", AMAL, json=wish)
    assert await answer.json() == {"waits": True}
    assert len(await history(one)) == 1
    number = (await two.get("/api/approvals"))["rows"][0]["id"]
    verdict = await two.ask("POST", f"/api/approvals/{number}/verdict", json={"approve": True})
    assert verdict.status == 200
    newest = (await history(one))[0]
    assert (newest["who"], newest["approved_by"], newest["note"]) == ("Admin One", "Admin Two", "Stands in")
    assert newest["undoes"] == 1
    assert newest["changes"] == [{"field": "roles", "before": ["guide"], "after": ["guide", "leader"]}]


async def test_an_account_with_many_changes_is_told_page_by_page(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    for turn in range(21):
        topics = ["school"] if turn % 2 == 0 else []
        assert (await admin.ask("PATCH", AMAL, json={"topics": topics})).status == 200
    page = await admin.get(f"{AMAL}/versions")
    assert ([page["versions"][0]["number"], len(page["versions"])], page["more"]) == ([22, 20], True)
    rest = await admin.get(f"{AMAL}/versions", before="3")
    assert ([version["number"] for version in rest["versions"]], rest["more"]) == ([2, 1], False)
