"""The stores that are measured: filled anew and gone afterwards, or kept for the next time.

A kept store is filled once for each count of calls and is as its last measurement left it; new migrations are
applied when it is opened. `FILLED` beside it says that it was filled to the end, and what that took.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import text

from signaling.store.engine import Database, store_url, writing_engine
from signaling.store.migrate import migrate
from signaling.store.tally.roll_up import RollUp
from tests.bench.reports.history import fill
from tests.fixtures.postgres import postgres_cluster_running
from tests.guide_server.office import STOCKHOLM
from tests.store.histories import POOL

FILLED: Final = "filled.json"

Made = dict[str, Any]


@contextmanager
def sqlite_store(folder: Path | None, calls: int) -> Iterator[tuple[str, Made]]:
    """Yield the address of a store of `calls` calls, kept in `folder` where there is one, and its making."""
    with _home(folder, f"sqlite-{calls}") as home:
        address = f"sqlite:///{home}/store.sqlite"
        yield address, _filled(address, home, calls)


@contextmanager
def postgresql_store(folder: Path | None, calls: int) -> Iterator[tuple[str, Made]]:
    """The same on PostgreSQL, in a cluster of its own."""
    kept_in = None if folder is None else folder / f"postgresql-{calls}"
    with (
        _home(folder, f"postgresql-{calls}") as home,
        postgres_cluster_running(durable=True, kept_in=kept_in) as cluster,
    ):
        address = cluster.kept_database("reports")
        yield address, _filled(address, home, calls)


STORES: Final[dict[str, Callable[[Path | None, int], AbstractContextManager[tuple[str, Made]]]]] = {
    "sqlite": sqlite_store,
    "postgresql": postgresql_store,
}


@contextmanager
def _home(folder: Path | None, name: str) -> Iterator[Path]:
    if folder is not None:
        home = folder.resolve() / name
        home.mkdir(parents=True, exist_ok=True)
        yield home
        return
    with tempfile.TemporaryDirectory() as gone_afterwards:
        yield Path(gone_afterwards)


def _filled(address: str, home: Path, calls: int) -> Made:
    said = home / FILLED
    migrate(address)
    if said.exists():
        made: Made = json.loads(said.read_text()) | {"kept": True}
        return made
    made = asyncio.run(_make(address, calls))
    said.write_text(json.dumps(made))
    return made


async def _make(address: str, calls: int) -> Made:
    """Fill the store and close its days."""
    made: Made = {"calls": calls}
    with _seconds(made, "filled_s"):
        writing = writing_engine(store_url(address))
        with writing.begin() as connection:
            fill(connection, calls)
        with writing.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("VACUUM ANALYZE call"))
        writing.dispose()
    database = Database(address)
    with _seconds(made, "days_closed_s"):
        made["spans"] = await RollUp(database, pool=POOL, zone=STOCKHOLM).catch_up()
    await database.close()
    return made


@contextmanager
def _seconds(into: Made, name: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    into[name] = round(time.perf_counter() - started, 1)
    print(f"  {name}: {into[name]}", file=sys.stderr, flush=True)
