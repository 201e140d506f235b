"""Alarms from the live pool into the store, onto the page and out to who is told."""

from collections.abc import AsyncIterator

import pytest

from guide_server.alarms.symptoms import AlarmRules
from guide_server.alarms.watch import AlarmWatch
from guide_server.duty import Duty
from signaling.core.events import KioskConnected, KioskLost
from signaling.core.ids import KioskId, NeighbourhoodId, SiteId
from signaling.core.pool_settings import MINUTE
from signaling.ports import CheckResult, SelfTestResult
from signaling.store.webhooks.subscriptions import Attempt, DeliveryFault, Stream
from tests.guide_server.office import Office, office_at
from tests.guide_server.webhook_world import ADMIN

KIOSK = KioskId("kiosk-1")


def watch_of(office: Office, name: str = "node-1") -> AlarmWatch:
    return AlarmWatch(
        alarms=office.records.alarms,
        pool=lambda: office.pool,
        directory=office.directory,
        webhooks=office.records.webhooks,
        self_tests=office.records.self_tests,
        rules=AlarmRules(),
        duty=Duty(office.records.leases, "alarms", owner=name, deed=10),
        clock=office.clock,
    )


async def in_use(office: Office) -> None:
    """The kiosk is enrolled and has contact."""
    code = await office.directory.make_enrolment_code(KIOSK)
    await office.directory.enrol(code.code, b"k" * 32)
    place, site = NeighbourhoodId("varby"), SiteId("varby-library")
    await office.tell([KioskConnected(kiosk=KIOSK, epoch=1, site=site, neighbourhood=place)])


async def minutes(office: Office, watch: AlarmWatch, count: int) -> None:
    for _ in range(count):
        office.clock.advance(MINUTE)
        await watch.look()


@pytest.fixture(params=["sqlite", "postgresql"])
async def office(request: pytest.FixtureRequest) -> AsyncIterator[Office]:
    address = request.getfixturevalue("sqlite_store" if request.param == "sqlite" else "postgres_store")
    async with office_at(address) as office:
        yield office


async def test_a_dark_kiosk_is_seen_by_leaders_and_admins_until_it_is_back(office: Office) -> None:
    await in_use(office)
    watch = watch_of(office)
    await office.tell([KioskLost(kiosk=KIOSK, epoch=1)])
    await minutes(office, watch, 12)
    for who in ("leader-1", "admin-1"):
        [alarm] = (await (await office.signed_in(who)).get("/api/alarms"))["lasting"]
        assert (alarm["kind"], alarm["subject"]) == ("kiosk_dark", "kiosk-1")
        assert alarm["name"] == "Entrén, Vårby bibliotek"

    place, site = NeighbourhoodId("varby"), SiteId("varby-library")
    await office.tell([KioskConnected(kiosk=KIOSK, epoch=2, site=site, neighbourhood=place)])
    await minutes(office, watch, 4)
    page = await (await office.signed_in("leader-1")).get("/api/alarms")
    assert page["lasting"] == []
    assert page["over"][0]["until"] > page["over"][0]["since"]


async def test_an_alarm_outlives_a_restart_and_is_not_raised_twice(office: Office) -> None:
    await in_use(office)
    watch = watch_of(office)
    await office.tell([KioskLost(kiosk=KIOSK, epoch=1)])
    await minutes(office, watch, 12)
    await minutes(office, watch_of(office), 30)
    assert len(await office.records.alarms.notices(0, limit=10)) == 1


async def test_a_failed_self_test_is_an_alarm_until_one_is_passed(office: Office) -> None:
    await in_use(office)
    watch = watch_of(office)
    broken: tuple[str, ...] = ("dark",)
    for faults, lasting in ((broken, ["self_test_failed"]), ((), [])):
        office.clock.advance(MINUTE)
        camera = CheckResult(name="camera", tried=True, faults=faults, figures={}, about=())
        result = SelfTestResult(id=str(len(faults)), at=office.clock.now(), checks=(camera,))
        await office.records.self_tests.keep(KIOSK, result)
        await watch.look()
        assert [alarm.subject.kind for alarm in await office.records.alarms.lasting()] == lasting


async def test_of_two_nodes_one_watches(office: Office) -> None:
    await in_use(office)
    one, other = watch_of(office, "one"), watch_of(office, "other")
    await office.tell([KioskLost(kiosk=KIOSK, epoch=1)])
    for _ in range(15):
        office.clock.advance(MINUTE)
        await one.look()
        await other.look()
    assert len(await office.records.alarms.notices(0, limit=10)) == 1


async def test_a_webhook_that_gave_up_is_an_alarm_until_it_goes_on(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    hook = await office.records.webhooks.add(
        name="case system", url="https://example.org/", stream=Stream.CALLS, since=None, by=ADMIN
    )
    await _give_up(office, hook.id)
    watch = watch_of(office)
    await watch.look()
    [alarm] = (await admin.get("/api/alarms"))["lasting"]
    assert (alarm["kind"], alarm["name"]) == ("webhook_disabled", "case system")
    assert (await admin.ask("PATCH", f"/api/webhooks/{hook.id}", json={"state": "active"})).status == 204
    await watch.look()
    assert (await admin.get("/api/alarms"))["lasting"] == []


async def _give_up(office: Office, webhook: str) -> None:
    now = office.clock.now()
    attempt = Attempt(message="call_1", at=now, took_ms=5, status=410, fault=DeliveryFault.GONE)
    told = await office.records.webhooks.find(webhook)
    await office.records.cursors.failed(told, attempt, next_at=now, disable=True)
