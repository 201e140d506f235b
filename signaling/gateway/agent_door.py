"""How a kiosk's agent is let in over HTTP, how often it may ask, and how it is answered."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from typing import TypeVar

import orjson
from aiohttp import hdrs, web
from pydantic import ValidationError

from signaling.core.pool_settings import SECOND
from signaling.gateway.admission import DeviceTokens, Signed
from signaling.gateway.client import Floor
from signaling.gateway.limits import Bucket
from signaling.ports import JournalUnavailable, KioskProfile
from signaling.wire.errors import Faulted, failed, faulted
from signaling.wire.messages import GREATEST_MESSAGE, Failed
from signaling.wire.scalars import Message

_STATUS = {
    "malformed": 400,
    "unauthenticated": 401,
    "revoked": 403,
    "bad_code": 403,
    "no_test_guide": 409,
    "too_large": 413,
    "rate_limited": 429,
    "unavailable": 503,
    "draining": 503,
}
_REMEMBERED = 10_000
_M = TypeVar("_M", bound=Message)


class AgentDoor:
    def __init__(self, floor: Floor, tokens: DeviceTokens) -> None:
        self._floor = floor
        self._tokens = tokens
        self._asked: OrderedDict[str, Bucket] = OrderedDict()

    async def authenticated(self, request: web.Request) -> KioskProfile:
        """The kiosk that asks. Raises `Faulted`: as `DeviceTokens.signed` does, or with `rate_limited`."""
        return (await self.signed(request)).kiosk

    async def signed(self, request: web.Request) -> Signed:
        """As `authenticated`, with the run of the kiosk's agent."""
        signed = await self._tokens.signed(request.headers.get(hdrs.AUTHORIZATION))
        self.limit(f"kiosk {signed.kiosk.id}", self._floor.limits.agent_requests_per_minute)
        return signed

    def limit(self, who: str, per_minute: int) -> None:
        """So that no one guesses codes or fills the log. Raises `Faulted` with `rate_limited`."""
        now = self._floor.clock.now()
        bucket = self._asked.pop(who, None) or Bucket(per_second=per_minute / 60, burst=per_minute, now=now)
        self._asked[who] = bucket
        if len(self._asked) > _REMEMBERED:
            self._asked.popitem(last=False)
        if not bucket.take(now):
            raise faulted("rate_limited", retry_after=bucket.retry_after)

    def answering(
        self, ask: Callable[[web.Request], Awaitable[Message]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        """`ask` as a handler: what it returns or raises becomes the answer."""

        async def answer(request: web.Request) -> web.Response:
            try:
                return self._response(await ask(request), 200)
            except Faulted as fault:
                return self._response(Failed(error=fault.problem), _STATUS[fault.problem.id])
            except JournalUnavailable:
                return self._response(failed("unavailable", retry_after=SECOND), _STATUS["unavailable"])

        return answer

    def _response(self, message: Message, status: int) -> web.Response:
        """Dated by the clock that judges a kiosk's proofs, wherever the machine's own was set meanwhile."""
        return web.Response(
            body=message.model_dump_json().encode(),
            status=status,
            content_type="application/json",
            headers={
                hdrs.CACHE_CONTROL: "no-store",
                hdrs.DATE: formatdate(self._floor.clock.now() / SECOND, usegmt=True),
            },
        )


async def read_body(request: web.Request, model: type[_M]) -> _M:
    """Raises `Faulted` with `malformed` or `too_large`."""
    if request.content_type != "application/json" or hdrs.CONTENT_ENCODING in request.headers:
        raise faulted("malformed")
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > GREATEST_MESSAGE:
            raise faulted("too_large")
    try:
        return model.model_validate(orjson.loads(body), by_name=False, by_alias=True)
    except (orjson.JSONDecodeError, ValidationError) as error:
        raise faulted("malformed") from error
