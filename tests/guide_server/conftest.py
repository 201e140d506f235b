from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.guide_server.office import Office, office_at


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of built pages, each with one asset, beside a file that is nobody's business."""
    folder = tmp_path / "pages"
    for name in ("signin", "desk", "admin"):
        (folder / name / "assets").mkdir(parents=True)
        (folder / name / "index.html").write_text(f"<title>{name}</title>")
        (folder / name / "assets" / "page-0a1b2c3d.js").write_text("export {};")
    (folder / "secret.json").write_text("{}")
    (folder / "admin" / "leak.json").symlink_to(folder / "secret.json")
    return folder


@pytest.fixture
async def office(sqlite_store: str, pages: Path) -> AsyncIterator[Office]:
    """A served office on SQLite. A guide signs in as guide-1, an admin as admin-1."""
    async with office_at(sqlite_store, pages=pages) as office:
        yield office
