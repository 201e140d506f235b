"""Ten minutes of many worlds in which everything goes wrong that can; a seed that fails is printed."""

import asyncio
import os
import subprocess
import sys

import pytest

from tests.simulated import loop
from tests.simulated.many import live_many
from tests.simulated.world import live

WORLDS = 2_000
EXTRA = 20_000


def test_a_few_worlds_keep_every_promise() -> None:
    for seed in range(8):
        live(seed)


@pytest.mark.slow
@pytest.mark.timeout(1_200)
def test_thousands_of_worlds_keep_every_promise() -> None:
    result = live_many(range(WORLDS))
    assert result.worlds == WORLDS
    assert not result.broken, "replay with: python -m tests.simulated --seed <the first number>"


@pytest.mark.soak
@pytest.mark.timeout(14_400)
def test_very_many_worlds_keep_every_promise() -> None:
    assert not live_many(range(WORLDS, WORLDS + EXTRA)).broken


@pytest.mark.slow
def test_a_seed_replays_in_every_process() -> None:
    """Whatever the order in which sets and maps of that process are walked through."""
    said = [
        subprocess.run(
            [sys.executable, "-m", "tests.simulated", "--seed", "5"],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for hash_seed in ("1", "2", "3")
    ]
    assert len(set(said)) == 1, said


def test_waiting_costs_nothing_in_virtual_time() -> None:
    async def a_day() -> float:
        await asyncio.sleep(86_400)
        return asyncio.get_running_loop().time()

    assert loop.run(a_day()) == pytest.approx(86_400)


def test_a_fault_in_the_background_fails_the_world() -> None:
    async def careless() -> None:
        asyncio.get_running_loop().call_later(1, lambda: 1 // 0)
        await asyncio.sleep(2)

    with pytest.raises(ZeroDivisionError):
        loop.run(careless())


def test_a_world_that_stands_still_is_noticed() -> None:
    async def waits_for_nobody() -> None:
        await asyncio.get_running_loop().create_future()

    with pytest.raises(loop.Stuck):
        loop.run(waits_for_nobody())
