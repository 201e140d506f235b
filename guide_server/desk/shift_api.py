"""Before the shift: which languages I serve today, and whether my place can carry a call."""

import asyncio
import secrets
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from aiohttp import WSMsgType, web

from guide_server.desk.models import OwnShift, Relay, Relays, ShiftChoice, ShiftLanguage
from guide_server.http.access import Access
from guide_server.http.endpoint import Asked, Endpoint, Nothing
from guide_server.http.problems import FieldProblem, ForeignRequest, Malformed, NotFound, WrongContentType
from signaling.core.ids import CallId, GuideId, Instant, Language
from signaling.core.skills import Skill, noted
from signaling.ports import Clock
from signaling.store.directory import SqlDirectory
from signaling.turn_credentials import TurnCredentials

DAY_TURNS = time(4)
"""When today's choice is over: nobody begins or ends a shift at four in the morning."""
LONGEST_ECHO = 128
MOST_ECHOES = 50
ECHO_PATIENCE = 20.0
"""Seconds."""


class ShiftApi:
    def __init__(
        self,
        *,
        directory: SqlDirectory,
        turn: TurnCredentials | None,
        clock: Clock,
        zone: ZoneInfo,
        public_url: str,
    ) -> None:
        self._directory = directory
        self._turn = turn
        self._clock = clock
        self._zone = zone
        self._public_url = public_url

    async def read_shift(self, asked: Asked[Nothing]) -> OwnShift:
        """Tell which languages I can serve, how well, and which of them I serve today."""
        guide = GuideId(asked.who.staff)
        today = await self._directory.guide(guide)
        if today is None:
            raise NotFound
        return OwnShift(
            languages=tuple(
                ShiftLanguage(
                    language=skill.language,
                    level=skill.level.value,
                    mode=skill.mode.value,
                    today=skill.language in today.languages,
                )
                for skill in await self._own(guide)
            ),
            until=self._over_at(),
        )

    async def choose_shift(self, asked: Asked[ShiftChoice]) -> Nothing:
        """Serve these of my languages today; it counts from the next time my desk connects."""
        guide = GuideId(asked.who.staff)
        own = {skill.language for skill in await self._own(guide)}
        chosen = [Language(tag) for tag in dict.fromkeys(asked.question.languages)]
        unknown = [tag for tag in chosen if tag not in own]
        if unknown:
            problem = FieldProblem(field="languages", message=f"Not yours: {', '.join(unknown)}")
            raise Malformed(problem)
        await self._directory.choose_shift(guide, chosen, until=self._over_at())
        return Nothing()

    async def read_relays(self, _: Asked[Nothing]) -> Relays:
        """Give the relays of calls, with a password for a trial."""
        trial = CallId(f"check-{secrets.token_hex(8)}")
        made = None if self._turn is None else self._turn.for_call(trial, self._clock.now())
        if made is None:
            return Relays(relays=(), username="", credential="")
        relays = tuple(Relay(route=_route(url), url=url) for url in made.urls if url.startswith("turn"))
        return Relays(relays=relays, username=made.username, credential=made.credential)

    async def echo(self, asked: Asked[Nothing]) -> web.StreamResponse:
        """Send back what comes, over a WebSocket, for a short while."""
        request = asked.request
        if request.headers.get("Origin") not in {self._public_url, f"{request.scheme}://{request.host}"}:
            raise ForeignRequest
        socket = web.WebSocketResponse(max_msg_size=LONGEST_ECHO, compress=False, timeout=1)
        if not socket.can_prepare(request):
            raise WrongContentType
        await socket.prepare(request)
        try:
            async with asyncio.timeout(ECHO_PATIENCE):
                await _echo(socket)
        except TimeoutError:
            pass
        await socket.close()
        return socket

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint("GET", "/api/shift", Access.DESK, self.read_shift),
            Endpoint("PATCH", "/api/shift", Access.DESK, self.choose_shift),
            Endpoint("GET", "/api/check/relays", Access.DESK, self.read_relays),
            Endpoint("GET", "/api/check/echo", Access.DESK, self.echo),
        )

    async def _own(self, guide: GuideId) -> list[Skill]:
        """What the admin noted and residents can be helped in, in that order."""
        profile = (await self._directory.catalogue()).guides.get(guide)
        if profile is None:
            raise NotFound
        return [skill for skill in noted(profile.skills, profile.languages) if skill.serves]

    def _over_at(self) -> Instant:
        return day_turns_after(self._clock.now(), self._zone)


def day_turns_after(now: Instant, zone: ZoneInfo) -> Instant:
    """When today is over, by the municipality's own clock."""
    here = datetime.fromtimestamp(now / 1_000, zone)
    day = here.date() + timedelta(days=here.time() >= DAY_TURNS)
    return int(datetime.combine(day, DAY_TURNS, zone).timestamp()) * 1_000


async def _echo(socket: web.WebSocketResponse) -> None:
    for _ in range(MOST_ECHOES):
        message = await socket.receive()
        if message.type is not WSMsgType.TEXT:
            return
        await socket.send_str(message.data)


def _route(url: str) -> Literal["udp", "tcp", "tls"]:
    if url.startswith("turns:"):
        return "tls"
    return "tcp" if "transport=tcp" in url else "udp"
