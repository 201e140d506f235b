"""What the agent itself says to the server, over HTTP."""

import base64
import secrets
import time
from collections.abc import Collection, Mapping, Sequence
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from types import TracebackType
from typing import Final, Self, TypeVar

import aiohttp
import structlog
from aiohttp import hdrs
from pydantic import BaseModel, ValidationError

from kiosk_client.device_key import DeviceKey
from kiosk_client.tap_journal import Tap
from signaling.wire import http as wire
from signaling.wire import self_test
from signaling.wire.errands import ABLE, ErrandName, ErrandOutcome, ErrandReceipt, ErrandReport, Errands
from signaling.wire.messages import Failed, IceCredentials, Problem
from signaling.wire.scalars import CallId, Instant

PATIENCE: Final = aiohttp.ClientTimeout(total=10, connect=5)
CALL_PATIENCE: Final = aiohttp.ClientTimeout(total=25, connect=5)
"""A test guide starts before it answers."""
TOLERATED: Final = 5.0
"""Seconds by which the clocks may differ unnoticed."""
AGENT: Final = f"vagvisare-kiosk/{version('vagvisare')}"
"""What the server reads this kiosk's version from (PROTOCOL.md §9)."""

_log = structlog.get_logger(__name__)
M = TypeVar("M", bound=BaseModel)


class ServerAway(Exception):
    """The server cannot be reached or does not answer sense. Try again later."""


class ServerBusy(ServerAway):
    """The server is there and cannot do it now; `problem.id` says why."""

    def __init__(self, path: str, problem: Problem) -> None:
        super().__init__(f"{path}: {problem.id}")
        self.problem = problem


class ServerRefused(Exception):
    """The server understood and declines; `problem.id` says why. Nothing changes by trying again as it is."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Server:
    """Use it as an async context manager; all methods raise `ServerAway` and `ServerRefused`."""

    def __init__(self, url: str, key: DeviceKey) -> None:
        self.url = url
        self._key = key
        self._run = secrets.token_urlsafe(12)
        self.kiosk: str | None = None
        """Who this kiosk is, once it is enrolled."""
        self.http = aiohttp.ClientSession(
            timeout=PATIENCE, cookie_jar=aiohttp.DummyCookieJar(), headers={hdrs.USER_AGENT: AGENT}
        )
        self._ahead = 0.0
        self._heard = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.http.close()

    @property
    def ahead(self) -> float | None:
        """Seconds by which the server's clock is ahead of ours, to the second; None where it is not known."""
        return self._ahead if self._heard else None

    def credentials(self) -> Mapping[str, str]:
        """The headers that prove who this kiosk is: for one request, within a minute."""
        if self.kiosk is None:
            return {}
        return {"Authorization": f"Bearer {self._token(self.kiosk)}"}

    def _token(self, kiosk: str) -> str:
        return self._key.token(kiosk, now=time.time() + self._ahead, run=self._run)

    async def enrol(self, code: str, key: DeviceKey) -> wire.Profile:
        """Bind `key` to the kiosk of the one-time code, and sign with it from then on."""
        public_key = base64.urlsafe_b64encode(key.public).decode().rstrip("=")
        body = wire.Enrolment(code=code, public_key=public_key)
        profile = await self._ask("POST", "/kiosk/enrol", wire.Profile, body)
        self._key = key
        self.kiosk = profile.place.kiosk
        return profile

    async def profile(self) -> wire.Profile:
        return await self._ask("GET", "/kiosk/profile", wire.Profile)

    async def own_texts(self) -> wire.OwnTexts:
        """The municipality's own words. An older server has none, and is then `ServerAway`."""
        return await self._ask("GET", "/kiosk/texts", wire.OwnTexts)

    async def turn_servers(self) -> IceCredentials | None:
        """To try them; None where there are none."""
        return (await self._ask("GET", "/kiosk/turn", wire.TurnServers)).ice

    async def place_test_call(self, offer: str) -> str:
        """The test guide's answer to this offer (PROTOCOL.md §9.1)."""
        body = self_test.SelfTestCall(sdp=offer)
        path = "/kiosk/self-test/call"
        return (await self._ask("POST", path, self_test.SelfTestAnswer, body, patience=CALL_PATIENCE)).sdp

    async def report_self_test(self, report: self_test.SelfTestReport) -> None:
        """Returns once the server has it."""
        await self._ask("POST", "/kiosk/self-test", self_test.SelfTestReceipt, report)

    async def errands(self, able: Collection[ErrandName]) -> Errands:
        """What is wanted of this kiosk, of all that it is `able` to do; a self-test, every kiosk can."""
        query = f"?{ABLE}={','.join(sorted(able))}" if able else ""
        return await self._ask("GET", f"/kiosk/errands{query}", Errands)

    async def report_update(self, asked_at: Instant, outcome: ErrandOutcome) -> None:
        """What came of the update that was wished then. Returns once the server has it."""
        report = ErrandReport(errand="update", asked_at=asked_at, outcome=outcome)
        await self._ask("POST", "/kiosk/errands", ErrandReceipt, report)

    async def report(self, taps: Sequence[Tap]) -> Sequence[CallId]:
        """Tell of taps that no answer came for. Returns those that need not be told again."""
        body = wire.TapReport(
            taps=tuple(
                wire.Tap(call=tap.call, language=tap.language, tapped_at=tap.tapped_at) for tap in taps
            )
        )
        receipt = await self._ask("POST", "/kiosk/taps", wire.TapReceipt, body)
        return [*receipt.settled, *(tap.call for tap in receipt.refused)]

    async def _ask(
        self,
        method: str,
        path: str,
        answer: type[M],
        body: BaseModel | None = None,
        *,
        patience: aiohttp.ClientTimeout = PATIENCE,
    ) -> M:
        status, said, corrected = await self._exchange(method, path, body, patience)
        if status == 401 and corrected:
            status, said, _ = await self._exchange(method, path, body, patience)
        return _understood(path, status, said, answer)

    async def _exchange(
        self, method: str, path: str, body: BaseModel | None, patience: aiohttp.ClientTimeout
    ) -> tuple[int, bytes, bool]:
        """Status and content of the answer, and whether its date put our clock right."""
        headers = {**self.credentials(), "Content-Type": "application/json"}
        content = None if body is None else body.model_dump_json()
        try:
            async with self.http.request(
                method,
                self.url + path,
                data=content,
                headers=headers,
                allow_redirects=False,
                timeout=patience,
            ) as response:
                said = await response.read()
                return response.status, said, self._read_clock(response.headers.get("Date"))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise ServerAway(f"{path}: {type(error).__name__}") from error

    def _read_clock(self, date: str | None) -> bool:
        """A kiosk whose clock is wrong signs with the server's, or no proof of its would be taken."""
        try:
            ahead = parsedate_to_datetime(date or "").timestamp() - time.time()
        except ValueError:
            return False
        self._heard = True
        if abs(ahead - self._ahead) <= TOLERATED:
            return False
        _log.warning("clock_differs", seconds=round(ahead))
        self._ahead = ahead
        return True


def _understood(path: str, status: int, said: bytes, answer: type[M]) -> M:
    """Without what a newer server says beside it (PROTOCOL.md §11)."""
    try:
        if status == 200:
            return answer.model_validate_json(said, extra="ignore")
        problem = Failed.model_validate_json(said, extra="ignore").error
    except ValidationError as error:
        raise ServerAway(f"{path}: answered {status} with something else than agreed") from error
    if problem.category == "busy" or status >= 500:
        raise ServerBusy(path, problem)
    raise ServerRefused(problem)
