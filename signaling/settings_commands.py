"""What the command line does with settings that admins change from the page: show them, and the way back."""

import getpass
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import typer
import yaml

from signaling.app import settings_in_force
from signaling.areas import AreaName, shortens
from signaling.clock import SteadyClock
from signaling.settings import Settings
from signaling.settings_in_force import SettingsInForce
from signaling.store.audit import Actor
from signaling.store.engine import Database, StoreUnavailable, is_there
from signaling.store.migrate import is_at_head
from signaling.store.settings_versions import SettingsVersion


class SettingsRefused(Exception):
    """It was not done; the text says why."""


async def list_areas(settings: Settings) -> None:
    """Say of each area whether the settings file or a version is in force."""
    async with _opened(settings) as in_force:
        for name in AreaName:
            typer.echo(f"{name}: {_told(in_force.versions.get(name), settings)}")


async def show_area(settings: Settings, name: AreaName) -> None:
    """Print one area as it is in force, in the form of the settings file."""
    async with _opened(settings) as in_force:
        typer.echo(f"# {_told(in_force.versions.get(name), settings)}")
        typer.echo(
            yaml.safe_dump(in_force.areas.content(name), allow_unicode=True, sort_keys=False), nl=False
        )


async def back_to_file(settings: Settings, name: AreaName) -> None:
    """Make a version of an area by which the settings file is in force again."""
    async with _opened(settings) as in_force:
        newest = in_force.versions.get(name)
        if newest is None or newest.content is None:
            raise SettingsRefused(f"{name}: {_told(newest, settings)}.")
        shorter = name is AreaName.RETENTION and shortens(in_force.areas.retention, in_force.file.retention)
        if shorter and settings.four_eyes.erasures:
            raise SettingsRefused(
                "Two admins must agree to a shorter retention here: ask for it on the admin page."
            )
        made = await in_force.change(
            name,
            None,
            base=newest.number,
            note="",
            by=Actor(who=f"shell:{getpass.getuser()}"),
            undoes=newest.number,
        )
        typer.echo(f"{name}: {_told(made, settings)}")


async def tell_overlaid(settings: Settings) -> None:
    """Name the areas that are not the file's. A store that is not there yet has none."""
    if not is_there(settings.store.url.get_secret_value()):
        return
    try:
        async with _opened(settings) as in_force:
            for name in AreaName:
                version = in_force.versions.get(name)
                if version is not None and version.content is not None:
                    typer.echo(f"Not the file's: {name}, {_told(version, settings)}.")
    except StoreUnavailable:
        typer.echo("The store cannot be read, so what admins changed is not known.", err=True)
    except SettingsRefused as not_there:
        typer.echo(not_there, err=True)


def _told(version: SettingsVersion | None, settings: Settings) -> str:
    if version is None:
        return "from the settings file"
    at = datetime.fromtimestamp(version.at / 1_000, settings.municipality.zone())
    what = "back to the settings file" if version.content is None else "changed"
    note = f": {version.note}" if version.note else ""
    return f"version {version.number}, {what} {at.isoformat(' ', 'minutes')} by {version.who}{note}"


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[SettingsInForce]:
    address = settings.store.url.get_secret_value()
    if not is_there(address):
        raise SettingsRefused("There is no store yet, so no admin changed anything.")
    database = Database(address)
    try:
        if not await database.read(is_at_head):
            raise SettingsRefused("The store is of another version: run `vagvisare migrate` first.")
        yield await settings_in_force(settings, database, SteadyClock())
    finally:
        await database.close()
