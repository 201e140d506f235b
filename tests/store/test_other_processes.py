"""A backup, a migration or a command line may open the database while the server serves: without harm."""

import subprocess
import sys
from pathlib import Path

from sqlalchemy import create_engine, text

SERVER = """
import asyncio, sys
from sqlalchemy import text
from signaling.store.engine import Database

async def main():
    database = Database(sys.argv[1])
    await database.write(lambda store: store.execute(text("CREATE TABLE fact (id INTEGER PRIMARY KEY)")))
    await database.read(lambda store: store.execute(text("SELECT 1")))
    print("serving", flush=True)
    for line in sys.stdin:
        await database.write(lambda store: store.execute(text("INSERT INTO fact VALUES (NULL)")))
        await database.read(lambda store: store.execute(text("SELECT 1")))
        print("written", flush=True)

asyncio.run(main())
"""


def test_what_is_committed_survives_a_visitor_and_a_crash(tmp_path: Path) -> None:
    """A visitor that leaves must not take the write-ahead log along while the server writes to it."""
    path = tmp_path / "store.sqlite"
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, f"sqlite:///{path}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    with server:
        assert server.stdout.readline() == "serving\n"
        for _ in range(3):
            assert _facts(path) >= 0
            server.stdin.write("\n")
            server.stdin.flush()
            assert server.stdout.readline() == "written\n"
        server.kill()
    assert _facts(path) == 3


def _facts(path: Path) -> int:
    visitor = create_engine(f"sqlite:///{path}")
    try:
        with visitor.connect() as connection:
            return int(connection.execute(text("SELECT count(*) FROM fact")).scalar_one())
    finally:
        visitor.dispose()
