"""S1: who may say what, about whose call: every cell of role x event x ownership."""

import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from signaling.gateway import desk, kiosk
from signaling.wire.messages import DESK_EVENTS, KIOSK_EVENTS
from tests.gateway.world import LATER, RawClient, World, description, new_call, served

Body = Callable[[str], dict[str, Any]]

GRADED = {"grade": "poor", "frames": 6, "loss": 14, "round_trip": None, "kilobits": 300}
COMMANDS: dict[str, Body] = {
    "call": lambda _call: {"call": new_call(), "language": "sv", "tapped_at": 1},
    "hang_up": lambda call: {"call": call},
    "media_up": lambda call: {"call": call, "epoch": 1},
    "media_down": lambda call: {"call": call, "epoch": 1},
    "media_grade": lambda call: {"call": call, **GRADED},
    "set_status": lambda _call: {"status": "away", "reason": "lunch"},
    "take": lambda call: {"call": call, "epoch": 1},
    "pass": lambda call: {"call": call, "epoch": 1},
    "finish_wrap_up": lambda call: {"call": call, "topic": "form", "disposition": "solved"},
    "extend_wrap_up": lambda call: {"call": call},
    "choose": lambda call: {"call": call, "choice": "keep_waiting"},
    "rate": lambda call: {"call": call, "mood": "good"},
    "hold": lambda call: {"call": call, "on": True},
    "transfer": lambda call: {"call": call, "language": "ar"},
    "invite": lambda call: {"call": call, "role": "interpreter", "language": "ar"},
    "hand_over": lambda call: {"call": call, "epoch": 7},
    "dismiss": lambda call: {"call": call, "epoch": 7},
    "join": lambda call: {"call": call},
    "ask_for_help": lambda _call: {},
    "withdraw_help": lambda _call: {},
}
OK = "ok"
SEATS = ("its kiosk", "another kiosk", "its guide", "another guide", "a leader")
"""Who speaks, about a live call."""
ALLOWED: dict[str, tuple[str, str, str, str, str]] = {
    "call": ("call_already_open", OK, "not_allowed", "not_allowed", "not_allowed"),
    "hang_up": (OK, "not_your_call", OK, "not_your_call", "not_your_call"),
    "media_up": (OK, "not_your_call", OK, "not_your_call", "not_your_call"),
    "media_down": (OK, "not_your_call", OK, "not_your_call", "not_your_call"),
    "media_grade": (OK, "not_your_call", OK, "not_your_call", "not_your_call"),
    "set_status": ("not_allowed", "not_allowed", OK, OK, OK),
    "take": ("not_allowed", "not_allowed", OK, "too_late", "too_late"),
    "pass": ("not_allowed", "not_allowed", "too_late", "too_late", "too_late"),
    "finish_wrap_up": ("not_allowed", "not_allowed", "not_now", "not_now", "not_now"),
    "extend_wrap_up": ("not_allowed", "not_allowed", "not_now", "not_now", "not_now"),
    "choose": (OK, "not_your_call", "not_allowed", "not_allowed", "not_allowed"),
    "rate": ("unknown_call", "unknown_call", "not_allowed", "not_allowed", "not_allowed"),
    "hold": ("not_allowed", "not_allowed", OK, "not_your_call", "not_your_call"),
    "transfer": ("not_allowed", "not_allowed", OK, "not_your_call", "not_your_call"),
    "invite": ("not_allowed", "not_allowed", "nobody_free", "not_your_call", "not_your_call"),
    "hand_over": ("not_allowed", "not_allowed", "too_late", "not_your_call", "not_your_call"),
    "dismiss": ("not_allowed", "not_allowed", "too_late", "not_your_call", "not_your_call"),
    "relay to the guide": (OK, "relay_closed", "relay_closed", "relay_closed", "relay_closed"),
    "relay to the kiosk": ("relay_closed", "relay_closed", OK, "relay_closed", "relay_closed"),
    "relay_ack of the guide": (OK, "relay_closed", "relay_closed", "relay_closed", "relay_closed"),
    "relay_ack of the kiosk": ("relay_closed", "relay_closed", OK, "relay_closed", "relay_closed"),
    "beat": (OK, OK, OK, OK, OK),
    "media seen by a beat": (OK, OK, OK, OK, OK),
    "join": ("not_allowed", "not_allowed", "not_allowed", "not_allowed", OK),
    "ask_for_help": ("not_allowed", "not_allowed", OK, OK, OK),
    "withdraw_help": ("not_allowed", "not_allowed", OK, OK, OK),
}
CELLS = [(said, seat, ALLOWED[said][column]) for said in ALLOWED for column, seat in enumerate(SEATS)]


def test_the_table_names_every_event_and_every_command() -> None:
    assert set(COMMANDS) == kiosk.COMMAND_TYPES | desk.COMMAND_TYPES
    assert set(KIOSK_EVENTS) == set(DESK_EVENTS) == {"command", "beat", "relay", "relay_ack"}
    assert set(COMMANDS) <= set(ALLOWED)


async def say(client: RawClient, said: str, call: str) -> dict[str, Any]:
    match said.split():
        case ["relay", "to", "the", to]:
            return await client.relay(description(), call=call, to=to)
        case ["relay_ack", "of", "the", from_]:
            numbers = {"from": 1, "to": 0} if from_ == "guide" else {"from": 0, "to": 1}
            return await client.ask("relay_ack", {"call": call, **numbers, "n": 1})
        case ["beat"]:
            return await client.ask("beat", {"seq": 0})
        case ["media", *_]:
            return await client.ask("beat", {"seq": 0, "media": {"call": call, "flowing": True}})
        case [command]:
            return await client.command(command, **COMMANDS[command](call))
    raise AssertionError(said)


@pytest.mark.parametrize(("said", "seat", "expected"), CELLS)
async def test_every_cell(said: str, seat: str, expected: str) -> None:
    async with served() as world:
        world.add_guide("lena", "so", leads=True)
        its_kiosk, its_guide = await world.kiosk("k1"), await world.desk("g1")
        call = await world.live(its_kiosk, its_guide)
        seats: dict[str, Callable[[], Awaitable[RawClient]]] = {
            "its kiosk": lambda: _of(its_kiosk),
            "another kiosk": lambda: world.kiosk("k2"),
            "its guide": lambda: _of(its_guide),
            "another guide": lambda: world.desk("g2"),
            "a leader": lambda: world.desk("lena"),
        }
        before = world.exchange.pool.calls[call]  # type: ignore[index]
        speaker = await seats[seat]()
        answer = await say(speaker, said, call)
        assert (OK if answer["ok"] else answer["error"]["id"]) == expected
        if seat.startswith("another") or (seat == "a leader" and said != "join"):
            assert world.exchange.pool.calls[call] == before  # type: ignore[index]
            assert not its_kiosk.pushed("relay")
            assert not its_guide.pushed("relay")


async def _of(client: RawClient) -> RawClient:
    return client


@pytest.mark.parametrize("type_", ["take", "pass"])
async def test_a_ring_answers_to_its_epoch_only(type_: str) -> None:
    async with served() as world:
        kiosk_, desk_ = await world.kiosk(), await world.desk()
        call = await world.ringing(kiosk_, desk_)
        answer = await desk_.command(type_, call=call, epoch=2)
        assert answer["error"]["id"] == "too_late"
        assert (await desk_.command(type_, call=call, epoch=1))["ok"]


async def test_a_command_that_is_sent_again_is_done_once() -> None:
    async with served() as world:
        kiosk_ = await world.kiosk()
        again = str(uuid.uuid4())
        body: dict[str, Any] = {"call": new_call(), "language": "sv", "tapped_at": 1}
        first = await kiosk_.command("call", command_id=again, **body)
        assert await kiosk_.command("call", command_id=again, **body) == first
        other: dict[str, Any] = {**body, "call": new_call()}
        reused = await kiosk_.command("call", command_id=again, **other)
        assert reused["error"]["id"] == "command_reused"


async def test_a_command_that_is_too_old_does_nothing() -> None:
    async with served() as world:
        kiosk_ = await world.kiosk()
        past = int(time.time() * 1000) - 1
        answer = await kiosk_.command("call", expires=past, call=new_call(), language="sv", tapped_at=1)
        assert answer["error"]["id"] == "command_expired"
        assert not len(world.exchange.pool.calls)


async def test_commands_of_one_client_are_done_in_the_order_in_which_they_came() -> None:
    async with served() as world:
        kiosk_ = await world.kiosk()
        call = new_call()
        world.journal.gate.clear()
        now = int(time.time() * 1000) + LATER
        body = {"type": "call", "call": call, "language": "sv", "tapped_at": 1}
        started = await kiosk_.emit("command", {"id": str(uuid.uuid4()), "expires": now, "command": body})
        ended = await kiosk_.emit(
            "command",
            {"id": str(uuid.uuid4()), "expires": now, "command": {"type": "hang_up", "call": call}},
        )
        world.journal.gate.set()
        answers = await kiosk_.until(lambda heard: heard.answers.get(ended) and heard.answers)
        assert answers[started]["ok"]
        assert answers[ended]["ok"]
        assert answers[started]["seq"] < answers[ended]["seq"]


async def test_a_slow_journal_does_not_keep_a_client_from_beating_and_relaying() -> None:
    async with served() as world:
        kiosk_, desk_ = await world.kiosk(), await world.desk()
        call = await world.ringing(kiosk_, desk_)
        world.journal.gate.clear()
        await kiosk_.emit("command", _request({"type": "hang_up", "call": call}))
        assert (await kiosk_.ask("beat", {"seq": 0}))["ok"]
        assert (await kiosk_.relay(description(), call=call, to="guide"))["ok"]
        world.journal.gate.set()


async def test_too_many_commands_at_once_are_refused_and_none_is_lost(world: World) -> None:
    kiosk_ = await world.kiosk()
    world.journal.gate.clear()
    acks = [
        await kiosk_.emit("command", _request({"type": "hang_up", "call": new_call()})) for _ in range(60)
    ]
    refused = await kiosk_.until(lambda heard: heard.answers.get(acks[-1]))
    assert refused["error"]["id"] == "rate_limited"
    world.journal.gate.set()
    await kiosk_.until(lambda heard: all(ack in heard.answers for ack in acks))


@pytest.fixture
async def world():  # type: ignore[no-untyped-def]
    async with served() as world:
        yield world


def _request(command: dict[str, Any]) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "expires": int(time.time() * 1000) + LATER, "command": command}


async def test_a_leader_who_joins_is_shown_to_the_other_two_before_media_can_flow() -> None:
    async with served() as world:
        world.add_guide("lena", "so", leads=True)
        kiosk_, desk_ = await world.kiosk(), await world.desk()
        call = await world.live(kiosk_, desk_)
        lena = await world.desk("lena", available=False)
        early = await lena.relay(description(), call=call, epoch=2, to="kiosk")
        assert early["error"]["id"] == "relay_closed"
        assert (await lena.command("join", call=call))["ok"]
        for other in (kiosk_, desk_):
            seen = await other.view(lambda view: view["call"] and len(view["call"]["parties"]) == 2)
            party = seen["view"]["call"]["parties"][1]
            assert (party["role"], party["guide"]["name"], party["epoch"]) == ("leader", "Guide lena", 2)
        assert (await lena.relay(description(), call=call, epoch=2, to="kiosk"))["ok"]


async def test_who_leads_no_longer_joins_no_longer() -> None:
    async with served() as world:
        world.add_guide("lena", "so", leads=True)
        kiosk_, desk_ = await world.kiosk(), await world.desk()
        call = await world.live(kiosk_, desk_)
        lena = await world.desk("lena")
        world.add_guide("lena", "so")
        await world.client_of("lena").check()
        assert (await lena.command("join", call=call))["error"]["id"] == "not_allowed"
