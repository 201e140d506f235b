"""S1: every route × every role, and no route without an answer."""

import pytest
from aiohttp import web

from guide_server.app import mount
from guide_server.http.access import Access, RouteTable, StaffRole, UnguardedRoute
from guide_server.settings import GuideServerSettings
from guide_server.world import World
from signaling.core.pool import Pool
from signaling.settings import Settings
from signaling.settings_in_force import SettingsInForce
from signaling.store.engine import Database
from signaling.trials import TrialBench
from tests.fakes import ManualClock
from tests.guide_server.office import STOCKHOLM, Browser, Office, Wishes, concrete, records_of
from tests.store.histories import POOL, Told, call_id

CALL = f"/api/log/{call_id(1)}"
ROUTES = {
    ("POST", "/api/session"): Access.ANYONE,
    ("DELETE", "/api/session"): Access.SIGNED_IN,
    ("DELETE", "/api/sessions"): Access.SIGNED_IN,
    ("GET", "/api/me"): Access.SIGNED_IN,
    ("GET", "/api/ways-in"): Access.ANYONE,
    ("GET", "/api/me/account"): Access.SIGNED_IN,
    ("POST", "/api/me/password"): Access.SIGNED_IN,
    ("POST", "/api/me/second-step"): Access.SIGNED_IN,
    ("POST", "/api/me/second-step/confirmation"): Access.SIGNED_IN,
    ("POST", "/api/me/second-step/removal"): Access.SIGNED_IN,
    ("GET", "/api/shift"): Access.DESK,
    ("PATCH", "/api/shift"): Access.DESK,
    ("GET", "/api/check/relays"): Access.DESK,
    ("GET", "/api/check/echo"): Access.DESK,
    ("GET", "/api/openapi.json"): Access.SIGNED_IN,
    ("GET", "/api/log"): Access.ADMIN,
    ("GET", "/api/log.csv"): Access.ADMIN,
    ("GET", "/api/log.json"): Access.ADMIN,
    ("GET", "/api/log.xlsx"): Access.ADMIN,
    ("GET", "/api/log/public"): Access.ADMIN,
    ("GET", "/api/log-views"): Access.ADMIN,
    ("POST", "/api/log-views"): Access.ADMIN,
    ("DELETE", "/api/log-views/{view}"): Access.ADMIN,
    ("GET", "/api/log/{call}"): Access.ADMIN,
    ("GET", "/api/audit"): Access.ADMIN,
    ("GET", "/api/board"): Access.BOARD,
    ("POST", "/api/log/export-requests"): Access.ADMIN,
    ("GET", "/api/equality"): Access.FIGURES,
    ("GET", "/api/planning"): Access.BOARD,
    ("GET", "/api/planning.csv"): Access.BOARD,
    ("GET", "/api/planning/trial"): Access.BOARD,
    ("POST", "/api/planning/trials"): Access.BOARD,
    ("POST", "/api/planning/trials/{trial}/cancellation"): Access.BOARD,
    ("GET", "/api/alarms"): Access.OFFICE,
    ("GET", "/api/kiosks"): Access.KIOSKS,
    ("GET", "/api/tokens"): Access.ADMIN,
    ("POST", "/api/tokens"): Access.ADMIN,
    ("DELETE", "/api/tokens/{token}"): Access.ADMIN,
    ("GET", "/api/webhooks"): Access.ADMIN,
    ("POST", "/api/webhooks"): Access.ADMIN,
    ("PATCH", "/api/webhooks/{webhook}"): Access.ADMIN,
    ("DELETE", "/api/webhooks/{webhook}"): Access.ADMIN,
    ("POST", "/api/webhooks/{webhook}/secret"): Access.ADMIN,
    ("POST", "/api/webhooks/{webhook}/ping"): Access.ADMIN,
    ("POST", "/api/webhooks/{webhook}/replay"): Access.ADMIN,
    ("GET", "/api/webhooks/{webhook}/attempts"): Access.ADMIN,
    ("GET", "/api/equality/months/{month}"): Access.FIGURES,
    ("GET", "/api/statistics"): Access.FIGURES,
    ("GET", "/api/statistics.csv"): Access.FIGURES,
    ("POST", "/api/calls/{call}/priority"): Access.ADMIN,
    ("POST", "/api/calls/{call}/assignment"): Access.BOARD,
    ("POST", "/api/guides/{guide}/status"): Access.BOARD,
    ("POST", "/api/guides/{guide}/help"): Access.BOARD,
    ("GET", "/api/fleet"): Access.KIOSKS,
    ("GET", "/api/self-tests"): Access.KIOSKS,
    ("GET", "/api/kiosks/{kiosk}/self-tests"): Access.KIOSKS,
    ("GET", "/api/errands"): Access.KIOSKS,
    ("POST", "/api/kiosks/{kiosk}/errands/{errand}"): Access.KIOSKS,
    ("GET", "/api/directory"): Access.OFFICE,
    ("POST", "/api/kiosks/{kiosk}/enrolment-code"): Access.KIOSKS,
    ("POST", "/api/kiosks/{kiosk}/revocation"): Access.KIOSKS,
    ("POST", "/api/guides"): Access.ADMIN,
    ("POST", "/api/guides/preview"): Access.ADMIN,
    ("PATCH", "/api/guides/{guide}"): Access.ADMIN,
    ("POST", "/api/guides/{guide}/preview"): Access.ADMIN,
    ("GET", "/api/guides/{guide}/versions"): Access.ADMIN,
    ("DELETE", "/api/guides/{guide}/second-step"): Access.ADMIN,
    ("GET", "/api/desk/places/{kiosk}"): Access.DESK,
    ("GET", "/api/desk/day"): Access.DESK,
    ("GET", "/api/desk/notes"): Access.DESK,
    ("POST", "/api/desk/notes"): Access.DESK,
    ("PUT", "/api/desk/calls/{call}/note"): Access.DESK,
    ("GET", "/api/review"): Access.ADMIN,
    ("GET", "/api/review/receipts"): Access.ADMIN,
    ("POST", "/api/review/proof"): Access.ADMIN,
    ("GET", "/api/register/{call}"): Access.ADMIN,
    ("POST", "/api/register/{call}/erasure"): Access.ADMIN,
    ("GET", "/api/names"): Access.SIGNED_IN,
    ("GET", "/api/settings"): Access.ADMIN,
    ("GET", "/api/settings/texts/shipped"): Access.ADMIN,
    ("GET", "/api/settings/{area}/versions"): Access.ADMIN,
    ("POST", "/api/settings/{area}/preview"): Access.ADMIN,
    ("PUT", "/api/settings/{area}"): Access.ADMIN,
    ("POST", "/api/settings/{area}/undo"): Access.ADMIN,
    ("GET", "/api/approvals"): Access.ADMIN,
    ("POST", "/api/approvals/{approval}/verdict"): Access.ADMIN,
    ("GET", "/"): Access.ANYONE,
    ("GET", "/signin"): Access.ANYONE,
    ("GET", "/desk"): Access.ANYONE,
    ("GET", "/check"): Access.ANYONE,
    ("GET", "/account"): Access.ANYONE,
    ("GET", "/board"): Access.ANYONE,
    ("GET", "/admin"): Access.ANYONE,
    ("GET", "/signin/{file}"): Access.ANYONE,
    ("GET", "/desk/{file}"): Access.DESK,
    ("GET", "/check/{file}"): Access.DESK,
    ("GET", "/account/{file}"): Access.SIGNED_IN,
    ("GET", "/board/{file}"): Access.BOARD,
    ("GET", "/admin/{file}"): Access.OFFICE,
}
"""What was decided. A new route is added here by hand, after thought."""
STAFF = {"guide-1", "leader-1", "analyst-1", "technician-1", "admin-1"}
ADMITTED = {
    Access.ANYONE: {"nobody", "no-role", *STAFF},
    Access.SIGNED_IN: {"no-role", *STAFF},
    Access.DESK: {"guide-1", "leader-1"},
    Access.BOARD: {"leader-1", "admin-1"},
    Access.OFFICE: STAFF - {"guide-1"},
    Access.FIGURES: {"leader-1", "analyst-1", "admin-1"},
    Access.KIOSKS: {"technician-1", "admin-1"},
    Access.ADMIN: {"admin-1"},
}
"""`no-role` has an account, and waits for its first role."""


def test_the_table_knows_every_route(office: Office) -> None:
    served = {
        (route.method, route.resource.canonical)
        for route in office.app.router.routes()
        if route.resource is not None
    }
    assert served == set(ROUTES)


def test_every_role_is_somebody_in_the_table() -> None:
    assert {who.removesuffix("-1") for who in STAFF} == set(StaffRole)
    assert set(ADMITTED) == set(Access)


@pytest.mark.parametrize("who", ["nobody", "no-role", *sorted(STAFF)])
async def test_every_cell(office: Office, who: str) -> None:
    await office.add_person("no-role", "No Role", [])
    wrong = []
    browser = await _as(office, who)
    for (method, path), access in sorted(ROUTES.items(), key=_ending_sessions_last):
        if method == "DELETE":
            browser = await _as(office, who)
        status = (await browser.ask(method, concrete(path))).status
        refusal = 401 if who == "nobody" else 403
        if (status == refusal) is (who in ADMITTED[access]) or status == 500:
            wrong.append((method, path, who, status))
    assert wrong == []


async def _as(office: Office, who: str) -> Browser:
    return office.browser() if who == "nobody" else await office.signed_in(who)


def _ending_sessions_last(cell: tuple[tuple[str, str], Access]) -> bool:
    return cell[0][0] == "DELETE"


@pytest.mark.parametrize("access", Access)
def test_a_role_that_is_not_named_is_not_admitted(access: Access) -> None:
    assert access.admits(frozenset()) is (access in {Access.ANYONE, Access.SIGNED_IN})
    assert access.admits(None) is (access is Access.ANYONE)
    assert access.admits(frozenset(StaffRole))
    for role in StaffRole:
        admitted = f"{role}-1" in ADMITTED[access]
        assert access.admits(frozenset({role})) is admitted, role


async def test_someone_with_both_roles_has_both_rights(office: Office) -> None:
    await office.add_person("both", "Both", ["guide", "admin"])
    browser = await office.signed_in("both")
    assert (await browser.ask("GET", "/api/log")).status == 200
    assert (await browser.ask("GET", "/desk/")).status == 200


async def test_what_is_ones_own_and_what_is_not(office: Office) -> None:
    """Ownership: the route is open to the role, and what it gives or changes is theirs alone."""
    await office.add_person("admin-2", "Admin Two", ["admin"])
    await office.add_person("guide-2", "Guide Two", ["guide"], ["sv"])
    await office.tell(Told(1, guide="guide-2").whole())
    guide, admin = await office.signed_in("guide-1"), await office.signed_in("admin-1")

    assert (await guide.get("/api/desk/day"))["taken"] == 0, "their own day, not a colleague's"
    colleague = await office.signed_in("guide-2")
    assert (await colleague.get("/api/desk/day"))["taken"] == 1
    for change, status in (
        ({"roles": ["guide"]}, 403), ({"active": False}, 403), ({"roles": ["admin"]}, 200),
    ):  # fmt: skip
        answer = await admin.ask("PATCH", "/api/guides/admin-1", json=change)
        assert answer.status == status, change
    assert (await admin.ask("PATCH", "/api/guides/admin-2", json={"roles": ["analyst"]})).status == 200
    for login in ("analyst-1", "technician-1", "leader-1"):
        assert (await (await office.signed_in(login)).get("/api/directory"))["guides"] == [], login
    assert (await admin.get("/api/directory"))["guides"]


async def test_a_closed_account_is_out_at_once(office: Office) -> None:
    guide, admin = await office.signed_in("guide-1"), await office.signed_in("admin-1")
    assert (await admin.ask("PATCH", "/api/guides/guide-1", json={"active": False})).status == 200
    assert (await guide.ask("GET", "/api/me")).status == 401


async def test_an_app_with_a_forgotten_route_does_not_start(tmp_path: object) -> None:
    app = web.Application()
    database = Database(f"sqlite:///{tmp_path}/store.sqlite")
    clock = ManualClock()
    records = records_of(database, clock, ())
    settings = GuideServerSettings(public_url="http://desk.example", zone=STOCKHOLM)
    world = World(
        records=records,
        pool=lambda: Pool.empty(POOL),
        commands=Wishes(lambda: None),  # type: ignore[arg-type, return-value]  # nobody wishes anything
        bench=TrialBench(records.trials),
        clock=clock,
        settings=settings,
        in_force=SettingsInForce(Settings(), records.settings_versions),
    )
    mount(app, world, elsewhere=("/kiosk/", "/healthz"))

    async def forgotten(_: web.Request) -> web.Response:
        raise AssertionError("nobody gets here")

    app.router.add_get("/kiosk/profile", forgotten)
    app.router.add_get("/healthz", forgotten)
    app.router.add_get("/healthz-too", forgotten)
    runner = web.AppRunner(app)
    with pytest.raises(UnguardedRoute, match="/healthz-too"):
        await runner.setup()
    await runner.cleanup()
    await database.close()


def test_elsewhere_covers_whole_path_segments_only() -> None:
    table = RouteTable(elsewhere=("/kiosk/",))
    router = web.UrlDispatcher()

    async def serve(_: web.Request) -> web.Response:
        return web.Response()

    assert table.access(router.add_get("/kiosk/taps", serve)) is None
    with pytest.raises(UnguardedRoute):
        table.access(router.add_get("/kiosks", serve))
