"""What a page of the self-test asks of the agent, and tells it."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web

from kiosk_client.page_body import declined, read
from kiosk_client.self_test import DevicesTried
from kiosk_client.server import ServerAway, ServerBusy, ServerRefused
from signaling.wire.messages import GREATEST_MESSAGE, IceCredentials
from signaling.wire.self_test import SelfTestCall

PlaceCall = Callable[[str], Awaitable[str]]
"""Offers a test call to the centre and returns its answer. Raises `ServerAway` or `ServerRefused`."""

_log = structlog.get_logger(__name__)


class SelfTestDoor:
    """Mount `routes()` on the page server."""

    def __init__(self, place_call: PlaceCall) -> None:
        self._place_call = place_call
        self.tried: asyncio.Queue[DevicesTried] = asyncio.Queue()
        """What pages of the self-test have said."""
        self.ice: IceCredentials | None = None
        """What a page of the self-test tries."""

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/self-test", self._take),
            web.get("/self-test/ice", self._give_ice),
            web.post("/self-test/call", self._call),
        ]

    async def _take(self, request: web.Request) -> web.Response:
        self.tried.put_nowait(await read(request, DevicesTried))
        return web.Response(status=204)

    async def _give_ice(self, _request: web.Request) -> web.Response:
        ice = None if self.ice is None else self.ice.model_dump(mode="json")
        return web.json_response({"ice": ice})

    async def _call(self, request: web.Request) -> web.Response:
        """The page's offer, taken to the centre with this kiosk's key, which the page never sees."""
        offer = await read(request, SelfTestCall, most=GREATEST_MESSAGE)
        try:
            return web.json_response({"sdp": await self._place_call(offer.sdp)})
        except ServerBusy as busy:
            return declined(busy.problem.id, 429 if busy.problem.id == "rate_limited" else 503)
        except ServerAway as away:
            _log.info("server_away", reason=str(away))
            return declined("unavailable", 503)
        except ServerRefused as refused:
            return declined(refused.problem.id, 409)
