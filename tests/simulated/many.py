"""Many worlds over several processes."""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

from tests.simulated.world import live

AT_ONCE = 20


@dataclass
class Result:
    worlds: int = 0
    entries: int = 0
    broken: list[tuple[int, str]] = field(default_factory=list)
    """Seed and fault of each world that broke a promise."""

    def add(self, other: "Result") -> None:
        self.worlds += other.worlds
        self.entries += other.entries
        self.broken += other.broken


def live_some(seeds: Sequence[int]) -> Result:
    result = Result()
    for seed in seeds:
        result.worlds += 1
        try:
            result.entries += len(live(seed).table.entries)
        except Exception as fault:  # noqa: BLE001 - whatever broke, the seed is what matters
            result.broken.append((seed, f"{type(fault).__name__}: {fault}"))
    return result


def live_many(
    seeds: Sequence[int], *, processes: int = 2, report: Callable[[str], None] | None = None
) -> Result:
    """Live through the world of each seed; `report` hears of the progress."""
    total = Result()
    portions = [seeds[first : first + AT_ONCE] for first in range(0, len(seeds), AT_ONCE)]
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as workers:
        for part in workers.map(live_some, portions):
            total.add(part)
            if report is not None and total.worlds % 500 < AT_ONCE:
                report(f"{total.worlds} of {len(seeds)} worlds, {len(total.broken)} broken")
    return total
