"""UA7: an admin or a technician asks a kiosk for something from afar, and sees what came of it."""

import pytest

from guide_server.http.problems import KioskNotInUse, KioskUnable
from signaling.core.ids import KioskId
from signaling.ports import Errand, ErrandOutcome
from signaling.store.audit import Actor, AuditAction
from signaling.store.errands import LIFE
from tests.guide_server.office import Browser, Office

KIOSK = KioskId("kiosk-1")
ALL = frozenset(Errand)
ONE = f"/api/kiosks/{KIOSK}/errands"


async def states(browser: Browser) -> dict[str, tuple[str, str | None]]:
    (line,) = (await browser.get("/api/errands"))["kiosks"]
    return {each["errand"]: (each["state"], each["outcome"]) for each in line["asked"]}


async def able(browser: Browser) -> list[str]:
    (line,) = (await browser.get("/api/errands"))["kiosks"]
    return list(line["able"])


async def test_a_technician_asks_for_a_restart_and_sees_it_done(office: Office) -> None:
    errands, technician = office.records.errands, await office.signed_in("technician-1")
    await errands.heard(KIOSK, run="first", able=ALL)
    assert await able(technician) == ["restart", "self_test", "update"]
    assert (await technician.ask("POST", f"{ONE}/restart")).status == 204
    assert await states(technician) == {"restart": ("asked", None)}
    await errands.heard(KIOSK, run="first", able=ALL)
    assert await states(technician) == {"restart": ("heard", None)}
    await errands.heard(KIOSK, run="second", able=ALL)
    assert await states(technician) == {"restart": ("done", "done")}
    newest = (await office.audit.page(Actor(who="inspector")))[0]
    assert (newest.who, newest.what, newest.filter) == (
        "technician-1",
        AuditAction.ASK_RESTART,
        {"kiosk": KIOSK},
    )


async def test_what_was_not_heard_and_what_was_not_done_are_told_apart(office: Office) -> None:
    errands, admin = office.records.errands, await office.signed_in("admin-1")
    await errands.heard(KIOSK, run="first", able=ALL)
    for errand in ("restart", "update"):
        assert (await admin.ask("POST", f"{ONE}/{errand}")).status == 204
    await errands.heard(KIOSK, run="first", able=frozenset({Errand.SELF_TEST, Errand.UPDATE}))
    office.clock.advance(LIFE)
    admin = await office.signed_in("admin-1")
    assert await states(admin) == {"restart": ("unheard", None), "update": ("undone", None)}


async def test_what_came_of_an_update_is_seen(office: Office) -> None:
    errands, admin = office.records.errands, await office.signed_in("admin-1")
    await errands.heard(KIOSK, run="first", able=ALL)
    await admin.ask("POST", f"{ONE}/update")
    asked_at = office.clock.now()
    await errands.report(KIOSK, Errand.UPDATE, asked_at=asked_at, outcome=ErrandOutcome.WENT_BACK)
    assert await states(admin) == {"update": ("done", "went_back")}


@pytest.mark.parametrize("errand", ["restart", "update"])
async def test_a_kiosk_that_cannot_do_it_is_not_asked(office: Office, errand: str) -> None:
    admin = await office.signed_in("admin-1")
    assert await able(admin) == ["self_test"]
    answer = await admin.ask("POST", f"{ONE}/{errand}")
    assert (answer.status, (await answer.json())["id"]) == (409, KioskUnable.id)
    assert await states(admin) == {}


async def test_a_revoked_kiosk_cannot_be_asked_for_anything(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    await office.records.errands.heard(KIOSK, run="first", able=ALL)
    await office.directory.revoke_kiosk(KIOSK)
    assert await able(admin) == []
    for errand in Errand:
        answer = await admin.ask("POST", f"{ONE}/{errand}")
        assert (answer.status, (await answer.json())["id"]) == (409, KioskNotInUse.id)


async def test_an_errand_that_nobody_knows_is_not_there(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    assert (await admin.ask("POST", f"{ONE}/dance")).status == 404
