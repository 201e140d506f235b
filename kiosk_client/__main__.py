"""The command line: `vagvisare-kiosk run`, `enrol`, `call`, `texts`, `pin`."""

import asyncio
import json
import signal
import sys
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
import uvloop
from pydantic import TypeAdapter, ValidationError

from kiosk_client.agent import Agent, AlreadyRunning, NotEnrolled, PortTaken, now, opened
from kiosk_client.browser import PolicyNotInstalled
from kiosk_client.device_key import DeviceKeyUnusable
from kiosk_client.engine import MediaEngine
from kiosk_client.errands import RESTARTED
from kiosk_client.local_texts import read_local_texts
from kiosk_client.page_server import PAGES
from kiosk_client.server import ServerAway, ServerRefused
from kiosk_client.settings import FILE_VARIABLE, KioskSettings, load_kiosk_settings
from kiosk_client.technician import LEFT, Pin, hash_of
from signaling.headless.client import CommandRefused, CommandUnanswered
from signaling.logs import configure_logs
from signaling.own_texts import OF_THE_LANGUAGE, REFERENCE, shipped_texts
from signaling.process import notify_ready, stop_signal
from signaling.settings import LogPart
from signaling.settings_file import SettingsError

if TYPE_CHECKING:
    from kiosk_client.headless_engine import HeadlessEngine


class HeadlessNotInstalled(Exception):
    """The codecs are an extra of the package."""


class CallNotBegun(Exception):
    """The server refused the call, or did not answer."""


app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
QUIET: Final = LogPart(level="error", form="text")
"""For commands whose output is read by whoever gave them."""

SettingsPath = Annotated[
    Path | None,
    typer.Option("--settings", "-s", envvar=FILE_VARIABLE, help="The kiosk's YAML settings file."),
]
ServerUrl = Annotated[str | None, typer.Option("--server", help="Instead of the one in the settings.")]
DataPath = Annotated[Path | None, typer.Option("--data", help="Instead of the one in the settings.")]


@app.command()
def run(
    settings_path: SettingsPath = None,
    server: ServerUrl = None,
    data: DataPath = None,
    port: Annotated[int | None, typer.Option(help="Of the page, on loopback.")] = None,
    code: Annotated[str | None, typer.Option(help="Enrol with this one-time code first.")] = None,
) -> None:
    """Serve the kiosk's page, and run its browser where the settings say so, until stopped."""
    _do(_run(_settings(settings_path, server=server, data=data, port=port), code))


@app.command()
def enrol(
    code: Annotated[str, typer.Argument(help="The one-time code from the admin page.")],
    settings_path: SettingsPath = None,
    server: ServerUrl = None,
    data: DataPath = None,
) -> None:
    """Make this machine a kiosk: bind its key to the one that the code is for."""
    _do(_enrol(_settings(settings_path, server=server, data=data), code))


@app.command()
def call(
    settings_path: SettingsPath = None,
    server: ServerUrl = None,
    data: DataPath = None,
    *,
    language: Annotated[str, typer.Option(help="A BCP 47 tag, such as sv or ti.")] = "sv",
    seconds: Annotated[float, typer.Option(help="How long to talk.")] = 5.0,
    patience: Annotated[float, typer.Option(help="How long to wait for a guide.")] = 60.0,
    relay_only: Annotated[bool, typer.Option(help="Only through TURN.")] = False,
) -> None:
    """Make one call without a page and say what came of it; fails where nobody was seen."""
    settings = _settings(settings_path, server=server, data=data)
    _do(_call(settings, language, talk=seconds, patience=patience, relay_only=relay_only))


@app.command()
def texts(folder: Annotated[Path, typer.Argument(help="With one JSON file for each language.")]) -> None:
    """Try a folder of texts before it is set: say what of it is used, and fail where some is not."""
    shipped = shipped_texts(PAGES)
    local = read_local_texts(folder, shipped)
    for tag, own in local.texts.items():
        said = sum(key not in OF_THE_LANGUAGE for key in own)
        rest = "" if tag in shipped else " The others are said in Swedish."
        typer.echo(f"{tag}: {said} of {len(shipped.get(tag, shipped[REFERENCE]))} texts are your own.{rest}")
    for fault in local.faults:
        typer.echo(fault, err=True)
    raise typer.Exit(1 if local.faults else 0)


@app.command()
def pin(
    pin: Annotated[
        str, typer.Option(prompt="PIN, 6 to 12 digits", hide_input=True, confirmation_prompt=True)
    ],
) -> None:
    """Print what to set as `technician_pin`, so that nobody reads the PIN itself in the settings."""
    try:
        typer.echo(hash_of(TypeAdapter(Pin).validate_python(pin)))
    except ValidationError:
        sys.exit("A PIN has 6 to 12 digits.")


def _settings(path: Path | None, **instead: object) -> KioskSettings:
    settings = load_kiosk_settings(path)
    given = {key: value for key, value in instead.items() if value is not None}
    return KioskSettings.model_validate(settings.model_dump() | given)


async def _run(settings: KioskSettings, code: str | None) -> None:
    configure_logs(settings.log)
    stop = stop_signal()
    async with opened(settings) as agent:
        if code is not None:
            await agent.enrol(code)
        engine = _engine(agent)
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, engine.ask_self_test)
        working = asyncio.create_task(agent.run(engine))
        ends = [asyncio.create_task(sign.wait()) for sign in (stop, agent.left, agent.anew)]
        notify_ready()
        await asyncio.wait((working, *ends), return_when=asyncio.FIRST_COMPLETED)
        for task in (*ends, working):
            task.cancel()
        with suppress(asyncio.CancelledError):
            await working
        if agent.left.is_set():
            raise typer.Exit(LEFT)
        if agent.anew.is_set():
            raise typer.Exit(RESTARTED)


async def _enrol(settings: KioskSettings, code: str) -> None:
    configure_logs(QUIET)
    async with opened(settings) as agent:
        await agent.enrol(code)
        profile = agent.profiles.profile
        assert profile is not None  # noqa: S101 - enrolling has just set it
        typer.echo(f"This is now {profile.place.name}, {profile.place.site_name}.")


async def _call(
    settings: KioskSettings, language: str, *, talk: float, patience: float, relay_only: bool
) -> None:
    configure_logs(QUIET)
    async with opened(settings) as agent:
        engine = _headless_engine(agent, relay_only=relay_only)
        working = asyncio.create_task(engine.run())
        try:
            report = await engine.call(language, talk=talk, patience=patience)
        except (CommandRefused, CommandUnanswered) as trouble:
            raise CallNotBegun(f"The call could not be begun ({trouble}).") from trouble
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
    typer.echo(json.dumps(asdict(report) | {"frames_per_second": round(report.frames_per_second, 1)}))
    if report.frames == 0:
        raise typer.Exit(1)


def _engine(agent: Agent) -> MediaEngine:
    return agent.page_engine() if agent.settings.engine == "page" else _headless_engine(agent)


def _headless_engine(agent: Agent, *, relay_only: bool = False) -> "HeadlessEngine":
    try:
        from kiosk_client.headless_engine import HeadlessEngine  # noqa: PLC0415 - 100 MB of codecs
        from kiosk_client.headless_trial import HeadlessTrial  # noqa: PLC0415
    except ImportError as error:
        raise HeadlessNotInstalled(
            "Calls without a page need more: pip install 'vagvisare[headless]'."
        ) from error
    if agent.profiles.profile is None:
        raise NotEnrolled

    async def settled(call: str) -> None:
        await agent.journal.settle([call], now())

    return HeadlessEngine(
        agent.server.url,
        agent.server.http,
        credentials=agent.server.credentials,
        tap=lambda language: agent.journal.write(language, now()),
        settled=settled,
        tester=agent.tester(HeadlessTrial(agent.server.place_test_call)),
        relay_only=relay_only,
    )


TROUBLE: Final = (
    AlreadyRunning,
    CallNotBegun,
    DeviceKeyUnusable,
    HeadlessNotInstalled,
    PolicyNotInstalled,
    PortTaken,
)
"""What a technician can mend, in its own sentence."""


def _do(work: Coroutine[Any, Any, None]) -> None:
    """Do `work`; trouble is said in one sentence."""
    try:
        uvloop.run(work)
    except TROUBLE as trouble:
        sys.exit(str(trouble))
    except NotEnrolled:
        sys.exit("This kiosk is not enrolled: vagvisare-kiosk enrol CODE, with a code from the admin page.")
    except ServerAway as away:
        sys.exit(f"The server cannot be reached ({away}).")
    except ServerRefused as refused:
        sys.exit(f"The server declines: {refused.problem.message}")


def main() -> None:
    try:
        app()
    except SettingsError as trouble:
        sys.exit(str(trouble))


if __name__ == "__main__":
    main()
