"""A journal that a real exchange wrote folds to the same records, and its day can be played otherwise."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, update

from signaling.core.commands import (
    Command,
    ConnectGuide,
    ConnectKiosk,
    FinishWrapUp,
    HangUp,
    ReportMediaUp,
    SetStatus,
    StartCall,
    TakeRing,
)
from signaling.core.ids import CallId, GuideId, Instant, KioskId, Language, NeighbourhoodId, Party, SiteId
from signaling.core.pool_settings import MINUTE, SECOND
from signaling.core.vocabulary import GuideStatus, PolicyName
from signaling.exchange import Exchange
from signaling.replay import PLAYS, Extra, replay, told
from signaling.settings_file import SettingsError
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from signaling.store.migrate import migrate
from signaling.store.tables import call
from tests.store.histories import POOL, SETTINGS

ZONE = ZoneInfo("Europe/Stockholm")
SO, GUIDE = Language("so"), GuideId("g")
MORNING = int(datetime(2026, 11, 20, 9, tzinfo=ZONE).timestamp()) * 1_000


class Hand:
    """A clock that is moved by hand."""

    at: Instant = MORNING

    def now(self) -> Instant:
        return self.at


class Nobody:
    def changed(self, *_: object) -> None:
        pass


class Office:
    """One guide, and residents who come one after the other."""

    def __init__(self, exchange: Exchange, clock: Hand) -> None:
        self._exchange = exchange
        self._clock = clock

    async def do(self, command: Command) -> None:
        await self._exchange.submit(command, by=Party.guide(GUIDE))

    async def morning(self) -> None:
        await self.do(ConnectGuide(guide=GUIDE, epoch=1, languages=(SO,)))
        await self.do(SetStatus(guide=GUIDE, status=GuideStatus.AVAILABLE))
        for number in range(6):
            self._clock.at += 5 * MINUTE
            await self.visit(number)
        await self.do(SetStatus(guide=GUIDE, status=GuideStatus.OFFLINE))

    async def visit(self, number: int) -> None:
        """Somebody talks for two minutes, while another waits one minute in vain."""
        first, second = CallId(f"{number:036}"), CallId(f"{number + 100:036}")
        kiosks = KioskId(f"k{number}"), KioskId(f"k{number + 100}")
        for kiosk in kiosks:
            await self.do(
                ConnectKiosk(
                    kiosk=kiosk, epoch=1, site=SiteId("library"), neighbourhood=NeighbourhoodId("north")
                )
            )
        await self.do(StartCall(call=first, kiosk=kiosks[0], language=SO, tapped_at=self._clock.at))
        self._clock.at += 5 * SECOND
        await self.do(TakeRing(call=first, guide=GUIDE, epoch=1))
        for party in (Party.kiosk(kiosks[0]), Party.guide(GUIDE)):
            await self.do(ReportMediaUp(call=first, epoch=1, by=party))
        await self.do(StartCall(call=second, kiosk=kiosks[1], language=SO, tapped_at=self._clock.at))
        self._clock.at += MINUTE
        await self.do(HangUp(call=second, by=Party.kiosk(kiosks[1])))
        self._clock.at += MINUTE
        await self.do(HangUp(call=first, by=Party.kiosk(kiosks[0])))
        self._clock.at += 20 * SECOND
        topic, disposition = SETTINGS.topics[0], SETTINGS.dispositions[0]
        await self.do(FinishWrapUp(guide=GUIDE, call=first, topic=topic, disposition=disposition))


@asynccontextmanager
async def serving(database: Database, clock: Hand) -> AsyncIterator[Exchange]:
    exchange = Exchange(POOL, journal=SqlJournal(database), audience=Nobody(), clock=clock, settings=SETTINGS)
    running = asyncio.create_task(exchange.run())
    try:
        yield exchange
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


@pytest.fixture
async def journal(tmp_path: Path) -> AsyncIterator[Database]:
    """Where an exchange has served one morning."""
    address = f"sqlite:///{tmp_path}/day.sqlite"
    migrate(address)
    database, clock = Database(address), Hand()
    async with serving(database, clock) as exchange:
        await Office(exchange, clock).morning()
    yield database
    await database.close()


async def test_the_journal_folds_to_the_records_of_the_log(journal: Database) -> None:
    found = await replay(journal, POOL, ZONE)
    assert found.day.isoformat() == "2026-11-20"
    assert (found.comparison.calls, found.comparison.rings) == (12, 6)
    assert found.comparison.differing == ()
    assert "the same as the session log's" in told(found)


async def test_a_record_that_was_tampered_with_is_named(journal: Database) -> None:
    changed = f"{3:036}"

    def tamper(connection: Connection) -> None:
        guards = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars()
        for guard in guards.all():
            connection.exec_driver_sql(f"DROP TRIGGER {guard}")
        connection.execute(update(call).where(call.c.id == changed).values(talk_ms=1))

    await journal.write(tamper)
    found = await replay(journal, POOL, ZONE)
    assert found.comparison.differing == (changed,)


async def test_the_day_as_it_was_and_as_it_is_played_tell_the_same_story(journal: Database) -> None:
    found = await replay(journal, POOL, ZONE)
    was, played = found.as_it_was.total, found.played.total
    assert (was.taps, was.answered, was.abandonment, was.mean_wait) == (12, 6, 0.5, 5 * SECOND)
    assert played.taps == PLAYS * was.taps
    assert played.abandonment == was.abandonment
    assert played.mean_wait == was.mean_wait
    assert was.load == pytest.approx(6 * 145 / (6 * 445), abs=0.01)
    assert played.load == pytest.approx(was.load, abs=0.01)


async def test_one_guide_more_would_have_answered_those_who_left(journal: Database) -> None:
    found = await replay(journal, POOL, ZONE, extras=[Extra.parse("so 09:00-12:00")])
    assert found.what_if is not None
    assert found.what_if.total.abandonment == 0
    assert found.what_if.total.answered == found.what_if.total.taps


async def test_the_day_can_be_played_under_another_policy(journal: Database) -> None:
    found = await replay(journal, POOL, ZONE, policy=PolicyName.LONGEST_IDLE)
    assert found.what_if is not None
    assert found.what_if.total.answered == found.played.total.answered, "one guide leaves no choice"


async def test_what_is_filled_in_is_said(journal: Database) -> None:
    notes = " ".join((await replay(journal, POOL, ZONE)).notes)
    assert "Of 12 residents 6 left, whose patience is known" in notes
    assert "longer than the wait" in notes


async def test_a_day_without_calls_is_said_in_one_sentence(journal: Database) -> None:
    with pytest.raises(SettingsError, match="no call of 2026-11-19"):
        await replay(journal, POOL, ZONE, day=datetime(2026, 11, 19, tzinfo=UTC).date())


@pytest.mark.parametrize("text", ["so", "so 14:00-10:00", "xyzzy 10:00-14:00", "10:00-14:00"])
def test_a_guide_who_cannot_be_understood_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="--guide"):
        Extra.parse(text)
