"""A new account as admins see it before it is added: what it brings, and whether it may be."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from guide_server.four_eyes import FourEyesRule
from guide_server.http.access import StaffRole
from signaling.core.events import CallTapped, KioskConnected
from signaling.core.ids import KioskId, Language, NeighbourhoodId, SiteId
from signaling.store.approvals import Deed
from signaling.store.staff import StaffChange
from tests.guide_server.office import PASSWORD, Browser, Office, office_at
from tests.store.histories import call_id

SABA = {"login": "saba", "name": "Saba", "password": PASSWORD, "languages": ["sv", "so"]}
KIOSK, SITE, PLACE = KioskId("kiosk-1"), SiteId("varby-library"), NeighbourhoodId("varby")


@pytest.fixture
async def strict(sqlite_store: str) -> AsyncIterator[Office]:
    """Roles need two admins here."""
    async with office_at(sqlite_store, four_eyes=FourEyesRule(deeds=frozenset({Deed.ROLES}))) as office:
        yield office


async def tried(admin: Browser, **wish: Any) -> Any:
    answer = await admin.ask("POST", "/api/guides/preview", json={**SABA, **wish})
    assert answer.status == 200, await answer.text()
    return await answer.json()


async def refused(admin: Browser, path: str, **wish: Any) -> tuple[int, str]:
    answer = await admin.ask("POST", path, json={**SABA, **wish})
    return answer.status, (await answer.json())["id"]


async def test_it_says_which_languages_gain_a_guide_and_who_waits_in_them(office: Office) -> None:
    await office.add_person("closed", "Closed", [StaffRole.GUIDE], ["so"])
    await office.staff.change("closed", StaffChange(active=False))
    tapped = CallTapped(
        call=call_id(1), kiosk=KIOSK, site=SITE, neighbourhood=PLACE, language=Language("so"), tapped_at=0
    )
    await office.tell((KioskConnected(kiosk=KIOSK, epoch=1, site=SITE, neighbourhood=PLACE), tapped))
    admin = await office.signed_in("admin-1")
    told = await tried(admin, interprets=["ar"])
    assert told["effects"] == [
        {"id": "further_speaker", "params": {"language": "sv", "guides": 1}},
        {"id": "first_speaker", "params": {"language": "so", "calls": 1}},
        {"id": "first_interpreter", "params": {"language": "ar"}},
    ]
    assert (told["waits"], told["base"]) == (False, 0)
    after = {each["field"]: each["after"] for each in told["changes"]}
    assert (after["name"], after["roles"], after["languages"]) == ("Saba", ["guide"], ["sv", "so"])


async def test_it_says_that_who_is_no_guide_is_rung_for_nobody(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    assert (await tried(admin, roles=["analyst"]))["effects"] == [{"id": "not_rung", "params": {}}]
    assert (await tried(admin, roles=["analyst"], languages=[]))["effects"] == []


async def test_a_preview_adds_nobody(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    before = await office.staff.accounts()
    await tried(admin)
    assert await office.staff.accounts() == before


async def test_it_is_refused_what_adding_is_refused(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    for path in ("/api/guides/preview", "/api/guides"):
        assert await refused(admin, path, login="guide-1") == (409, "already_exists")
        assert await refused(admin, path, languages=["tlh"]) == (400, "malformed")
        assert await refused(admin, path, topics=["astrology"]) == (400, "malformed")
        assert await refused(admin, path, password=None) == (400, "malformed")
        assert await refused(admin, path, password="short") == (400, "malformed")
        assert await refused(admin, path, roles=[]) == (400, "malformed")


async def test_it_says_that_another_admin_must_approve_and_the_history_why_it_was_added(
    strict: Office,
) -> None:
    admin = await strict.signed_in("admin-1")
    assert (await tried(admin))["waits"] is False
    assert (await tried(admin, roles=["guide", "leader"]))["waits"] is True
    answer = await admin.ask("POST", "/api/guides", json={**SABA, "note": "Somali was missing"})
    made = await answer.json()
    (version,) = (await admin.get(f"/api/guides/{made['id']}/versions"))["versions"]
    assert (version["is_new"], version["note"]) == (True, "Somali was missing")
