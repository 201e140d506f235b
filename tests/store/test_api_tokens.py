"""Tokens in the store: a hash and never more, revoked for ever, named for ever."""

import pytest
from sqlalchemy import select

from signaling.store.api_tokens import MOST, ApiTokens, TokenNameTaken, TooManyTokens, UnknownToken
from signaling.store.audit import Actor, AuditAction, AuditLog
from signaling.store.engine import Database
from signaling.store.tables import api_token
from tests.fakes import ManualClock

ADMIN = Actor(who="admin-1")


async def add(tokens: ApiTokens, clock: ManualClock, name: str = "statistics") -> str:
    made = await tokens.add(
        name=name,
        secret_hash=f"hash of {name}",
        scopes=["calls:read"],
        expires_at=clock.now() + 1_000,
        by=ADMIN,
    )
    return made.id


async def test_a_token_is_found_by_its_hash_and_is_good_for_its_time(
    database: Database, clock: ManualClock
) -> None:
    tokens = ApiTokens(database, clock=clock)
    token = await add(tokens, clock)
    found = await tokens.by_hash("hash of statistics")
    assert found is not None
    assert (found.id, found.scopes, found.created_by) == (token, ("calls:read",), "admin-1")
    assert found.is_good(clock.now())
    assert not found.is_good(clock.now() + 1_000)
    assert await tokens.by_hash("another") is None


async def test_revoked_once_it_is_revoked_for_good(database: Database, clock: ManualClock) -> None:
    tokens = ApiTokens(database, clock=clock)
    token = await add(tokens, clock)
    await tokens.revoke(token, by=ADMIN)
    [found] = await tokens.all()
    assert not found.is_good(clock.now())
    with pytest.raises(UnknownToken):
        await tokens.revoke(token, by=ADMIN)
    with pytest.raises(TokenNameTaken):
        await add(tokens, clock)


async def test_making_and_revoking_is_audited(database: Database, clock: ManualClock) -> None:
    tokens = ApiTokens(database, clock=clock)
    await tokens.revoke(await add(tokens, clock), by=ADMIN)
    rows = await AuditLog(database, clock=clock).page(ADMIN)
    assert [(row.what, row.filter.get("token")) for row in rows] == [
        (AuditAction.REVOKE_TOKEN, "statistics"), (AuditAction.ADD_TOKEN, "statistics"),
    ]  # fmt: skip


async def test_there_are_not_too_many(database: Database, clock: ManualClock) -> None:
    tokens = ApiTokens(database, clock=clock)
    for number in range(MOST):
        await add(tokens, clock, f"token-{number}")
    with pytest.raises(TooManyTokens):
        await add(tokens, clock, "one-more")
    clock.advance(1_000)
    await add(tokens, clock, "one-more")


async def test_only_the_hash_is_kept(database: Database, clock: ManualClock) -> None:
    await add(ApiTokens(database, clock=clock), clock)
    columns = await database.read(lambda connection: connection.execute(select(api_token)).keys())
    assert set(columns) == {
        "id", "name", "secret_hash", "scopes", "created_at", "created_by", "expires_at", "used_at",
        "revoked_at",
    }  # fmt: skip
