"""Trials in processes of their own: none outlives its trial, and each trial comes to an end."""

import asyncio
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from signaling.core.ids import GuideId
from signaling.planning.trial import FurtherLanguage, TryChange
from signaling.store.audit import Actor
from signaling.store.engine import Database
from signaling.store.planning.trials import Trials, TrialState
from signaling.trials import TrialBench
from tests.fakes import ManualClock
from tests.planning.towns import SO, a_town
from tests.store.histories import POOL

EVA = Actor(who="eva")
CHANGE = FurtherLanguage(guide=GuideId("berit"), language=SO)
SHORT = TryChange(town=a_town({"sv": 1}, days=1), change=CHANGE)
LONG = TryChange(town=a_town({"sv": 500, "so": 500}, days=28), change=CHANGE)


@pytest.fixture
async def trials(sqlite_store: str) -> AsyncIterator[Trials]:
    database = Database(sqlite_store)
    yield Trials(database, pool=POOL, clock=ManualClock())
    await database.close()


async def _state(trials: Trials) -> TrialState:
    found = await trials.newest()
    assert found is not None
    return found.state


async def test_a_trial_answers(trials: Trials) -> None:
    bench = TrialBench(trials)
    await bench.start(SHORT, "{}", EVA)
    await bench.ended()
    found = await trials.newest()
    assert found is not None
    assert found.state is TrialState.DONE
    assert found.answer is not None
    assert found.answer.tried[0].change == CHANGE


async def test_a_trial_that_was_cancelled_elsewhere_ends(trials: Trials) -> None:
    bench = TrialBench(trials)
    number = await bench.start(LONG, "{}", EVA)
    await trials.cancel(number, EVA)
    await bench.ended()
    assert await _state(trials) is TrialState.CANCELLED


async def test_a_trial_that_takes_too_long_has_failed(trials: Trials) -> None:
    bench = TrialBench(trials, life=300)
    await bench.start(LONG, "{}", EVA)
    await bench.ended()
    assert await _state(trials) is TrialState.FAILED


async def test_a_server_that_stops_takes_its_trial_along(trials: Trials) -> None:
    bench = TrialBench(trials)
    await bench.start(LONG, "{}", EVA)
    await bench.close()
    await bench.ended()
    assert await _state(trials) is TrialState.FAILED


async def test_a_process_that_dies_is_a_trial_that_failed(trials: Trials) -> None:
    """Nothing is known of how long talks in the language take, so the process ends with a fault."""
    bench = TrialBench(trials)
    await bench.start(replace(SHORT, town=replace(SHORT.town, handling={})), "{}", EVA)
    await bench.ended()
    assert await _state(trials) is TrialState.FAILED


async def test_a_process_is_gone_although_the_bench_is_closed_while_it_ends(
    trials: Trials, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The trial was cancelled and its process killed, and just then the server stops."""
    processes: list[asyncio.subprocess.Process] = []
    make, killed = asyncio.create_subprocess_exec, asyncio.Event()

    async def noted(*arguments: Any, **pipes: Any) -> asyncio.subprocess.Process:
        process = await make(*arguments, **pipes)
        kill = process.kill

        def noted_kill() -> None:
            kill()
            killed.set()

        monkeypatch.setattr(process, "kill", noted_kill)
        processes.append(process)
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)
    bench = TrialBench(trials)
    await trials.cancel(await bench.start(LONG, "{}", EVA), EVA)
    await killed.wait()
    await bench.close()
    assert [process.returncode for process in processes] == [-signal.SIGKILL]


async def test_a_trial_whose_process_cannot_be_made_has_failed(
    trials: Trials, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*_: object, **__: object) -> None:
        raise BlockingIOError("the machine has no room for another process")

    monkeypatch.setattr(asyncio, "create_subprocess_exec", refused)
    bench = TrialBench(trials)
    await bench.start(SHORT, "{}", EVA)
    await bench.ended()
    assert await _state(trials) is TrialState.FAILED
