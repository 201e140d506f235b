"""The plan of retention, one call's extract and erasure, and the proof, from the command line."""

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from signaling.__main__ import app
from signaling.settings_file import SettingsError
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from tests.fakes import NOON
from tests.store.histories import POOL, Told, call_id, entries

DAY = 86_400_000
SETTINGS = """
pool: {{id: {pool}}}
retention:
  calls: {{days: 100, decision: "KS 2026/123"}}
four_eyes: {{erasures: {two}}}
"""


@pytest.fixture
def store(sqlite_store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store with one call of 2001 and one that goes on."""
    monkeypatch.setenv("VAGVISARE_STORE__URL", sqlite_store)
    decide(tmp_path, monkeypatch, two=False)

    async def live() -> None:
        database = Database(sqlite_store)
        journal = SqlJournal(database)
        await journal.append(POOL, entries(Told(1).whole(), at=NOON - 9_000 * DAY))
        later = Told(2, kiosk="kiosk-2").tapped()
        await journal.append(POOL, entries(later, after=9, at=NOON + 9_000 * DAY))
        await database.close()

    asyncio.run(live())
    return sqlite_store


def decide(folder: Path, monkeypatch: pytest.MonkeyPatch, *, two: bool) -> None:
    path = folder / "settings.yaml"
    path.write_text(SETTINGS.format(pool=POOL, two=str(two).lower()))
    monkeypatch.setenv("VAGVISARE_SETTINGS", str(path))


def called(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    return result.output if result.exit_code == 0 else f"{result.output}{result.exception}"


def test_the_plan_is_shown_before_anything_is_done(store: str) -> None:
    for command in (["retention"], ["retention", "--dry-run"]):
        said = called(*command)
        assert "calls: 100 days (KS 2026/123). Due now: 1 of call, 1 of ring, 9 of event." in said
        assert "audit: kept: no decision (no decision). Due now: nothing." in said
    assert call_id(1) in called("extract", call_id(1))


def test_what_is_due_goes_with_a_receipt_and_the_rest_is_proved(store: str) -> None:
    said = called("retention", "--now", "--rewrite")
    assert said.startswith("Receipt 1: calls, older than ")
    assert "1 of call, 1 of ring, 9 of event (KS 2026/123)." in said
    assert said.endswith("Written anew.\n")
    assert called("retention", "--now") == "Nothing was due.\n"
    proof = called("verify").splitlines()
    assert proof[0].startswith("journal huddinge: 1 rows, whole, 9 destroyed with receipts. Newest: 10:")
    number, newest = proof[-1].rpartition(" ")[2].split(":")
    assert called("verify", "--noted-receipt", f"{number}:{newest}").splitlines() == proof
    forged = called("verify", "--noted-receipt", f"{number}:{'f' * 64}")
    assert "receipts: BROKEN: receipt 1 is not the one that was noted" in forged
    assert "Nothing is kept of a call of this id" in called("extract", call_id(1))


def test_one_call_is_printed_and_erased(store: str) -> None:
    text, kept = called("extract", call_id(1)), json.loads(called("extract", call_id(1), "--json"))
    assert "type call_tapped" in text
    assert kept["call"]["id"] == call_id(1)
    assert len(kept["entries"]) == 9
    said = called("erase", call_id(1), "--ground", "objection")
    assert said == "Receipt 1: erased_call: 1 of call, 9 of event, 1 of ring (objection).\n"
    for command in (("extract", call_id(1)), ("erase", call_id(1), "--ground", "mistake")):
        assert "The call was erased" in called(*command)
    assert "The call goes on" in called("erase", call_id(2), "--ground", "mistake")
    assert "Nothing is kept" in called("erase", call_id(3), "--ground", "mistake")
    assert "whole, 9 destroyed with receipts" in called("verify")


def test_where_two_must_agree_the_command_does_not_go_around_it(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(tmp_path, monkeypatch, two=True)
    assert "Two admins must agree" in called("erase", call_id(1), "--ground", "objection")
    assert "type call_tapped" in called("extract", call_id(1))


def test_days_without_a_decision_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.yaml"
    for rule in ("{days: 30}", "{decision: KS 1}", "{days: 6, decision: KS 1}", "{days: 30, decision: ' '}"):
        path.write_text(f"retention: {{calls: {rule}}}\n")
        with pytest.raises(SettingsError, match=r"retention\.calls"):
            called("config", "check", "--settings", str(path))
