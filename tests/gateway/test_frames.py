"""Socket.IO frames: whatever one client sends, it is told so or cut off, and nobody else notices."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signaling.core.ids import KioskId
from signaling.gateway import frames
from signaling.gateway.limits import Limits
from signaling.wire.messages import GREATEST_MESSAGE
from tests.gateway.world import BROWSER, RawClient, World, served

MALFORMED_FRAMES = {
    "not an array": '42/kiosk,{"a":1}',
    "an empty array": "42/kiosk,[]",
    "a number as the event's name": "42/kiosk,[1,2]",
    "two arguments": '42/kiosk,["beat",{},{}]',
    "deep nesting": "42/kiosk," + "[" * 30_000 + "]" * 30_000,
    "deep nesting behind no Socket.IO type": "4" + "[" * 30_000,
    "a 5,000-digit integer": f'42/kiosk,["beat",{"9" * 5_000}]',
    "NaN": '42/kiosk,["beat",{"seq":NaN}]',
    "Infinity": '42/kiosk,["beat",{"seq":-Infinity}]',
    "1e999": '42/kiosk,["beat",{"seq":1e999}]',
    "a lone surrogate": r'42/kiosk,["beat",{"seq":"\ud800"}]',
    "unfinished JSON": '42/kiosk,["beat"',
    "attachments that were never sent": '451-/kiosk,["beat",{"_placeholder":true,"num":0}]',
    "a placeholder that is out of range": '451-/kiosk,["beat",{"_placeholder":true,"num":99}]',
    "a 200-digit ack id": f'42/kiosk,{"1" * 200}["beat",{{}}]',
    "an unknown packet type": "49/kiosk,[]",
    "a connect error from a client": '44/kiosk,{"message":"no"}',
    "an unknown engine type": "9",
    "an empty message": "",
    "letters": "hello",
    "a second connect": "40/kiosk,",
    "connecting to the other namespace as well": "40/desk,",
}


KIOSK = KioskId("k1")


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with served() as world:
        yield world


async def is_unharmed(other: RawClient) -> bool:
    """Whether someone who did nothing wrong is still served."""
    answer = await other.ask("beat", {"seq": 0, "media": None})
    return bool(answer["ok"])


@pytest.mark.parametrize("frame", MALFORMED_FRAMES.values(), ids=MALFORMED_FRAMES)
async def test_who_does_not_speak_the_protocol_is_told_so_and_cut_off(world: World, frame: str) -> None:
    other, client = await world.kiosk("other"), await world.kiosk()
    await client.say(frame)
    assert await client.closed() == "malformed"
    assert await is_unharmed(other)


async def test_binary_is_not_spoken(world: World) -> None:
    client = await world.kiosk()
    await client.ws.send_bytes(b"\x04\x00")
    assert await client.closed() == "malformed"


@pytest.mark.parametrize("size", [GREATEST_MESSAGE + 1, 2_000_000])
async def test_a_message_over_the_limit_closes_with_1009(world: World, size: int) -> None:
    other, client = await world.kiosk("other"), await world.kiosk()
    await client.say("42/kiosk," + "x" * size)
    await client.closed()
    assert client.heard.close_code == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
    assert await is_unharmed(other)


HARMLESS_FRAMES = {
    "an ack that was never asked for": '43/kiosk,7["x"]',
    "a pong out of turn": "3",
    "the event connect": '42/kiosk,["connect",{"HTTP_AUTHORIZATION":"forged"}]',
    "the event disconnect": '42/kiosk,["disconnect"]',
    "the event connect_error": '42/kiosk,["connect_error"]',
    "the event *": '42/kiosk,["*",{}]',
    "the event __proto__": '42/kiosk,["__proto__",{}]',
    "an event without a body": '42/kiosk,["beat"]',
    "a namespace with a query": '42/kiosk?x=1,["beat",{"seq":0}]',
}


@pytest.mark.parametrize("frame", HARMLESS_FRAMES.values(), ids=HARMLESS_FRAMES)
async def test_what_means_nothing_does_nothing(world: World, frame: str) -> None:
    client = await world.kiosk()
    before = world.exchange.pool.seq
    await client.say(frame)
    assert await is_unharmed(client)
    assert world.exchange.pool.seq == before


@pytest.mark.parametrize(
    "name", ["connect", "disconnect", "connect_error", "*", "message", "view", "x" * 500]
)
async def test_an_unknown_event_is_answered_by_its_id(world: World, name: str) -> None:
    client = await world.kiosk()
    answer = await client.ask(name, {"sid": "x"})
    assert answer["error"]["id"] == "unknown_event"
    assert answer["error"]["category"] == "invalid"


async def test_an_event_before_the_namespace_is_not_heard(world: World) -> None:
    client = await world.socket("/kiosk", BROWSER)
    await client.say('42/kiosk,1["beat",{"seq":0}]')
    await client.say("40/kiosk,")
    refused = await client.until(lambda heard: heard.refused)
    assert refused["data"]["id"] == "unauthenticated"
    assert not client.heard.answers


@pytest.mark.parametrize("namespace", ["", "/", "/admin", "/kioskx", "/../kiosk"])
async def test_a_foreign_namespace_is_refused(world: World, namespace: str) -> None:
    client = await world.socket("/kiosk", {"Authorization": f"Bearer {world.add_kiosk('k1').token('k1')}"})
    await client.say(f"40{namespace},")
    await client.until(lambda heard: heard.refused or client.pushed("closing"))
    assert KIOSK not in world.exchange.pool.kiosks


async def test_a_thousand_namespaces_cost_one_socket(world: World) -> None:
    other = await world.kiosk("other")
    client = await world.socket("/kiosk", BROWSER)
    with suppress(ConnectionError):
        for number in range(1_000):
            await client.say(f"40/ns{chr(97 + number % 26)},")
    await client.closed()
    assert await is_unharmed(other)


async def test_a_burst_of_5000_is_limited_and_others_do_not_notice(world: World) -> None:
    other, client = await world.kiosk("other"), await world.kiosk()
    acks = [await client.emit("beat", {"seq": 0}) for _ in range(2_000)]
    answer = await client.until(lambda heard: heard.answers.get(acks[-1]))
    assert answer["error"]["id"] == "rate_limited"
    assert answer["error"]["retry_after"] > 0
    assert await is_unharmed(other)
    with suppress(ConnectionError):
        for _ in range(3_000):
            await client.emit("beat", {"seq": 0})
    assert await client.closed() == "rate_limited"
    assert await is_unharmed(other)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("EIO=3&transport=websocket", 400),
        ("transport=websocket", 400),
        ("EIO=4&transport=polling", 400),
        ("EIO=4", 400),
        ("EIO=4&transport=websocket&sid=abc", 400),
        ("EIO=4&transport=flashsocket", 400),
    ],
)
async def test_only_engine_io_4_over_websocket(world: World, query: str, status: int) -> None:
    async with world.http.get(world.server.make_url(f"/socket.io/?{query}")) as answer:
        assert answer.status == status


async def test_polling_cannot_post(world: World) -> None:
    async with world.http.post(
        world.server.make_url("/socket.io/?EIO=4&transport=polling"), data=b"4"
    ) as answer:
        assert answer.status == 400


async def test_deflate_stays_off_although_a_browser_offers_it(world: World) -> None:
    client = await world.kiosk()
    assert "Sec-WebSocket-Extensions" not in client.ws._response.headers
    assert client.ws.compress == 0


@pytest.mark.parametrize("deflated", [b"\xc1\x05\x4a\x4d\x4c\x2a\x01"])
async def test_a_compressed_frame_is_a_protocol_error(world: World, deflated: bytes) -> None:
    client = await world.kiosk()
    client.transport.write(bytes([deflated[0], deflated[1] | 0x80, 0, 0, 0, 0]) + deflated[2:])
    await client.closed()
    assert client.heard.close_code == aiohttp.WSCloseCode.PROTOCOL_ERROR


async def test_who_says_nothing_is_closed_after_a_while() -> None:
    async with served(Limits(join_within=500)) as world:
        client = await world.socket("/kiosk", BROWSER)
        await client.closed()


async def test_who_does_not_answer_pings_is_lost() -> None:
    async with served(Limits(ping_interval=500, ping_timeout=500)) as world:
        client = await world.kiosk()
        client.deaf = True
        await client.closed()
        await world.until(lambda pool: not pool.kiosks[KIOSK].connected)


async def test_nobody_is_lost_because_the_server_stood_still() -> None:
    async with served(Limits(beat_within=30_000)) as world:
        client = await world.kiosk()
        world.client_of("k1")._beat_at -= 60_000
        server = world.gateway._server
        assert server is not None
        now = asyncio.get_running_loop().time() + 60
        server.sweep(now, stalled=True)
        assert (await client.ask("beat", {"seq": 0}))["ok"]
        server.sweep(now + 60, stalled=False)
        await client.closed()


async def test_who_does_not_read_is_dropped_and_costs_no_more_than_the_cap() -> None:
    async with served(Limits(unread_bytes=200_000)) as world:
        client, other = await world.kiosk(), await world.kiosk("other")
        client.transport.pause_reading()
        socket = world.socket_of("k1")
        most = 0
        while not socket.closed:
            socket.post(b"42/kiosk," + b"x" * 10_000)
            most = max(most, socket._unread)
            await asyncio.sleep(0)
        assert most <= 210_000
        assert await is_unharmed(other)
        await world.until(lambda pool: not pool.kiosks[KIOSK].connected)


@given(st.text() | st.from_regex(r"[0-6][-/a-z,0-9?]{0,12}[\[{].*", fullmatch=True))
def test_any_text_is_a_frame_or_malformed(text: str) -> None:
    with suppress(frames.Malformed):
        frames.event_of(frames.parse(text))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=60) | st.from_regex(r"4[0-6]/kiosk,[0-9]{0,3}[\[{].{0,40}"), max_size=20))
async def test_whatever_one_says_another_is_served(texts: list[str]) -> None:
    async with served() as world:
        other, client = await world.kiosk("other"), await world.kiosk()
        with suppress(ConnectionError, UnicodeEncodeError):
            for text in texts:
                await client.say(text)
        assert await is_unharmed(other)


def test_frames_are_parsed_and_made() -> None:
    frame = frames.parse('2/kiosk,12["beat",{"seq":1}]')
    assert (frame.kind, frame.namespace, frame.ack) == (frames.Kind.EVENT, "/kiosk", 12)
    assert frames.event_of(frame) == frames.Event("beat", {"seq": 1})
    assert frames.event("/desk", "view", b"{}") == b'42/desk,["view",{}]'
    assert frames.answer("/desk", 3, b"{}") == b"43/desk,3[{}]"
    assert frames.parse("0/desk").namespace == "/desk"
