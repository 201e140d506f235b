"""Live through many worlds: `python -m tests.simulated --worlds 100000 --first 0`, or one: `--seed 7`."""

import argparse
import sys
import time

from tests.simulated.many import live_many
from tests.simulated.world import live


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.simulated", description=__doc__)
    options.add_argument("--worlds", type=int, default=2_000)
    options.add_argument("--first", type=int, default=0, help="the first seed")
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--seed", type=int, help="replay this one, and show what broke")
    chosen = options.parse_args()
    if chosen.seed is not None:
        say(f"seed {chosen.seed}: journal {live(chosen.seed).digest()}")
        return 0
    began = time.monotonic()
    seeds = range(chosen.first, chosen.first + chosen.worlds)
    result = live_many(seeds, processes=chosen.processes, report=say)
    say(f"{result.worlds} worlds, {result.entries} entries, {time.monotonic() - began:.0f} s")
    for seed, fault in result.broken:
        say(f"seed {seed}: {fault}\n  replay: python -m tests.simulated --seed {seed}")
    return 1 if result.broken else 0


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
