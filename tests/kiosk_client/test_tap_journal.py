"""L1: a tap that was shown as "calling" is never lost, whatever dies."""

import asyncio
import os
import signal
import sqlite3
import sys
import uuid
from pathlib import Path

import pytest

from kiosk_client import tap_journal
from kiosk_client.tap_journal import JournalUnusable, TapJournal
from signaling.headless.call_id import new_call_id
from signaling.wire.scalars import CallId

NOW = 1_800_000_000_000
HOUR = 3_600_000


def test_call_ids_are_version_7_and_sort_by_the_time_of_the_tap() -> None:
    ids = [new_call_id(NOW + step) for step in range(100)]
    assert ids == sorted(ids)
    assert all(uuid.UUID(call).version == 7 and uuid.UUID(call).variant == uuid.RFC_4122 for call in ids)
    assert uuid.UUID(ids[0]).int >> 80 == NOW


async def test_a_tap_waits_until_it_is_settled(tmp_path: Path) -> None:
    journal = TapJournal(tmp_path / "taps.sqlite3")
    tap = await journal.write("ti", NOW)
    other = await journal.write("sv", NOW + 1)
    await journal.settle([tap.call], NOW + 2)
    assert list(await journal.unsettled(before=NOW + HOUR)) == [other]
    await journal.close()


async def test_taps_that_the_page_may_still_be_sending_are_not_reported(tmp_path: Path) -> None:
    journal = TapJournal(tmp_path / "taps.sqlite3")
    old = await journal.write("sv", NOW)
    await journal.write("sv", NOW + 60_000)
    assert list(await journal.unsettled(before=NOW + 60_000)) == [old]
    await journal.close()


async def test_settled_taps_are_forgotten_after_a_day_and_unsettled_ones_kept(tmp_path: Path) -> None:
    path = tmp_path / "taps.sqlite3"
    journal = TapJournal(path)
    settled = await journal.write("sv", NOW)
    waiting = await journal.write("sv", NOW)
    await journal.settle([settled.call], NOW)
    await journal.purge(NOW + 25 * HOUR)
    await journal.close()
    assert calls_in(path) == {waiting.call}


async def test_the_journal_is_bounded_by_giving_up_the_oldest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tap_journal, "MOST_UNSETTLED", 3)
    path = tmp_path / "taps.sqlite3"
    journal = TapJournal(path)
    taps = [await journal.write("sv", NOW + step) for step in range(5)]
    await journal.purge(NOW + 10)
    await journal.close()
    assert calls_in(path) == {tap.call for tap in taps[2:]}


async def test_a_file_that_is_no_journal_is_set_aside_and_a_new_one_begun(tmp_path: Path) -> None:
    path = tmp_path / "taps.sqlite3"
    path.write_bytes(b"not a database at all" * 100)
    journal = TapJournal(path)
    with pytest.raises(JournalUnusable):
        await journal.write("sv", NOW)
    tap = await journal.write("sv", NOW)
    await journal.close()
    assert calls_in(path) == {tap.call}
    assert (tmp_path / "taps.sqlite3.ruined").exists()


async def test_a_disk_that_recovers_is_used_again(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    folder.write_text("a file where the folder should be")
    journal = TapJournal(folder / "taps.sqlite3")
    with pytest.raises(JournalUnusable):
        await journal.write("sv", NOW)
    folder.unlink()
    tap = await journal.write("sv", NOW)
    assert list(await journal.unsettled(before=NOW + 1)) == [tap]
    await journal.close()


WRITER = """
import asyncio, sys
from pathlib import Path
from kiosk_client.tap_journal import TapJournal

async def main() -> None:
    journal = TapJournal(Path(sys.argv[1]))
    for step in range(1_000_000):
        print((await journal.write("sv", step)).call, flush=True)

asyncio.run(main())
"""


async def test_kill_9_loses_no_tap_that_was_shown(tmp_path: Path) -> None:
    path = tmp_path / "taps.sqlite3"
    shown: set[CallId] = set()
    for _ in range(5):
        shown |= await taps_until_killed(path, count=20)
    assert len(shown) >= 100
    assert shown <= calls_in(path)


async def taps_until_killed(path: Path, *, count: int) -> set[CallId]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WRITER, str(path), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    shown = {(await process.stdout.readline()).decode().strip() for _ in range(count)}
    os.kill(process.pid, signal.SIGKILL)
    rest = (await process.stdout.read()).decode().split("\n")
    await process.wait()
    return shown | {line for line in rest[:-1] if line}


def calls_in(path: Path) -> set[CallId]:
    connection = sqlite3.connect(path)
    try:
        return {call for (call,) in connection.execute("SELECT call FROM tap")}
    finally:
        connection.close()
