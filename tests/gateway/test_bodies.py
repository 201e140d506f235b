"""Event bodies: whatever is in them, the sender is told by a stable id, and nothing is done."""

import time
import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.gateway.world import LATER, World, new_call, served


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with served() as world:
        yield world


def request(**changed: Any) -> dict[str, Any]:
    command = {"type": "call", "call": new_call(), "language": "sv", "tapped_at": 1}
    fields = {"id": str(uuid.uuid4()), "expires": int(time.time() * 1000) + LATER, "command": command}
    for name, value in changed.items():
        (command if name in command else fields)[name] = value
    return fields


HOSTILE_TEXTS = {
    "empty": "",
    "long": "a" * 50_000,
    "NUL": "sv\x00",
    "a line break": "sv\n",
    "right-to-left override": "s\u202ev",
    "isolate": "\u2066sv",
    "zero width": "s\u200bv",
    "a homoglyph": "\u0455v",
    "stacked marks": "s" + "\u0301" * 40,
    "an emoji of many": "👩‍👩‍👧‍👦",
    "a path": "../",
    "SQL": "' OR 1=1 --",
    "markup": "<script>",
    "a private use character": "\ue000",
}
WRONG: dict[str, dict[str, Any]] = {
    **{f"language: {name}": {"language": text} for name, text in HOSTILE_TEXTS.items()},
    **{f"call: {name}": {"call": text} for name, text in HOSTILE_TEXTS.items()},
    "call: a UUID of another version": {"call": str(uuid.uuid4())},
    "call: in capitals": {"call": new_call().upper()},
    "call: a number": {"call": 5},
    "id: a word": {"id": "word"},
    "id: none": {"id": None},
    "expires: negative": {"expires": -1},
    "expires: 2^63": {"expires": 2**63},
    "expires: 2^53": {"expires": 2**53},
    "expires: a fraction": {"expires": 1.5},
    "expires: a string": {"expires": "5"},
    "expires: true": {"expires": True},
    "tapped_at: negative": {"tapped_at": -1},
    "tapped_at: none": {"tapped_at": None},
    "type: unknown": {"type": "explode"},
    "type: none": {"type": None},
    "type: a list": {"type": ["call"]},
    "something more": {"extra": 1},
    "__proto__": {"__proto__": {"polluted": True}},
    "command: a list": {"command": []},
    "command: nothing": {"command": None},
}


@pytest.mark.parametrize("changed", WRONG.values(), ids=WRONG)
async def test_a_wrong_command_is_malformed(world: World, changed: dict[str, Any]) -> None:
    kiosk = await world.kiosk()
    answer = await kiosk.ask("command", request(**changed))
    assert answer["error"]["id"] == "malformed"
    assert not len(world.exchange.pool.calls)


@pytest.mark.parametrize("missing", ["id", "expires", "command"])
async def test_a_command_with_a_missing_part_is_malformed(world: World, missing: str) -> None:
    kiosk = await world.kiosk()
    body = request()
    del body[missing]
    assert (await kiosk.ask("command", body))["error"]["id"] == "malformed"


@pytest.mark.parametrize("language", ["xx", "und", "mul", "zz-Latn", "en"])
async def test_a_language_that_is_not_offered_is_refused(world: World, language: str) -> None:
    kiosk = await world.kiosk()
    answer = await kiosk.ask("command", request(language=language))
    assert answer["error"]["id"] == "unknown_language"


async def test_the_script_of_a_tag_does_not_matter_for_a_talk(world: World) -> None:
    kiosk = await world.kiosk()
    assert (await kiosk.ask("command", request(language="ar-Arab-SE")))["ok"]
    assert (await kiosk.view(lambda view: view["call"]))["view"]["call"]["language"] == "ar"


@pytest.mark.parametrize(
    "body", [None, 5, "x", [], {}, {"seq": -1}, {"seq": "0"}, {"seq": 0, "media": {}}, {"seq": 0.5}]
)
async def test_a_wrong_heartbeat_is_malformed(world: World, body: Any) -> None:
    kiosk = await world.kiosk()
    assert (await kiosk.ask("beat", body))["error"]["id"] == "malformed"


@pytest.mark.parametrize(
    "changed",
    [
        {"epoch": 0},
        {"epoch": 2**31},
        {"epoch": "1"},
        {"n": 0},
        {"n": 2**53},
        {"to": "guide"},
        {"to": None},
        {"call": "x"},
        {"from": "guide"},
    ],
)
async def test_a_wrong_relay_is_malformed(world: World, changed: dict[str, Any]) -> None:
    kiosk = await world.kiosk()
    body = {"kind": "candidates", "pc": "a", "candidates": [], "end": False}
    message = {"call": new_call(), "from": 0, "to": 1, "n": 1, "body": body, **changed}
    assert (await kiosk.ask("relay", message))["error"]["id"] == "malformed"


async def test_an_alias_is_the_only_name_of_a_field(world: World) -> None:
    kiosk = await world.kiosk()
    ack = {"call": new_call(), "from_": 1, "to": 0, "n": 1}
    assert (await kiosk.ask("relay_ack", ack))["error"]["id"] == "malformed"


@pytest.mark.parametrize("epoch", [1, 5])
async def test_an_epoch_of_the_future_or_the_past_is_too_late(world: World, epoch: int) -> None:
    desk = await world.desk()
    answer = await desk.command("take", call=new_call(), epoch=epoch)
    assert answer["error"]["id"] == "too_late"


async def test_a_kiosk_that_taps_without_end_is_limited(world: World) -> None:
    """On a slow machine it may tap more often than at once: some more taps pass as time goes by."""
    kiosk = await world.kiosk()
    taps = 0
    while (answer := await kiosk.ask("command", tap := request()))["ok"]:
        taps += 1
        await kiosk.command("hang_up", call=tap["command"]["call"])
    assert taps >= 30
    assert answer["error"]["id"] == "rate_limited"
    assert answer["error"]["retry_after"] > 0
