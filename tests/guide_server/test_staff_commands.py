"""Accounts from the command line: the first admin, and whoever is locked out."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from signaling.__main__ import app
from signaling.clock import SteadyClock
from signaling.store.audit import Actor
from signaling.store.engine import Database
from signaling.store.migrate import migrate
from signaling.store.second_factors import SecondFactors
from signaling.store.staff import Account, Staff, StaffChange

LONG = "a long password of a test"


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = f"sqlite:///{tmp_path}/store.sqlite"
    monkeypatch.setenv("VAGVISARE_STORE__URL", address)
    migrate(address)
    return address


def called(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["staff", *arguments], catch_exceptions=False)
    return result.output if result.exit_code == 0 else f"{result.exit_code}: {result.exception}"


async def _closed_with_a_second_step(address: str) -> None:
    database = Database(address)
    staff, factors = Staff(database, clock=SteadyClock()), SecondFactors(database, clock=SteadyClock())
    [account] = await staff.accounts()
    await factors.offer(account.id, b"key")
    await factors.confirm(account.id, step=1, codes=["a"], by=Actor(who="test"))
    await staff.change(account.id, StaffChange(active=False))
    await database.close()


async def _found(address: str) -> tuple[Account, bool]:
    database = Database(address)
    [account] = await Staff(database, clock=SteadyClock()).accounts()
    secured = bool(await SecondFactors(database, clock=SteadyClock()).in_force())
    await database.close()
    return account, secured


def test_an_admin_is_added_and_let_in_again(address: str) -> None:
    said = called("add", "Eva", "--name", "Eva", "--role", "admin", "--password", LONG)
    assert said == "Eva may sign in now.\n"
    account, _ = asyncio.run(_found(address))
    assert account.login == "eva", "as signing in reads it"
    asyncio.run(_closed_with_a_second_step(address))
    assert "without a code" in called("reset", "EVA", "--password", f"{LONG} again")
    again, secured = asyncio.run(_found(address))
    assert (again.active, secured) == (True, False)
    assert again.password_hash != account.password_hash
    assert "There is no account nobody." in called("reset", "nobody", "--password", LONG)
