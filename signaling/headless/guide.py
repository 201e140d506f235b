"""The demo's guide: a program that answers when no person does, so that one person can see a whole call.

It signs in like a person and is plainly labelled as a demonstration in its picture. It gives way to people:
when it is rung while another guide who speaks the language is free, it passes, once for each call; rung
again, or alone, it lets the desk ring for a few seconds and takes. It never hangs up, and wraps up at once.
"""

import asyncio
from collections import deque
from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import aiohttp
import structlog

from signaling.core.ids import Milliseconds
from signaling.headless.call_media import CallMedia
from signaling.headless.client import Command, CommandRefused, CommandUnanswered, Dismissed, SignalingClient
from signaling.wire.messages import DeskViewPush, FinishWrapUp, Pass, SetStatus, Take
from signaling.wire.views import DeskRing, DeskView, DeskWrapUp

PATIENCE: Final[Milliseconds] = 4_000
"""How long the desk rings before the demo guide takes."""
RETRY_SIGN_IN: Final = 5.0
REMEMBERED_PASSES: Final = 100
TOPIC: Final = "other"
DISPOSITION: Final = "solved"

_log = structlog.get_logger(__name__)


class SignInFailed(Exception):
    """The server is away, or does not know the login."""


class DemoGuide:
    """Await `run()` in a task. `origin` is the server's public URL, where it differs from `url`."""

    def __init__(
        self,
        url: str,
        *,
        login: str,
        password: str,
        origin: str | None = None,
        patience: Milliseconds = PATIENCE,
    ) -> None:
        self._url = url
        self._origin = {"Origin": origin or url}
        self._credentials = {"login": login, "password": password}
        self._patience = patience
        self._passed: deque[str] = deque(maxlen=REMEMBERED_PASSES)
        self.media: CallMedia | None = None
        """The present call's picture and sound; None while signed out."""

    async def run(self) -> None:
        """Work at the desk until cancelled, or until someone else sits down at it with the same login."""
        while True:
            async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
                try:
                    await self._sign_in(http)
                    await self._work(http)
                except SignInFailed as error:
                    _log.info("demo_guide_not_signed_in", reason=str(error))
                except Dismissed as dismissed:
                    _log.info("demo_guide_dismissed", reason=dismissed.problem.id)
                    if dismissed.problem.id == "superseded":
                        return
            await asyncio.sleep(RETRY_SIGN_IN)

    async def _sign_in(self, http: aiohttp.ClientSession) -> None:
        try:
            async with http.post(
                f"{self._url}/api/session", json=self._credentials, headers=self._origin
            ) as response:
                if response.status != 200:
                    raise SignInFailed(f"answered {response.status}")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise SignInFailed(type(error).__name__) from error

    async def _work(self, http: aiohttp.ClientSession) -> None:
        """Raises `Dismissed`."""

        async def headers() -> dict[str, str]:
            return dict(self._origin)

        client = SignalingClient(self._url, DeskViewPush, http=http, headers=headers)
        self.media = CallMedia(client)
        dismissed: Dismissed | None = None
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(client.run())
                group.create_task(self.media.run())
                group.create_task(_Conduct(client, self._passed, self._patience).run())
        except* Dismissed as several:
            dismissed = _first(several)
        finally:
            self.media = None
        # Raised out here: before Python 3.11.4, `except*` wraps what it raises in a group of its own.
        if dismissed is not None:
            raise dismissed


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What the demo guide does next, if the view still calls for it `after` so many milliseconds."""

    command: Command
    after: Milliseconds = 0


def next_step(view: DeskView, *, passed: Container[str], patience: Milliseconds) -> Step | None:
    """The demo guide's rule. `passed`: the calls that it has given away once."""
    if view.ring is not None:
        return _answer(view, view.ring, passed=passed, patience=patience)
    if view.wrap_up is not None:
        return Step(command=_finish(view, view.wrap_up))
    if view.status in {"offline", "away"}:
        return Step(command=SetStatus(status="available"))
    return None


def _answer(view: DeskView, ring: DeskRing, *, passed: Container[str], patience: Milliseconds) -> Step:
    free = sum(line.free for line in view.queue if line.language == ring.language)
    if free > 0 and ring.call not in passed:
        return Step(command=Pass(call=ring.call, epoch=ring.epoch))
    return Step(command=Take(call=ring.call, epoch=ring.epoch), after=patience)


def _finish(view: DeskView, wrap_up: DeskWrapUp) -> FinishWrapUp:
    topic = TOPIC if TOPIC in view.topics else view.topics[-1]
    disposition = DISPOSITION if DISPOSITION in view.dispositions else view.dispositions[0]
    return FinishWrapUp(call=wrap_up.call, topic=topic, disposition=disposition)


class _Conduct:
    """Takes each step that the newest view calls for, and drops it when the view has moved on."""

    def __init__(
        self, client: SignalingClient[DeskViewPush], passed: deque[str], patience: Milliseconds
    ) -> None:
        self._client = client
        self._passed = passed
        self._patience = patience
        self._step: Step | None = None
        self._doing: asyncio.Task[None] | None = None

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            async for push in self._client.pushes():
                step = next_step(push.view, passed=self._passed, patience=self._patience)
                if step == self._step:
                    continue
                self._step = step
                if self._doing is not None:
                    self._doing.cancel()
                self._doing = None if step is None else group.create_task(self._take(step))

    async def _take(self, step: Step) -> None:
        await asyncio.sleep(step.after / 1_000)
        while True:
            with suppress(CommandUnanswered):
                await self._ask(step.command)
                return

    async def _ask(self, command: Command) -> None:
        try:
            await self._client.command(command)
        except CommandRefused as refused:
            _log.info("demo_guide_refused", command=command.type, reason=refused.problem.id)
        else:
            _log.info("demo_guide_did", command=command.type, call=getattr(command, "call", None))
            if isinstance(command, Pass):
                self._passed.append(command.call)


def _first(group: BaseExceptionGroup[Dismissed]) -> Dismissed:
    """The reason in a group of them; all are the same socket's."""
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    assert isinstance(error, Dismissed)  # noqa: S101 - `except*` saw to it
    return error
