"""The command line: `vagvisare serve`, `demo`, `migrate`, `config`, `staff`."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer
import uvloop
import yaml

from guide_server.access import StaffRole
from guide_server.passwords import Passwords
from signaling.app import PortTaken, Server, serve_until
from signaling.clock import SteadyClock
from signaling.demo import Demo, run_demo
from signaling.logs import configure_logs
from signaling.process import notify_ready, stop_signal
from signaling.settings import Settings, load_settings, redacted
from signaling.settings_file import SettingsError
from signaling.store.engine import Database, StoreAddressError, StoreUnavailable
from signaling.store.migrate import migrate as bring_to_head
from signaling.store.staff import LoginTaken, Staff

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
config_app = typer.Typer(no_args_is_help=True, help="Look at the settings.")
staff_app = typer.Typer(
    no_args_is_help=True, help="Make the first accounts; later ones are made by an admin."
)
app.add_typer(config_app, name="config")
app.add_typer(staff_app, name="staff")

SettingsPath = Annotated[
    Path | None,
    typer.Option("--settings", "-s", envvar="VAGVISARE_SETTINGS", help="The YAML settings file."),
]


@app.command()
def serve(settings_path: SettingsPath = None) -> None:
    """Serve kiosks, desks and admins until stopped."""
    settings = load_settings(settings_path)
    configure_logs(settings.log)

    def started(server: Server) -> None:
        notify_ready()
        typer.echo(f"Serving on {server.url}", err=True)

    run(_until_signalled(settings, started))


@app.command()
def demo(
    data: Annotated[Path, typer.Option(help="Where the demo keeps its data.")] = Path(".demo"),
    port: Annotated[int, typer.Option(envvar="VAGVISARE_DEMO_PORT", help="Of desk and admin.")] = 8080,
    kiosk_port: Annotated[int, typer.Option(envvar="VAGVISARE_DEMO_KIOSK_PORT", help="Of the kiosk.")] = 8081,
    no_guide: Annotated[bool, typer.Option("--no-guide", help="Let only people answer.")] = False,  # noqa: FBT002
) -> None:
    """Start everything on this machine, with demo data, until Ctrl-C."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    run(run_demo(Demo(data=data, port=port, kiosk_port=kiosk_port, with_guide=not no_guide)))


@app.command(hidden=True)
def demo_guide(url: str, login: str, password: str) -> None:
    """Answer calls where no person does: a part of the demo, in a process of its own."""
    from signaling.headless.guide import DemoGuide  # noqa: PLC0415 - 100 MB of codecs that nobody else needs

    run(DemoGuide(url, login=login, password=password).run())


@app.command()
def migrate(settings_path: SettingsPath = None) -> None:
    """Bring the store to the shape that this version expects. `serve` does it too."""
    run(asyncio.to_thread(bring_to_head, load_settings(settings_path).store.url.get_secret_value()))


@config_app.command()
def check(settings_path: SettingsPath = None) -> None:
    """Say whether the settings can be used, and what is wrong where they cannot."""
    load_settings(settings_path)
    typer.echo("The settings are good.")


@config_app.command()
def show(settings_path: SettingsPath = None) -> None:
    """Show all settings as they are in force, without the secrets."""
    typer.echo(yaml.safe_dump(redacted(load_settings(settings_path)), allow_unicode=True, sort_keys=False))


@staff_app.command()
def add(
    login: str,
    name: Annotated[str, typer.Option(prompt=True, help="As colleagues and residents see it.")],
    role: Annotated[list[StaffRole], typer.Option(help="May stand more than once.")],
    password: Annotated[str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True)],
    settings_path: SettingsPath = None,
) -> None:
    """Add an account that may sign in."""
    run(_add_staff(load_settings(settings_path), login, name=name, roles=role, password=password))
    typer.echo(f"{login} may sign in now.")


async def _add_staff(
    settings: Settings, login: str, *, name: str, roles: list[StaffRole], password: str
) -> None:
    database = Database(settings.store.url.get_secret_value())
    passwords = Passwords()
    try:
        staff = Staff(database, clock=SteadyClock())
        await staff.add(login=login, name=name, password_hash=await passwords.hash(password), roles=roles)
    finally:
        passwords.close()
        await database.close()


async def _until_signalled(settings: Settings, started: Callable[[Server], None]) -> None:
    await serve_until(settings, stop_signal(), started)


def run(work: Coroutine[Any, Any, None]) -> None:
    """Do `work`; what an operator can mend is said in one sentence."""
    try:
        uvloop.run(work)
    except (SettingsError, StoreAddressError, PortTaken) as trouble:
        sys.exit(str(trouble))
    except StoreUnavailable as trouble:
        sys.exit(f"The database cannot be used: {trouble}.")
    except LoginTaken as trouble:
        sys.exit(f"There is an account {trouble} already.")
    except KeyboardInterrupt:
        sys.exit(130)


def main() -> None:
    try:
        app()
    except SettingsError as trouble:
        sys.exit(str(trouble))


if __name__ == "__main__":
    main()
