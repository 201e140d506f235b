"""The relay: between the two present parties only, in order, resent, bounded, gone with the call (C7)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signaling.gateway.relay import MOST_UNREAD
from signaling.gateway.sdp import MOST_LINES, Unfit, is_fit_candidate, screened
from signaling.wire.messages import GREATEST_SDP, MOST_CANDIDATES, Description
from tests.gateway.world import SDP, RawClient, World, description, new_call, served


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with served() as world:
        yield world


async def pair(world: World) -> tuple[RawClient, RawClient, str]:
    kiosk, desk = await world.kiosk(), await world.desk()
    return kiosk, desk, await world.ringing(kiosk, desk)


def candidates(*lines: str, end: bool = False) -> dict[str, object]:
    each = {"sdpMid": "0", "sdpMLineIndex": 0, "usernameFragment": "abcd"}
    return {
        "kind": "candidates",
        "pc": "pc-1",
        "candidates": [{"candidate": line, **each} for line in lines],
        "end": end,
    }


HOST = "candidate:1 1 udp 2122260223 192.168.1.7 54321 typ host generation 0 ufrag abcd"


async def test_a_number_that_was_taken_before_does_nothing_again(world: World) -> None:
    kiosk, desk, call = await pair(world)
    for n in (5, 5, 3, 9):
        assert (await kiosk.relay(description(), call=call, to="guide", n=n))["ok"]
    await desk.until(lambda _heard: len(desk.pushed("relay")) == 2)
    assert [push["n"] for push in desk.pushed("relay")] == [5, 9]


async def test_an_offer_right_behind_its_call_reaches_the_desk_that_rings(world: World) -> None:
    kiosk, desk = await world.kiosk(), await world.desk()
    call = new_call()
    granted, relayed = await asyncio.gather(
        kiosk.command("call", call=call, language="sv", tapped_at=1),
        kiosk.relay(description(), call=call, to="guide"),
    )
    assert granted["ok"]
    assert relayed["ok"]
    await desk.until(lambda _heard: desk.pushed("relay"))


async def test_who_comes_back_hears_what_it_has_not_acknowledged(world: World) -> None:
    kiosk, desk, call = await pair(world)
    for n in (1, 2, 3):
        await kiosk.relay(description(), call=call, to="guide", n=n)
    assert (await desk.ask("relay_ack", {"call": call, "from": 0, "to": 1, "n": 1}))["ok"]
    again = await world.desk(available=False)
    await again.until(lambda _heard: len(again.pushed("relay")) == 2)
    assert [push["n"] for push in again.pushed("relay")] == [2, 3]


async def test_what_is_said_while_the_other_is_away_waits_for_it(world: World) -> None:
    kiosk, desk, call = await pair(world)
    assert (await desk.command("take", call=call, epoch=1))["ok"]
    await desk.end()
    assert (await kiosk.relay(description(), call=call, to="guide"))["ok"]
    again = await world.desk(available=False)
    await again.until(lambda _heard: again.pushed("relay"))


async def test_a_mailbox_has_an_end(world: World) -> None:
    kiosk, desk, call = await pair(world)
    await desk.end()
    last = {"ok": True}
    for n in range(1, MOST_UNREAD + 2):
        last = await kiosk.relay(candidates(HOST), call=call, to="guide", n=n)
        if not last["ok"]:
            break
    assert not last["ok"]


async def test_the_relay_is_closed_when_the_call_is_over(world: World) -> None:
    kiosk, desk, call = await pair(world)
    await kiosk.relay(description(), call=call, to="guide")
    assert (await kiosk.command("hang_up", call=call))["ok"]
    for client, to in ((kiosk, "guide"), (desk, "kiosk")):
        answer = await client.relay(description(), call=call, to=to, n=2)
        assert answer["error"]["id"] == "relay_closed"
    assert not world.gateway._relay._calls


async def test_the_next_ring_is_another_mailbox(world: World) -> None:
    kiosk, desk, call = await pair(world)
    await kiosk.relay(description(), call=call, to="guide", n=7)
    other = await world.desk("g2")
    assert (await desk.command("pass", call=call, epoch=1))["ok"]
    await other.view(lambda view: view["ring"] and view["ring"]["epoch"] == 2)
    late = await desk.relay(description("answer"), call=call, to="kiosk")
    assert late["error"]["id"] == "relay_closed"
    assert (await kiosk.relay(description(), call=call, epoch=2, to="guide"))["ok"]
    await other.until(lambda _heard: other.pushed("relay"))
    assert [push["n"] for push in other.pushed("relay")] == [1]


async def test_what_is_relayed_is_written_nowhere(world: World) -> None:
    kiosk, _, call = await pair(world)
    await kiosk.relay(description(), call=call, to="guide")
    assert "ice-ufrag" not in repr(world.journal.entries)
    assert "ice-ufrag" not in repr(world.exchange.pool)


WRONG_BODIES: dict[str, object] = {
    "nothing": None,
    "a list": [],
    "of unknown kind": {"kind": "bye", "pc": "a"},
    "a rollback": {**description(), "type": "rollback"},
    "something more": {**description(), "extra": 1},
    "a long SDP": description(sdp=SDP + f"a={'x' * 1_000}\r\n" * 60),
    "too many lines": description(sdp=SDP + "a=x\r\n" * MOST_LINES),
    "too many candidates": candidates(*[HOST] * (MOST_CANDIDATES + 1)),
    "a long candidate": candidates("c" * 1_000),
    "a candidate of two lines": candidates(HOST + "\r\na=x"),
    "an SDP with another beginning": description(sdp=SDP.replace("v=0", "v=1")),
    "an SDP that hides a line": description(sdp=SDP.replace("s=-", "s=-\ra=x")),
    "an SDP with NUL": description(sdp=SDP.replace("s=-", "s=\x00")),
    "an SDP with a line that is none": description(sdp=SDP + "hello\r\n"),
    "an SDP without media": description(sdp=SDP.replace("m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n", "")),
    "an SDP with a hundred media": description(sdp=SDP + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n" * 100),
    "an SDP without a fingerprint": description(sdp="\r\n".join(SDP.splitlines()[:-1]) + "\r\n"),
    "an SDP with SHA-1": description(sdp=SDP.replace("sha-256", "sha-1")),
    "an SDP with a second, weak fingerprint": description(sdp=SDP + "a=fingerprint:md5 AB:CD\r\n"),
    "an SDP without ICE": description(sdp=SDP.replace("a=ice-ufrag:abcd\r\n", "")),
    "an empty SDP": description(sdp=""),
    "a pc with a space": {**description(), "pc": "a b"},
    "no pc": {**description(), "pc": ""},
}


@pytest.mark.parametrize("body", WRONG_BODIES.values(), ids=WRONG_BODIES)
async def test_what_no_browser_would_say_is_not_relayed(world: World, body: object) -> None:
    kiosk, desk, call = await pair(world)
    answer = await kiosk.relay(body, call=call, to="guide")  # type: ignore[arg-type]
    assert answer["error"]["id"] == "malformed"
    assert not desk.pushed("relay")


UNFIT = {
    "cloud metadata": "169.254.169.254 54321",
    "mapped metadata": "::ffff:169.254.169.254 54321",
    "mapped private": "::ffff:10.0.0.1 54321",
    "NAT64": "64:ff9b::a00:1 54321",
    "6to4": "2002:a00:1:: 54321",
    "broadcast": "255.255.255.255 54321",
    "multicast": "224.0.0.251 5353",
    "IPv6 multicast": "ff02::fb 5353",
    "this host": "0.0.0.0 54321",
    "ssh": "192.168.1.7 22",
    "mail": "192.168.1.7 25",
    "no port": "192.168.1.7 0",
    "a port beyond": "192.168.1.7 70000",
    "a name": "intranet.example 54321",
    "a name that ends like mDNS": "intranet.local 54321",
}
FIT = {
    "the same network": "192.168.1.7 54321",
    "public": "203.0.113.7 54321",
    "public IPv6": "2001:db8::7 54321",
    "mDNS": "0f9c5a1e-2b3c-4d5e-8f90-a1b2c3d4e5f6.local 54321",
    "a relay on 443": "203.0.113.7 443",
}


def candidate(where: str) -> str:
    return f"candidate:1 1 udp 2122260223 {where} typ host"


@pytest.mark.parametrize("where", UNFIT.values(), ids=UNFIT)
def test_a_candidate_that_leads_astray_is_unfit(where: str) -> None:
    assert not is_fit_candidate(candidate(where))


@pytest.mark.parametrize("where", FIT.values(), ids=FIT)
def test_a_candidate_that_a_browser_would_try_is_fit(where: str) -> None:
    assert is_fit_candidate(candidate(where))


def test_an_active_tcp_candidate_has_no_port_of_its_own() -> None:
    assert is_fit_candidate("candidate:1 1 tcp 1518280447 192.168.1.7 9 typ host tcptype active generation 0")
    assert not is_fit_candidate("candidate:1 1 tcp 1518280447 192.168.1.7 22 typ host tcptype passive")


@given(st.text(max_size=200) | st.from_regex(r"candidate:.{0,120}"))
def test_any_text_is_judged_as_a_candidate(line: str) -> None:
    assert is_fit_candidate(line) in (True, False)


@given(st.lists(st.sampled_from(SDP.splitlines()) | st.text(max_size=30), max_size=30))
def test_any_text_is_judged_as_a_description(lines: list[str]) -> None:
    body = Description(pc="a", to_pc=None, type="offer", sdp="\r\n".join(["v=0", *lines, ""]))
    with suppress(Unfit):
        assert screened(body) == body or "candidate" in body.sdp


async def test_an_unfit_candidate_is_left_out_and_the_others_pass(world: World) -> None:
    kiosk, desk, call = await pair(world)
    bad = candidate(UNFIT["cloud metadata"])
    assert (await kiosk.relay(candidates(bad, HOST, "", end=True), call=call, to="guide"))["ok"]
    await desk.until(lambda _heard: desk.pushed("relay"))
    assert desk.pushed("relay")[0]["body"] == candidates(HOST, "", end=True)


async def test_an_unfit_candidate_in_a_description_is_left_out(world: World) -> None:
    kiosk, desk, call = await pair(world)
    sdp = SDP + f"a={candidate(UNFIT['ssh'])}\r\na={HOST}\r\n"
    assert (await kiosk.relay(description(sdp=sdp), call=call, to="guide"))["ok"]
    await desk.until(lambda _heard: desk.pushed("relay"))
    assert desk.pushed("relay")[0]["body"]["sdp"] == SDP + f"a={HOST}\r\n"


async def test_a_browsers_largest_description_fits(world: World) -> None:
    kiosk, _, call = await pair(world)
    line = "a=rtpmap:" + "x" * 60 + "\r\n"
    sdp = SDP + line * ((GREATEST_SDP - len(SDP)) // len(line))
    assert (await kiosk.relay(description(sdp=sdp), call=call, to="guide"))["ok"]
