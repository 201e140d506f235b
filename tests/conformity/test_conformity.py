"""The API keeps what its description promises, on both stores, to a person and to a machine."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.conformity.office import SETTINGS, as_a_machine, as_a_person, furnish
from tests.guide_server.office import Office, office_at

EXAMPLES = 5
"""Of each operation and manner; `python -m tests.conformity` asks more."""


@pytest.fixture(params=["sqlite", "postgresql"])
async def office(request: pytest.FixtureRequest) -> AsyncIterator[Office]:
    address = request.getfixturevalue("sqlite_store" if request.param == "sqlite" else "postgres_store")
    async with office_at(address, **SETTINGS) as office:
        yield office


@pytest.mark.slow
async def test_nothing_that_is_asked_breaks_a_promise(office: Office) -> None:
    who = await furnish(office)
    for asking in (
        await as_a_machine(office, who, examples=EXAMPLES),
        await as_a_person(office, who, examples=EXAMPLES),
    ):
        assert len(asking.operations()) >= (4 if asking.scopes else 40)
        assert await asyncio.to_thread(lambda: list(asking.faults())) == []  # noqa: B023
