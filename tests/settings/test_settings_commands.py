"""Settings that admins changed, from the command line: seen, shown, and taken back."""

import asyncio
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from signaling.__main__ import app
from signaling.areas import AreaName
from signaling.clock import SteadyClock
from signaling.core.ids import PoolId
from signaling.settings import Settings
from signaling.settings_in_force import SettingsInForce
from signaling.store.audit import Actor
from signaling.store.engine import Database
from signaling.store.settings_versions import SettingsVersions


@pytest.fixture
def store(sqlite_store: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("VAGVISARE_STORE__URL", sqlite_store)
    return sqlite_store


def vagvisare(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def change(store: str, name: AreaName, base: int = 0, **content: object) -> None:
    async def make() -> None:
        database = Database(store)
        versions = SettingsVersions(database, pool=PoolId("pool"), clock=SteadyClock())
        in_force = SettingsInForce(Settings(), versions)
        await in_force.change(name, content, base=base, note="Julen", by=Actor(who="admin-1"))
        await database.close()

    asyncio.run(make())


def test_what_was_changed_is_named_shown_and_taken_back(store: str) -> None:
    change(store, AreaName.WAITING, ring_seconds=40)
    checked = vagvisare("config", "check")
    assert (checked.exit_code, "Not the file's: waiting, version 1, changed" in checked.stdout) == (0, True)
    listed = vagvisare("settings", "list").stdout.splitlines()
    assert listed[0] == "languages: from the settings file"
    assert [line for line in listed if line.endswith("by admin-1: Julen")] == [listed[4]]
    assert yaml.safe_load(vagvisare("settings", "show", "waiting").stdout)["ring_seconds"] == 40
    assert "version 2, back to the settings file" in vagvisare("settings", "back-to-file", "waiting").stdout
    assert yaml.safe_load(vagvisare("settings", "show", "waiting").stdout)["ring_seconds"] == 25
    assert "Not the file's" not in vagvisare("config", "check").stdout
    again = vagvisare("settings", "back-to-file", "waiting")
    assert (again.exit_code, "back to the settings file" in str(again.exception)) == (1, True)


def test_four_eyes_are_not_gone_round_by_the_shell(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAGVISARE_FOUR_EYES__ERASURES", "true")
    change(store, AreaName.RETENTION, sessions={"days": 30})
    refused = vagvisare("settings", "back-to-file", "retention")
    assert (refused.exit_code, "Two admins" in str(refused.exception)) == (1, True)


def test_the_plan_that_an_admin_made_is_the_one_that_is_carried_out(store: str) -> None:
    change(store, AreaName.RETENTION, calls={"days": 100, "decision": "KS 2026/123"})
    assert "calls: 100 days (KS 2026/123)" in vagvisare("retention").stdout


def test_where_there_is_no_store_there_is_nothing_to_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "none.sqlite"
    monkeypatch.setenv("VAGVISARE_STORE__URL", f"sqlite:///{path}")
    assert vagvisare("config", "check").stdout == "The settings are good.\n"
    assert vagvisare("settings", "list").exit_code == 1
    assert not path.exists()
