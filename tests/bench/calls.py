"""Whole calls a second through the real server: `python -m tests.bench.calls [--json]`.

The server is `vagvisare serve` in a process that is held to one core, with its journal on SQLite
(`synchronous=FULL`) and on PostgreSQL (fsync on). The load comes from another process on the other cores.
Three runs for each store: as fast as it goes; at a steady rate, for the time from the tap to the ring; and
once more under the profiler, to see where the time goes. On a machine that others use too, compare
`calls_per_cpu_second`: calls for each second of processor time that the server spent.
"""

import argparse
import asyncio
import contextlib
import dataclasses
import hashlib
import json
import os
import pstats
import re
import secrets
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from signaling.clock import SteadyClock
from signaling.core.ids import KioskId, Language, NeighbourhoodId, SiteId
from signaling.ports import Clock
from signaling.store.directory import Neighbourhood, Site, SqlDirectory
from signaling.store.engine import Database
from signaling.store.migrate import migrate
from signaling.store.staff import Account, Staff
from tests.bench.callers import Plan
from tests.fixtures.postgres import postgres_cluster_running

ORIGIN = "http://127.0.0.1:1"
SERVER_CORE = 0
HOUR = 3_600_000
_RUNS = {"fastest": None, "steady": 1.0, "profiled": None}


@dataclasses.dataclass(frozen=True, slots=True)
class People:
    kiosks: dict[str, str]
    cookies: list[str]


async def populate(url: str, *, kiosks: int, guides: int) -> People:
    """Fill a new store with enrolled kiosks and signed-in guides."""
    await asyncio.to_thread(migrate, url)
    database, clock = Database(url), SteadyClock()
    directory, staff = SqlDirectory(database, clock=clock), Staff(database, clock=clock)
    await directory.add_neighbourhood(Neighbourhood(id=NeighbourhoodId("north"), name="North"))
    await directory.add_site(
        Site(id=SiteId("library"), name="Library", neighbourhood=NeighbourhoodId("north"), phone="0")
    )
    keys: dict[str, str] = {}
    for number in range(kiosks):
        kiosk = KioskId(f"kiosk-{number}")
        await directory.add_kiosk(kiosk, name=f"Screen {number}", at_site=SiteId("library"))
        key = Ed25519PrivateKey.generate()
        code = await directory.make_enrolment_code(kiosk)
        await directory.enrol(code.code, key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
        keys[kiosk] = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()).hex()
    cookies = []
    for number in range(guides):
        account = await staff.add(
            login=f"guide-{number}",
            name=f"Guide {number}",
            password_hash=None,
            roles=("guide",),
            languages=(Language("sv"), Language("so")),
        )
        cookies.append(await cookie_of(account, staff, clock))
    await database.close()
    return People(keys, cookies)


async def cookie_of(account: Account, staff: Staff, clock: Clock) -> str:
    """The cookie of a new session."""
    token, now = secrets.token_urlsafe(32), clock.now()
    digest = hashlib.sha256(token.encode()).hexdigest()
    await staff.start_session(digest, account.id, csrf="x", at=now, expires_at=now + HOUR)
    return f"vagvisare={token}"


@contextlib.contextmanager
def serving(url: str, folder: Path, *, profile: Path | None) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The server as it is run for real, on one core. Yields its address."""
    settings = folder / "settings.yaml"
    settings.write_text(
        yaml.safe_dump(
            {"server": {"port": 0, "public_url": ORIGIN}, "store": {"url": url}, "log": {"level": "warning"}}
        )
    )
    settings.chmod(0o600)
    profiler = [] if profile is None else ["tests.bench.profiled", str(profile)]
    said = folder / "stderr"
    with said.open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", *profiler, "signaling", "serve", "--settings", str(settings)],
            stderr=stderr,
        )
    try:
        os.sched_setaffinity(process.pid, {SERVER_CORE})
        yield _address(said, process), process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _address(said: Path, process: subprocess.Popen[bytes]) -> str:
    for _ in range(600):
        found = re.search(r"Serving on (\S+)", said.read_text())
        if found:
            return found[1]
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise SystemExit(f"the server did not start:\n{said.read_text()}")


def call(plan: Plan) -> dict[str, Any]:
    others = set(range(os.cpu_count() or 1)) - {SERVER_CORE}
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.callers"], stdin=-1, stdout=-1)
    os.sched_setaffinity(process.pid, others or {SERVER_CORE})
    answer, _ = process.communicate(json.dumps(dataclasses.asdict(plan)).encode())
    if process.returncode:
        raise SystemExit("the load failed")
    result: dict[str, Any] = json.loads(answer)
    return result


def shares(profile: Path) -> dict[str, float]:
    """Which part of the event loop's time each package spent by itself, in percent."""
    spent: defaultdict[str, float] = defaultdict(float)
    profiled: Any = pstats.Stats(str(profile))
    for (file, _line, name), (_, _, own, _, _) in profiled.stats.items():
        spent[_package(file, name)] += own
    total = sum(spent.values())
    parts = sorted(spent.items(), key=lambda part: -part[1])
    return {name: share for name, own in parts if (share := round(100 * own / total, 1)) >= 1}


def _package(file: str, name: str) -> str:
    if file.endswith("asyncio/runners.py"):
        return "uvloop"
    for part in (r"(signaling/\w+?)(?:\.py|/)", r"(guide_server)/", r"site-packages/(\w+)"):
        found = re.search(part, file)
        if found:
            return found[1].replace("/", ".")
    return "built in" if file == "~" else "python"


def summary(result: dict[str, Any], seconds: float) -> dict[str, Any]:
    ring = sorted(result["tap_to_ring"]) or [float("nan")]
    return {
        "calls": result["calls"],
        "calls_per_second": round(result["calls"] / seconds, 1),
        "calls_per_cpu_second": round(result["calls"] / sum(result["cpu"].values()), 1),
        "messages_per_call": round(
            (result["messages_in"] + result["messages_out"]) / max(1, result["calls"]), 1
        ),
        "cpu_ms_per_call": {
            part: round(1_000 * spent / max(1, result["calls"]), 2) for part, spent in result["cpu"].items()
        },
        "refused": result["refused"],
        "tap_to_ring_ms": {
            "p50": round(statistics.median(ring), 2),
            "p99": round(ring[int(len(ring) * 0.99)], 2),
            "n": len(ring),
        },
    }


def measure(url: str, arguments: argparse.Namespace) -> dict[str, Any]:
    people = asyncio.run(populate(url, kiosks=arguments.kiosks, guides=arguments.guides))
    measured: dict[str, Any] = {}
    for run, rate in _RUNS.items():
        with tempfile.TemporaryDirectory() as folder:
            profile = Path(folder) / "profile" if run == "profiled" else None
            with serving(url, Path(folder), profile=profile) as (address, process):
                plan = Plan(
                    url=address,
                    origin=ORIGIN,
                    kiosks=people.kiosks,
                    cookies=people.cookies,
                    callers=arguments.guides,
                    rate=rate and arguments.rate,
                    warm_up=2.0,
                    seconds=arguments.seconds,
                    server=process.pid,
                    profiled=profile is not None,
                )
                result = call(plan)
            if profile is None:
                measured[run] = summary(result, arguments.seconds)
            else:
                measured[run] = {"percent_of_the_loops_time": shares(profile)}
    return measured


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--kiosks", type=int, default=600)
    parser.add_argument("--guides", type=int, default=60)
    parser.add_argument("--rate", type=float, default=50.0, help="Taps a second of the steady run.")
    arguments = parser.parse_args()
    results: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        results["sqlite"] = measure(f"sqlite:///{folder}/bench.sqlite", arguments)
    with postgres_cluster_running(durable=True) as cluster, cluster.database() as url:
        results["postgresql"] = measure(url, arguments)
    if arguments.json:
        print(json.dumps(results, indent=2))
        return
    for store, measured in results.items():
        fastest, ring = measured["fastest"], measured["steady"]["tap_to_ring_ms"]
        print(
            f"{store}: {fastest['calls_per_second']} calls/s, {fastest['calls_per_cpu_second']} a CPU second"
        )
        print(f"  tap to ring at {arguments.rate} taps/s: p50 {ring['p50']} ms, p99 {ring['p99']} ms")


if __name__ == "__main__":
    main()
