"""A city for each test that asks for one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.city import City, city_in

expect.set_options(timeout=90_000)  # machines differ; a test's own time-out is what bounds it


@pytest.fixture
async def city(tmp_path: Path) -> AsyncIterator[City]:
    async with city_in(tmp_path) as running:
        yield running
