"""What the command line does with records: the plan of retention, one call given out or erased, proof."""

import getpass
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any

import typer

from signaling.app import newest_plan, settings_in_force
from signaling.clock import SteadyClock
from signaling.core.ids import CallId, Instant, PoolId
from signaling.settings import Settings
from signaling.store.audit import Actor
from signaling.store.engine import Database
from signaling.store.retention.destroy import ChainBroken
from signaling.store.retention.receipts import Counts, Receipt
from signaling.store.retention.register import CallErased, CallOpen, Extract, Ground, Register, UnknownCall
from signaling.store.retention.retention import Retention
from signaling.store.retention.sweep import rewrite
from signaling.store.verification import Noted, verify


class RecordsRefused(Exception):
    """It was not done; the text says why."""


async def show_plan(settings: Settings) -> None:
    async with _opened(settings) as database:
        for line in await (await _retention(settings, database)).outlook():
            rule = line.rule
            kept = "kept: no decision" if rule.days is None else f"{rule.days} days"
            due = _counted(line.due) or "nothing"
            typer.echo(f"{rule.kind}: {kept} ({rule.decision or 'no decision'}). Due now: {due}.", nl=False)
            typer.echo("" if line.next is None else f" Next on {line.next}.")


async def carry_out_plan(settings: Settings, *, rewriting: bool) -> None:
    async with _opened(settings) as database:
        try:
            receipts = await (await _retention(settings, database)).run(_operator())
        except ChainBroken as broken:
            raise RecordsRefused(f"{broken}. Nothing more is destroyed before this is looked into.") from None
        for receipt in receipts:
            typer.echo(_told(receipt, settings))
        if not receipts:
            typer.echo("Nothing was due.")
        if rewriting:
            typer.echo("Written anew." if rewrite(database) else "Somebody reads: try again.")


async def _retention(settings: Settings, database: Database) -> Retention:
    """The plan in force: the file's, or what an admin made of it."""
    clock = SteadyClock()
    in_force = await settings_in_force(settings, database, clock)
    return Retention(
        database,
        pool=PoolId(settings.pool.id),
        clock=clock,
        zone=settings.municipality.zone(),
        plan=partial(newest_plan, in_force),
    )


def _register(settings: Settings, database: Database) -> Register:
    return Register(
        database, pool=PoolId(settings.pool.id), clock=SteadyClock(), zone=settings.municipality.zone()
    )


async def extract_call(settings: Settings, call: str, *, why: str, as_json: bool) -> None:
    async with _opened(settings) as database:
        register = _register(settings, database)
        with _defined_answers(settings):
            found = await register.extract(CallId(call), Actor(who=_operator().who, why=why))
    plain = asdict(found)
    typer.echo(json.dumps(plain, indent=2, ensure_ascii=False) if as_json else readable(found, settings))


async def erase_call(settings: Settings, call: str, ground: Ground) -> None:
    if settings.four_eyes.erasures:
        raise RecordsRefused("Two admins must agree to an erasure here: ask for it on the admin page.")
    async with _opened(settings) as database:
        register = _register(settings, database)
        with _defined_answers(settings):
            receipt = await register.erase(CallId(call), ground, by=_operator())
    typer.echo(_told(receipt, settings))


async def verify_store(settings: Settings, noted: Noted | None, noted_receipt: Noted | None) -> None:
    """Ends with 1 where a chain is broken."""
    async with _opened(settings) as database:
        found = await verify(database, noted, noted_receipt=noted_receipt)
    for verdict in found:
        gone = f", {verdict.destroyed} destroyed with receipts" if verdict.destroyed else ""
        said = f"BROKEN: {verdict.broken}" if verdict.broken else f"{verdict.rows} rows, whole{gone}"
        typer.echo(f"{verdict.name}: {said}. Newest: {verdict.newest}")
    if any(verdict.broken for verdict in found):
        raise typer.Exit(1)


def readable(found: Extract, settings: Settings) -> str:
    """The extract as text, one fact a line."""
    parts = [("Call", [found.call]), ("Rings", found.rings), ("Journal", found.entries)]
    parts += [("Notes", found.notes), ("Readings", found.audit)]
    return "\n".join(
        line
        for title, rows in parts
        for line in (f"{title}: {len(rows)}", *(f"  {_row(row, settings)}" for row in rows))
    )


def _row(row: Mapping[str, Any], settings: Settings) -> str:
    facts = {name: value for name, value in row.items() if value is not None and name != "link"}
    return ", ".join(
        f"{name} {_moment(value, settings) if _is_instant(name) else value}" for name, value in facts.items()
    )


def _is_instant(name: str) -> bool:
    return name in {"at", "until"} or name.endswith("_at")


def _told(receipt: Receipt, settings: Settings) -> str:
    until = "" if receipt.until is None else f", older than {_moment(receipt.until, settings)}"
    decision = receipt.decision or receipt.why or "no decision"
    return f"Receipt {receipt.id}: {receipt.kind}{until}: {_counted(receipt.counts)} ({decision})."


def _counted(counts: Counts) -> str:
    return ", ".join(f"{rows} of {table}" for table, rows in counts.items() if rows)


def _moment(at: Instant, settings: Settings) -> str:
    return datetime.fromtimestamp(at / 1_000, settings.municipality.zone()).isoformat(" ", "seconds")


def _operator() -> Actor:
    """Whoever has this machine's shell."""
    return Actor(who=f"shell:{getpass.getuser()}")


@contextmanager
def _defined_answers(settings: Settings) -> Iterator[None]:
    try:
        yield
    except UnknownCall:
        raise RecordsRefused(
            "Nothing is kept of a call of this id: there never was one, or it went with the plan."
        ) from None
    except CallErased as erased:
        when = _moment(erased.receipt.at, settings)
        raise RecordsRefused(f"The call was erased {when}, receipt {erased.receipt.id}.") from None
    except CallOpen:
        raise RecordsRefused("The call goes on, or its guide still writes it up: try again later.") from None
    except ChainBroken as broken:
        raise RecordsRefused(f"{broken}. Nothing was destroyed.") from None


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Database]:
    database = Database(settings.store.url.get_secret_value())
    try:
        yield database
    finally:
        await database.close()
