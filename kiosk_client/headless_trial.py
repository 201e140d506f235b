"""A self-test without a page: relays and the test call by aiortc, as a headless kiosk makes its calls.

The Python twin of `web/kiosk/self_test/test_call.ts` and `relays.ts`. Import it only where it is wanted: it
brings 100 MB of codecs.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Final, Self

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.stats import RTCRemoteInboundRtpStreamStats
from pydantic import ValidationError

from kiosk_client import self_test
from kiosk_client.self_test import CallSeen, CallTried, RelayTried, ToneHeard
from kiosk_client.self_test_door import PlaceCall
from kiosk_client.server import ServerAway, ServerBusy, ServerRefused
from signaling.headless.connection import configuration
from signaling.headless.media import DemoCamera
from signaling.headless.tones import GUIDE_TONE, KIOSK_TONE, QUIETEST, Ear, Tone
from signaling.wire.messages import IceCredentials
from signaling.wire.self_test import CheckReport, GuideFinding

RELAY_PATIENCE: Final = 8.0
CONNECT_PATIENCE: Final = 15.0
MEASURED: Final = 5.0
"""Seconds of the call that are measured, after as many in which it finds its pace."""
BUSY_PATIENCE: Final = 150.0
BUSY_PAUSE: Final = 10.0
SILENCE: Final = ToneHeard(tone=QUIETEST, floor=QUIETEST)


class HeadlessTrial:
    """A `Trial`."""

    def __init__(self, place_call: PlaceCall) -> None:
        self._place_call = place_call

    async def __call__(
        self, ice: IceCredentials | None, relays: Sequence[str] | None
    ) -> Sequence[CheckReport]:
        tried = [await _reach(ice, url) for url in relays or () if ice is not None]
        call = await self._call(ice, relay_only=bool(relays))
        return [self_test.of_turn(relays, tried), self_test.of_call(call)]

    async def _call(self, ice: IceCredentials | None, *, relay_only: bool) -> CallTried:
        deadline = time.monotonic() + BUSY_PATIENCE
        while True:
            try:
                async with _TestCall(ice, relay_only=relay_only) as call:
                    return await call.place(self._place_call)
            except ServerBusy as busy:
                if busy.problem.id != "rate_limited":
                    return CallTried(failure="unreachable")
            except ServerAway:
                return CallTried(failure="unreachable")
            except ServerRefused as refused:
                absent = refused.problem.id == "no_test_guide"
                return CallTried(failure="absent" if absent else "declined")
            if time.monotonic() > deadline:
                return CallTried(failure="busy")
            await asyncio.sleep(BUSY_PAUSE)


class _TestCall:
    """One call, from its offer to the end of the context."""

    def __init__(self, ice: IceCredentials | None, *, relay_only: bool) -> None:
        self._pc = RTCPeerConnection(configuration(ice, relay_only=relay_only))
        self._ear = Ear()
        self._findings: list[GuideFinding] = []
        self._drains: set[asyncio.Task[None]] = set()
        self._connected = asyncio.Event()
        self._pc.on("track", lambda track: self._drains.add(asyncio.create_task(self._ear.drain(track))))
        self._pc.on("connectionstatechange", self._follow)
        self._pc.addTrack(Tone(KIOSK_TONE))
        self._pc.addTrack(DemoCamera(lambda: True))
        self._pc.createDataChannel("self-test").on(
            "message", self._hear
        )  # after the tracks: aiortc bundles into the first

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for drain in self._drains:
            drain.cancel()
        await self._pc.close()

    async def place(self, place_call: PlaceCall) -> CallTried:
        """Raises what `place_call` raises."""
        await self._pc.setLocalDescription(await self._pc.createOffer())
        answer = await place_call(self._pc.localDescription.sdp)
        try:
            async with asyncio.timeout(CONNECT_PATIENCE):
                await self._pc.setRemoteDescription(RTCSessionDescription(sdp=answer, type="answer"))
                await self._connected.wait()
        except (TimeoutError, ValueError):
            return CallTried(failure="unconnected")
        await asyncio.sleep(MEASURED)
        frames, began, said = self._ear.frames, time.monotonic(), self._findings[-1:]
        await asyncio.sleep(MEASURED)
        return CallTried(failure=None, seen=await self._seen(frames, time.monotonic() - began, said))

    def _follow(self) -> None:
        if self._pc.connectionState == "connected":
            self._connected.set()

    def _hear(self, message: object) -> None:
        with suppress(ValidationError):
            self._findings.append(GuideFinding.model_validate_json(str(message)))

    async def _seen(self, frames: int, seconds: float, before: Sequence[GuideFinding]) -> CallSeen:
        heard = self._ear.heard(GUIDE_TONE)
        last = self._findings[-1] if self._findings else None
        shown = 0.0
        if last is not None and before and last.seconds > before[0].seconds:
            shown = (last.lit - before[0].lit) / (last.seconds - before[0].seconds)
        round_trip, loss_out = await self._quality()
        return CallSeen(
            round_trip_ms=round_trip,
            loss_in=await self._loss_in(),
            loss_out=loss_out,
            frames_in=(self._ear.frames - frames) / seconds,
            frames_out=shown,
            guide=ToneHeard(tone=heard.tone, floor=heard.floor),
            kiosk=SILENCE if last is None else ToneHeard(tone=last.tone, floor=last.floor),
        )

    async def _quality(self) -> tuple[float | None, float | None]:
        """The longest way there and back, and the greatest loss, that the guide told of (RFC 3550 §6.4.1)."""
        told = [
            stats
            for stats in (await self._pc.getStats()).values()
            if isinstance(stats, RTCRemoteInboundRtpStreamStats)
        ]
        trips = [stats.roundTripTime * 1_000 for stats in told]
        losses = [stats.fractionLost * 100 / 256 for stats in told]
        return max(trips, default=None), max(losses, default=None)

    async def _loss_in(self) -> float:
        lost = received = 0
        for stats in (await self._pc.getStats()).values():
            if stats.type == "inbound-rtp":
                lost += max(0, stats.packetsLost)
                received += stats.packetsReceived
        return 100 * lost / max(1, lost + received)


async def _reach(ice: IceCredentials, url: str) -> RelayTried:
    """Whether this address lets us in, as a call would ask it to (RFC 8656 §7)."""
    pc = RTCPeerConnection(configuration(ice.model_copy(update={"urls": (url,)}), relay_only=True))
    began = time.monotonic()
    try:
        pc.createDataChannel("self-test")
        async with asyncio.timeout(RELAY_PATIENCE):
            await pc.setLocalDescription(await pc.createOffer())
        found = " typ relay" in pc.localDescription.sdp
    except (TimeoutError, OSError, ValueError):
        found = False
    finally:
        await pc.close()
    return RelayTried(url=url, milliseconds=round((time.monotonic() - began) * 1_000) if found else None)
