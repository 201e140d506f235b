"""A guide who takes at once, hangs up when told, and can vanish: a program with a picture and a sound."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import aiohttp

from signaling.headless.call_media import CallMedia
from signaling.headless.client import Command, CommandRefused, CommandUnanswered, SignalingClient
from signaling.headless.guide import next_step
from signaling.wire.messages import DeskViewPush, HangUp
from tests.e2e.city import PASSWORD, City

PATIENCE = 90.0
LIVE = frozenset({"live", "interrupted"})


class QuickGuide:
    def __init__(self, client: SignalingClient[DeskViewPush]) -> None:
        self._client = client
        self._media = CallMedia(client)
        self.takes = True
        """Whether it answers when the desk rings."""
        self._running: list[asyncio.Task[None]] = []

    def begin(self) -> None:
        work = (self._client.run(), self._media.run(), self._answer())
        self._running = [asyncio.create_task(job) for job in work]

    async def vanish(self) -> None:
        """As when the desk's machine loses its power."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def until_live(self) -> None:
        """Who hangs up before both sides are seen gives the call back, and it rings again."""
        async with asyncio.timeout(PATIENCE):
            await self._client.until(lambda push: push.view.call is not None and push.view.call.state in LIVE)

    async def hang_up(self) -> None:
        """End the present call, or the one that the next view shows."""
        async with asyncio.timeout(PATIENCE):
            push = await self._client.until(lambda push: push.view.call is not None)
        assert push.view.call is not None
        await self._do(HangUp(call=push.view.call.id))

    async def _answer(self) -> None:
        async for push in self._client.pushes():
            step = next_step(push.view, passed=AllPassed(), patience=0)
            if step is not None and (self.takes or push.view.ring is None):
                await self._do(step.command)

    async def _do(self, command: Command) -> None:
        with suppress(CommandRefused, CommandUnanswered):  # the next view says what is so
            await self._client.command(command)


class AllPassed:
    """So that no other guide is waited for."""

    def __contains__(self, call: object) -> bool:
        return True


@asynccontextmanager
async def quick_guide(city: City, login: str = "amina") -> AsyncIterator[QuickGuide]:
    origin = {"Origin": city.url}

    async def headers() -> dict[str, str]:
        return dict(origin)

    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        credentials = {"login": login, "password": PASSWORD}
        async with http.post(f"{city.url}/api/session", json=credentials, headers=origin) as response:
            assert response.status == 200
        guide = QuickGuide(SignalingClient(city.url, DeskViewPush, http=http, headers=headers))
        guide.begin()
        try:
            yield guide
        finally:
            await guide.vanish()
