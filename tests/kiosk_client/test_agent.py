"""The agent against the real gateway: enrolled once, calling, surviving, and told when it is not wanted."""

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from typer.testing import CliRunner

from kiosk_client import __main__ as command_line
from kiosk_client import agent as agent_module
from kiosk_client import self_test
from kiosk_client import server as server_module
from kiosk_client.agent import Agent, AlreadyRunning, PortTaken, opened
from kiosk_client.errands import RESTARTED
from kiosk_client.headless_engine import HeadlessEngine
from kiosk_client.headless_trial import HeadlessTrial
from kiosk_client.server import Server, ServerAway, ServerRefused
from kiosk_client.settings import KioskSettings, load_kiosk_settings
from kiosk_client.technician import LEFT
from kiosk_client.updates import WANTED, Updates
from signaling.core.events import CallEnded, CallTapped
from signaling.core.ids import KioskId
from signaling.core.vocabulary import CallOutcome
from signaling.headless.guide import DemoGuide
from signaling.ports import Errand, ErrandOutcome
from signaling.wire.errands import Errands
from tests.fixtures.programs import free_port
from tests.gateway.world import ORIGIN, World, served
from tests.kiosk_client.conftest import until
from tests.kiosk_client.test_verdict_store import verdict

CODE = "ONE-TIME-CODE"
K1 = KioskId("k1")
HASTE: dict[str, float] = {}
"""What a test sets that cannot wait as long as a kiosk may."""


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with served() as world:
        world.add_kiosk("k1")
        world.directory.codes[CODE] = "k1"
        yield world


def url_of(world: World) -> str:
    return str(world.server.make_url("")).rstrip("/")


def settings_for(world: World, tmp_path: Path, **more: Any) -> KioskSettings:
    settings = KioskSettings.model_validate(
        {"server": url_of(world), "data": tmp_path / "data", "port": 0} | more
    )
    return settings.model_copy(update=HASTE)


class Idle:
    """An engine that has nothing to do."""

    healthy = True
    idle = True
    asked = 0

    async def run(self) -> None:
        await asyncio.Event().wait()

    def ask_self_test(self) -> None:
        self.asked += 1


@asynccontextmanager
async def working(agent: Agent, engine: Idle | None = None) -> AsyncIterator[None]:
    task = asyncio.create_task(agent.run(engine or Idle()))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(HASTE, "errands_every", 0.05)
    monkeypatch.setattr(agent_module, "PROFILE_EVERY", 0.1)
    monkeypatch.setattr(agent_module, "TAPS_EVERY", 0.05)
    monkeypatch.setattr(agent_module, "REPORTED_AFTER", 0)


@pytest.fixture
def supervised(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """As systemd runs a service: something listens, and would start it again."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        yield


async def test_a_one_time_code_makes_this_machine_a_kiosk(world: World, tmp_path: Path) -> None:
    settings = settings_for(world, tmp_path)
    async with opened(settings) as agent:
        assert standing_of(agent) == "not_enrolled"
        await agent.enrol(CODE)
        assert standing_of(agent) == "enrolled"
        assert world.directory.kiosks["k1"].public_key == agent.server._key.public
        with pytest.raises(ServerRefused) as refused:
            await agent.enrol(CODE)
        assert refused.value.problem.id == "bad_code"
    async with opened(settings) as agent:
        assert agent.standing == "enrolled"
        assert (await agent.server.profile()).place.kiosk == "k1"
        assert world.directory.kiosks["k1"].version == version("vagvisare")


async def test_the_phone_number_is_known_after_a_cold_start_without_a_server(
    world: World, tmp_path: Path
) -> None:
    async with opened(settings_for(world, tmp_path)) as agent:
        await agent.enrol(CODE)
    away = settings_for(world, tmp_path, server=f"http://127.0.0.1:{free_port()}")
    async with opened(away) as agent:
        with pytest.raises(ServerAway):
            await agent.server.profile()
        assert agent.profiles.profile is not None
        assert agent.profiles.profile.phone == "08-535 300 00"
        assert agent.profiles.profile.languages == ("sv", "so", "ar")


@pytest.mark.usefixtures("hasty")
async def test_a_withdrawn_key_is_noticed_and_its_return_too(world: World, tmp_path: Path) -> None:
    async with opened(settings_for(world, tmp_path)) as agent:
        await agent.enrol(CODE)
        async with working(agent):
            kiosk = world.directory.kiosks["k1"]
            world.directory.kiosks["k1"] = replace(kiosk, revoked=True)
            await until(lambda: agent.standing == "revoked")
            world.directory.kiosks["k1"] = kiosk
            world.directory.kiosks["k1"] = replace(kiosk, public_key=agent.server._key.public)
            await until(lambda: agent.standing == "enrolled")


@pytest.mark.usefixtures("hasty")
async def test_the_municipalitys_own_words_reach_the_kiosk_and_stay(world: World, tmp_path: Path) -> None:
    said = {"sv": {"start.lead": "Prata med oss."}}
    settings = settings_for(world, tmp_path)
    async with opened(settings) as agent:
        await agent.enrol(CODE)
        async with working(agent):
            world.texts = said
            await until(lambda: agent.texts.texts == said)
    async with opened(settings) as later:
        assert later.texts.texts == said, "before the server was asked"


async def test_a_wrong_clock_is_put_right_by_the_servers(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(settings_for(world, tmp_path)) as agent:
        await agent.enrol(CODE)
        real = time.time
        monkeypatch.setattr(server_module, "time", SimpleNamespace(time=lambda: real() - 2 * 86_400))
        assert (await agent.server.profile()).place.kiosk == "k1"
        assert self_test.of_clock(agent.server.ahead).faults == ("clock_wrong",)


@pytest.mark.usefixtures("hasty")
async def test_l1_a_tap_of_an_agent_that_was_killed_is_in_the_log(world: World, tmp_path: Path) -> None:
    settings = settings_for(world, tmp_path)
    async with opened(settings) as agent:
        await agent.enrol(CODE)
    async with agent_process(settings, server=f"http://127.0.0.1:{free_port()}") as (process, origin):
        async with (
            aiohttp.ClientSession(headers={"Origin": origin}) as http,
            http.post(f"{origin}/tap", json={"language": "so"}) as response,
        ):
            tapped = await response.json()
        os.kill(process.pid, signal.SIGKILL)
        await process.wait()
    async with opened(settings) as agent, working(agent):
        await until(lambda: outcome_of(world, tapped["call"]) is CallOutcome.RECOVERED_UNKNOWN)
        await until_settled(agent)
    assert [entry.event.call for entry in world.journal.entries if isinstance(entry.event, CallTapped)] == [
        tapped["call"]
    ]


@pytest.mark.usefixtures("hasty")
async def test_taps_that_the_server_knows_are_not_logged_twice(world: World, tmp_path: Path) -> None:
    async with opened(settings_for(world, tmp_path)) as agent:
        await agent.enrol(CODE)
        tap = await agent.journal.write("sv", agent_module.now())
        world.keys["k1"].private = agent.server._key.private
        kiosk = await world.kiosk("k1")
        answer = await kiosk.command("call", call=tap.call, language="sv", tapped_at=tap.tapped_at)
        assert answer["ok"]
        async with working(agent):
            await until_settled(agent)
    assert sum(isinstance(entry.event, CallTapped) for entry in world.journal.entries) == 1
    assert outcome_of(world, tap.call) is not CallOutcome.RECOVERED_UNKNOWN


@pytest.mark.usefixtures("hasty")
async def test_a_verdict_is_told_until_the_server_has_it(world: World, tmp_path: Path) -> None:
    """The night's, made while the server was away."""
    settings = settings_for(world, tmp_path)
    async with opened(settings) as agent:
        await agent.enrol(CODE)
        agent.verdicts.keep(verdict())
    async with opened(settings) as agent, working(agent):
        world.self_tests.down = True
        (waiting,) = agent.verdicts.unsent
        await agent.server.profile()
        assert world.self_tests.kept == []
        world.self_tests.down = False
        await until(lambda: not agent.verdicts.unsent)
    ((kiosk, kept),) = world.self_tests.kept
    assert (kiosk, kept.id, kept.at, kept.sound) == ("k1", waiting.id, waiting.at, False)


@pytest.mark.usefixtures("hasty")
async def test_a_wish_of_an_admin_begins_one_self_test(world: World, tmp_path: Path) -> None:
    async with opened(settings_for(world, tmp_path)) as agent:
        await agent.enrol(CODE)
        engine = Idle()
        async with working(agent, engine):
            world.errands.wishes[K1, Errand.SELF_TEST] = 1_000
            await until(lambda: len(world.errands.asked) > 5)
            assert engine.asked == 1, "the same wish is heard many times"
            world.errands.wishes[K1, Errand.SELF_TEST] = 2_000
            await until(lambda: engine.asked == 2)


@pytest.mark.usefixtures("hasty", "supervised")
async def test_a_restart_waits_for_the_resident_and_a_self_test_for_the_restart(
    world: World, tmp_path: Path
) -> None:
    async with opened(settings_for(world, tmp_path)) as agent:
        await agent.enrol(CODE)
        engine = Idle()
        engine.idle = False
        async with working(agent, engine):
            world.errands.wishes = {(K1, Errand.SELF_TEST): 1_000, (K1, Errand.RESTART): 2_000}
            await until(lambda: len(world.errands.asked) > 5)
            assert not agent.anew.is_set()
            engine.idle = True
            await agent.anew.wait()
            assert engine.asked == 0, "the next agent hears of it too, and tries what it finds"


@pytest.mark.usefixtures("hasty", "supervised")
@pytest.mark.parametrize("away", [False, True])
async def test_a_restart_that_the_server_does_not_repeat_is_not_done(
    world: World, tmp_path: Path, *, away: bool
) -> None:
    """It was over after its hour, or the server cannot be asked any more."""
    async with opened(settings_for(world, tmp_path)) as agent:
        await agent.enrol(CODE)
        engine = Idle()
        engine.idle = False
        async with working(agent, engine):
            world.errands.wishes[K1, Errand.RESTART] = 1_000
            await heard_again(world)
            world.errands.wishes.clear()
            world.errands.down = away
            await heard_again(world)
            engine.idle = True
            await heard_again(world)
            assert not agent.anew.is_set()


async def heard_again(world: World) -> None:
    before = len(world.errands.asked)
    await until(lambda: len(world.errands.asked) > before + 1)


@pytest.mark.usefixtures("hasty")
async def test_an_agent_that_nothing_would_start_again_does_not_offer_to_end(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    async with opened(settings_for(world, tmp_path)) as agent:
        await agent.enrol(CODE)
        async with working(agent):
            await heard_again(world)
    assert {question.able for question in world.errands.asked} == {frozenset({Errand.SELF_TEST})}


@pytest.mark.usefixtures("hasty", "supervised")
async def test_an_update_is_asked_of_this_machine_once_and_its_outcome_is_told(
    world: World, tmp_path: Path
) -> None:
    kept, wanted = tmp_path / "updates", tmp_path / "data" / WANTED
    kept.mkdir()
    settings = settings_for(world, tmp_path, updates=kept)
    async with opened(settings) as agent:
        await agent.enrol(CODE)
        engine = Idle()
        engine.idle = False
        async with working(agent, engine):
            world.errands.wishes[K1, Errand.UPDATE] = 1_000
            await heard_again(world)
            assert not wanted.exists(), "a resident is there"
            engine.idle = True
            await until(wanted.exists)
            assert wanted.read_text() == "1000"
            (kept / "state").write_text("1000 running\n")
            wanted.unlink()
            await heard_again(world)
            assert not wanted.exists()
    (kept / "state").write_text("1000 went_back\n")
    async with opened(settings) as agent, working(agent):
        await until(lambda: bool(world.errands.outcomes))
        await heard_again(world)
        assert not wanted.exists(), "done once, over restarts too"
    assert world.errands.outcomes == [(K1, Errand.UPDATE, 1_000, ErrandOutcome.WENT_BACK)]
    assert Errand.UPDATE in world.errands.asked[-1].able


@pytest.mark.parametrize(
    "said", ["", "1000", "soon done", "1000 splendid", "1000 running", "1 done 2", "\xff"]
)
def test_an_updaters_state_that_says_nothing_is_no_outcome(tmp_path: Path, said: str) -> None:
    (tmp_path / "state").write_text(said, "latin-1")
    assert Updates(tmp_path, tmp_path).outcome is None


@pytest.mark.usefixtures("hasty", "supervised")
async def test_an_agent_whose_software_was_replaced_begins_anew_between_calls(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "program"
    program.symlink_to(tmp_path / "1.0.0")
    monkeypatch.setattr(sys, "argv", [str(program), "run"])
    async with opened(settings_for(world, tmp_path)) as agent:
        await agent.enrol(CODE)
        engine = Idle()
        engine.idle = False
        async with working(agent, engine):
            await heard_again(world)
            program.unlink()
            program.symlink_to(tmp_path / "1.1.0")
            await heard_again(world)
            assert not agent.anew.is_set()
            engine.idle = True
            await agent.anew.wait()


@pytest.mark.usefixtures("supervised")
async def test_a_server_of_the_release_before_is_asked_as_well(tmp_path: Path) -> None:
    """It knows of self-tests alone, and does not read the query. A newer one says more than we know."""
    said = {"self_test": 1_000}
    asked: list[web.Request] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request)
        return web.json_response(said)

    app = web.Application()
    app.add_routes([web.get("/kiosk/errands", answer)])
    async with TestServer(app) as server:
        settings = KioskSettings(server=str(server.make_url("")).rstrip("/"), data=tmp_path / "data")
        async with opened(settings) as agent:
            assert await agent.server.errands({"restart"}) == Errands(self_test=1_000)
            said |= {"restart": 2_000, "dance": 3_000}
            assert await agent.server.errands({"restart"}) == Errands(self_test=1_000, restart=2_000)
    assert asked[0].query == {"able": "restart"}


async def test_the_agent_ends_with_a_status_of_its_own_and_the_next_run_answers_the_wish(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_for(world, tmp_path)
    async with opened(settings) as agent:
        await agent.enrol(CODE)
    world.errands.wishes[K1, Errand.RESTART] = 1_000
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        runs = []
        for _ in range(2):
            arguments = ("run", "--server", url_of(world), "--port", "0", "--data", str(settings.data))
            run = await asyncio.create_subprocess_exec(sys.executable, "-m", "kiosk_client", *arguments)
            assert await run.wait() == RESTARTED
            runs.append(world.errands.asked[-1].run)
    assert len(set(runs)) == 2
    unit = (Path(__file__).parents[2] / "deploy/systemd/vagvisare-kiosk.service").read_text()
    assert f"SuccessExitStatus={RESTARTED} {LEFT}" in unit
    assert "Restart=always" in unit


async def test_two_agents_never_work_with_one_key(world: World, tmp_path: Path) -> None:
    settings = settings_for(world, tmp_path)
    async with opened(settings):
        with pytest.raises(AlreadyRunning):
            async with opened(settings):
                pass


async def test_a_port_that_is_taken_is_said_in_a_sentence(world: World, tmp_path: Path) -> None:
    async with opened(settings_for(world, tmp_path)) as agent:
        engine = agent.page_engine()
        taken = int(engine._page.guard.origin.rpartition(":")[2])
        agent.settings = settings_for(world, tmp_path, port=taken)
        with pytest.raises(PortTaken, match="in use"):
            agent.page_engine()
        engine._page._socket.close()


@pytest.mark.alone
async def test_a_call_without_any_page_is_seen_heard_and_logged(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(settings_for(world, tmp_path)) as agent, demo_guide(world, monkeypatch):
        await agent.enrol(CODE)
        engine = HeadlessEngine(
            agent.server.url,
            agent.server.http,
            credentials=agent.server.credentials,
            tap=lambda language: agent.journal.write(language, agent_module.now()),
            settled=settle_in(agent),
            tester=agent.tester(HeadlessTrial(agent.server.place_test_call)),
        )
        running = asyncio.create_task(engine.run())
        reports = [await engine.call("sv", talk=5, patience=20)]
        while reports[-1].frames_per_second < 15 and len(reports) < 4:
            reports.append(await engine.call("sv", talk=5, patience=20))
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    report = reports[-1]
    assert {report.outcome for report in reports} == {"completed"}
    assert report.frames_per_second >= 5, reports
    assert report.sounds > report.frames, report
    assert report.picture_after is not None
    assert outcome_of(world, report.call) is CallOutcome.COMPLETED


def settle_in(agent: Agent) -> Callable[[str], Awaitable[None]]:
    async def settled(call: str) -> None:
        await agent.journal.settle([call], agent_module.now())

    return settled


@asynccontextmanager
async def demo_guide(world: World, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DemoGuide]:
    """The demo's guide, who has signed in already."""
    world.add_guide("g1", "sv", "so")

    async def sign_in(self: DemoGuide, http: aiohttp.ClientSession) -> None:
        http.cookie_jar.update_cookies({"desk": "g1"})

    monkeypatch.setattr(DemoGuide, "_sign_in", sign_in)
    guide = DemoGuide(url_of(world), login="", password="", origin=ORIGIN, patience=200)
    task = asyncio.create_task(guide.run())
    try:
        await world.until(lambda pool: any(guide.status == "available" for guide in pool.guides.values()))
        yield guide
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def agent_process(
    settings: KioskSettings, *, server: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    port = free_port()
    arguments = ("run", "--server", server, "--port", str(port), "--data", str(settings.data))
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "kiosk_client", *arguments)
    origin = f"http://127.0.0.1:{port}"
    try:
        async with aiohttp.ClientSession() as http:
            while True:
                assert process.returncode is None, "the agent ended"
                with suppress(aiohttp.ClientConnectionError):
                    async with http.get(f"{origin}/profile"):
                        break
                await asyncio.sleep(0.05)
        yield process, origin
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def outcome_of(world: World, call: str) -> CallOutcome | None:
    for entry in world.journal.entries:
        if isinstance(entry.event, CallEnded) and entry.event.call == call:
            return entry.event.outcome
    return None


def standing_of(agent: Agent) -> str:
    return agent.standing


async def until_settled(agent: Agent) -> None:
    while await agent.journal.unsettled(before=2**52):  # noqa: ASYNC110 - a file has no event
        await asyncio.sleep(0.02)


@dataclass
class Said:
    status: int
    text: str


def vagvisare_kiosk(*arguments: object) -> Said:
    result = CliRunner().invoke(command_line.app, [str(argument) for argument in arguments])
    trouble = str(result.exception) if result.exception is not None else ""
    return Said(result.exit_code, result.output + trouble)


def test_the_command_line_says_what_to_do(tmp_path: Path) -> None:
    nowhere = ("--server", f"http://127.0.0.1:{free_port()}", "--data", tmp_path / "data")
    assert "cannot be reached" in vagvisare_kiosk("enrol", "CODE", *nowhere).text
    assert "not enrolled" in vagvisare_kiosk("call", *nowhere).text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("servr: http://a", "line 1: there is no setting 'servr'; did you mean 'server'?"),
        ("server: ftp://a", "server"),
        ("port: 99999", "port"),
        ("port: no", "port"),
        ("browser: {start: maybe}", "browser.start"),
        ("engine: telepathy", "engine"),
        ("server: http://a\nserver: http://b", "twice"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "kiosk.yaml"
    path.write_text(text)
    assert sentence in vagvisare_kiosk("call", "--settings", path).text


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kiosk.yaml"
    path.write_text(json.dumps({"server": "http://a", "browser": {"start": False}}))
    monkeypatch.setenv("VAGVISARE_KIOSK_SERVER", "http://b")
    monkeypatch.setenv("VAGVISARE_KIOSK_BROWSER__START", "true")
    monkeypatch.setenv("VAGVISARE_KIOSK_BROWSER__ARGUMENTS", '["--one"]')
    settings = load_kiosk_settings(path)
    assert (settings.server, settings.browser.start) == ("http://b", True)
    assert settings.browser.arguments == ("--one",)


def test_the_file_may_be_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kiosk.yaml"
    path.write_text(f"data: {tmp_path}\nport: 8090\n")
    monkeypatch.setenv("VAGVISARE_KIOSK_SETTINGS", str(path))
    assert load_kiosk_settings(path).data == tmp_path
    assert "not enrolled" in vagvisare_kiosk("call").text


def test_a_list_in_the_environment_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAGVISARE_KIOSK_BROWSER__ARGUMENTS", "[--one]")
    assert "JSON list" in vagvisare_kiosk("call").text


def test_a_variable_that_sets_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAGVISARE_KIOSK_SERVRE", "http://b")
    assert "VAGVISARE_KIOSK_SERVRE: there is no such setting" in vagvisare_kiosk("call").text


def test_a_machine_without_codecs_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "kiosk_client.headless_engine", None)
    assert "vagvisare[headless]" in vagvisare_kiosk("call", "--data", tmp_path).text


async def test_the_server_context_closes_its_connections(tmp_path: Path) -> None:
    async with opened(KioskSettings(data=tmp_path)) as agent:
        server: Server = agent.server
    assert server.http.closed
