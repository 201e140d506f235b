"""Put each bug into the core, and say what noticed it: `python -m tests.mutants [--only WORDS]`."""

import argparse
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor

from tests.mutants.planted import HISTORICAL_NAMES, names
from tests.mutants.suites import SUITES, failure, judge

ENOUGH = 0.95


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    options.add_argument("--only", default="", help="only the bugs whose name contains this")
    options.add_argument("--why", action="store_true", help="name the case that failed")
    options.add_argument("--processes", type=int, default=2)
    chosen = options.parse_args()
    wanted = [name for name in names() if chosen.only in name]
    for suite in SUITES:
        fault = failure(suite)
        if fault is not None:
            say(f"the sound core fails in {suite}: {fault}")
            return 2
    say(f"{'bug':<58} " + " ".join(f"{suite:<14}" for suite in SUITES))
    missed: list[str] = []
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(chosen.processes, mp_context=context) as workers:
        for name, caught in workers.map(judge, wanted):
            missed += [] if any(caught.values()) else [name]
            say(f"{name:<58} " + " ".join(f"{'caught' if caught[suite] else '-':<14}" for suite in SUITES))
            if chosen.why:
                say("\n".join(f"    {suite}: {caught[suite]}" for suite in SUITES))
    share = 1 - len(missed) / len(wanted)
    say(f"{len(wanted) - len(missed)} of {len(wanted)} caught, {share:.0%}")
    for name in missed:
        say(f"missed: {name}")
    return 0 if share >= ENOUGH and not set(missed) & set(HISTORICAL_NAMES) else 1


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
