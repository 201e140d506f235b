"""How fast an unattended kiosk is back after a fault: `python -m tests.bench.kiosk [--rounds 50] [--json]`.

A real server, a real agent kept running as its systemd unit does, a real Chromium. Each fault is made anew
while the kiosk shows its first screen. It is back when the server has heard the kiosk again and the first
screen is shown; nobody helps. On a machine that others use too, the times are those of a slower machine.
"""

import argparse
import asyncio
import json
import math
import os
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from tests.e2e.city import City, city_in
from tests.unattended.machine import Machine, Stopwatch, machine_in, until

OUTAGE: Final = 12.0
"""Seconds for which the network is cut: longer than it takes to notice."""

Fault = Callable[[Machine], Awaitable[None]]


async def page_killed(machine: Machine) -> None:
    machine.signal_page(signal.SIGKILL)


async def page_hangs(machine: Machine) -> None:
    machine.signal_page(signal.SIGSTOP)


async def browser_killed(machine: Machine) -> None:
    machine.kill_browser()


async def agent_killed(machine: Machine) -> None:
    machine.kill_agent()


async def server_killed(machine: Machine) -> None:
    """It is started again at once, as systemd does; its own start is part of the time."""
    await machine.city.server.kill()
    await machine.city.start()


async def network_cut(machine: Machine) -> None:
    """Counted from the moment at which the network is whole again."""
    machine.link.cut()
    await asyncio.sleep(OUTAGE)
    machine.link.heal()


FAULTS: Final[Mapping[str, tuple[Fault, float]]] = {
    "page_killed": (page_killed, 5.0),
    "page_hangs": (page_hangs, 10.0),
    "browser_killed": (browser_killed, 10.0),
    "agent_killed": (agent_killed, 20.0),
    "server_killed": (server_killed, 10.0),
    "network_cut": (network_cut, 10.0),
}
"""Each with the seconds that are promised (K3, K5, UK28)."""


async def measure(folder: Path, rounds: int, faults: Sequence[str]) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {fault: [] for fault in faults}
    async with city_in(folder) as city, machine_in(city) as machine:
        await machine.until_screen("start")
        for number in range(rounds):
            for fault in faults:
                times[fault].append(await _recovery(city, machine, FAULTS[fault][0]))
                print(f"{number + 1}/{rounds} {fault} {times[fault][-1]:.2f} s", file=sys.stderr, flush=True)
    return times


async def _recovery(city: City, machine: Machine, fault: Fault) -> float:
    """Seconds from the fault, or from its end where the fault is an outage, to a kiosk that serves."""
    before, watch = await asyncio.to_thread(connections, city), Stopwatch()
    await fault(machine)
    if fault is network_cut:
        watch = Stopwatch()

    async def heard() -> bool:
        return await asyncio.to_thread(connections, city) > before

    await until(heard)
    await machine.until_screen("start")
    return watch.seconds


def connections(city: City) -> int:
    """How often the server has heard a kiosk begin."""
    with sqlite3.connect(f"file:{city.folder / 'city.sqlite'}?mode=ro", uri=True) as store:
        asked = "SELECT count(*) FROM event WHERE type = 'kiosk_connected'"
        count: int = store.execute(asked).fetchone()[0]
    store.close()
    return count


def summary(times: Mapping[str, Sequence[float]]) -> dict[str, dict[str, float]]:
    return {
        fault: {
            "rounds": len(values),
            "p50_s": round(percentile(values, 50), 2),
            "p99_s": round(percentile(values, 99), 2),
            "promised_s": FAULTS[fault][1],
        }
        for fault, values in times.items()
    }


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that so many percent do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--fault", choices=FAULTS, action="append", help="Only these; may be repeated.")
    parser.add_argument("--json", action="store_true", help="For machines.")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        times = asyncio.run(measure(Path(folder), asked.rounds, asked.fault or tuple(FAULTS)))
    result = {"load": round(os.getloadavg()[0], 1), "recovery": summary(times)}
    if asked.json:
        print(json.dumps(result, indent=1))
    else:
        for fault, figures in summary(times).items():
            print(f"{fault:<15} " + "  ".join(f"{name} {value}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
