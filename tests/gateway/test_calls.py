"""Whole calls through a real server: what each side is told, in which order."""

from typing import Any

import pytest

from signaling.core.grading import MOST_REPORTS
from tests.gateway.world import description, served


async def test_a_call_from_the_tap_to_the_wrap_up() -> None:
    async with served() as world:
        kiosk, desk = await world.kiosk(), await world.desk()
        call = await world.live(kiosk, desk)
        shown = (await kiosk.view())["view"]["call"]
        assert shown["guide"] == {"id": "g1", "name": "Guide g1"}
        assert (await desk.view())["view"]["call"]["place"]["neighbourhood_name"] == "Vårby"

        assert (await kiosk.command("hang_up", call=call))["ok"]

        assert (await kiosk.view(lambda view: view["ended"]))["view"]["ended"]["outcome"] == "completed"
        wrap_up = (await desk.view(lambda view: view["wrap_up"]))["view"]
        assert wrap_up["topics"] == ["school", "form"]
        done = await desk.command("finish_wrap_up", call=call, topic="form", disposition="solved")
        assert done["ok"]
        await desk.view(lambda view: view["status"] == "available")


GRADED: dict[str, Any] = {"grade": "poor", "frames": 6, "loss": 14, "round_trip": 240, "kilobits": 310}


async def test_the_desk_is_told_how_its_guide_comes_through_and_the_call_goes_on() -> None:
    """However often it is said, and whatever is said: a grade ends nothing."""
    async with served() as world:
        kiosk, desk = await world.kiosk(), await world.desk()
        call = await world.live(kiosk, desk)
        assert (await desk.view())["view"]["call"]["kiosk_grade"] is None
        assert (await kiosk.command("media_grade", call=call, **GRADED))["ok"]
        shown = await desk.view(lambda view: view["call"]["kiosk_grade"] == "poor")
        seq = shown["seq"]
        told = [
            await kiosk.command("media_grade", call=call, **{**GRADED, "grade": ("none", "good")[number % 2]})
            for number in range(MOST_REPORTS + 20)
        ]
        assert all(answer["ok"] for answer in told)
        assert told[-1]["seq"] == seq + MOST_REPORTS - 1, "what is too much is granted and not kept"
        assert (await desk.command("media_grade", call=call, **GRADED))["ok"], "the other end is still heard"
        assert (await desk.view())["view"]["call"]["state"] == "live"


@pytest.mark.parametrize(
    "bad",
    [
        {"grade": "splendid"},
        {"grade": None},
        {"frames": -1},
        {"frames": 241},
        {"frames": 24.5},
        {"loss": 101},
        {"loss": "3"},
        {"round_trip": 60_001},
        {"kilobits": 1_000_001},
        {"kilobits": True},
        {"note": "the resident is upset"},
    ],
)
async def test_a_grade_that_is_not_in_its_bounds_is_malformed_and_harms_nobody(bad: dict[str, Any]) -> None:
    async with served() as world:
        kiosk, desk = await world.kiosk(), await world.desk()
        call = await world.live(kiosk, desk)
        answer = await kiosk.command("media_grade", call=call, **{**GRADED, **bad})
        assert answer["error"]["id"] == "malformed"
        assert (await kiosk.command("media_grade", call=call, **GRADED))["ok"]


async def test_what_one_party_relays_reaches_the_other_in_order() -> None:
    async with served() as world:
        kiosk, desk = await world.kiosk(), await world.desk()
        call = await world.ringing(kiosk, desk)
        for n in (1, 2, 3):
            assert (await kiosk.relay(description(), call=call, to="guide", n=n))["ok"]
        await desk.until(lambda heard: len(desk.pushed("relay")) == 3)
        assert [push["n"] for push in desk.pushed("relay")] == [1, 2, 3]
        assert desk.pushed("relay")[0]["from"] == 0
        assert desk.pushed("relay")[0]["body"] == description()
