import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from signaling.store.migrate import migrate
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


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store, brought up to date once for all tests that copy it."""
    path = tmp_path_factory.mktemp("migrated") / "store.sqlite"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
async def office(tmp_path: Path, pages: Path, migrated: Path) -> AsyncIterator[Office]:
    """A served office on SQLite. A guide signs in as guide-1, an admin as admin-1."""
    shutil.copy(migrated, tmp_path / "store.sqlite")
    async with office_at(f"sqlite:///{tmp_path}/store.sqlite", pages=pages) as office:
        yield office
