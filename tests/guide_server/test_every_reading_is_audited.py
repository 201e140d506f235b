"""L4 for every route: what gives personal or call data leaves a row in the audit, or gives nothing.

A new route that is asked for with GET must be added here by hand, after thought: with the row that it leaves,
or with the reason why it leaves none.
"""

import pytest
from sqlalchemy import text

from signaling.settings import NotesPart, Settings
from signaling.store.audit import Actor, AuditAction
from tests.guide_server.office import Office, concrete, office_at
from tests.store.histories import Told

FILE = Settings(notes=NotesPart(keep=True, days=30, decision="KS 2026/124"))
AUDITED = {
    "/api/log": ("admin-1", AuditAction.READ_LOG),
    "/api/log/public": ("admin-1", AuditAction.READ_LOG),
    "/api/log.csv": ("admin-1", AuditAction.EXPORT_LOG),
    "/api/log.json": ("admin-1", AuditAction.EXPORT_LOG),
    "/api/log.xlsx": ("admin-1", AuditAction.EXPORT_LOG),
    "/api/log/{call}": ("admin-1", AuditAction.READ_CALL),
    "/api/audit": ("admin-1", AuditAction.READ_AUDIT),
    "/api/equality": ("analyst-1", AuditAction.READ_REPORT),
    "/api/equality/months/{month}": ("analyst-1", AuditAction.READ_REPORT),
    "/api/statistics": ("analyst-1", AuditAction.READ_REPORT),
    "/api/statistics.csv?part=measures": ("analyst-1", AuditAction.READ_REPORT),
    "/api/planning": ("leader-1", AuditAction.READ_REPORT),
    "/api/planning.csv": ("leader-1", AuditAction.READ_REPORT),
    "/api/board": ("leader-1", AuditAction.READ_BOARD),
    "/api/directory": ("admin-1", AuditAction.READ_DIRECTORY),
    "/api/guides/{guide}/versions": ("admin-1", AuditAction.READ_DIRECTORY),
    "/api/register/{call}": ("admin-1", AuditAction.EXTRACT_CALL),
    "/api/approvals": ("admin-1", AuditAction.READ_APPROVALS),
    "/api/desk/places/{kiosk}": ("guide-1", AuditAction.READ_PLACE),
    "/api/desk/notes": ("guide-1", AuditAction.READ_NOTES),
}
UNAUDITED = {
    "/api/ways-in": "the settings of this server",
    "/api/openapi.json": "the description of this API",
    "/api/check/relays": "a trial password for the relays",
    "/api/check/echo": "gives back what it was given",
    "/api/me": "one's own session",
    "/api/me/account": "one's own account",
    "/api/shift": "one's own languages",
    "/api/desk/day": "one's own day",
    "/api/fleet": "what kiosks run, when they were dark and how many came: no language, no call",
    "/api/self-tests": "what a kiosk's devices do",
    "/api/errands": "what was asked of kiosks, and what came of it",
    "/api/kiosks/{kiosk}/self-tests": "what a kiosk's devices do",
    "/api/planning/trial": "what a played roster came to: figures of a simulation",
    "/api/kiosks": "where kiosks stand, and whether they are heard",
    "/api/alarms": "what is wrong with kiosks and languages",
    "/api/log-views": "selections that are saved: no call stands in one",
    "/api/tokens": "which machines may read; never the token",
    "/api/webhooks": "which machines are told",
    "/api/webhooks/{webhook}/attempts": "how telling them went",
    "/api/review": "the plan, receipts and links: they tell of nobody",
    "/api/review/receipts": "receipts tell of nobody",
    "/api/names": "what topics are called",
    "/api/settings": "the settings of this server",
    "/api/settings/texts/shipped": "the words of this program",
    "/api/settings/{area}/versions": "who changed the settings: each change has its own row",
}


async def _furnished(office: Office) -> None:
    await office.tell(Told(1).whole())
    guide = await office.signed_in("guide-1")
    answer = await guide.ask("POST", "/api/desk/notes", json={"text": "The printer is out of paper"})
    assert answer.status == 204


def test_every_route_that_gives_something_is_in_one_of_the_lists(office: Office) -> None:
    asked = {
        route.resource.canonical
        for route in office.app.router.routes()
        if route.resource is not None
        and route.method == "GET"
        and route.resource.canonical.startswith("/api/")
    }
    assert asked == {path.partition("?")[0] for path in (*AUDITED, *UNAUDITED)}


@pytest.mark.parametrize("dialect", ["sqlite", "postgres"])
async def test_each_leaves_its_row(dialect: str, request: pytest.FixtureRequest) -> None:
    async with office_at(request.getfixturevalue(f"{dialect}_store"), file=FILE) as office:
        await _furnished(office)
        for path, (who, what) in AUDITED.items():
            browser = await office.signed_in(who)
            before = await _rows(office, who, what)
            answer = await browser.ask("GET", concrete(path, kiosk="kiosk-1", guide="guide-1"))
            assert answer.status == 200, (path, await answer.text())
            assert await _rows(office, who, what) == before + 1, path


async def test_and_none_gives_anything_where_the_row_cannot_be_written(sqlite_store: str) -> None:
    async with office_at(sqlite_store, file=FILE) as office:
        await _furnished(office)
        browsers = {who: await office.signed_in(who) for who, _ in AUDITED.values()}
        full = "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END"
        await office.database.write(lambda connection: connection.execute(text(full)).rowcount)
        for path, (who, _) in AUDITED.items():
            answer = await browsers[who].ask("GET", concrete(path, kiosk="kiosk-1", guide="guide-1"))
            assert answer.status >= 500, path
            assert "kiosk-1" not in await answer.text()


async def test_the_rest_leaves_none(office: Office) -> None:
    await office.tell(Told(1).whole())
    browsers = {who: await office.signed_in(who) for who in ("admin-1", "guide-1")}
    for path in UNAUDITED:
        for browser in browsers.values():
            await browser.ask("GET", concrete(path, kiosk="kiosk-1", guide="guide-1"))
    what = {row.what for row in await office.audit.page(Actor(who="inspector"), limit=100)}
    assert not {each for each in what if each.value.startswith(("read_", "export_", "extract_"))}


async def _rows(office: Office, who: str, what: AuditAction) -> int:
    rows = await office.audit.page(Actor(who="inspector"), limit=1_000)
    return sum((row.who, row.what) == (who, what) for row in rows)
