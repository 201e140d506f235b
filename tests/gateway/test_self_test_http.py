"""UK29 at the server: a test call that is no call, a verdict that is kept once."""

import time
import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest

from signaling.core.ids import KioskId
from signaling.ports import GuideAbsent, GuideBusy, OfferUnusable
from tests.gateway.test_kiosk_http import ask, until_limited
from tests.gateway.world import SDP, Key, World, served

K1 = KioskId("k1")
CALL, REPORT = "/kiosk/self-test/call", "/kiosk/self-test"


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with served() as world:
        world.add_kiosk("k1")
        yield world


def report(**changed: Any) -> dict[str, Any]:
    """Of a kiosk whose camera is black."""
    camera = {"name": "camera", "tried": True, "faults": ["camera_black"], "figures": {"brightness": 3.5}}
    now = int(time.time() * 1_000)
    return {
        "id": str(uuid.uuid4()),
        "at": now,
        "checks": [camera, {"name": "page", "tried": True}],
        **changed,
    }


async def of_k1(world: World, method: str, path: str, **options: Any) -> tuple[int, Any]:
    return await ask(world, method, path, world.keys["k1"].token("k1"), **options)


async def test_a_test_call_is_answered_and_is_no_call_of_the_pool(world: World) -> None:
    """No guide is rung, and journal, queue and log know nothing of it."""
    desk = await world.desk()
    before = list(world.journal.entries)
    status, answer = await of_k1(world, "POST", CALL, json={"sdp": SDP})
    assert (status, answer) == (200, {"sdp": "v=0"})
    assert [(kiosk, offer) for kiosk, offer, _ in world.guide.heard] == [("k1", SDP)]
    assert world.journal.entries == before
    assert (await desk.view())["view"]["ring"] is None
    assert not world.exchange.pool.calls


async def test_the_test_guide_gets_relays_of_its_own() -> None:
    async with served(turn_urls=("turn:t.example:3478",)) as world:
        world.add_kiosk("k1")
        await of_k1(world, "POST", CALL, json={"sdp": SDP})
        ((_, _, ice),) = world.guide.heard
        assert ice is not None
        assert ice.username.partition(":")[2].startswith("test-")


@pytest.mark.parametrize(
    ("trouble", "status", "said"),
    [
        (GuideBusy(), 429, "rate_limited"),
        (GuideAbsent(), 409, "no_test_guide"),
        (OfferUnusable(), 400, "malformed"),
    ],
)
async def test_why_no_guide_answers_is_told(world: World, trouble: Exception, status: int, said: str) -> None:
    world.guide.trouble = trouble
    answered, problem = await of_k1(world, "POST", CALL, json={"sdp": SDP})
    assert (answered, problem["error"]["id"]) == (status, said)


CANDIDATE = "a=candidate:1 1 udp 2130706431 {} 50000 typ host"


@pytest.mark.parametrize(
    ("sdp", "status", "said"),
    [
        ("v=0\r\n" + "a=x\r\n" * 9_000, 400, "malformed"),
        ("v=0\r\n" + "a=" + "x" * 70_000, 413, "too_large"),
        ("hello", 400, "malformed"),
        ("", 400, "malformed"),
        (SDP.replace("sha-256", "sha-1"), 400, "malformed"),
        (SDP.replace("a=ice-pwd", "a=pwd"), 400, "malformed"),
    ],
    ids=["many lines", "oversized", "no SDP", "empty", "weak fingerprint", "no password"],
)
async def test_an_offer_that_no_browser_makes_reaches_no_guide(
    world: World, sdp: str, status: int, said: str
) -> None:
    answered, problem = await of_k1(world, "POST", CALL, json={"sdp": sdp})
    assert (answered, problem["error"]["id"]) == (status, said)
    assert world.guide.heard == []


async def test_candidates_that_lead_astray_are_left_out(world: World) -> None:
    fit, astray = CANDIDATE.format("192.0.2.7"), CANDIDATE.format("224.0.0.1")
    await of_k1(world, "POST", CALL, json={"sdp": f"{SDP}{fit}\r\n{astray}\r\n"})
    ((_, offer, _),) = world.guide.heard
    assert (fit in offer, astray in offer) == (True, False)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("POST", CALL, {"sdp": SDP}), ("POST", REPORT, report())],
)
async def test_foreign_keys_and_withdrawn_ones_are_refused(
    world: World, method: str, path: str, body: Any
) -> None:
    for token in (None, "nonsense", Key().token("k1"), world.keys["k1"].token("k2")):
        status, problem = await ask(world, method, path, token, json=body)
        assert (status, problem["error"]["id"]) == (401, "unauthenticated")
    await world.directory.withdraw(K1)
    status, problem = await of_k1(world, method, path, json=body)
    assert (status, problem["error"]["id"]) == (403, "revoked")
    assert (world.guide.heard, world.self_tests.kept) == ([], [])


async def test_a_flood_is_stopped_and_harms_no_other_kiosk(world: World) -> None:
    passed, _ = await until_limited(lambda: of_k1(world, "POST", REPORT, json=report()))
    assert len(passed) >= 30
    assert set(passed) == {200}
    status, _ = await ask(world, "POST", REPORT, world.add_kiosk("k2").token("k2"), json=report())
    assert status == 200


async def test_a_verdict_is_kept_under_the_key_that_tells_it(world: World) -> None:
    told = report()
    status, receipt = await of_k1(world, "POST", REPORT, json=told)
    assert (status, receipt) == (200, {"id": told["id"]})
    ((kiosk, kept),) = world.self_tests.kept
    assert (kiosk, kept.id, kept.at, kept.sound) == ("k1", told["id"], told["at"], False)
    assert [check.name for check in kept.checks] == ["camera", "page"]
    assert kept.checks[0].figures == {"brightness": 3.5}


async def test_what_a_wrong_clock_says_of_the_future_was_said_now(world: World) -> None:
    await of_k1(world, "POST", REPORT, json=report(at=2**50))
    ((_, kept),) = world.self_tests.kept
    assert kept.at <= time.time() * 1_000 + 1_000


async def test_a_verdict_that_could_not_be_written_is_to_be_told_again(world: World) -> None:
    world.self_tests.down = True
    status, problem = await of_k1(world, "POST", REPORT, json=report())
    assert (status, problem["error"]["id"]) == (503, "unavailable")


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "1"},
        {"at": -1},
        {"checks": []},
        {"checks": [{"name": "page", "tried": True}] * 17},
        {"checks": [{"name": "resident", "tried": True}]},
        {"checks": [{"name": "camera", "tried": True, "faults": ["a face was seen"]}]},
        {"checks": [{"name": "camera", "tried": True, "figures": {"age": 40}}]},
        {"checks": [{"name": "camera", "tried": True, "figures": {"brightness": "dark"}}]},
        {"checks": [{"name": "turn", "tried": True, "about": ["x" * 257]}]},
        {"checks": [{"name": "turn", "tried": True, "about": ["two words"]}]},
        {"who": "Amina"},
    ],
)
async def test_a_verdict_holds_what_was_agreed_and_nothing_else(
    world: World, changed: dict[str, Any]
) -> None:
    status, problem = await of_k1(world, "POST", REPORT, json=report(**changed))
    assert (status, problem["error"]["id"]) == (400, "malformed")


async def test_a_figure_that_is_no_number_is_refused(world: World) -> None:
    check = '{"name": "camera", "tried": true, "figures": {"brightness": %s}}'
    for value in ("NaN", "1e999", "Infinity"):
        body = f'{{"id": "{uuid.uuid4()}", "at": 1, "checks": [{check % value}]}}'.encode()
        headers = {"Content-Type": "application/json"}
        status, _ = await of_k1(world, "POST", REPORT, data=body, headers=headers)
        assert status == 400
