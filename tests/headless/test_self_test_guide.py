"""The test guide is a program that takes one call, tells what it has of it, and is gone."""

import asyncio
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from aiortc import RTCPeerConnection

from kiosk_client.headless_trial import HeadlessTrial
from signaling import self_test_guides
from signaling.core.ids import KioskId
from signaling.headless.connection import configuration
from signaling.headless.self_test_guide import Order, Reply
from signaling.headless.tones import GUIDE_TONE, KIOSK_TONE, NOTHING, Tone, levels, tone_of
from signaling.ports import GuideAbsent, GuideBusy, OfferUnusable
from signaling.self_test_guides import MODULE, Line, SelfTestGuides, connected, started
from signaling.turn_credentials import IceServers
from signaling.wire.messages import IceCredentials
from signaling.wire.self_test import CheckReport
from tests.fixtures.coturn import Coturn

KIOSK = KioskId("k1")


@pytest.fixture
async def guides() -> AsyncIterator[SelfTestGuides]:
    guides = SelfTestGuides()
    yield guides
    await guides.close()


def credentials(coturn: Coturn) -> IceServers:
    username, credential = coturn.credentials()
    return IceServers(
        urls=tuple(coturn.urls),
        username=username,
        credential=credential,
        expires=(int(time.time()) + 600) * 1_000,
    )


async def tried(guides: SelfTestGuides, ice: IceServers | None) -> dict[str, CheckReport]:
    async def place(offer: str) -> str:
        return await guides.answer(KIOSK, offer, ice)

    wire = (
        None
        if ice is None
        else IceCredentials(
            urls=ice.urls, username=ice.username, credential=ice.credential, expires=ice.expires
        )
    )
    checks = await HeadlessTrial(place)(wire, () if wire is None else wire.urls)
    return {check.name: check for check in checks}


@pytest.mark.alone
@pytest.mark.slow
@pytest.mark.parametrize("way", ["straight", "by relays alone"])
async def test_a_call_is_seen_and_heard_on_both_sides(
    guides: SelfTestGuides, coturn: Coturn, way: str
) -> None:
    checks = await tried(guides, None if way == "straight" else credentials(coturn))
    assert checks["call"].faults == ()
    assert checks["turn"].tried is (way != "straight")


@pytest.fixture
async def offer() -> str:
    """Of a kiosk that is gone before it hears the answer."""
    pc = RTCPeerConnection(configuration(None, relay_only=False))
    pc.addTrack(Tone(KIOSK_TONE))
    pc.createDataChannel("self-test")
    await pc.setLocalDescription(await pc.createOffer())
    sdp: str = pc.localDescription.sdp
    await pc.close()
    return sdp


async def nobody_left(guides: SelfTestGuides) -> None:
    """The test's own time-out bounds it."""
    while guides.calls:  # noqa: ASYNC110 - nothing tells a test of it
        await asyncio.sleep(0.05)


async def test_few_are_in_a_call_at_once_and_a_kiosk_in_one(guides: SelfTestGuides, offer: str) -> None:
    kiosks = [KioskId(name) for name in ("k1", "k2", "k3")]
    for kiosk in (*kiosks[:2], kiosks[0]):
        assert (await guides.answer(kiosk, offer, None)).startswith("v=0")
        assert guides.calls <= 2
    with pytest.raises(GuideBusy):
        await guides.answer(kiosks[2], offer, None)
    await guides.close()
    assert guides.calls == 0
    assert (await guides.answer(kiosks[2], offer, None)).startswith("v=0")


async def test_a_kiosk_that_offers_again_and_again_has_one_call_in_the_end(offer: str) -> None:
    """However many offers come while an earlier call is still being hung up."""
    lines = 0
    most = 0

    @asynccontextmanager
    async def slow_to_end() -> AsyncIterator[Line]:
        nonlocal lines, most
        lines += 1
        most = max(most, lines)
        try:
            async with started() as line:
                yield line
        finally:
            await asyncio.sleep(0.05)
            lines -= 1

    guides = SelfTestGuides(slow_to_end)
    offers = [asyncio.create_task(guides.answer(KIOSK, offer, None)) for _ in range(5)]
    answers = await asyncio.gather(*offers, return_exceptions=True)
    assert [type(answer) for answer in answers].count(str) == 1
    assert (guides.calls, lines, most) == (1, 1, 1)
    await guides.close()
    assert (guides.calls, lines) == (0, 0)


@pytest.mark.alone
@pytest.mark.slow
async def test_a_guide_is_gone_when_the_kiosk_has_hung_up(guides: SelfTestGuides) -> None:
    await tried(guides, None)
    await nobody_left(guides)


async def test_a_guide_whose_kiosk_never_comes_hangs_up(
    guides: SelfTestGuides, offer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(self_test_guides, "LONGEST", 10.0)
    await guides.answer(KIOSK, offer, None)
    await nobody_left(guides)


async def test_a_guide_outlives_its_server_by_nothing(offer: str) -> None:
    """Its input ends when the server does, whatever ended that; then its output does."""
    async with started() as (reader, writer):
        writer.write(Order(sdp=offer, ice=None).model_dump_json().encode() + b"\n")
        assert Reply.model_validate_json(await reader.readline()).sdp is not None
        writer.close()
        assert await reader.read() == b""


async def test_a_guide_that_systemd_starts_does_the_same(offer: str, tmp_path: Path) -> None:
    """As vagvisare-test-guide.socket does: for each connection a program on it."""
    path = tmp_path / "socket"
    programs = []
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        listener.setblocking(False)
        guides = SelfTestGuides(partial(connected, path))
        answering = asyncio.create_task(guides.answer(KIOSK, offer, None))
        connection, _ = await asyncio.get_running_loop().sock_accept(listener)
        with connection:
            connection.setblocking(True)
            command = (sys.executable, "-I", "-m", MODULE)
            end = connection.fileno()
            programs.append(await asyncio.create_subprocess_exec(*command, stdin=end, stdout=end))
        assert (await answering).startswith("v=0")
        await guides.close()
        assert await programs[0].wait() == 0


async def test_without_its_socket_there_is_no_guide(offer: str, tmp_path: Path) -> None:
    guides = SelfTestGuides(partial(connected, tmp_path / "nothing"))
    with pytest.raises(GuideAbsent):
        await guides.answer(KIOSK, offer, None)


LOCK_UP = 65, 1
"""PR_SET_MDWE and PR_MDWE_REFUSE_EXEC_GAIN (prctl(2)): what MemoryDenyWriteExecute= of systemd does."""


async def test_a_guide_under_the_server_s_own_lock_says_so_before_it_answers(offer: str) -> None:
    run = f"runpy.run_module({MODULE!r}, run_name='__main__')"
    code = f"import ctypes, runpy; ctypes.CDLL(None).prctl(*{LOCK_UP}, 0, 0, 0); {run}"
    pipe, nowhere = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, stdin=pipe, stdout=pipe, stderr=nowhere
    )
    said, _ = await process.communicate(Order(sdp=offer, ice=None).model_dump_json().encode() + b"\n")
    assert Reply.model_validate_json(said).failure == "locked_up"


@pytest.mark.parametrize(
    ("module", "spoilt", "error"),
    [
        ("signaling.headless.nothing_of_this_name", lambda sdp: sdp, GuideAbsent),
        ("tests.headless.planted_guides.not_installed", lambda sdp: sdp, GuideAbsent),
        (MODULE, lambda _sdp: "v=0\r\nm=audio x\r\n", OfferUnusable),
        (MODULE, lambda sdp: sdp.replace("a=setup", "a=x"), OfferUnusable),
    ],
    ids=["no program", "no codecs", "broken", "no role"],
)
async def test_a_guide_that_cannot_answer_is_told_from_an_offer_that_is_none(
    offer: str, module: str, spoilt: Callable[[str], str], error: type[Exception]
) -> None:
    guides = SelfTestGuides(partial(started, module))
    with pytest.raises(error):
        await guides.answer(KIOSK, spoilt(offer), None)
    await nobody_left(guides)


def test_a_tone_is_told_from_another_and_from_noise() -> None:
    noise = np.random.default_rng(1).normal(0, 3_000, 8_192).astype(np.int16)
    tone = tone_of(KIOSK_TONE)[:8_192]
    for samples, stands_out in ((tone, True), (tone // 50 + noise, False), (noise, False)):
        heard = levels(samples, KIOSK_TONE)
        assert (heard.tone - heard.floor > 25) is stands_out
    heard = levels(tone, GUIDE_TONE)
    assert heard.tone - heard.floor < 15
    assert NOTHING.tone - NOTHING.floor == 0
