from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.guide_server.office import Office, office_at


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A served office on SQLite. A guide signs in as guide-1, an admin as admin-1."""
    async with office_at(f"sqlite:///{tmp_path}/store.sqlite") as office:
        yield office
