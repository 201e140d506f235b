"""The exchange commits before it tells, answers once, and lets no fault of one command harm another."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from signaling import exchange as exchange_module
from signaling.core.commands import (
    Command,
    ConnectGuide,
    ConnectKiosk,
    ExtendWrapUp,
    HangUp,
    LoseKiosk,
    PassRing,
    ReportMediaUp,
    SetStatus,
    StartCall,
    TakeRing,
)
from signaling.core.errors import CallAlreadyOpen, CommandExpired, CommandReused
from signaling.core.events import (
    CallEnded,
    CallHeld,
    CallTapped,
    Entry,
    KioskLost,
    Rang,
    RingEnded,
    WrapUpExtended,
)
from signaling.core.ids import CallId, GuideId, KioskId, Language, NeighbourhoodId, Party, PoolId, SiteId
from signaling.core.pool_settings import PoolSettings
from signaling.core.vocabulary import CallOutcome, GuideStatus
from signaling.exchange import Exchange
from signaling.ports import JournalUnavailable
from tests.fakes import Listener, ManualClock, MemoryJournal

SV = Language("sv")
SETTINGS = PoolSettings(languages=(SV,))
GUIDE = GuideId("amina")


def kiosk(number: int) -> KioskId:
    return KioskId(f"kiosk-{number}")


def tap(number: int, call: str | None = None) -> StartCall:
    return StartCall(
        call=CallId(call or f"call-{number}"), kiosk=kiosk(number), language=SV, tapped_at=ManualClock().now()
    )


def connect(number: int) -> ConnectKiosk:
    return ConnectKiosk(
        kiosk=kiosk(number), epoch=1, site=SiteId("library"), neighbourhood=NeighbourhoodId("north")
    )


class World:
    """An exchange that runs on fakes."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.journal = MemoryJournal()
        self.listener = Listener()
        self.exchange = self.restarted()

    def restarted(self) -> Exchange:
        return Exchange(
            PoolId("test"),
            journal=self.journal,
            audience=self.listener,
            clock=self.clock,
            settings=SETTINGS,
        )

    async def ask(self, command: Command, by: KioskId | None = None, **more: Any) -> int:
        party = Party.kiosk(by or kiosk(1))
        return await self.exchange.submit(command, by=party, **more)

    def facts(self, kind: type[object]) -> list[Entry]:
        return [entry for entry in self.journal.entries if isinstance(entry.event, kind)]


@asynccontextmanager
async def running(world: World) -> AsyncIterator[World]:
    task = asyncio.create_task(world.exchange.run())
    try:
        yield world
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        world.exchange.close()


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with running(World()) as running_world:
        yield running_world


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal out of reach is asked again at once."""
    monkeypatch.setattr(exchange_module, "FIRST_RETRY", 0)
    monkeypatch.setattr(exchange_module, "LONGEST_RETRY", 0)


async def until(met: Callable[[], bool]) -> None:
    """Let the loop run until `met`; the test's own time-out is the bound."""
    while not met():  # noqa: ASYNC110 - the thing waited for has no event of its own
        await asyncio.sleep(0)


async def outlast_patience(world: World, **more: Any) -> None:
    """Take the journal away until a tap that waits for it has been refused."""
    await world.ask(connect(1))
    world.journal.down = True
    asking = asyncio.create_task(world.ask(tap(1), **more))
    await until(lambda: not world.exchange.available)
    world.clock.advance(exchange_module.PATIENCE)
    with pytest.raises(JournalUnavailable):
        await asking


async def test_nobody_is_told_before_the_commit(world: World) -> None:
    await world.ask(connect(1))
    world.journal.gate.clear()
    asking = asyncio.create_task(world.ask(tap(1)))
    for _ in range(20):
        await asyncio.sleep(0)
    assert not asking.done()
    assert not any(isinstance(entry.event, CallTapped) for entry in world.listener.told)
    world.journal.gate.set()
    assert await asking == world.exchange.pool.seq
    assert any(isinstance(entry.event, CallTapped) for entry in world.listener.told)


async def test_commands_that_wait_share_one_transaction(world: World) -> None:
    for number in range(20):
        await world.ask(connect(number), by=kiosk(number))
    world.journal.gate.clear()
    first = asyncio.create_task(world.ask(tap(0), by=kiosk(0)))
    await asyncio.sleep(0.01)
    others = [asyncio.create_task(world.ask(tap(n), by=kiosk(n))) for n in range(1, 20)]
    await asyncio.sleep(0)
    appends = len(world.journal.appends)
    world.journal.gate.set()
    await asyncio.gather(first, *others)
    assert len(world.journal.appends) == appends + 2


async def test_a_repeated_command_has_its_effect_once_and_the_same_answer(world: World) -> None:
    await world.ask(connect(1))
    answers = await asyncio.gather(*(world.ask(tap(1), command_id="one") for _ in range(3)))
    answers.append(await world.ask(tap(1), command_id="one"))
    assert len(set(answers)) == 1
    assert len(world.facts(CallTapped)) == 1


async def test_a_refusal_repeats_too(world: World) -> None:
    await world.ask(connect(1))
    await world.ask(tap(1))
    for _ in range(2):
        with pytest.raises(CallAlreadyOpen):
            await world.ask(tap(1, "another"), command_id="two")


async def test_a_command_id_serves_one_command_only(world: World) -> None:
    await world.ask(connect(1), command_id="one")
    with pytest.raises(CommandReused):
        await world.ask(tap(1), command_id="one")


async def test_ids_of_different_parties_do_not_meet(world: World) -> None:
    await world.ask(connect(1), by=kiosk(1), command_id="one")
    await world.ask(connect(2), by=kiosk(2), command_id="one")


async def test_an_old_tap_rings_no_one(world: World) -> None:
    await world.ask(connect(1))
    with pytest.raises(CommandExpired):
        await world.ask(tap(1), expires=world.clock.now() - 1)
    await world.ask(tap(1), expires=world.clock.now())
    assert len(world.facts(CallTapped)) == 1


async def test_a_passed_deadline_is_decided_without_a_command(world: World) -> None:
    await world.exchange.submit(ConnectGuide(guide=GUIDE, epoch=1, languages=(SV,)), by=Party.guide(GUIDE))
    await world.exchange.submit(SetStatus(guide=GUIDE, status=GuideStatus.AVAILABLE), by=Party.guide(GUIDE))
    await world.ask(connect(1))
    await world.ask(tap(1))
    assert world.facts(Rang)
    world.clock.advance(SETTINGS.ring)
    world.exchange.tell(connect(2))
    await until(lambda: bool(world.facts(RingEnded)))


@pytest.mark.usefixtures("eager")
async def test_a_journal_out_of_reach_is_waited_for(world: World) -> None:
    await world.ask(connect(1))
    world.journal.down = True
    asking = asyncio.create_task(world.ask(tap(1)))
    await until(lambda: not world.exchange.available)
    world.journal.down = False
    await asking
    assert world.exchange.available


@pytest.mark.usefixtures("eager")
async def test_patience_with_the_journal_ends(world: World) -> None:
    await outlast_patience(world, command_id="one")
    world.journal.down = False
    await world.ask(tap(1), command_id="one")
    assert len(world.facts(CallTapped)) == 1


@pytest.mark.usefixtures("eager")
async def test_a_journal_that_is_back_is_noticed_though_nobody_asks_for_anything(world: World) -> None:
    """Or nobody would be let in until somebody who is in does something."""
    await outlast_patience(world)
    assert not world.exchange.available
    world.journal.down = False
    await until(lambda: world.exchange.available)


@pytest.mark.usefixtures("eager")
async def test_a_refusal_does_not_show_that_the_journal_is_back(world: World) -> None:
    await outlast_patience(world)
    with pytest.raises(CommandExpired):
        await world.ask(tap(1), expires=world.clock.now() - 1)
    assert not world.exchange.available


@pytest.mark.usefixtures("eager")
async def test_what_cannot_be_written_for_long_is_not_piled_up(world: World) -> None:
    await world.ask(connect(1))
    world.journal.down = True
    world.exchange.tell(LoseKiosk(kiosk=kiosk(1), epoch=1))
    tried = world.journal.refused
    await until(lambda: world.journal.refused >= tried + 50)
    assert len(world.exchange._doubted) <= 2
    world.journal.down = False
    await until(lambda: bool(world.facts(KioskLost)))


async def test_a_snapshot_that_fails_ends_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange_module, "ENTRIES_PER_SNAPSHOT", 1)
    world.journal.snapshots_broken = True
    await world.ask(connect(1))
    await world.ask(tap(1))
    await world.ask(connect(2), by=kiosk(2))


async def test_what_was_written_unheard_is_not_done_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange_module, "FIRST_RETRY", 0.001)
    await in_wrap_up(world)
    world.journal.silent_once = True
    seq = await world.ask(ExtendWrapUp(guide=GUIDE, call=CallId("call-1")))
    assert len(world.facts(WrapUpExtended)) == 1
    assert seq == len(world.journal.entries) == world.exchange.pool.seq


async def test_a_pass_that_was_written_unheard_is_not_called_too_late(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange_module, "FIRST_RETRY", 0.001)
    await ringing(world)
    world.journal.silent_once = True
    await world.ask(PassRing(call=CallId("call-1"), guide=GUIDE, epoch=1))
    assert len(world.facts(RingEnded)) == 1


async def test_a_wall_clock_set_back_between_two_runs_delays_no_deadline() -> None:
    world = World()
    async with running(world):
        await world.ask(connect(1))
        await world.ask(tap(1))
        await world.ask(LoseKiosk(kiosk=kiosk(1), epoch=1))
    world.clock.advance(-2 * 24 * 60 * 60 * 1_000)
    world.exchange = world.restarted()
    async with running(world):
        await until(lambda: world.exchange.available)
        world.clock.advance(SETTINGS.hold)
        await world.ask(connect(2), by=kiosk(2))
        await until(lambda: not world.exchange.pool.calls)
    ends = [entry.event for entry in world.facts(CallEnded) if isinstance(entry.event, CallEnded)]
    assert [end.outcome for end in ends] == [CallOutcome.KIOSK_LOST]


async def ringing(world: World) -> None:
    await world.ask(connect(1))
    await world.ask(ConnectGuide(guide=GUIDE, epoch=1, languages=(SV,)))
    await world.ask(SetStatus(guide=GUIDE, status=GuideStatus.AVAILABLE))
    await world.ask(tap(1))


async def in_wrap_up(world: World) -> None:
    await ringing(world)
    call = CallId("call-1")
    await world.ask(TakeRing(call=call, guide=GUIDE, epoch=1))
    for party in (Party.kiosk(kiosk(1)), Party.guide(GUIDE)):
        await world.ask(ReportMediaUp(call=call, epoch=1, by=party))
    await world.ask(HangUp(call=call, by=Party.guide(GUIDE)))


@pytest.mark.usefixtures("eager")
async def test_a_lost_socket_is_never_forgotten(world: World) -> None:
    await world.ask(connect(1))
    await world.ask(tap(1))
    world.journal.down = True
    world.exchange.tell(LoseKiosk(kiosk=kiosk(1), epoch=1))
    await until(lambda: not world.exchange.available)
    world.clock.advance(10 * exchange_module.PATIENCE)
    world.journal.down = False
    await until(lambda: bool(world.facts(KioskLost)))


async def test_another_writer_is_followed(world: World) -> None:
    """Two exchanges on one journal: whoever loses the race decides again on the newer truth."""
    other = World()
    other.journal = world.journal
    other.exchange = other.restarted()
    await world.ask(connect(1))
    async with running(other):
        await other.ask(connect(2), by=kiosk(2))
        await world.ask(replace(connect(1), epoch=2))
        await world.ask(tap(1))
        await other.ask(tap(2), by=kiosk(2))
    assert [entry.seq for entry in world.journal.entries] == list(range(1, len(world.journal.entries) + 1))
    assert len(world.facts(CallTapped)) == 2


async def test_another_writer_is_followed_over_what_was_destroyed_since(world: World) -> None:
    """A node that slept: what it missed is partly gone, and it takes the pool as it is."""
    other = World()
    other.journal = world.journal
    other.exchange = other.restarted()
    await world.ask(connect(1))
    async with running(other):
        await other.ask(connect(2), by=kiosk(2))
        await other.ask(tap(2), by=kiosk(2))
    world.journal.destroyed = len(world.journal.entries)
    await world.ask(replace(connect(1), epoch=2))
    await world.ask(tap(1))
    assert [entry.seq for entry in world.journal.entries] == list(range(1, len(world.journal.entries) + 1))
    assert world.exchange.pool.kiosks[kiosk(2)].call == "call-2"
    assert len(world.facts(CallTapped)) == 2


async def test_one_command_at_fault_does_not_take_others_with_it(world: World) -> None:
    await world.ask(connect(1))
    await world.ask(connect(2), by=kiosk(2))
    world.journal.broken_by = CallTapped
    world.journal.gate.clear()
    bad = asyncio.create_task(world.ask(tap(1)))
    good = asyncio.create_task(world.ask(connect(3), by=kiosk(3)))
    await asyncio.sleep(0)
    world.journal.gate.set()
    await good
    with pytest.raises(RuntimeError):
        await bad
    world.journal.broken_by = None
    await world.ask(tap(2), by=kiosk(2))


async def test_a_screen_that_cannot_be_told_undoes_nothing(world: World) -> None:
    await world.ask(connect(1))
    world.listener.deaf = True
    await world.ask(tap(1))
    assert world.facts(CallTapped)


async def test_after_a_restart_everyone_counts_as_lost_until_they_return(world: World) -> None:
    await world.ask(connect(1))
    await world.ask(tap(1))
    again = World()
    again.journal = world.journal
    again.exchange = again.restarted()
    async with running(again):
        await until(lambda: bool(again.facts(CallHeld)))
    assert again.facts(KioskLost)
