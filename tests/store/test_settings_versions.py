"""Versions of the settings: in order, one winner, never changed, and each with its row in the audit."""

import asyncio

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from signaling.core.ids import PoolId
from signaling.store.audit import Actor, AuditAction, AuditLog
from signaling.store.engine import Database
from signaling.store.settings_versions import SettingsChanged, SettingsVersions
from tests.fakes import ManualClock
from tests.store.histories import POOL

ADMIN = Actor(who="admin-1", why="because")


@pytest.fixture
def versions(database: Database, clock: ManualClock) -> SettingsVersions:
    return SettingsVersions(database, pool=POOL, clock=clock)


async def test_an_area_has_its_own_row_of_versions(versions: SettingsVersions) -> None:
    assert await versions.newest() == {}
    assert await versions.numbers() == {}
    first = await versions.add("waiting", {"ring_seconds": 40}, base=0, note="å", by=ADMIN)
    await versions.add("topics", {"topics": ["form"]}, base=0, note="", by=ADMIN)
    last = await versions.add("waiting", None, base=1, note="", by=ADMIN, undoes=1)
    assert await versions.numbers() == {"waiting": 2, "topics": 1}
    assert (await versions.newest())["waiting"] == last
    assert await versions.page("waiting") == (last, first)
    assert await versions.page("waiting", before=2) == (first,)
    assert await versions.page("waiting", limit=1) == (last,)
    assert await versions.version("waiting", 1) == first
    assert await versions.version("waiting", 3) is None
    assert (first.content, last.content, last.undoes) == ({"ring_seconds": 40}, None, 1)


async def test_of_two_who_saw_the_same_one_wins(
    versions: SettingsVersions, address: str, clock: ManualClock
) -> None:
    other = Database(address)
    rivals = [versions, SettingsVersions(other, pool=POOL, clock=clock)] * 3
    made = await asyncio.gather(
        *(each.add("waiting", {}, base=0, note=str(n), by=ADMIN) for n, each in enumerate(rivals)),
        return_exceptions=True,
    )
    await other.close()
    lost = [each for each in made if isinstance(each, SettingsChanged)]
    assert (len(lost), await versions.numbers()) == (5, {"waiting": 1})
    with pytest.raises(SettingsChanged):
        await versions.add("waiting", {}, base=2, note="", by=ADMIN)


async def test_another_pool_has_its_own(
    versions: SettingsVersions, database: Database, clock: ManualClock
) -> None:
    await versions.add("waiting", {}, base=0, note="", by=ADMIN)
    other = SettingsVersions(database, pool=PoolId("other"), clock=clock)
    assert await other.newest() == {}
    assert await other.page("waiting") == ()


async def test_each_is_audited_with_its_version_or_not_made(
    versions: SettingsVersions, database: Database, clock: ManualClock
) -> None:
    await versions.add("waiting", {}, base=0, note="", by=ADMIN)
    await versions.add("waiting", None, base=1, note="", by=ADMIN, undoes=1)
    rows = [row for row in await AuditLog(database, clock=clock).page(ADMIN) if row.filter]
    assert [(row.what, row.who, row.why, row.filter) for row in rows] == [
        (AuditAction.CHANGE_SETTINGS, "admin-1", "because", {"area": "waiting", "version": 2, "undoes": 1}),
        (AuditAction.CHANGE_SETTINGS, "admin-1", "because", {"area": "waiting", "version": 1}),
    ]


@pytest.mark.parametrize(
    "deed", ["DELETE FROM settings_version", "UPDATE settings_version SET who = 'somebody else'"]
)
async def test_no_version_changes_or_goes(versions: SettingsVersions, database: Database, deed: str) -> None:
    made = await versions.add("waiting", {}, base=0, note="", by=ADMIN)

    def tamper(connection: Connection) -> None:
        connection.execute(text(deed))

    with pytest.raises(DBAPIError, match="stays as it is"):
        await database.write(tamper)
    assert await versions.page("waiting") == (made,)
