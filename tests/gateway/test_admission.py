"""Who is let in, once, and for how long (S1, S2)."""

import asyncio
import time
from dataclasses import replace
from typing import Any

import pytest

from signaling.core.ids import GuideId, KioskId, Language, Topic
from signaling.core.skills import Skill
from signaling.core.vocabulary import Level, Mode
from signaling.gateway.admission import LEEWAY
from signaling.gateway.limits import Limits
from tests.gateway.world import BROWSER, ORIGIN, Key, RawClient, World, new_call, served

QUICK = Limits(identity_check=100, beat_within=60_000)
KIOSK = KioskId("k1")
GUIDE = GuideId("g1")


def refused_with(client: RawClient) -> str:
    assert client.heard.refused is not None, "the client was let in"
    return str(client.heard.refused["data"]["id"])


NOW = int(time.time())
BAD_CLAIMS: dict[str, dict[str, Any]] = {
    "of another audience": {"aud": "another"},
    "without an audience": {"aud": None},
    "expired": {"iat": NOW - 200, "exp": NOW - LEEWAY - 5},
    "good for an hour": {"exp": NOW + 3_600},
    "issued long ago for long": {"iat": NOW - 3_600, "exp": NOW + 60},
    "without an expiry": {"exp": None},
    "without an id": {"jti": None},
    "with an expiry that is a word": {"exp": "soon"},
    "of an unknown kiosk": {"sub": "nobody"},
    "of a kiosk that is a number": {"sub": 7},
    "of a kiosk that is a list": {"sub": ["k1"]},
    "of nobody": {"sub": None},
}


@pytest.mark.parametrize("changed", BAD_CLAIMS.values(), ids=BAD_CLAIMS)
async def test_a_token_with_wrong_claims_lets_nobody_in(changed: dict[str, Any]) -> None:
    async with served() as world:
        key = world.add_kiosk("k1")
        token = key.token("k1")
        assert not (await world.kiosk(token=token)).heard.refused
        bad = key.token("k1", **changed)
        assert refused_with(await world.kiosk(token=bad)) == "unauthenticated"


BAD_TOKENS = {
    "nothing": "",
    "a word": "word",
    "dots": "..",
    "alg none": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJrMSIsImF1ZCI6InZhZ3Zpc2FyZSJ9.",
    "an HMAC with the public key": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJrMSJ9.c2lnbmF0dXJl",
    "too long": "a" * 5_000,
    "letters of another alphabet": "åäö.åäö.åäö".encode("latin-1", "ignore").decode("latin-1"),
}


@pytest.mark.parametrize("token", BAD_TOKENS.values(), ids=BAD_TOKENS)
async def test_what_is_no_token_lets_nobody_in(token: str) -> None:
    async with served() as world:
        world.add_kiosk("k1")
        headers = {"Authorization": f"Bearer {token}", **BROWSER}
        client = await world.join(await world.socket("/kiosk", headers))
        assert refused_with(client) == "unauthenticated"
        assert KIOSK not in world.exchange.pool.kiosks


async def test_another_kiosks_key_signs_for_nobody_else() -> None:
    async with served() as world:
        world.add_kiosk("k1")
        assert refused_with(await world.kiosk(token=Key().token("k1"))) == "unauthenticated"


async def test_a_token_is_good_once() -> None:
    async with served() as world:
        token = world.add_kiosk("k1").token("k1")
        first = await world.kiosk(token=token)
        assert refused_with(await world.kiosk(token=token)) == "unauthenticated"
        assert not first.ws.closed


async def test_a_clock_that_is_a_little_off_is_forgiven() -> None:
    async with served() as world:
        key = world.add_kiosk("k1")
        for off in (-60 - LEEWAY // 6, LEEWAY // 6):
            issued = int(time.time()) + off
            client = await world.kiosk(token=key.token("k1", iat=issued, exp=issued + 60))
            assert client.heard.refused is None


async def test_a_revoked_kiosk_is_told_so_at_the_door() -> None:
    async with served() as world:
        world.add_kiosk("k1")
        world.directory.kiosks["k1"] = replace(world.directory.kiosks["k1"], revoked=True)
        assert refused_with(await world.kiosk()) == "revoked"


@pytest.mark.parametrize("how", ["revoked", "deleted", "another key"])
async def test_a_kiosk_that_is_withdrawn_is_put_out_at_once(how: str) -> None:
    async with served(QUICK) as world:
        client = await world.kiosk()
        profile = world.directory.kiosks.pop("k1")
        if how != "deleted":
            changed = {"revoked": True} if how == "revoked" else {"public_key": Key().public}
            world.directory.kiosks["k1"] = replace(profile, **changed)
        assert await client.closed() == "revoked"
        await world.until(lambda pool: not pool.kiosks[KIOSK].connected)


async def test_a_guide_who_signed_out_is_put_out_at_once() -> None:
    async with served(QUICK) as world:
        client = await world.desk()
        world.sessions.signed_out.add("g1")
        assert await client.closed() == "unauthenticated"


async def test_a_directory_that_is_away_puts_nobody_out() -> None:
    async with served(QUICK) as world:
        client = await world.kiosk()
        world.directory.down = True
        await asyncio.sleep(0.5)
        assert (await client.ask("beat", {"seq": 0}))["ok"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Cookie": "desk=g1"},
        {"Cookie": "desk=g1", "Origin": "https://evil.example"},
        {"Cookie": "desk=g1", "Origin": "null"},
        {"Cookie": "desk=g1", "Origin": ORIGIN + ".evil.example"},
        {"Cookie": "desk=nobody", "Origin": ORIGIN},
        {"Cookie": "other=g1", "Origin": ORIGIN},
        {"Origin": ORIGIN},
    ],
)
async def test_a_desk_needs_its_cookie_and_its_own_page(headers: dict[str, str]) -> None:
    async with served() as world:
        world.add_guide("g1")
        client = await world.join(await world.socket("/desk", headers))
        assert refused_with(client) == "unauthenticated"


async def test_each_identity_opens_its_own_door_only() -> None:
    async with served() as world:
        world.add_guide("g1")
        token = world.add_kiosk("k1").token("k1")
        kiosk_at_desk = await world.socket("/desk", {"Authorization": f"Bearer {token}", "Origin": ORIGIN})
        assert refused_with(await world.join(kiosk_at_desk)) == "unauthenticated"
        guide_at_kiosk = await world.socket("/kiosk", {"Cookie": "desk=g1", "Origin": ORIGIN})
        assert refused_with(await world.join(guide_at_kiosk)) == "unauthenticated"


async def test_what_a_client_claims_when_it_connects_is_not_heard() -> None:
    async with served() as world:
        key = world.add_kiosk("k1")
        world.add_kiosk("k2")
        client = await world.socket("/kiosk", {"Authorization": f"Bearer {key.token('k1')}"})
        await client.say('40/kiosk,{"kiosk":"k2","sub":"k2","token":"x"}')
        assert (await client.view())["view"]["place"]["kiosk"] == "k1"


async def test_a_desk_brings_what_its_guide_speaks_interprets_and_knows() -> None:
    async with served() as world:
        world.add_guide("g1")
        skills = (Skill(Language("ar"), Level.GOOD, Mode.SPEAK),)
        profile = replace(
            world.directory.guides["g1"], skills=skills, interprets=(Language("so"),), topics=(Topic("form"),)
        )
        world.directory.guides["g1"] = profile
        await world.desk()
        guide = world.exchange.pool.guides[GUIDE]
        assert (guide.skills, guide.interprets, guide.topics) == (skills, ("so",), ("form",))


@pytest.mark.parametrize("role", ["kiosk", "desk"])
async def test_the_newest_socket_of_an_identity_counts(role: str) -> None:
    async with served() as world:
        older = await (world.kiosk() if role == "kiosk" else world.desk())
        newer = await (world.kiosk() if role == "kiosk" else world.desk(available=False))
        assert await older.closed() == "superseded"
        assert (await newer.ask("beat", {"seq": 0}))["ok"]
        pool = world.exchange.pool
        assert pool.kiosks[KIOSK].connected if role == "kiosk" else pool.guides[GUIDE].connected


async def test_a_call_goes_on_in_the_newer_socket() -> None:
    async with served() as world:
        kiosk, desk = await world.kiosk(), await world.desk()
        call = await world.live(kiosk, desk)
        again = await world.kiosk()
        assert (await again.view())["view"]["call"]["id"] == call
        await kiosk.closed()
        assert world.exchange.pool.calls[call].state == "live"  # type: ignore[index]


async def test_losing_the_socket_is_written_with_its_epoch() -> None:
    async with served() as world:
        kiosk = await world.kiosk()
        epoch = world.exchange.pool.kiosks[KIOSK].epoch
        await kiosk.end()
        await world.until(lambda pool: not pool.kiosks[KIOSK].connected)
        await world.kiosk()
        assert world.exchange.pool.kiosks[KIOSK].epoch > epoch


async def test_a_page_without_a_heartbeat_is_lost_though_its_socket_answers() -> None:
    async with served(Limits(beat_within=1_000)) as world:
        kiosk = await world.kiosk()
        assert await kiosk.closed() == "unresponsive"
        await world.until(lambda pool: not pool.kiosks[KIOSK].connected)


async def test_a_server_without_its_journal_lets_nobody_in_and_says_so() -> None:
    async with served() as world:
        kiosk = await world.kiosk("k2")
        world.journal.down = True
        waiting = asyncio.create_task(kiosk.command("call", call=new_call(), language="sv", tapped_at=1))
        await world.until(lambda _pool: not world.exchange.available)
        assert refused_with(await world.kiosk()) == "unavailable"
        world.journal.down = False
        assert (await waiting)["ok"]


async def test_a_draining_server_sends_everyone_elsewhere(world_of_one: World) -> None:
    (client,) = world_of_one.clients
    world_of_one.gateway.drain()
    assert await client.closed() == "draining"
    assert refused_with(await world_of_one.kiosk("k2")) == "draining"


@pytest.fixture
async def world_of_one():  # type: ignore[no-untyped-def]
    async with served() as world:
        await world.kiosk()
        yield world
