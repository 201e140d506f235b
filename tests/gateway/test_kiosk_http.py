"""What a kiosk's agent asks over HTTP."""

import base64
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from http import HTTPStatus
from itertools import count
from typing import Any

import pytest

from signaling.core.commands import SetHours
from signaling.core.events import CallEnded
from signaling.core.hours import Hours, OpenTime
from signaling.core.ids import AdminId, Party
from signaling.core.vocabulary import CallOutcome
from tests.gateway.world import Key, World, new_call, served

DAY = 24 * 3_600_000


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with served() as world:
        yield world


async def ask(
    world: World, method: str, path: str, token: str | None = None, **options: Any
) -> tuple[int, Any]:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    url = world.server.make_url(path)
    async with world.http.request(
        method, url, headers=headers | options.pop("headers", {}), **options
    ) as answer:
        return answer.status, await answer.json() if answer.content_type == "application/json" else None


async def until_limited(request: Callable[[], Awaitable[tuple[int, Any]]]) -> tuple[list[int], Any]:
    """The statuses of the requests that passed, and what the first one is told that is one too many.

    On a slow machine more pass than may at once: some more may as time goes by.
    """
    passed = []
    while (answer := await request())[0] != HTTPStatus.TOO_MANY_REQUESTS:
        passed.append(answer[0])
    return passed, answer[1]


def enrolment(key: Key, code: str = "code") -> dict[str, str]:
    return {"code": code, "public_key": base64.urlsafe_b64encode(key.public).rstrip(b"=").decode()}


async def test_a_code_binds_a_key_once(world: World) -> None:
    world.add_kiosk("k1")
    world.directory.codes["code"] = "k1"
    world.keys["k1"] = key = Key()
    status, profile = await ask(world, "POST", "/kiosk/enrol", json=enrolment(key))
    assert (status, profile["place"]["site_name"]) == (200, "The library")
    assert profile["languages"] == ["sv", "so", "ar"]
    assert (await world.kiosk()).heard.refused is None
    status, problem = await ask(world, "POST", "/kiosk/enrol", json=enrolment(key))
    assert (status, problem["error"]["id"]) == (403, "bad_code")


async def test_codes_cannot_be_guessed_quickly(world: World) -> None:
    numbers = count()

    async def guess() -> tuple[int, Any]:
        return await ask(world, "POST", "/kiosk/enrol", json=enrolment(Key(), str(next(numbers))))

    passed, _ = await until_limited(guess)
    assert len(passed) >= 10
    assert set(passed) == {403}


async def test_a_kiosk_that_asks_without_end_is_limited(world: World) -> None:
    key = world.add_kiosk("k1")
    passed, problem = await until_limited(lambda: ask(world, "GET", "/kiosk/profile", key.token("k1")))
    assert len(passed) >= 30
    assert set(passed) == {200}
    assert problem["error"]["retry_after"] > 0


async def test_a_kiosk_may_try_the_turn_servers_that_a_call_would_use() -> None:
    async with served(turn_urls=("turn:t.example:3478",)) as world:
        key = world.add_kiosk("k1")
        status, answer = await ask(world, "GET", "/kiosk/turn", key.token("k1"))
        assert (status, answer["ice"]["urls"]) == (200, ["turn:t.example:3478"])
        assert answer["ice"]["username"].split(":")[1].startswith("test-")
        assert answer["ice"]["expires"] <= (time.time() + 600) * 1_000


async def test_where_there_is_no_turn_server_there_is_none_to_try(world: World) -> None:
    status, answer = await ask(world, "GET", "/kiosk/turn", world.add_kiosk("k1").token("k1"))
    assert (status, answer) == (200, {"ice": None})


async def test_a_kiosk_gets_the_municipalitys_own_words(world: World) -> None:
    key = world.add_kiosk("k1")
    assert await ask(world, "GET", "/kiosk/texts", key.token("k1")) == (200, {"texts": {}})
    world.texts["sv"] = {"start.lead": "Prata med oss."}
    status, answer = await ask(world, "GET", "/kiosk/texts", key.token("k1"))
    assert (status, answer["texts"]) == (200, {"sv": {"start.lead": "Prata med oss."}})


async def test_a_kiosk_learns_the_hours_to_say_them_without_a_server(world: World) -> None:
    key = world.add_kiosk("k1")
    now = time.time_ns() // 1_000_000
    days = tuple(OpenTime(now + day * DAY, now + day * DAY + DAY // 3) for day in range(-1, 10))
    hours = Hours(until=now + 14 * DAY, pool=days)
    await world.exchange.submit(SetHours(hours=hours), by=Party.admin(AdminId("test")))
    _, profile = await ask(world, "GET", "/kiosk/profile", key.token("k1"))
    assert [each["opens"] for each in profile["hours"]] == [now + day * DAY for day in range(7)]


WRONG: dict[str, dict[str, Any]] = {
    "not JSON": {"data": b"{", "headers": {"Content-Type": "application/json"}},
    "another type": {"data": b"{}", "headers": {"Content-Type": "text/plain"}},
    "compressed": {
        "data": b"{}",
        "headers": {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    },
    "a short key": {"json": {"code": "code", "public_key": "AAAA"}},
    "a key of other letters": {"json": {"code": "code", "public_key": "+" * 43}},
    "an empty code": {"json": {"code": "", "public_key": "A" * 43}},
    "something more": {"json": {"code": "c", "public_key": "A" * 43, "kiosk": "k1"}},
    "a list": {"json": []},
    "deep nesting": {"data": b"[" * 60_000, "headers": {"Content-Type": "application/json"}},
}


@pytest.mark.parametrize("options", WRONG.values(), ids=WRONG)
async def test_a_wrong_enrolment_is_malformed(world: World, options: dict[str, Any]) -> None:
    status, problem = await ask(world, "POST", "/kiosk/enrol", **options)
    assert (status, problem["error"]["id"]) == (400, "malformed")


async def test_a_long_enrolment_is_too_large(world: World) -> None:
    headers = {"Content-Type": "application/json"}
    status, problem = await ask(world, "POST", "/kiosk/enrol", data=b"x" * 100_000, headers=headers)
    assert (status, problem["error"]["id"]) == (413, "too_large")


async def test_the_profile_is_told_to_its_kiosk(world: World) -> None:
    token = world.add_kiosk("k1").token("k1")
    status, profile = await ask(world, "GET", "/kiosk/profile", token)
    assert (status, profile["phone"]) == (200, "08-535 300 00")
    status, problem = await ask(world, "GET", "/kiosk/profile", token)
    assert (status, problem["error"]["id"]) == (401, "unauthenticated"), "a token is good once"
    status, _ = await ask(world, "GET", "/kiosk/profile")
    assert status == 401


async def told_version(world: World, key: Key, agent: str) -> str | None:
    headers = {"User-Agent": agent}
    status, _ = await ask(world, "GET", "/kiosk/profile", key.token("k1"), headers=headers)
    assert status == 200
    return world.directory.kiosks["k1"].version


async def test_a_kiosk_tells_its_version_and_it_is_written_down_once(world: World) -> None:
    key = world.add_kiosk("k1")
    assert await told_version(world, key, "vagvisare-kiosk/1.4.0") == "1.4.0"
    assert await told_version(world, key, "vagvisare-kiosk/1.4.0 aiohttp/3") == "1.4.0"
    assert world.directory.noted == 1
    assert await told_version(world, key, "vagvisare-kiosk/1.5.0rc1+site") == "1.5.0rc1+site"


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "curl/8",
        "vagvisare-kiosk/",
        "vagvisare-kiosk/latest",
        f"vagvisare-kiosk/{'9' * 41}",
        "vagvisare-kiosk/1.0<b>",
        "not-vagvisare-kiosk/1.0",
    ],
)
async def test_what_is_no_version_is_not_kept_and_harms_nothing(world: World, agent: str) -> None:
    assert await told_version(world, world.add_kiosk("k1"), agent) is None


async def test_a_store_that_takes_no_version_costs_no_kiosk_its_profile(world: World) -> None:
    key = world.add_kiosk("k1")
    world.directory.unwritable = True
    assert await told_version(world, key, "vagvisare-kiosk/1.4.0") is None
    world.directory.unwritable = False
    assert await told_version(world, key, "vagvisare-kiosk/1.4.0") == "1.4.0"


async def test_taps_that_were_never_acknowledged_are_logged_and_ring_nobody(world: World) -> None:
    key, desk = world.add_kiosk("k1"), await world.desk()
    kiosk = await world.kiosk()
    acknowledged, forgotten = await world.tap(kiosk), new_call()
    taps = [{"call": call, "language": "sv", "tapped_at": 1} for call in (acknowledged, forgotten)]
    status, receipt = await ask(world, "POST", "/kiosk/taps", key.token("k1"), json={"taps": taps})
    assert (status, receipt["settled"]) == (200, [acknowledged, forgotten])
    ends = [entry.event for entry in world.journal.entries if isinstance(entry.event, CallEnded)]
    assert [(end.call, end.outcome) for end in ends] == [(forgotten, CallOutcome.RECOVERED_UNKNOWN)]
    assert (await desk.view())["view"]["ring"]["call"] == acknowledged
    status, again = await ask(world, "POST", "/kiosk/taps", key.token("k1"), json={"taps": taps})
    assert again == receipt


async def test_a_tap_in_no_language_is_refused_by_itself(world: World) -> None:
    token, good, bad = world.add_kiosk("k1").token("k1"), new_call(), new_call()
    taps = [
        {"call": good, "language": "sv", "tapped_at": 1},
        {"call": bad, "language": "mul", "tapped_at": 1},
    ]
    _, receipt = await ask(world, "POST", "/kiosk/taps", token, json={"taps": taps})
    assert receipt["settled"] == [good]
    assert [(each["call"], each["error"]["id"]) for each in receipt["refused"]] == [(bad, "unknown_language")]


@pytest.mark.parametrize("taps", [[], [{"call": "x", "language": "sv", "tapped_at": 1}], None])
async def test_a_wrong_report_is_malformed(world: World, taps: Any) -> None:
    token = world.add_kiosk("k1").token("k1")
    status, problem = await ask(world, "POST", "/kiosk/taps", token, json={"taps": taps})
    assert (status, problem["error"]["id"]) == (400, "malformed")


async def test_without_the_journal_a_report_is_asked_for_again(world: World) -> None:
    token = world.add_kiosk("k1").token("k1")
    world.journal.down = True
    taps = [{"call": new_call(), "language": "sv", "tapped_at": 1}]
    status, problem = await ask(world, "POST", "/kiosk/taps", token, json={"taps": taps})
    assert (status, problem["error"]["id"]) == (503, "unavailable")
    world.journal.down = False


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize(
    "path", ["/kiosk/enrol", "/kiosk/profile", "/kiosk/texts", "/kiosk/turn", "/kiosk/taps"]
)
async def test_other_methods_are_not_allowed(world: World, method: str, path: str) -> None:
    async with world.http.request(method, world.server.make_url(path)) as answer:
        assert answer.status == HTTPStatus.METHOD_NOT_ALLOWED
