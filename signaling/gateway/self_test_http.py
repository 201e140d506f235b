"""A kiosk's self-test as the server sees it: a call to a test guide, and a report.

The call is none of the pool's. It has no tap, no place in the queue and no record: an offer comes in, a
guide that is a program answers, and the two talk as the parties of any call do.
"""

import uuid

from aiohttp import web

from signaling.core.ids import CallId
from signaling.core.pool_settings import SECOND
from signaling.gateway.agent_door import AgentDoor, read_body
from signaling.gateway.sdp import Unfit, screened_sdp
from signaling.ports import (
    CheckResult,
    Clock,
    GuideAbsent,
    GuideBusy,
    OfferUnusable,
    SelfTestGuide,
    SelfTestResult,
    SelfTests,
)
from signaling.turn_credentials import IceServers, TurnCredentials
from signaling.wire import self_test as wire
from signaling.wire.errors import faulted
from signaling.wire.scalars import Message

ANOTHER_TRY = 10 * SECOND
"""When a test guide may be free again."""


class SelfTestHttp:
    """Mount `routes()` on the server's application."""

    def __init__(
        self, door: AgentDoor, *, guide: SelfTestGuide, tests: SelfTests, turn: TurnCredentials, clock: Clock
    ) -> None:
        self._door = door
        self._guide = guide
        self._tests = tests
        self._turn = turn
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        answering = self._door.answering
        return [
            web.post("/kiosk/self-test/call", answering(self._call)),
            web.post("/kiosk/self-test", answering(self._report)),
        ]

    async def _call(self, request: web.Request) -> Message:
        profile = await self._door.authenticated(request)
        asked = await read_body(request, wire.SelfTestCall)
        try:
            answer = await self._guide.answer(profile.id, screened_sdp(asked.sdp), self._ice())
        except (Unfit, OfferUnusable) as unfit:
            raise faulted("malformed") from unfit
        except GuideAbsent as absent:
            raise faulted("no_test_guide") from absent
        except GuideBusy as busy:
            raise faulted("rate_limited", retry_after=ANOTHER_TRY) from busy
        return wire.SelfTestAnswer(sdp=answer)

    async def _report(self, request: web.Request) -> Message:
        profile = await self._door.authenticated(request)
        report = await read_body(request, wire.SelfTestReport)
        await self._tests.keep(profile.id, self._result(report))
        return wire.SelfTestReceipt(id=report.id)

    def _ice(self) -> IceServers | None:
        return self._turn.for_call(CallId(f"test-{uuid.uuid4()}"), self._clock.now())

    def _result(self, report: wire.SelfTestReport) -> SelfTestResult:
        """What a kiosk with a wrong clock says of the future was said now."""
        return SelfTestResult(
            id=report.id,
            at=min(report.at, self._clock.now()),
            checks=tuple(
                CheckResult(
                    name=check.name,
                    tried=check.tried,
                    faults=check.faults,
                    figures={str(name): value for name, value in check.figures.items()},
                    about=check.about,
                )
                for check in report.checks
            ),
        )
