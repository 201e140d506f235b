"""kill -9 at random moments loses no acknowledged tap, leaves no half transaction and no guide stuck (L1,
F1).
"""

import asyncio
import multiprocessing
import random
import signal
import time
from collections import Counter
from functools import reduce
from pathlib import Path

import pytest

from signaling.core.commands import Recover
from signaling.core.decide import decide
from signaling.core.evolve import evolve
from signaling.core.pool import Pool, snapshot
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from tests.store.appender import append_until_killed
from tests.store.histories import POOL
from tests.store.rows import rows_of
from tests.store.test_same_everywhere import assert_accounted, open_calls

FORKSERVER = multiprocessing.get_context("forkserver")
"""Starts a process that has all imports behind it, in a few milliseconds."""


@pytest.fixture(scope="module", autouse=True)
def imports_done_once() -> None:
    FORKSERVER.set_forkserver_preload(["tests.store.appender"])


def run_and_kill(address: str, after: float, acknowledged: Path) -> None:
    """Run the appender and kill it `after` seconds from its first acknowledgement."""
    start = acknowledged.stat().st_size
    process = FORKSERVER.Process(target=append_until_killed, args=(address, str(acknowledged)))
    process.start()
    deadline = time.monotonic() + 60
    while acknowledged.stat().st_size == start:
        assert process.is_alive(), "the appender must live until it is killed"
        assert time.monotonic() < deadline
        time.sleep(0.002)
    time.sleep(after)
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    process.close()


async def check(address: str, acknowledged: Path) -> int:
    """Compare the store with what was acknowledged; returns how many taps were."""
    database = Database(address)
    journal = SqlJournal(database)
    pool = await journal.load(POOL)
    written = await journal.read(POOL, after=0)
    rows = await rows_of(database)
    await database.close()
    taps = Counter((await asyncio.to_thread(acknowledged.read_text)).split())
    assert set(taps) <= {row["id"] for row in rows["call"]}, "an acknowledged tap is lost"
    assert max(taps.values()) == 1, "a tap was acknowledged twice"
    assert [entry.seq for entry in written] == list(range(1, len(written) + 1))
    assert snapshot(pool) == snapshot(reduce(evolve, written, Pool.empty(POOL)))
    assert_accounted(rows)
    assert open_calls(rows).keys() == {call.id for call in pool.calls.values()}
    for guide in pool.guides.values():
        assert guide.call is None or pool.calls[guide.call].desk == guide.id, "a guide is stuck"
    assert decide(pool, Recover(), pool.at) is not None
    return len(taps)


async def killed_often(address: str, folder: Path, *, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    acknowledged = folder / "acknowledged"
    acknowledged.touch()
    before = 0
    for number in range(1, kills + 1):
        run_and_kill(address, after=chance.uniform(0, 0.1), acknowledged=acknowledged)
        if number % 5 == 0:
            now = await check(address, acknowledged)
            assert now >= before + 5, "each process must have acknowledged something"
            before = now


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_no_acknowledged_tap_is_lost_in_fifty_kills(address: str, tmp_path: Path) -> None:
    kills = 50 if address.startswith("sqlite") else 10
    await killed_often(address, tmp_path, kills=kills, seed=1)


@pytest.mark.soak
@pytest.mark.timeout(7_200)
@pytest.mark.parametrize("seed", range(2, 7))
async def test_no_acknowledged_tap_is_lost_in_five_hundred_kills(
    address: str, tmp_path: Path, seed: int
) -> None:
    await killed_often(address, tmp_path, kills=100, seed=seed)
