"""Pages built from their sources as they are, once for all tests: the kiosk's gallery, and those of staff."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from deploy.build_pages import PAGES, build_pages
from tests.web.kiosk_walk import PORTRAIT, ROOT, Gallery, served_gallery


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the gallery; `?state=waiting&language=ar` shows one state."""
    with served_gallery(tmp_path_factory.mktemp("gallery")) as address:
        yield address


@pytest_asyncio.fixture(loop_scope="session")
async def walk(gallery: str, chromium: Browser) -> AsyncIterator[Gallery]:
    async with await chromium.new_context(viewport=PORTRAIT, reduced_motion="reduce") as context:
        page = await context.new_page()
        await page.goto(gallery)
        yield Gallery(page)


@pytest.fixture(scope="session")
def staff_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of staff but for the desk, which has tests of its own."""
    build_pages(ROOT)
    folder = tmp_path_factory.mktemp("pages")
    for page in ("signin", "account", "check", "board", "admin", "service"):
        shutil.copytree(ROOT / PAGES[page], folder / page)
    (folder / "desk").mkdir()
    (folder / "desk" / "index.html").write_text("<title>The desk</title>")
    return folder
