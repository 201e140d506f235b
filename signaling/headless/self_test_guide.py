"""The centre's test guide: takes the call of one kiosk's self-test, and says what it sees and hears of it.

`python -m signaling.headless.self_test_guide` reads an `Order` as one line from standard input and writes a
`Reply` as one line. It hangs up when the kiosk does, when its input ends, and after `LONGEST`. As a program
of its own it costs the server neither memory nor time, and what breaks its codecs breaks no more.
"""

import asyncio
import os
import resource
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Literal

from pydantic import BaseModel, ConfigDict

from signaling.wire.messages import IceCredentials
from signaling.wire.self_test import GuideFinding

if TYPE_CHECKING:
    from aiortc import RTCDataChannel, RTCPeerConnection

    from signaling.headless.tones import Ear

LONGEST: Final = 40.0
EVERY: Final = 1.0
"""Seconds between two findings."""
GREATEST_LINE: Final = 256 * 1024
MOST_CPU_SECONDS: Final = 120
POLITENESS: Final = 10
"""The residents' calls are signalled by the same machine: they come first."""


class Order(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    sdp: str
    """The kiosk's offer."""
    ice: IceCredentials | None
    """With relays, only they are used, so that nobody is reached whom they do not reach."""


class Reply(BaseModel):
    """Either the answer, or why there is none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sdp: str | None = None
    failure: Literal["unusable_offer", "not_installed", "locked_up", "broken"] | None = None


class OfferUnusable(Exception):
    """Nothing can be answered to this offer."""


async def take_call(order: Order, hung_up: asyncio.Event) -> None:
    """Reply and stay in the call. Raises `OfferUnusable`, `ImportError`, or `MemoryError`."""
    from aiortc import RTCPeerConnection  # noqa: PLC0415 - 100 MB of codecs

    from signaling.headless.connection import configuration  # noqa: PLC0415
    from signaling.headless.tones import Ear  # noqa: PLC0415

    _try_callbacks()
    ear = Ear()
    relayed = order.ice is not None and any(url.startswith("turn") for url in order.ice.urls)
    pc = RTCPeerConnection(configuration(order.ice, relay_only=relayed))
    tasks: set[asyncio.Task[None]] = set()
    pc.on("track", lambda track: tasks.add(asyncio.create_task(ear.drain(track))))
    pc.on("datachannel", lambda channel: tasks.add(asyncio.create_task(_tell(channel, ear))))
    pc.on("connectionstatechange", lambda: _follow(pc, hung_up))
    try:
        _reply(Reply(sdp=await _answer(pc, order.sdp)))
        await hung_up.wait()
    finally:
        for task in tasks:
            task.cancel()
        await pc.close()


def _try_callbacks() -> None:
    """DTLS needs memory that is written and run (cffi's callbacks), which a locked-up service has not.

    Raises `MemoryError`, before a kiosk is answered and then never connected.
    """
    from OpenSSL import SSL  # noqa: PLC0415

    SSL.Context(SSL.DTLS_METHOD).set_verify(SSL.VERIFY_PEER, lambda *_: True)


def _reply(reply: Reply) -> None:
    sys.stdout.write(reply.model_dump_json() + "\n")
    sys.stdout.flush()


async def _answer(pc: "RTCPeerConnection", offer: str) -> str:
    """A relay that cannot be reached leaves an answer without candidates."""
    from aiortc import RTCSessionDescription  # noqa: PLC0415

    from signaling.headless.bundled_candidates import in_every_section  # noqa: PLC0415
    from signaling.headless.media import DemoCamera  # noqa: PLC0415
    from signaling.headless.tones import GUIDE_TONE, Tone  # noqa: PLC0415

    try:
        await pc.setRemoteDescription(RTCSessionDescription(sdp=in_every_section(offer), type="offer"))
        offered = {transceiver.kind for transceiver in pc.getTransceivers()}
        for track in (Tone(GUIDE_TONE), DemoCamera(lambda: True)):
            if track.kind in offered:
                pc.addTrack(track)
        await pc.setLocalDescription(await pc.createAnswer())
    except Exception as error:
        raise OfferUnusable from error
    sdp: str = pc.localDescription.sdp
    return sdp


async def _tell(channel: "RTCDataChannel", ear: "Ear") -> None:
    from signaling.headless.tones import KIOSK_TONE  # noqa: PLC0415

    loop = asyncio.get_running_loop()
    began: float | None = None
    while channel.readyState == "open":
        if began is None and ear.frames > 0:
            began = loop.time()
        heard = ear.heard(KIOSK_TONE)
        finding = GuideFinding(
            seconds=0.0 if began is None else loop.time() - began,
            frames=ear.frames,
            lit=ear.lit_frames,
            tone=heard.tone,
            floor=heard.floor,
        )
        channel.send(finding.model_dump_json())
        await asyncio.sleep(EVERY)


def _follow(pc: "RTCPeerConnection", hung_up: asyncio.Event) -> None:
    if pc.connectionState in {"closed", "failed"}:
        hung_up.set()


async def _main() -> None:
    reader = asyncio.StreamReader(limit=GREATEST_LINE)
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    order = Order.model_validate_json(await reader.readline())
    hung_up = asyncio.Event()
    reading = asyncio.create_task(reader.read())
    reading.add_done_callback(lambda _: hung_up.set())
    try:
        async with asyncio.timeout(LONGEST):
            await take_call(order, hung_up)
    except TimeoutError:
        return
    except ImportError:
        _reply(Reply(failure="not_installed"))
    except MemoryError:
        _reply(Reply(failure="locked_up"))
    except OfferUnusable:
        _reply(Reply(failure="unusable_offer"))
    finally:
        reading.cancel()


def main() -> None:
    os.nice(POLITENESS)
    for limit, most in ((resource.RLIMIT_CPU, MOST_CPU_SECONDS), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError):
            resource.setrlimit(limit, (most, most))
    asyncio.run(_main())


if __name__ == "__main__":
    main()
