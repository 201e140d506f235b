"""The test guide is a program that takes one call, tells what it has of it, and is gone."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable

import numpy as np
import pytest
from aiortc import RTCPeerConnection

from kiosk_client.headless_trial import HeadlessTrial
from signaling import self_test_guides
from signaling.core.ids import KioskId
from signaling.headless.connection import configuration
from signaling.headless.tones import GUIDE_TONE, KIOSK_TONE, NOTHING, Tone, levels, tone_of
from signaling.ports import GuideAbsent, GuideBusy, OfferUnusable
from signaling.self_test_guides import SelfTestGuides
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


async def test_a_guide_outlives_its_server_by_nothing(guides: SelfTestGuides, offer: str) -> None:
    """Its input ends when the server does, whatever ended that."""
    await guides.answer(KIOSK, offer, None)
    (process,) = guides.processes
    assert process.stdin is not None
    process.stdin.close()
    await nobody_left(guides)
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("module", "spoilt", "error"),
    [
        ("signaling.headless.nothing_of_this_name", lambda sdp: sdp, GuideAbsent),
        ("tests.headless.planted_guides.not_installed", lambda sdp: sdp, GuideAbsent),
        (self_test_guides.MODULE, lambda _sdp: "v=0\r\nm=audio x\r\n", OfferUnusable),
        (self_test_guides.MODULE, lambda sdp: sdp.replace("a=setup", "a=x"), OfferUnusable),
    ],
    ids=["no program", "no codecs", "broken", "no role"],
)
async def test_a_guide_that_cannot_answer_is_told_from_an_offer_that_is_none(
    offer: str, module: str, spoilt: Callable[[str], str], error: type[Exception]
) -> None:
    guides = SelfTestGuides(module=module)
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
