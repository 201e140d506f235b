"""What screens are shown, and when."""

import asyncio
import time
from dataclasses import replace
from itertools import pairwise

from signaling.core.events import MediaWitnessed
from signaling.core.ids import GuideId, KioskId
from tests.gateway.world import served


async def test_the_first_view_comes_when_a_client_joins() -> None:
    begun = time.time() * 1000
    async with served() as world:
        kiosk = await world.kiosk()
        push = await kiosk.view()
        assert push["view"]["type"] == "kiosk"
        assert push["view"]["phone"] == "08-535 300 00"
        assert [each["language"] for each in push["view"]["languages"]] == ["sv", "so", "ar"]
        assert begun - 2_000 < push["at"] < time.time() * 1000 + 2_000, "by the server's own clock"
        assert push["ice"] is None


async def test_a_view_comes_before_the_answer_that_made_it() -> None:
    async with served() as world:
        kiosk, desk = await world.kiosk(), await world.desk()
        call = await world.ringing(kiosk, desk)
        answer = await desk.command("take", call=call, epoch=1)
        views = [push for push in desk.pushed("view") if push["seq"] <= answer["seq"]]
        assert views[-1]["view"]["call"]["id"] == call


async def test_everyone_hears_of_a_free_guide_within_some_seconds() -> None:
    async with served() as world:
        kiosk = await world.kiosk()
        await world.desk()
        await kiosk.view(lambda view: view["languages"][0]["free"] == 1)


async def test_positions_move_up_as_the_line_moves() -> None:
    async with served() as world:
        first, second = await world.kiosk("k1"), await world.kiosk("k2")
        call = await world.tap(first)
        await world.tap(second)
        await second.view(lambda view: view["call"] and view["call"]["position"] == 2)
        await first.command("hang_up", call=call)
        await second.view(lambda view: view["call"]["position"] == 1)


async def test_a_screen_that_shows_the_same_is_not_sent_again() -> None:
    async with served() as world:
        idle, caller = await world.kiosk("idle"), await world.kiosk("caller")
        before, began = len(idle.pushed("view")), time.monotonic()
        for _ in range(20):
            await caller.command("hang_up", call=await world.tap(caller))
        await asyncio.sleep(1.1)
        assert len(idle.pushed("view")) - before <= 1 + time.monotonic() - began, "once a second at most"
        assert all(then["view"] != now["view"] for then, now in pairwise(idle.pushed("view")))


async def test_a_heartbeat_that_is_behind_is_shown_the_view_again() -> None:
    async with served() as world:
        kiosk = await world.kiosk()
        seq = (await kiosk.view())["seq"]
        screen = world.screen_of("k1")
        screen.sent_at -= 3_000
        before = len(kiosk.pushed("view"))
        answer = await kiosk.ask("beat", {"seq": seq - 1})
        assert answer["seq"] == seq
        await kiosk.until(lambda _heard: len(kiosk.pushed("view")) > before)
        assert (await kiosk.ask("beat", {"seq": seq}))["ok"]
        assert len(kiosk.pushed("view")) == before + 1


async def test_media_seen_by_a_heartbeat_keeps_a_call_whose_other_party_is_away() -> None:
    async with served() as world:
        kiosk, desk = await world.kiosk(), await world.desk()
        call = await world.live(kiosk, desk)
        await desk.end()
        await world.until(lambda pool: not pool.guides[GuideId("g1")].connected)
        said = {"seq": 0, "media": {"call": call, "flowing": True}}
        while not any(isinstance(entry.event, MediaWitnessed) for entry in world.journal.entries):
            assert (await kiosk.ask("beat", said))["ok"]
            await asyncio.sleep(0.3)


async def test_ice_servers_come_with_the_ring_and_go_with_the_call() -> None:
    async with served(turn_urls=("turns:t.example:443", "turn:t.example:3478")) as world:
        kiosk, desk = await world.kiosk(), await world.desk()
        call = await world.ringing(kiosk, desk)
        await kiosk.view(lambda view: view["call"]["state"] == "ringing")
        for client in (kiosk, desk):
            ice = (await client.view())["ice"]
            assert ice["urls"] == ["turn:t.example:3478", "turns:t.example:443"]
            assert ice["username"].endswith(f":{call}")
            assert 0 < ice["expires"] - time.time() * 1000 <= 600_000
        await kiosk.command("hang_up", call=call)
        assert (await kiosk.view(lambda view: view["ended"]))["ice"] is None


async def test_ice_servers_stay_the_same_until_they_grow_old() -> None:
    async with served(turn_urls=("turn:t.example:3478",)) as world:
        kiosk, desk = await world.kiosk(), await world.desk()
        call = await world.ringing(kiosk, desk)
        ring = (await kiosk.view(lambda view: view["call"]["state"] == "ringing"))["ice"]
        await desk.command("take", call=call, epoch=1)
        taken = await kiosk.view(lambda view: view["call"]["state"] == "connecting")
        assert taken["ice"] == ring
        screen = world.screen_of("k1")
        assert screen.ice is not None
        screen.ice_until, screen.ice = 0, replace(screen.ice, expires=0)
        before = len(kiosk.pushed("view"))
        await kiosk.until(lambda _heard: len(kiosk.pushed("view")) > before)
        assert (await kiosk.view())["ice"]["expires"] > time.time() * 1000


async def test_a_place_that_is_not_connected_here_is_named_all_the_same() -> None:
    async with served() as world:
        kiosk, desk = await world.kiosk(), await world.desk()
        await world.live(kiosk, desk)
        world.gateway._names._places.clear()
        again = await world.desk(available=False)
        await again.view(lambda view: view["call"]["place"]["name"] == "Screen k1")


async def test_a_name_that_would_reorder_the_screen_is_made_harmless() -> None:
    async with served() as world:
        world.add_kiosk("k1")
        profile = world.directory.kiosks["k1"]
        world.directory.kiosks["k1"] = replace(profile, name="A\u202egnp.exe\x00\n", id=KioskId("k1"))
        kiosk = await world.kiosk()
        assert (await kiosk.view())["view"]["place"]["name"] == "Agnp.exe"


async def test_a_waiting_resident_is_told_a_range_of_minutes_until_a_guide_is_called() -> None:
    async with served() as world:
        talker, desk, waiter = await world.kiosk("talker"), await world.desk(), await world.kiosk("waiter")
        await world.ringing(talker, desk)
        await world.tap(waiter)
        told = await waiter.view(lambda view: view["call"] and view["call"]["wait"])
        assert told["view"]["call"]["wait"]["low"] < told["view"]["call"]["wait"]["high"]
        await desk.command("set_status", status="offline", reason=None)
        await waiter.view(lambda view: view["call"]["wait"] is None)
