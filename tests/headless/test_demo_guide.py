"""The demo's guide at a real server: it signs in like a person, answers alone, and gives way to people."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import aiohttp
import pytest

from signaling.headless import guide as guide_module
from signaling.headless.client import SignalingClient
from signaling.headless.guide import DemoGuide
from signaling.wire.messages import DeskViewPush, SetStatus, Take
from tests.e2e.city import PASSWORD, City, city_in

pytestmark = pytest.mark.slow


@pytest.fixture
async def city(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[City]:
    async with city_in(tmp_path_factory.mktemp("city")) as city:
        await city.add_guide("demo", "Demo program")
        yield city


@asynccontextmanager
async def demo_guide(city: City, *, password: str = PASSWORD) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(DemoGuide(city.url, login="demo", password=password, patience=500).run())
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def person(city: City, login: str) -> AsyncIterator[SignalingClient[DeskViewPush]]:
    """Someone at a desk, with a socket and no picture."""
    origin = {"Origin": city.url}

    async def headers() -> dict[str, str]:
        return dict(origin)

    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        credentials = {"login": login, "password": PASSWORD}
        async with http.post(f"{city.url}/api/session", json=credentials, headers=origin) as response:
            assert response.status == 200
        client = SignalingClient(city.url, DeskViewPush, http=http, headers=headers)
        task = asyncio.create_task(client.run())
        try:
            yield client
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def test_alone_it_answers_and_is_seen(city: City) -> None:
    async with demo_guide(city):
        report = await (await city.headless_call(language="so", seconds=3))
    assert report["outcome"] == "completed"
    assert report["frames"] > 0
    assert report["sounds"] > 0


async def test_it_gives_way_to_a_person_who_is_free(city: City) -> None:
    async with person(city, "amina") as amina:
        await amina.command(SetStatus(status="available"))
        async with demo_guide(city):
            await amina.until(lambda push: any(line.free == 2 for line in push.view.queue))
            calling = await city.headless_call(language="so", seconds=1)
            push = await amina.until(lambda push: push.view.ring is not None)
            ring = push.view.ring
            assert ring is not None
            await amina.command(Take(call=ring.call, epoch=ring.epoch))
            assert (await amina.until(lambda push: push.view.call is not None)).view.call is not None
            calling.cancel()


async def test_someone_else_at_its_desk_sends_it_home(city: City) -> None:
    async with demo_guide(city) as working:
        async with person(city, "amina") as amina:
            await amina.until(lambda push: any(line.free == 1 for line in push.view.queue))
        async with person(city, "demo"):
            await working


async def test_a_wrong_password_is_tried_again_later_and_harms_nothing(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guide_module, "RETRY_SIGN_IN", 0.1)
    async with demo_guide(city, password="something-else") as working:
        await asyncio.sleep(1)
        assert not working.done()
