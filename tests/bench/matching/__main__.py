"""The same calls through every policy: `python -m tests.bench.matching [--json] [--small] [--plots FOLDER]`.

Progress goes to stderr. `--seeds`, `--calls`, `--sizes` and `--patiences` make it smaller or larger; only the
first size is played with more than the first patience.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signaling.core.ids import Language
from signaling.core.policies import POLICIES
from signaling.core.pool_settings import PoolSettings
from signaling.core.vocabulary import PolicyName
from tests.bench.matching.optimum import SMALL, TEAMS, optimum
from tests.bench.matching.plots import draw
from tests.bench.matching.stage import Outcome, perform
from tests.bench.matching.streams import Stream, city_mix, roster, stream

OURS = PolicyName.SPARE_THE_SCARCE
LOADS = (0.5, 0.7, 0.85, 0.95)
SMALL_LOADS = (0.4, 0.55, 0.7)
CLOSE = {"aii": "ar", "ckb": "fa", "fi": "en", "ti": "ar"}
"""A language that some residents also get along in, as the bench supposes."""
CONSENT = 0.5
"""The share of residents who agree to a substitute, or to an interpreter."""
OFFER = 30.0
"""After how many seconds of waiting either is offered."""
ONE_FOR_ALL = "all_speak_all"
CLAIRVOYANT = "clairvoyant"
SUBSTITUTES = "with_substitutes"
INTERPRETER = "with_interpreter"
CAPPED = "with_occupancy_cap"
CAP = 75
"""Per cent."""
PAIR = (OURS, PolicyName.LONGEST_IDLE)
BESIDE = (ONE_FOR_ALL, CLAIRVOYANT, SUBSTITUTES, INTERPRETER, CAPPED)


@dataclass(frozen=True, slots=True)
class Cell:
    size: int
    load: float
    patience: float
    calls: int


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.matching", description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--small", action="store_true", help="two seeds of 4,000 calls")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--calls", type=int, default=20_000)
    parser.add_argument("--sizes", type=int, nargs="*", default=[20, 8, 60])
    parser.add_argument("--patiences", type=float, nargs="*", default=[180.0, 600.0], help="seconds")
    parser.add_argument(
        "--pair", action="store_true", help="ours and longest idle alone, which makes many seeds affordable"
    )
    parser.add_argument("--plots", type=Path)
    chosen = parser.parse_args(arguments)
    seeds, calls = (2, 4_000) if chosen.small else (chosen.seeds, chosen.calls)
    rivals = PAIR if chosen.pair else tuple(POLICIES)
    names = [*rivals] if chosen.pair else [*rivals, *BESIDE]
    with ProcessPoolExecutor(2) as pool:
        usual, *longer = chosen.patiences
        cells = [Cell(size, load, usual, calls) for size in chosen.sizes for load in LOADS]
        cells += [Cell(chosen.sizes[0], load, patience, calls) for patience in longer for load in LOADS]
        results = [_cell(pool, cell, names, seeds) for cell in cells]
        small = list(pool.map(_small, [(load, rivals, seeds, calls) for load in SMALL_LOADS]))
    report = {"seeds": seeds, "calls": calls, "cells": results, "optimum": small}
    if chosen.plots is not None:
        draw(report, chosen.plots)
    print(json.dumps(report, indent=1) if chosen.json else "\n".join(_lines(report)))


def _cell(pool: ProcessPoolExecutor, cell: Cell, names: Sequence[str], seeds: int) -> dict[str, Any]:
    jobs = [(cell, name, seed) for name in names for seed in range(1, seeds + 1)]
    outcomes = list(pool.map(_run, jobs, chunksize=2))
    policies = {name: _figures(outcomes[nth * seeds : (nth + 1) * seeds]) for nth, name in enumerate(names)}
    result = {
        "guides": cell.size,
        "load": cell.load,
        "patience_s": cell.patience,
        "policies": policies,
        "ours": _verdict(policies),
    }
    verdict = result["ours"]
    print(f"{cell.size} guides, load {cell.load}, patience {cell.patience:.0f} s: {verdict}", file=sys.stderr)
    return result


def _run(job: tuple[Cell, str, int]) -> tuple[NDArray[np.int64], Outcome]:
    cell, name, seed = job
    mix = city_mix()
    calls = stream(
        calls=cell.calls, guides=cell.size, load=cell.load, patience=cell.patience, mix=mix, seed=seed
    )
    if name == CLAIRVOYANT:
        return calls.language, _clairvoyant(calls, cell.size)
    teams = roster(cell.size, mix, seed)
    if name == ONE_FOR_ALL:
        teams = [tuple(sorted(mix.languages))] * cell.size
    policy = POLICIES[PolicyName(name) if name in list(PolicyName) else OURS]
    agrees = np.random.default_rng([seed, 3]).random(cell.calls) < CONSENT

    def substitute(number: int, language: Language) -> list[tuple[float, Language]]:
        close = CLOSE.get(language)
        return [(OFFER, Language(close))] if close is not None and agrees[number] else []

    def interpreter(number: int, language: Language) -> list[tuple[float, Language]]:
        return [(OFFER, Language("sv"))] if language != "sv" and agrees[number] else []

    further = {SUBSTITUTES: substitute, INTERPRETER: interpreter}.get(name)
    settings = PoolSettings(occupancy_cap=CAP if name == CAPPED else 100)
    return calls.language, perform(policy, teams, mix, calls, further, settings)


def _clairvoyant(calls: Stream, guides: int) -> Outcome:
    """Everybody speaks everything, and of those who wait the shortest talk to come goes first.

    Not a schedule that a pool could know: it is how far waiting could go down at all.
    """
    count = len(calls.at)
    outcome = Outcome(calls.patience.copy(), np.zeros(count, dtype=bool), np.full(count, -1, dtype=np.int64))
    free_at = [0.0] * guides
    at, talk, patience = calls.at.tolist(), calls.talk.tolist(), calls.patience.tolist()
    waiting: list[int] = []
    arrived = 0
    while arrived < count or waiting:
        guide = min(range(guides), key=free_at.__getitem__)
        now = free_at[guide]
        if not waiting and arrived < count:
            now = max(now, at[arrived])
        while arrived < count and at[arrived] <= now:
            waiting.append(arrived)
            arrived += 1
        waiting = [call for call in waiting if at[call] + patience[call] > now]
        if waiting:
            call = min(waiting, key=talk.__getitem__)
            waiting.remove(call)
            outcome.wait[call], outcome.served[call] = now - at[call], True
            free_at[guide] = now + talk[call]
    outcome.occupancy = [float(calls.talk[outcome.served].sum() / at[-1] / guides)] * guides
    return outcome


def _figures(runs: list[tuple[NDArray[np.int64], Outcome]]) -> dict[str, Any]:
    languages = np.concatenate([language for language, _ in runs])
    wait = np.concatenate([outcome.wait for _, outcome in runs])
    served = np.concatenate([outcome.served for _, outcome in runs])
    by_language = {
        str(language): _line(wait[languages == nth], served[languages == nth])
        for nth, language in enumerate(city_mix().languages)
    }
    p90 = [line["p90_s"] for line in by_language.values()]
    return {
        **_line(wait, served),
        "worst_mean_s": max(line["mean_s"] for line in by_language.values()),
        "worst_p90_s": max(p90),
        "worst_abandoned": max(line["abandoned"] for line in by_language.values()),
        "p90_ratio": round(max(p90) / min(p90), 2) if min(p90) > 0 else None,
        "occupancy_spread": round(float(np.mean([np.std(outcome.occupancy) for _, outcome in runs])), 4),
        "by_language": by_language,
    }


def _line(wait: NDArray[np.float64], served: NDArray[np.bool_]) -> dict[str, float]:
    """All calls count, those who gave up with the wait until they did."""
    return {
        "mean_s": round(float(wait.mean()), 3),
        "p50_s": round(float(np.quantile(wait, 0.5)), 2),
        "p90_s": round(float(np.quantile(wait, 0.9)), 2),
        "within_120_s": round(float(np.mean(served & (wait <= 120))), 4),
        "abandoned": round(1 - float(served.mean()), 4),
    }


def _verdict(policies: dict[str, Any]) -> dict[str, Any]:
    """Ours against each aim; `behind` names what some other policy does better."""
    ours, usual = policies[OURS], policies[PolicyName.LONGEST_IDLE]
    others = [policies[name] for name in POLICIES if name is not OURS and name in policies]
    measures = ("mean_s", "worst_p90_s", "worst_abandoned")
    ratios = {
        language: line["mean_s"] / usual["by_language"][language]["mean_s"]
        for language, line in ours["by_language"].items()
        if usual["by_language"][language]["mean_s"] > 0
    }
    highest = max(ratios, key=ratios.__getitem__)
    return {
        "mean_to_longest_idle": _share(ours["mean_s"], usual["mean_s"]),
        "worst_mean_to_longest_idle": _share(ours["worst_mean_s"], usual["worst_mean_s"]),
        "highest_language_ratio": [highest, round(ratios[highest], 3)],
        "behind": [
            measure for measure in measures if any(ours[measure] > other[measure] for other in others)
        ],
    }


def _share(part: float, whole: float) -> float | None:
    return round(part / whole, 3) if whole else None


def _small(job: tuple[float, Sequence[PolicyName], int, int]) -> dict[str, Any]:
    load, names, seeds, calls = job
    best = optimum(load=load, patience=180.0)
    result: dict[str, Any] = {"load": load, "optimum_mean_s": round(best.mean_wait, 3)}
    for name in names:
        means = [
            float(perform(POLICIES[name], TEAMS, SMALL, _small_stream(load, seed, calls)).wait.mean())
            for seed in range(1, seeds + 1)
        ]
        error = float(np.std(means)) / seeds**0.5
        result[str(name)] = [
            round(float(np.mean(means)) / best.mean_wait, 3),
            round(error / best.mean_wait, 3),
        ]
    print(f"small pool: {result}", file=sys.stderr)
    return result


def _small_stream(load: float, seed: int, calls: int) -> Stream:
    return stream(calls=calls, guides=len(TEAMS), load=load, patience=180.0, mix=SMALL, seed=seed)


def _lines(report: dict[str, Any]) -> Iterator[str]:
    for cell in report["cells"]:
        yield f"\n{cell['guides']} guides, load {cell['load']}, patience {cell['patience_s']:.0f} s"
        yield f"{'':20}{'mean':>8}{'P90':>8}{'≤120 s':>8}{'left':>8}  worst: {'mean':>6}{'P90':>8}{'left':>8}"
        for name, line in cell["policies"].items():
            yield (
                f"{name:20}{line['mean_s']:8.2f}{line['p90_s']:8.1f}{line['within_120_s']:8.3f}"
                f"{line['abandoned']:8.3f}{'':9}{line['worst_mean_s']:6.1f}{line['worst_p90_s']:8.1f}"
                f"{line['worst_abandoned']:8.3f}"
            )
        yield f"ours: {cell['ours']}"
    for line in report["optimum"]:
        yield f"four guides, three languages: {line}"


if __name__ == "__main__":
    main(sys.argv[1:])
