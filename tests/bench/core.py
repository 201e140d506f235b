"""How long the pure core takes for one command and for one whole call: `python -m tests.bench.core [--json]`.

Processor time, not wall time, so that a busy machine does not blur it. A command is decided and folded once,
as the exchange does it; `twice` folds the entries a second time, as another node does.
"""

import json
import statistics
import sys
import time
from collections import defaultdict
from functools import reduce

from signaling.core.commands import (
    Command,
    Configure,
    ConnectGuide,
    ConnectKiosk,
    FinishWrapUp,
    HangUp,
    ReportMediaUp,
    SetStatus,
    StartCall,
    TakeRing,
)
from signaling.core.deadlines import next_deadline
from signaling.core.decide import settle
from signaling.core.evolve import evolve
from signaling.core.ids import CallId, GuideId, KioskId, Language, NeighbourhoodId, Party, PoolId, SiteId
from signaling.core.pool import Pool
from signaling.core.views import desk_view, kiosk_view
from signaling.core.vocabulary import GuideStatus
from tests.core.world import AR, DISPOSITION, SETTINGS, SO, SV, TOPIC

ROUNDS = 400


class Town:
    """`size` guides and kiosks: half of them talk, a quarter of the kiosks wait for a guide in vain."""

    def __init__(self, size: int) -> None:
        self.pool = Pool.empty(PoolId("bench"))
        self.now = 1_000
        self.once: dict[str, list[float]] = defaultdict(list)
        self.twice: list[float] = []
        self.do(Configure(settings=SETTINGS))
        for number in range(size):
            self.do(ConnectGuide(guide=_guide(number), epoch=1, languages=(SV, AR)))
            self.do(
                ConnectKiosk(
                    kiosk=_kiosk(number), epoch=1, site=SiteId("s"), neighbourhood=NeighbourhoodId("n")
                )
            )
        for number in range(size // 2):
            self.status(number, GuideStatus.AVAILABLE)
            self.talk(number, "first")
        for number in range(size // 2, size * 3 // 4):
            self.tap(number, "waits", SO)
        self.once.clear()
        self.twice.clear()

    def do(self, command: Command) -> None:
        start = time.process_time_ns()
        entries, pool = settle(self.pool, command, self.now)
        settled = time.process_time_ns()
        reduce(evolve, entries, self.pool)
        folded = time.process_time_ns()
        self.pool = pool
        self.once[type(command).__name__].append((settled - start) / 1_000)
        self.twice.append((folded - start) / 1_000)

    def status(self, number: int, status: GuideStatus) -> None:
        self.do(SetStatus(guide=_guide(number), status=status))

    def tap(self, number: int, name: str, language: Language) -> None:
        self.do(
            StartCall(
                call=CallId(f"{name} {number}"),
                kiosk=_kiosk(number),
                language=language,
                tapped_at=self.now,
            )
        )

    def talk(self, number: int, name: str) -> None:
        call = CallId(f"{name} {number}")
        self.tap(number, name, SV)
        self.do(TakeRing(call=call, guide=_guide(number), epoch=1))
        for party in (Party.kiosk(_kiosk(number)), Party.guide(_guide(number))):
            self.do(ReportMediaUp(call=call, epoch=1, by=party))

    def whole_call(self, turn: int, size: int) -> float:
        """Milliseconds of the seven commands of a call, its guide being the only one free."""
        number = size - 1 - turn % 8
        self.now += 10
        self.status(number, GuideStatus.AVAILABLE)
        start = time.process_time_ns()
        call = CallId(f"{turn} {number}")
        self.talk(number, str(turn))
        self.do(HangUp(call=call, by=Party.kiosk(_kiosk(number))))
        self.do(FinishWrapUp(guide=_guide(number), call=call, topic=TOPIC, disposition=DISPOSITION))
        next_deadline(self.pool)
        took = (time.process_time_ns() - start) / 1_000_000
        self.status(number, GuideStatus.AWAY)
        return took

    def views(self, size: int) -> float:
        """Microseconds for one view of a kiosk and one of a desk, on average."""
        start = time.process_time_ns()
        for number in range(ROUNDS):
            kiosk_view(self.pool, _kiosk(number % size))
            desk_view(self.pool, _guide(number % size))
        return (time.process_time_ns() - start) / 1_000 / ROUNDS / 2


def _guide(number: int) -> GuideId:
    return GuideId(f"guide {number}")


def _kiosk(number: int) -> KioskId:
    return KioskId(f"kiosk {number}")


def measure(size: int) -> dict[str, object]:
    town = Town(size)
    calls = [town.whole_call(turn, size) for turn in range(ROUNDS)]
    commands = [took for times in town.once.values() for took in times]
    return {
        "guides": size,
        "open_calls": len(town.pool.calls),
        "command_us_p50": round(statistics.median(commands), 1),
        "command_us_p99": round(statistics.quantiles(commands, n=100)[-1], 1),
        "command_folded_twice_us_p50": round(statistics.median(town.twice), 1),
        "whole_call_folded_twice_ms_p50": round(statistics.median(calls), 3),
        "view_us_mean": round(town.views(size), 1),
        "by_command_us_p50": {name: round(statistics.median(took), 1) for name, took in town.once.items()},
    }


def main(arguments: list[str]) -> None:
    results = [measure(size) for size in (100, 1_000, 10_000)]
    if "--json" in arguments:
        print(json.dumps(results, indent=2))
        return
    for result in results:
        print(", ".join(f"{name} {value}" for name, value in result.items()))


if __name__ == "__main__":
    main(sys.argv[1:])
