"""Verdicts wait for the server: over restarts, in bounds, and though the disk is full."""

import uuid
from pathlib import Path

from kiosk_client import self_test
from kiosk_client.verdict_store import MOST_UNSENT, VerdictStore
from signaling.wire.self_test import SelfTestReport


def verdict(at: int = 1) -> SelfTestReport:
    checks = (self_test.check("page"), self_test.check("turn", "turn_shut", about=("turn:t.example",)))
    return SelfTestReport(id=str(uuid.uuid4()), at=at, checks=checks)


def test_what_was_not_told_outlives_the_agent_and_what_was_does_not(tmp_path: Path) -> None:
    store = VerdictStore(tmp_path)
    first, second = verdict(1), verdict(2)
    for each in (first, second):
        store.keep(each)
    assert VerdictStore(tmp_path).unsent == (first, second)
    store.forget(first.id)
    store.forget(first.id)
    assert store.unsent == VerdictStore(tmp_path).unsent == (second,)
    assert SelfTestReport.model_validate_json(store.newest.read_bytes()) == second


def test_the_oldest_of_too_many_are_forgotten(tmp_path: Path) -> None:
    store = VerdictStore(tmp_path)
    told = [verdict(at) for at in range(MOST_UNSENT + 2)]
    for each in told:
        store.keep(each)
    assert store.unsent == VerdictStore(tmp_path).unsent == tuple(told[2:])


def test_a_disk_that_takes_nothing_does_not_keep_a_verdict_from_the_server(tmp_path: Path) -> None:
    (tmp_path / "self-tests").write_text("no folder can be here")
    store = VerdictStore(tmp_path)
    store.keep(told := verdict())
    assert store.unsent == (told,)
    store.forget(told.id)
    assert not store.unsent


def test_a_file_that_a_crash_spoilt_is_passed_over(tmp_path: Path) -> None:
    store = VerdictStore(tmp_path)
    store.keep(told := verdict())
    (tmp_path / "self-tests" / "spoilt.json").write_text("{")
    assert VerdictStore(tmp_path).unsent == (told,)
