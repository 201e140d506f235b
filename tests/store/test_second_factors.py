"""Second factors: offered, in force, each code good once."""

import pytest

from signaling.store.audit import Actor, AuditAction, AuditLog
from signaling.store.engine import Database
from signaling.store.second_factors import SecondFactors
from signaling.store.staff import Account, Staff
from tests.fakes import NOON, ManualClock

OWN = Actor(who="saba")


@pytest.fixture
def factors(database: Database, clock: ManualClock) -> SecondFactors:
    return SecondFactors(database, clock=clock)


@pytest.fixture
async def saba(database: Database, clock: ManualClock) -> Account:
    staff = Staff(database, clock=clock)
    return await staff.add(login="saba", name="Saba", password_hash=None, roles=["guide"])


async def test_an_offer_is_replaced_until_it_is_confirmed(factors: SecondFactors, saba: Account) -> None:
    assert not await factors.confirm(saba.id, step=1, codes=["a"], by=OWN)
    assert await factors.offer(saba.id, b"first")
    assert await factors.offer(saba.id, b"second")
    assert await factors.in_force() == frozenset()
    offered = await factors.of(saba.id)
    assert offered is not None
    assert (offered.secret, offered.confirmed_at, offered.backup_codes) == (b"second", None, 0)
    assert await factors.confirm(saba.id, step=7, codes=["a", "b"], by=OWN)
    assert not await factors.confirm(saba.id, step=8, codes=["c"], by=OWN)
    assert not await factors.offer(saba.id, b"third"), "one that is in force is not replaced by an offer"
    assert await factors.in_force() == {saba.id}
    kept = await factors.of(saba.id)
    assert kept is not None
    assert (kept.secret, kept.confirmed_at, kept.last_step, kept.backup_codes) == (b"second", NOON, 7, 2)


async def test_every_code_is_good_once(factors: SecondFactors, saba: Account) -> None:
    await factors.offer(saba.id, b"key")
    await factors.confirm(saba.id, step=7, codes=["a", "b"], by=OWN)
    assert [await factors.take_step(saba.id, step) for step in (7, 8, 8, 6, 9)] == [
        False, True, False, False, True,
    ]  # fmt: skip
    assert [await factors.spend(saba.id, code) for code in ("a", "a", "z", "b")] == [
        True, False, False, True,
    ]  # fmt: skip


async def test_dropping_takes_everything_and_is_audited(
    factors: SecondFactors, saba: Account, database: Database, clock: ManualClock
) -> None:
    await factors.offer(saba.id, b"key")
    await factors.confirm(saba.id, step=7, codes=["a"], by=OWN)
    assert await factors.drop(saba.id, by=Actor(who="eva"))
    assert await factors.of(saba.id) is None
    assert not await factors.spend(saba.id, "a")
    assert not await factors.drop(saba.id, by=Actor(who="eva"))
    rows = await AuditLog(database, clock=clock).page(Actor(who="inspector"))
    told = [(row.who, row.what) for row in rows if "second_factor" in row.what]
    assert told == [("eva", AuditAction.DROP_SECOND_FACTOR), ("saba", AuditAction.SET_SECOND_FACTOR)]
