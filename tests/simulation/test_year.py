"""The demo's year is a real journal: it verifies, it replays, and its service is good and not equal."""

from collections.abc import AsyncIterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import SecretStr
from sqlalchemy import func, select

from signaling.core.events import CallTapped
from signaling.core.ids import CallId, GuideId, KioskId, Party, PoolId
from signaling.core.pool_settings import MINUTE, SECOND
from signaling.core.vocabulary import CallOutcome, Grade
from signaling.demo.year.days import year_plan
from signaling.demo.year.fill import Filled, fill, fill_file
from signaling.demo.year.lines import lines
from signaling.demo.year.town import AREAS, COLLEAGUES
from signaling.replay import replay
from signaling.settings import Settings, StorePart
from signaling.store.audit import Actor
from signaling.store.contact import Contacts
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from signaling.store.migrate import migrate
from signaling.store.reports import Reports
from signaling.store.tables import call, event
from signaling.store.verification import verify
from tests.fakes import ManualClock

LAST = date(2026, 3, 31)
"""A Tuesday, two days after the clocks went forward."""
DAYS = 8
POOL = PoolId("pool")
ZONE = Settings().municipality.zone()


def settings_at(path: Path) -> Settings:
    return Settings(store=StorePart(url=SecretStr(f"sqlite:///{path}")))


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def filled_at(path: Path, *, days: int = DAYS, seed: int = 7) -> Filled:
    settings = settings_at(path)
    migrate(settings.store.url.get_secret_value())
    return await fill(settings, last=LAST, days=days, seed=seed)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def week(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Database]:
    path = tmp_path_factory.mktemp("year") / "week.sqlite"
    await filled_at(path)
    database = Database(f"sqlite:///{path}")
    yield database
    await database.close()


@pytest.mark.asyncio(loop_scope="module")
class TestAWeek:
    async def test_its_hash_chain_is_whole(self, week: Database) -> None:
        verdicts = await verify(week)
        assert verdicts[0].rows > 10_000
        assert not any(verdict.broken for verdict in verdicts)

    async def test_a_replay_gives_the_session_log(self, week: Database) -> None:
        found = await replay(week, POOL, ZONE, day=date(2026, 3, 26))
        assert found.comparison.calls > 200
        assert found.comparison.differing == ()

    async def test_it_ends_at_rest_and_in_the_past(self, week: Database) -> None:
        pool = await SqlJournal(week).load(POOL)
        assert not pool.calls
        assert not any(guide.on_duty for guide in pool.guides.values())
        assert pool.hours is None
        until = ManualClock().now()
        assert (
            await week.read(lambda connection: connection.scalar(select(func.max(event.c.at)))) < until + 1e11
        )

    async def test_some_wait_longer_than_others_and_some_in_vain(self, week: Database) -> None:
        reports = Reports(week, pool=POOL, clock=ManualClock(), zone=ZONE)
        report = await reports.report(date(2026, 3, 24), LAST, Actor(who="eva"))
        languages = report.by_language
        assert languages["sv"].service_level > 0.8 > languages["ti"].service_level  # type: ignore[index,operator]
        assert languages["bn"].handled < languages["bn"].abandoned  # type: ignore[index]
        assert len(report.by_neighbourhood) == 5
        lines = await Contacts(week, pool=POOL, zone=ZONE).lines(date(2026, 3, 24), LAST)
        assert set(lines) == {KioskId(site) for area in AREAS for site, _ in area.sites}
        poor = {one: line.poor / line.graded for one, line in lines.items()}
        assert max(poor, key=poor.__getitem__) == "demo-harbour"
        assert all(share < 0.5 for share in poor.values())
        outcomes = await week.read(
            lambda connection: {row[0] for row in connection.execute(select(call.c.outcome).distinct())}
        )
        assert {
            CallOutcome.COMPLETED, CallOutcome.ABANDONED_WAITING, CallOutcome.OUTSIDE_HOURS,
            CallOutcome.TICKET_GIVEN,
        } <= outcomes  # fmt: skip


async def test_the_same_seed_writes_the_same_journal(tmp_path: Path) -> None:
    newest = []
    for name, seed in (("one", 7), ("two", 7), ("three", 8)):
        await filled_at(tmp_path / name, days=2, seed=seed)
        database = Database(f"sqlite:///{tmp_path / name}")
        newest.append((await verify(database))[0].newest)
        await database.close()
    assert newest[0] == newest[1] != newest[2]


async def test_the_file_is_there_only_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "demo.sqlite"
    (tmp_path / "demo.unfinished").write_text("of a fill that was interrupted")
    seen: list[bool] = []
    filled = await fill_file(target, Settings(), days=2, progress=lambda _: seen.append(target.exists()))
    assert seen
    assert not any(seen)
    assert names_in(tmp_path) == ["demo.sqlite"]
    database = Database(f"sqlite:///{target}")
    taps = select(func.count()).where(event.c.type == CallTapped.type)
    assert await database.read(lambda connection: connection.scalar(taps)) == filled.calls > 0
    await database.close()


def test_an_end_says_how_it_is_as_a_page_would_good_and_worse_in_turn() -> None:
    talk, end = 60 * MINUTE, Party.kiosk(KioskId("demo-harbour"))
    told = list(lines(7)(CallId("call"), end, talk))
    assert told == list(lines(7)(CallId("call"), end, talk)) != list(lines(8)(CallId("call"), end, talk))
    assert all(heard.grade is Grade.GOOD for heard in told[::2])
    assert not any(heard.grade is Grade.GOOD for heard in told[1::2])
    assert told[0].after >= 3 * SECOND
    assert told[-1].after < talk
    assert min(later.after - before.after for before, later in pairwise(told)) >= 8 * SECOND
    assert list(lines(7)(CallId("call"), end, 2 * SECOND)) == []


def test_nobody_works_or_is_served_on_a_public_holiday() -> None:
    settings = Settings()
    plan = year_plan(
        last=date(2025, 12, 26),
        settings=settings.pool.core(),
        pool=POOL,
        zone=settings.municipality.zone(),
        guides={colleague.login: GuideId(colleague.login) for colleague in COLLEAGUES},
        days=3,
    )
    assert plan.shifts == ()
    assert len(plan.residents) < 40
