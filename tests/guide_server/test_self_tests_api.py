"""UA7, UK29: an admin sees what each kiosk found, and may ask for another test."""

import uuid

import pytest

from guide_server.self_tests.self_tests_api import OVERDUE
from signaling.core.ids import KioskId
from signaling.ports import CheckResult, SelfTestResult
from signaling.store.audit import Actor, AuditAction
from signaling.store.self_tests import SelfTests
from tests.guide_server.office import Office

KIOSK = KioskId("kiosk-1")


def result(at: int, *faults: str) -> SelfTestResult:
    camera = CheckResult(name="camera", tried=True, faults=faults, figures={"brightness": 3.5}, about=())
    call = CheckResult(name="call", tried=False, faults=(), figures={}, about=())
    return SelfTestResult(id=str(uuid.uuid4()), at=at, checks=(camera, call))


@pytest.fixture
def tests(office: Office) -> SelfTests:
    return SelfTests(office.database, clock=office.clock)


async def test_a_kiosk_that_never_told_of_a_test_is_overdue(office: Office) -> None:
    page = await (await office.signed_in("admin-1")).get("/api/self-tests")
    assert page == {"kiosks": [{"kiosk": KIOSK, "newest": None, "overdue": True, "asked_at": None}]}


async def test_the_last_verdict_is_seen_until_it_is_too_old(office: Office, tests: SelfTests) -> None:
    admin, at = await office.signed_in("admin-1"), office.clock.now()
    await tests.keep(KIOSK, result(at - 1_000))
    await tests.keep(KIOSK, result(at, "camera_black"))
    (line,) = (await admin.get("/api/self-tests"))["kiosks"]
    assert (line["newest"]["at"], line["newest"]["sound"], line["overdue"]) == (at, False, False)
    assert line["newest"]["checks"] == [
        {
            "name": "camera", "tried": True, "faults": ["camera_black"], "figures": {"brightness": 3.5},
            "about": [],
        },
        {"name": "call", "tried": False, "faults": [], "figures": {}, "about": []},
    ]  # fmt: skip
    history = await admin.get(f"/api/kiosks/{KIOSK}/self-tests")
    assert [(test["at"], test["sound"]) for test in history["tests"]] == [(at, False), (at - 1_000, True)]
    office.clock.advance(OVERDUE + 1)
    admin = await office.signed_in("admin-1")
    (line,) = (await admin.get("/api/self-tests"))["kiosks"]
    assert line["overdue"]


async def test_a_wish_is_seen_audited_and_answered(office: Office, tests: SelfTests) -> None:
    admin = await office.signed_in("admin-1")
    assert (await admin.ask("POST", f"/api/kiosks/{KIOSK}/errands/self_test")).status == 204
    (line,) = (await admin.get("/api/self-tests"))["kiosks"]
    assert line["asked_at"] == office.clock.now()
    newest = (await office.audit.page(Actor(who="inspector")))[0]
    assert (newest.who, newest.what, newest.filter) == (
        "admin-1",
        AuditAction.ASK_SELF_TEST,
        {"kiosk": KIOSK},
    )
    office.clock.advance(60_000)
    await tests.keep(KIOSK, result(office.clock.now()))
    (line,) = (await admin.get("/api/self-tests"))["kiosks"]
    assert line["asked_at"] is None
