"""The command line: `vagvisare serve`, `demo`, `migrate`, `simulate`, `replay`, `verify`, `retention`,
`extract`, `erase`, `config`, `settings`, `staff`.
"""

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
import uvloop
import yaml

from guide_server.http.access import StaffRole
from guide_server.sign_in.passwords import Passwords
from signaling.app import PortTaken, Server, serve_until
from signaling.areas import AreaName
from signaling.clock import SteadyClock
from signaling.core.ids import PoolId
from signaling.core.vocabulary import PolicyName
from signaling.demo import Demo, NotStarted, make_year, run_demo
from signaling.logs import configure_logs
from signaling.process import notify_ready, stop_signal
from signaling.records_commands import (
    RecordsRefused,
    carry_out_plan,
    erase_call,
    extract_call,
    show_plan,
    verify_store,
)
from signaling.replay import Extra, replay, told
from signaling.settings import Settings, load_settings, redacted
from signaling.settings_commands import (
    SettingsRefused,
    back_to_file,
    list_areas,
    show_area,
    tell_overlaid,
)
from signaling.settings_file import SettingsError
from signaling.simulation.days import simulate as simulate_days
from signaling.simulation.drawing import svg as draw_svg
from signaling.simulation.driver import Progress
from signaling.simulation.report import table
from signaling.simulation.scenario import load_scenario
from signaling.store.engine import Database, StoreAddressError, StoreUnavailable
from signaling.store.migrate import migrate as bring_to_head
from signaling.store.retention.register import Ground
from signaling.store.second_factors import SecondFactors
from signaling.store.settings_versions import SettingsChanged
from signaling.store.staff import SET_UP, LoginTaken, Staff, StaffChange, UnknownStaff
from signaling.store.verification import Noted

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
config_app = typer.Typer(no_args_is_help=True, help="Look at the settings.")
settings_app = typer.Typer(no_args_is_help=True, help="Look at what admins changed, and take it back.")
staff_app = typer.Typer(
    no_args_is_help=True, help="Make the first accounts; later ones are made by an admin."
)
app.add_typer(config_app, name="config")
app.add_typer(settings_app, name="settings")
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
    data: Annotated[
        Path | None, typer.Option(help="Where the demo keeps its data: .demo, or .demo/year with --year.")
    ] = None,
    port: Annotated[int, typer.Option(envvar="VAGVISARE_DEMO_PORT", help="Of desk and admin.")] = 8080,
    kiosk_port: Annotated[int, typer.Option(envvar="VAGVISARE_DEMO_KIOSK_PORT", help="Of the kiosk.")] = 8081,
    no_guide: Annotated[bool, typer.Option("--no-guide", help="Let only people answer.")] = False,  # noqa: FBT002
    year: Annotated[bool, typer.Option("--year", help="With a year of calls that nobody made.")] = False,  # noqa: FBT002
) -> None:
    """Start everything on this machine, with demo data, until Ctrl-C."""
    folder = data or Path(".demo/year" if year else ".demo")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    wished = Demo(data=folder, port=port, kiosk_port=kiosk_port, with_guide=not no_guide)
    if year and not wished.database.exists():
        with progress_shown("Making a year of calls") as progress:
            run(_make_year(wished, progress))
    run(run_demo(wished))


async def _make_year(wished: Demo, progress: Progress) -> None:
    typer.echo("Making a year of calls that nobody made; it takes a minute or two.", err=True)
    filled = await make_year(wished, progress)
    typer.echo(f"\n{filled.calls} calls in {filled.seconds:.0f} s.", err=True)


@app.command(hidden=True)
def demo_guide(url: str, login: str, password: str) -> None:
    """Answer calls where no person does: a part of the demo, in a process of its own."""
    from signaling.headless.guide import DemoGuide  # noqa: PLC0415 - 100 MB of codecs that nobody else needs

    run(DemoGuide(url, login=login, password=password).run())


@app.command()
def migrate(settings_path: SettingsPath = None) -> None:
    """Bring the store to the shape that this version expects. `serve` does it too."""
    run(asyncio.to_thread(bring_to_head, load_settings(settings_path).store.url.get_secret_value()))


@app.command()
def simulate(
    scenario: Annotated[Path, typer.Argument(help="A YAML file; deploy/config/scenario.yaml is an example.")],
    days: Annotated[int, typer.Option(min=1, max=10_000, help="How many days to play.")] = 20,
    seed: Annotated[int | None, typer.Option(help="Of the first day, instead of the scenario's own.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,  # noqa: FBT002
    policy: Annotated[PolicyName | None, typer.Option(help="Instead of the scenario's own.")] = None,
    svg: Annotated[Path | None, typer.Option(help="Where to draw; beside the table as NAME.svg.")] = None,
) -> None:
    """Play days of a scenario through the real core, and show waits, abandonment and load."""
    drawn = load_scenario(scenario)
    drawn = drawn if policy is None else drawn.model_copy(update={"policy": policy})
    with progress_shown("Simulating") as progress:
        figures = simulate_days(drawn, days=days, seed=seed, progress=progress)
    typer.echo(json.dumps(figures.plain(), indent=2) if as_json else table(figures))
    target = svg or Path(scenario.with_suffix(".svg").name)
    target.write_text(draw_svg(figures, f"{drawn.description}: {days} days"), encoding="utf-8")
    typer.echo(f"Drawn: {target}", err=True)


@app.command("replay")
def replay_day(
    settings_path: SettingsPath = None,
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last one with a call.")
    ] = None,
    guide: Annotated[
        list[str] | None,
        typer.Option(help="One guide more, such as 'so 10:00-14:00' or 'so,sv 10:00-14:00'."),
    ] = None,
    policy: Annotated[PolicyName | None, typer.Option(help="Another way to choose the guide.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,  # noqa: FBT002
) -> None:
    """Fold a day of the journal again, hold it against the session log, and play it with a change."""
    settings = load_settings(settings_path)
    extras = [Extra.parse(text) for text in guide or ()]
    run(_replay(settings, None if day is None else day.date(), extras, policy, as_json=as_json))


async def _replay(
    settings: Settings, day: date | None, extras: list[Extra], policy: PolicyName | None, *, as_json: bool
) -> None:
    database = Database(settings.store.url.get_secret_value())
    try:
        with progress_shown("Playing") as progress:
            found = await replay(
                database,
                PoolId(settings.pool.id),
                settings.municipality.zone(),
                day=day,
                extras=extras,
                policy=policy,
                progress=progress,
            )
    finally:
        await database.close()
    typer.echo(json.dumps(asdict(found), indent=2, default=str) if as_json else told(found))
    if found.comparison.differing:
        raise typer.Exit(1)


@app.command("verify")
def verify_chains(
    settings_path: SettingsPath = None,
    noted: Annotated[
        str | None,
        typer.Option(help="What an earlier run gave as a journal's newest entry: NUMBER:LINK."),
    ] = None,
    noted_receipt: Annotated[
        str | None, typer.Option(help="What an earlier run gave as the newest receipt: NUMBER:LINK.")
    ] = None,
) -> None:
    """Read the hash chains of journal, audit and receipts, and say whether they are whole."""
    run(verify_store(load_settings(settings_path), _noted(noted), _noted(noted_receipt)))


def _noted(given: str | None) -> Noted | None:
    if given is None:
        return None
    seq, _, link = given.partition(":")
    if not seq.isdecimal() or not link:
        raise typer.BadParameter("Write NUMBER:LINK, as an earlier run printed it.")
    return Noted(int(seq), link)


@app.command()
def retention(
    settings_path: SettingsPath = None,
    now: Annotated[  # noqa: FBT002
        bool, typer.Option("--now/--dry-run", help="Destroy what is due, or only say so.")
    ] = False,
    rewrite: Annotated[  # noqa: FBT002
        bool, typer.Option("--rewrite", help="Then write the files anew; the server waits meanwhile.")
    ] = False,
) -> None:
    """Show the plan of retention and what is due under it; `--now` destroys that, with receipts."""
    settings = load_settings(settings_path)
    run(carry_out_plan(settings, rewriting=rewrite) if now else show_plan(settings))


@app.command()
def extract(
    call: str,
    settings_path: SettingsPath = None,
    why: Annotated[str, typer.Option(help="What for; stands in the audit.")] = "public_records_request",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,  # noqa: FBT002
) -> None:
    """Print all that is kept of one call, by its id."""
    run(extract_call(load_settings(settings_path), call, why=why, as_json=as_json))


@app.command()
def erase(
    call: str,
    ground: Annotated[Ground, typer.Option(help="Why; stands in the receipt.")],
    settings_path: SettingsPath = None,
) -> None:
    """Destroy all that is kept of one call, by its id, and leave a receipt."""
    run(erase_call(load_settings(settings_path), call, ground))


@contextmanager
def progress_shown(doing: str) -> Iterator[Progress]:
    """A bar on a terminal, silence elsewhere."""
    with typer.progressbar(length=1_000, label=doing, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield lambda share: bar.update(int(share * 1_000) - bar.pos)


@config_app.command()
def check(settings_path: SettingsPath = None) -> None:
    """Say whether the settings can be used, what is wrong where they cannot, and what admins changed."""
    settings = load_settings(settings_path)
    typer.echo("The settings are good.")
    run(tell_overlaid(settings))


@config_app.command()
def show(settings_path: SettingsPath = None) -> None:
    """Show what the file and the environment say, without the secrets; see also `vagvisare settings`."""
    typer.echo(yaml.safe_dump(redacted(load_settings(settings_path)), allow_unicode=True, sort_keys=False))


@settings_app.command("list")
def list_settings(settings_path: SettingsPath = None) -> None:
    """Say of each area of the settings whether the file or an admin's version is in force."""
    run(list_areas(load_settings(settings_path)))


@settings_app.command("show")
def show_settings(area: AreaName, settings_path: SettingsPath = None) -> None:
    """Show one area as it is in force, in the form of the settings file."""
    run(show_area(load_settings(settings_path), area))


@settings_app.command("back-to-file")
def settings_back_to_file(area: AreaName, settings_path: SettingsPath = None) -> None:
    """Let the settings file rule over one area again; servers follow within seconds."""
    run(back_to_file(load_settings(settings_path), area))


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
        kept = await passwords.hash(password)
        await staff.add(login=login.casefold(), name=name, password_hash=kept, roles=roles)
    finally:
        passwords.close()
        await database.close()


@staff_app.command()
def reset(
    login: str,
    password: Annotated[str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True)],
    settings_path: SettingsPath = None,
) -> None:
    """Let somebody in again who lost password or telephone: a new password, and no second step."""
    run(_reset_staff(load_settings(settings_path), login, password=password))
    typer.echo(f"{login} may sign in with the new password now, without a code.")


async def _reset_staff(settings: Settings, login: str, *, password: str) -> None:
    database = Database(settings.store.url.get_secret_value())
    clock, passwords = SteadyClock(), Passwords()
    try:
        staff, factors = Staff(database, clock=clock), SecondFactors(database, clock=clock)
        account = await staff.account(login.casefold())
        if account is None:
            raise UnknownStaff(login)
        await staff.change(account.id, StaffChange(password_hash=await passwords.hash(password), active=True))
        await factors.drop(account.id, by=SET_UP)
    finally:
        passwords.close()
        await database.close()


async def _until_signalled(settings: Settings, started: Callable[[Server], None]) -> None:
    await serve_until(settings, stop_signal(), started)


def run(work: Coroutine[Any, Any, None]) -> None:
    """Do `work`; what an operator can mend is said in one sentence."""
    try:
        uvloop.run(work)
    except (SettingsError, StoreAddressError, PortTaken, NotStarted) as trouble:
        sys.exit(str(trouble))
    except StoreUnavailable as trouble:
        sys.exit(f"The database cannot be used: {trouble}.")
    except SettingsChanged:
        sys.exit("Somebody else changed these settings at this moment: look again.")
    except LoginTaken as trouble:
        sys.exit(f"There is an account {trouble} already.")
    except (RecordsRefused, SettingsRefused) as trouble:
        sys.exit(str(trouble))
    except UnknownStaff as trouble:
        sys.exit(f"There is no account {trouble}.")
    except KeyboardInterrupt:
        sys.exit(130)


def main() -> None:
    try:
        app()
    except SettingsError as trouble:
        sys.exit(str(trouble))


if __name__ == "__main__":
    main()
