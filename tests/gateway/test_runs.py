"""F24: a copied device key is noticed, and both machines that have it are refused."""

import time
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from signaling.gateway.admission import LEEWAY
from signaling.gateway.runs import EARLIER, REMEMBERED, Runs
from tests.gateway.test_admission import QUICK, refused_with
from tests.gateway.world import Key, World, served

ONE, TWO = b"k" * 32, b"l" * 32


def test_an_agent_that_starts_anew_is_one_machine() -> None:
    runs = Runs(leeway=30)
    for start in range(100):
        for minute in range(3):
            assert runs.are_one(ONE, f"run-{start}", issued=start * 200 + minute * 60)


def test_a_run_that_speaks_after_another_took_over_is_a_second_machine() -> None:
    runs = Runs(leeway=30)
    assert runs.are_one(ONE, "here", issued=0)
    assert runs.are_one(ONE, "copy", issued=100)
    assert not runs.are_one(ONE, "here", issued=131)


def test_what_was_signed_before_the_new_start_may_still_be_on_its_way() -> None:
    runs = Runs(leeway=30)
    assert runs.are_one(ONE, "before", issued=90)
    assert runs.are_one(ONE, "after", issued=100)
    assert runs.are_one(ONE, "before", issued=99)
    assert runs.are_one(ONE, "after", issued=160)


def test_keys_have_nothing_to_do_with_each_other() -> None:
    runs = Runs(leeway=30)
    assert runs.are_one(ONE, "here", issued=0)
    assert runs.are_one(TWO, "there", issued=100)
    assert runs.are_one(ONE, "here", issued=200)


def test_no_flood_of_names_grows_the_memory() -> None:
    runs = Runs(leeway=30)
    for number in range(REMEMBERED + 10):
        runs.are_one(number.to_bytes(32), "run", issued=0)
    for number in range(EARLIER + 10):
        runs.are_one(ONE, f"run-{number}", issued=0)
    assert len(runs._keys) <= REMEMBERED
    assert len(runs._keys[ONE].earlier) <= EARLIER


async def speaks(world: World, key: Key, run: str, *, later: int = 0) -> str | None:
    """What this machine is refused with, when it connects so many seconds from now by its clock."""
    issued = int(time.time()) + later
    client = await world.kiosk(token=key.token("k1", run=run, iat=issued, exp=issued + 60))
    return None if client.heard.refused is None else refused_with(client)


async def test_both_machines_with_one_key_are_refused_and_the_log_says_so() -> None:
    async with served(QUICK) as world:
        key = world.add_kiosk("k1")
        assert await speaks(world, key, "the-kiosk", later=-LEEWAY) is None
        issued = int(time.time()) - LEEWAY
        copy = await world.kiosk(token=key.token("k1", run="its-copy", iat=issued, exp=issued + 60))
        with capture_logs() as logged:
            assert await speaks(world, key, "the-kiosk", later=1) == "revoked"
        assert [line["event"] for line in logged if line["log_level"] == "error"] == ["kiosk_cloned"]
        assert await copy.closed() == "revoked"
        assert await speaks(world, key, "its-copy") == "revoked"


async def test_a_kiosk_enrolled_anew_has_another_key_and_is_good_again() -> None:
    async with served(QUICK) as world:
        key, fresh = world.add_kiosk("k1"), Key()
        await speaks(world, key, "the-kiosk", later=-LEEWAY)
        await speaks(world, key, "its-copy", later=-LEEWAY)
        await speaks(world, key, "the-kiosk", later=1)
        profile = world.directory.kiosks["k1"]
        world.directory.kiosks["k1"] = replace(profile, public_key=fresh.public, revoked=False)
        assert await speaks(world, fresh, "the-kiosk") is None
        assert await speaks(world, key, "its-copy") == "unauthenticated"


@pytest.mark.parametrize("run", [7, "short", "x" * 65, ["a"]])
async def test_a_run_of_another_shape_is_refused(run: object) -> None:
    async with served() as world:
        token = world.add_kiosk("k1").token("k1", run=run)
        assert refused_with(await world.kiosk(token=token)) == "unauthenticated"
