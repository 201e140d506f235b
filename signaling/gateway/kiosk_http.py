"""What a kiosk's agent asks over HTTP: to be enrolled, its profile, and to log taps never acknowledged."""

import base64
import uuid
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TypeVar

import orjson
from aiohttp import hdrs, web
from pydantic import ValidationError

from signaling.core.commands import ReportTap
from signaling.core.errors import Refused
from signaling.core.ids import CallId, Party
from signaling.core.pool_settings import SECOND
from signaling.gateway.admission import DeviceTokens
from signaling.gateway.client import Floor
from signaling.gateway.limits import Bucket
from signaling.gateway.names import place_of
from signaling.ports import Directory, Journal, JournalUnavailable, KioskProfile
from signaling.turn_credentials import TurnCredentials
from signaling.wire import http as wire
from signaling.wire.errors import Faulted, failed, faulted
from signaling.wire.messages import GREATEST_MESSAGE, Failed, IceCredentials, Problem
from signaling.wire.scalars import Message, displayable
from signaling.wire.translate import language_of, refusal

_STATUS = {
    "malformed": 400,
    "unauthenticated": 401,
    "revoked": 403,
    "bad_code": 403,
    "too_large": 413,
    "rate_limited": 429,
    "unavailable": 503,
    "draining": 503,
}
_REMEMBERED = 10_000
_M = TypeVar("_M", bound=Message)


class KioskHttp:
    """Mount `routes()` on the server's application."""

    def __init__(
        self,
        floor: Floor,
        *,
        directory: Directory,
        journal: Journal,
        tokens: DeviceTokens,
        turn: TurnCredentials,
        address_of: Callable[[web.Request], str],
    ) -> None:
        self._floor = floor
        self._directory = directory
        self._journal = journal
        self._tokens = tokens
        self._turn = turn
        self._address_of = address_of
        self._asked: OrderedDict[str, Bucket] = OrderedDict()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/kiosk/enrol", self._answering(self._enrol)),
            web.get("/kiosk/profile", self._answering(self._profile), allow_head=False),
            web.get("/kiosk/turn", self._answering(self._turn_servers), allow_head=False),
            web.post("/kiosk/taps", self._answering(self._taps)),
        ]

    async def _enrol(self, request: web.Request) -> Message:
        self._limit(f"address {self._address_of(request)}", self._floor.limits.enrolments_per_minute)
        enrolment = await _read(request, wire.Enrolment)
        profile = await self._directory.enrol(enrolment.code, _public_key(enrolment.public_key))
        if profile is None:
            raise faulted("bad_code")
        return self._profile_of(profile)

    async def _profile(self, request: web.Request) -> Message:
        return self._profile_of(await self._authenticated(request))

    async def _turn_servers(self, request: web.Request) -> Message:
        """For a test, which is no call: a name of its own, as short-lived as a call's."""
        await self._authenticated(request)
        made = self._turn.for_call(CallId(f"test-{uuid.uuid4()}"), self._floor.clock.now())
        return wire.TurnServers(ice=None if made is None else IceCredentials(**asdict(made)))

    async def _taps(self, request: web.Request) -> Message:
        profile = await self._authenticated(request)
        report = await _read(request, wire.TapReport)
        known = await self._journal.known([CallId(tap.call) for tap in report.taps])
        settled, refused = [], []
        for tap in report.taps:
            problem = None if tap.call in known else await self._report(profile, tap)
            if problem is None:
                settled.append(tap.call)
            else:
                refused.append(wire.RefusedTap(call=tap.call, error=problem))
        return wire.TapReceipt(settled=tuple(settled), refused=tuple(refused))

    async def _report(self, profile: KioskProfile, tap: wire.Tap) -> Problem | None:
        try:
            command = ReportTap(
                call=CallId(tap.call),
                kiosk=profile.id,
                site=profile.site,
                neighbourhood=profile.neighbourhood,
                language=language_of(tap.language),
                tapped_at=tap.tapped_at,
            )
            await self._floor.exchange.submit(command, by=Party.kiosk(profile.id), command_id=tap.call)
        except Refused as refused:
            return refusal(refused).error
        return None

    async def _authenticated(self, request: web.Request) -> KioskProfile:
        profile = await self._tokens.kiosk_of(request.headers.get(hdrs.AUTHORIZATION))
        self._limit(f"kiosk {profile.id}", self._floor.limits.agent_requests_per_minute)
        return profile

    def _profile_of(self, profile: KioskProfile) -> wire.Profile:
        return wire.Profile(
            place=place_of(profile),
            phone=displayable(profile.phone),
            languages=self._floor.exchange.pool.settings.languages,
        )

    def _limit(self, who: str, per_minute: int) -> None:
        """So that no one guesses codes or fills the log. Raises `Faulted` with `rate_limited`."""
        now = self._floor.clock.now()
        bucket = self._asked.pop(who, None) or Bucket(per_second=per_minute / 60, burst=per_minute, now=now)
        self._asked[who] = bucket
        if len(self._asked) > _REMEMBERED:
            self._asked.popitem(last=False)
        if not bucket.take(now):
            raise faulted("rate_limited", retry_after=bucket.retry_after)

    def _answering(
        self, ask: Callable[[web.Request], Awaitable[Message]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(request: web.Request) -> web.Response:
            try:
                return _response(await ask(request), 200)
            except Faulted as fault:
                return _response(Failed(error=fault.problem), _STATUS[fault.problem.id])
            except JournalUnavailable:
                return _response(failed("unavailable", retry_after=SECOND), _STATUS["unavailable"])

        return answer


def _response(message: Message, status: int) -> web.Response:
    return web.Response(
        body=message.model_dump_json().encode(),
        status=status,
        content_type="application/json",
        headers={hdrs.CACHE_CONTROL: "no-store"},
    )


async def _read(request: web.Request, model: type[_M]) -> _M:
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


def _public_key(text: str) -> bytes:
    return base64.urlsafe_b64decode(f"{text}=")
