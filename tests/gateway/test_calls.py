"""Whole calls through a real server: what each side is told, in which order."""

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
