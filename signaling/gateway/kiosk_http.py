"""What a kiosk's agent asks over HTTP: to be enrolled, its profile, and to log taps never acknowledged."""

import base64
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Final

import structlog
from aiohttp import hdrs, web

from signaling.core.commands import ReportTap
from signaling.core.errors import Refused
from signaling.core.ids import CallId, Party
from signaling.gateway.agent_door import AgentDoor, read_body
from signaling.gateway.client import Floor
from signaling.gateway.names import place_of
from signaling.ports import Directory, Journal, JournalUnavailable, KioskProfile
from signaling.turn_credentials import TurnCredentials
from signaling.wire import http as wire
from signaling.wire.errors import faulted
from signaling.wire.messages import IceCredentials, Problem
from signaling.wire.scalars import Message, displayable
from signaling.wire.translate import language_of, refusal

_AGENT: Final = re.compile(r"vagvisare-kiosk/([0-9][0-9A-Za-z.+-]{0,39})(?: .*)?")
"""The product and its version, as `User-Agent` has them (RFC 9110 section 10.1.5)."""

OwnTexts = Mapping[str, Mapping[str, str]]
"""By language, by the key of the page's text."""

_log = structlog.get_logger(__name__)


class KioskHttp:
    """Mount `routes()` on the server's application."""

    def __init__(
        self,
        floor: Floor,
        *,
        directory: Directory,
        journal: Journal,
        door: AgentDoor,
        turn: TurnCredentials,
        texts: Callable[[], OwnTexts],
        address_of: Callable[[web.Request], str],
    ) -> None:
        self._floor = floor
        self._directory = directory
        self._journal = journal
        self._door = door
        self._turn = turn
        self._own_texts = texts
        self._address_of = address_of

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/kiosk/enrol", self._door.answering(self._enrol)),
            web.get("/kiosk/profile", self._door.answering(self._profile), allow_head=False),
            web.get("/kiosk/texts", self._door.answering(self._texts), allow_head=False),
            web.get("/kiosk/turn", self._door.answering(self._turn_servers), allow_head=False),
            web.post("/kiosk/taps", self._door.answering(self._taps)),
        ]

    async def _enrol(self, request: web.Request) -> Message:
        self._door.limit(f"address {self._address_of(request)}", self._floor.limits.enrolments_per_minute)
        enrolment = await read_body(request, wire.Enrolment)
        profile = await self._directory.enrol(enrolment.code, _public_key(enrolment.public_key))
        if profile is None:
            raise faulted("bad_code")
        return self._profile_of(profile)

    async def _profile(self, request: web.Request) -> Message:
        profile = await self._door.authenticated(request)
        await self._note_version(profile, request.headers.get(hdrs.USER_AGENT, ""))
        return self._profile_of(profile)

    async def _note_version(self, profile: KioskProfile, agent: str) -> None:
        """Keep it where it is new. A store that is away costs no kiosk its profile: it is told again soon."""
        told = _AGENT.fullmatch(agent)
        if told is None or told[1] == profile.version:
            return
        try:
            await self._directory.note_version(profile.id, told[1])
            _log.info("kiosk_version", kiosk=profile.id, version=told[1])
        except JournalUnavailable:
            _log.warning("kiosk_version_not_kept", kiosk=profile.id)

    async def _texts(self, request: web.Request) -> Message:
        await self._door.authenticated(request)
        texts = self._own_texts()
        return wire.OwnTexts(texts={tag: dict(said) for tag, said in texts.items()})

    async def _turn_servers(self, request: web.Request) -> Message:
        """For a test, which is no call: a name of its own, as short-lived as a call's."""
        await self._door.authenticated(request)
        made = self._turn.for_call(CallId(f"test-{uuid.uuid4()}"), self._floor.clock.now())
        return wire.TurnServers(ice=None if made is None else IceCredentials(**asdict(made)))

    async def _taps(self, request: web.Request) -> Message:
        profile = await self._door.authenticated(request)
        report = await read_body(request, wire.TapReport)
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

    def _profile_of(self, profile: KioskProfile) -> wire.Profile:
        pool = self._floor.exchange.pool
        hours = pool.open_times(profile.site, self._floor.clock.now())[: wire.MOST_OPEN_TIMES]
        return wire.Profile(
            place=place_of(profile),
            phone=displayable(profile.phone),
            languages=pool.settings.languages,
            hours=tuple(wire.OpenTime(opens=each.opens, closes=each.closes) for each in hours),
        )


def _public_key(text: str) -> bytes:
    return base64.urlsafe_b64decode(f"{text}=")
