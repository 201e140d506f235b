"""The kiosk's own words, as an admin is shown them who writes others."""

from collections.abc import AsyncIterator

import pytest

from tests.guide_server.office import Office, office_at


@pytest.fixture
async def served(sqlite_store: str) -> AsyncIterator[Office]:
    async with office_at(sqlite_store) as office:
        yield office


async def test_a_language_is_shown_in_its_own_words(served: Office) -> None:
    admin = await served.signed_in("admin-1")
    shown = await admin.get("/api/settings/texts/shipped?language=so")
    assert (shown["said_in"], shown["texts"]["start.choose"]) == ("so", "Dooro luqaddaada")
    assert {"sv", "so", "ti"} <= set(shown["languages"])


async def test_a_language_without_words_is_shown_what_it_needs_in_swedish(served: Office) -> None:
    admin = await served.signed_in("admin-1")
    shown = await admin.get("/api/settings/texts/shipped?language=fit")
    assert (shown["said_in"], shown["texts"]["start.choose"]) == ("sv", "Välj språk")
    assert shown["texts"]["language.endonym"] == ""
