"""A city for each test that asks for one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.city import City, city_in


@pytest.fixture
async def city(tmp_path: Path) -> AsyncIterator[City]:
    async with city_in(tmp_path) as running:
        yield running
