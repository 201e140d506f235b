"""The gallery of the kiosk's states, built once and served from a free port."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.web.kiosk_walk import PORTRAIT, Gallery, served_gallery


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
