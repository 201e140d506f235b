"""A kiosk without a browser: it calls, is seen and heard as a demonstration, and reports what it got.

It grades no talk as a page does: nobody stands before it, and what it counts tells as much of how fast this
machine decodes as of the line. Its report says what came.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Final, Protocol

from signaling.core.ids import Instant
from signaling.headless.call_media import CallMedia
from signaling.headless.client import CommandRefused, CommandUnanswered, SignalingClient
from signaling.headless.media import Sink
from signaling.wire.messages import Call, HangUp, KioskViewPush
from signaling.wire.vocabulary import CallOutcome, CallState

LOOK_EVERY: Final = 0.01


class Tapped(Protocol):
    """A tap as the kiosk's journal has it."""

    @property
    def call(self) -> str: ...

    @property
    def tapped_at(self) -> Instant: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReport:
    """What came of a call. Times are seconds from the tap; None where it did not come so far."""

    call: str
    outcome: CallOutcome | None
    """None where the server could not be asked."""
    taken_after: float | None
    picture_after: float | None
    """When the guide's picture was first more than black."""
    frames: int
    """Video frames decoded while the call was live."""
    sounds: int
    """Audio frames of 20 ms decoded while the call was live."""
    live_seconds: float
    """How long the call was live."""

    @property
    def frames_per_second(self) -> float:
        return self.frames / self.live_seconds if self.live_seconds else 0.0


class HeadlessKiosk:
    """Await `run()` in a task; then `call()` as often as wanted, one after the other.

    `tap` journals the tap before anything is sent; `settled` is told when the server has the call.
    """

    def __init__(
        self,
        client: SignalingClient[KioskViewPush],
        *,
        tap: Callable[[str], Awaitable[Tapped]],
        settled: Callable[[str], Awaitable[None]],
        relay_only: bool = False,
    ) -> None:
        self.media = CallMedia(client, relay_only=relay_only)
        self._client = client
        self._tap = tap
        self._settled = settled

    async def run(self) -> None:
        """Raises `Dismissed` in a group where the server will not have this kiosk."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._client.run())
            group.create_task(self.media.run())

    async def call(self, language: str, *, talk: float, patience: float) -> CallReport:
        """Call in `language`, talk for `talk` seconds, hang up; give up when nobody is seen in `patience`.

        Raises `CommandRefused` and `CommandUnanswered` where the call could not be begun.
        """
        tapped = await self._tap(language)
        began = time.monotonic()
        await self._client.command(Call(call=tapped.call, language=language, tapped_at=tapped.tapped_at))
        await self._settled(tapped.call)
        watch = _Watch(self._client, self.media, tapped.call, began)
        try:
            async with asyncio.timeout(patience) as giving_up:
                await watch.until_live()
                giving_up.reschedule(None)
                await watch.talk(talk)
        except TimeoutError:
            pass
        return await self._end(watch)

    async def _end(self, watch: "_Watch") -> CallReport:
        outcome: CallOutcome | None = None
        try:
            if watch.is_open:
                await self._client.command(HangUp(call=watch.call))
            async with asyncio.timeout(5):
                ended = await self._client.until(lambda push: _outcome(push, watch.call) is not None)
            outcome = _outcome(ended, watch.call)
        except (CommandRefused, CommandUnanswered, TimeoutError):
            outcome = None
        return watch.report(outcome)


class _Watch:
    """Follows one call and keeps the times and counts of the report."""

    def __init__(
        self, client: SignalingClient[KioskViewPush], media: CallMedia, call: str, began: float
    ) -> None:
        self.call = call
        self._client = client
        self._media = media
        self._began = began
        self._taken_after: float | None = None
        self._picture_after: float | None = None
        self._live_since: float | None = None
        self._before = self._now = Sink()
        self._live_seconds = 0.0

    @property
    def is_open(self) -> bool:
        push = self._client.newest
        return push is None or _outcome(push, self.call) is None

    async def until_live(self) -> None:
        """Until picture and sound flow both ways, or the call is over."""
        await self._client.until(lambda push: self._state(push) not in {"waiting", "held", "ringing"})
        if self.is_open:
            self._taken_after = time.monotonic() - self._began
        await self._look_until(lambda: self._seen() and self._is_live())

    async def talk(self, seconds: float) -> None:
        """For so long, or until the call is over."""
        self._live_since = time.monotonic()
        self._before = replace(self._sink())
        end = self._live_since + seconds
        await self._look_until(lambda: time.monotonic() >= end)
        self._live_seconds = time.monotonic() - self._live_since

    def report(self, outcome: CallOutcome | None) -> CallReport:
        return CallReport(
            call=self.call,
            outcome=outcome,
            taken_after=self._taken_after,
            picture_after=self._picture_after,
            frames=max(0, self._now.frames - self._before.frames),
            sounds=max(0, self._now.sounds - self._before.sounds),
            live_seconds=self._live_seconds,
        )

    async def _look_until(self, holds: Callable[[], bool]) -> None:
        """Count what is decoded until `holds` or the call is over."""
        while self.is_open:
            self._now = replace(self._sink())
            if holds():
                return
            await asyncio.sleep(LOOK_EVERY)

    def _seen(self) -> bool:
        if self._picture_after is None and self._now.lit_frames > 0:
            self._picture_after = time.monotonic() - self._began
        return self._picture_after is not None

    def _is_live(self) -> bool:
        return self._client.newest is not None and self._state(self._client.newest) == "live"

    def _sink(self) -> Sink:
        peer = self._media.peer
        return peer.sink if peer is not None else Sink()

    def _state(self, push: KioskViewPush) -> CallState:
        call = push.view.call
        if call is not None and call.id == self.call:
            return call.state
        return "ended" if _outcome(push, self.call) is not None else "waiting"


def _outcome(push: KioskViewPush, call: str) -> CallOutcome | None:
    ended = push.view.ended
    return ended.outcome if ended is not None and ended.id == call else None
