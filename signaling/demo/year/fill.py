"""Plays the year and writes it: each entry into the journal, with its projections, as a server does.

The simulation runs in a thread of its own and the store's writer in another. What was played is handed over
in batches, one on its way at a time, so that memory stays small however long the year is.
"""

import asyncio
import time
from collections.abc import Coroutine
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from signaling.clock import SteadyClock
from signaling.core.events import CallTapped, Entry
from signaling.core.ids import GuideId, KioskId, NeighbourhoodId, PoolId, SiteId
from signaling.core.languages import spoken
from signaling.core.pool import Pool
from signaling.demo.municipality import PHONE, id_of, settle
from signaling.demo.year.days import DAYS, SEED, year_plan
from signaling.demo.year.town import AREAS, COLLEAGUES
from signaling.settings import Settings, StorePart
from signaling.simulation.driver import Progress, play
from signaling.simulation.plan import Plan
from signaling.store.directory import AlreadyThere, Neighbourhood, Site, SqlDirectory
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from signaling.store.migrate import migrate
from signaling.store.staff import GUIDE, Staff
from signaling.store.statistics import Statistics
from signaling.store.tally.roll_up import RollUp

BATCH = 2_000
"""Entries that are committed at once."""
PATIENCE_S = 300.0
"""A slow disk makes it longer, and must not make it fail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    calls: int
    entries: int
    seconds: float


async def fill_file(
    target: Path,
    settings: Settings,
    *,
    progress: Progress = lambda _: None,
    days: int = DAYS,
    seed: int = SEED,
) -> Filled:
    """Make an SQLite store with the year up to yesterday at `target`, which is there only when it is whole.

    `settings`: those of the server that will serve it, but for the store's address.
    """
    unfinished = target.with_suffix(".unfinished")
    for left in unfinished.parent.glob(f"{unfinished.name}*"):
        left.unlink()
    aside = settings.model_copy(update={"store": StorePart(url=SecretStr(f"sqlite:///{unfinished}"))})
    await asyncio.to_thread(migrate, aside.store.url.get_secret_value())
    yesterday = datetime.now(settings.municipality.zone()).date() - timedelta(days=1)
    filled = await fill(aside, last=yesterday, progress=progress, days=days, seed=seed)
    unfinished.rename(target)
    return filled


async def fill(
    settings: Settings,
    *,
    last: date,
    progress: Progress = lambda _: None,
    days: int = DAYS,
    seed: int = SEED,
) -> Filled:
    """Write the `days` up to `last` into the settings' store, which has no call yet.

    The same seed writes the same journal.
    """
    began = time.monotonic()
    await settle(settings, SteadyClock())
    database = Database(settings.store.url.get_secret_value(), patience_s=PATIENCE_S)
    try:
        guides = await _settle_town(database)
        plan = year_plan(
            last=last,
            settings=settings.pool.core(),
            pool=PoolId(settings.pool.id),
            zone=settings.municipality.zone(),
            guides=guides,
            days=days,
            seed=seed,
        )
        journal = SqlJournal(database)
        writer = _Writer(journal, plan.pool, asyncio.get_running_loop())
        pool = await asyncio.to_thread(_play, plan, writer, progress)
        await journal.snapshot(pool)
        zone = settings.municipality.zone()
        await RollUp(database, pool=plan.pool, zone=zone).catch_up()
        await Statistics(database, pool=plan.pool, clock=SteadyClock(), zone=zone).keep_duty()
    finally:
        await database.close()
    return Filled(calls=writer.calls, entries=pool.seq, seconds=time.monotonic() - began)


def _play(plan: Plan, writer: "_Writer", progress: Progress) -> Pool:
    pool = play(plan, watch=writer.watch, progress=progress)
    writer.flush()
    writer.wait()
    return pool


class _Writer:
    """Takes in what was played, in its thread, and has the event loop's journal commit it."""

    def __init__(self, journal: SqlJournal, pool: PoolId, loop: asyncio.AbstractEventLoop) -> None:
        self.calls = 0
        self._journal = journal
        self._pool = pool
        self._loop = loop
        self._batch: list[Entry] = []
        self._on_its_way: Future[None] | None = None

    def watch(self, _: Pool, entries: tuple[Entry, ...]) -> None:
        self._batch += entries
        self.calls += sum(isinstance(entry.event, CallTapped) for entry in entries)
        if len(self._batch) >= BATCH:
            self.flush()

    def flush(self) -> None:
        self.wait()
        batch, self._batch = self._batch, []
        if batch:
            self._on_its_way = self._start(self._journal.append(self._pool, batch))

    def wait(self) -> None:
        """Raises what the journal raised."""
        if self._on_its_way is not None:
            self._on_its_way.result()

    def _start(self, work: Coroutine[Any, Any, None]) -> Future[None]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)


async def _settle_town(database: Database) -> dict[str, GuideId]:
    """Add what the demo does not have without a year. Answers the guides' ids by login."""
    clock = SteadyClock()
    directory, staff = SqlDirectory(database, clock=clock), Staff(database, clock=clock)
    for area in AREAS:
        with suppress(AlreadyThere):
            await directory.add_neighbourhood(Neighbourhood(id=NeighbourhoodId(area.id), name=area.name))
        for site, name in area.sites:
            place = Site(id=SiteId(site), name=name, neighbourhood=NeighbourhoodId(area.id), phone=PHONE)
            with suppress(AlreadyThere):
                await directory.add_site(place)
                await directory.add_kiosk(KioskId(site), name=f"Skärm, {name}", at_site=SiteId(site))
    for colleague in COLLEAGUES:
        if await staff.account(colleague.login) is None:
            await staff.add(
                staff_id=id_of(colleague.login),
                login=colleague.login,
                name=colleague.name,
                password_hash=None,
                roles=[GUIDE],
                languages=[spoken(tag) for tag in colleague.languages],
            )
    return {account.login: GuideId(account.id) for account in await staff.accounts()}
