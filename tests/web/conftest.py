"""The gallery of the kiosk's states, built once and served from a free port."""

from collections.abc import Iterator

import pytest

from tests.fixtures.chromium import LaunchChromium
from tests.web.kiosk_walk import PORTRAIT, Gallery, served_gallery


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the gallery; `?state=waiting&language=ar` shows one state."""
    with served_gallery(tmp_path_factory.mktemp("gallery")) as address:
        yield address


@pytest.fixture
async def walk(gallery: str, launch_chromium: LaunchChromium) -> Gallery:
    page = await (await launch_chromium()).new_page(viewport=PORTRAIT, reduced_motion="reduce")
    await page.goto(gallery)
    return Gallery(page)
