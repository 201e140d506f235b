"""UA7 at the server: a kiosk hears of what is wanted of it and it can do, and says what came of it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from signaling.core.ids import KioskId
from signaling.ports import Errand, ErrandOutcome
from signaling.wire.scalars import Instant, Message
from tests.gateway.test_kiosk_http import ask
from tests.gateway.world import Question, World, served

K1 = KioskId("k1")
ERRANDS = "/kiosk/errands"
ABLE = f"{ERRANDS}?able=restart,update"
RUN = "run-of-an-agent"
AT = 1_700_000_000_000


class EarlierErrands(Message):
    """What an agent of the release before takes, and nothing beside it."""

    self_test: Instant | None


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with served() as world:
        world.add_kiosk("k1")
        yield world


async def of_k1(world: World, method: str, path: str, **options: Any) -> tuple[int, Any]:
    return await ask(world, method, path, world.keys["k1"].token("k1", run=RUN), **options)


async def test_a_kiosk_hears_of_its_own_wishes_alone(world: World) -> None:
    key = world.add_kiosk("k2")
    world.errands.wishes = {(K1, errand): AT + n for n, errand in enumerate(Errand)}
    told = {"self_test": AT, "restart": AT + 1, "update": AT + 2}
    assert await of_k1(world, "GET", ABLE) == (200, told)
    assert await ask(world, "GET", ERRANDS, key.token("k2")) == (200, {"self_test": None})


async def test_an_agent_of_the_release_before_hears_of_nothing_that_it_does_not_know(world: World) -> None:
    world.errands.wishes = {(K1, errand): AT for errand in Errand}
    status, said = await of_k1(world, "GET", ERRANDS)
    assert status == 200
    assert EarlierErrands.model_validate(said) == EarlierErrands(self_test=AT)


async def test_who_asks_and_what_it_can_do_is_told_on(world: World) -> None:
    await of_k1(world, "GET", f"{ERRANDS}?able=restart,dance")
    await ask(world, "GET", ERRANDS, world.keys["k1"].token("k1"))
    assert world.errands.asked == [
        Question(K1, RUN, frozenset({Errand.SELF_TEST, Errand.RESTART})),
        Question(K1, None, frozenset({Errand.SELF_TEST})),
    ]


async def test_what_came_of_an_update_is_kept_and_said_again_until_it_is(world: World) -> None:
    report = {"errand": "update", "asked_at": AT, "outcome": "went_back"}
    world.errands.down = True
    assert (await of_k1(world, "POST", ERRANDS, json=report))[0] == 503
    world.errands.down = False
    assert await of_k1(world, "POST", ERRANDS, json=report) == (200, {"asked_at": AT})
    assert world.errands.outcomes == [(K1, Errand.UPDATE, AT, ErrandOutcome.WENT_BACK)]


@pytest.mark.parametrize(
    "changed",
    [
        {"errand": "restart"},
        {"outcome": "splendid"},
        {"asked_at": -1},
        {"source": "https://elsewhere.example"},
    ],
)
async def test_a_report_holds_what_was_agreed_and_nothing_else(world: World, changed: dict[str, Any]) -> None:
    report = {"errand": "update", "asked_at": AT, "outcome": "done"} | changed
    status, problem = await of_k1(world, "POST", ERRANDS, json=report)
    assert (status, problem["error"]["id"]) == (400, "malformed")


async def test_a_list_without_end_and_a_revoked_kiosk_are_refused(world: World) -> None:
    status, problem = await of_k1(world, "GET", f"{ERRANDS}?able={'x' * 201}")
    assert (status, problem["error"]["id"]) == (400, "malformed")
    await world.directory.withdraw(K1)
    for method in ("GET", "POST"):
        status, problem = await of_k1(world, method, ERRANDS)
        assert (status, problem["error"]["id"]) == (403, "revoked")
