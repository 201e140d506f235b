"""What a decision costs: `python -m tests.bench.decide [--json]`.

One choice of a guide for a call, one choice of a call for a guide, and a whole command (decided and folded,
with the changed views), at three sizes. Processor time, so that a busy machine blurs it less.
"""

import gc
import json
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from signaling.core.commands import Command, FinishWrapUp, HangUp, ReportMediaUp, StartCall, TakeRing
from signaling.core.decide import settle
from signaling.core.events import CallTapped, Entry, GuideStatusChanged
from signaling.core.evolve import evolve
from signaling.core.ids import (
    CallId,
    GuideId,
    KioskId,
    Language,
    NeighbourhoodId,
    Party,
    PoolId,
    Role,
    SiteId,
)
from signaling.core.matcher import choose
from signaling.core.pool import Call, Guide, Kiosk, Pool, Snapshot, restore
from signaling.core.skills import Accepted, fluent
from signaling.core.views import desk_view, kiosk_view, touched
from signaling.core.vocabulary import CallState, GuideStatus, How
from tests.bench.matching.streams import MIX
from tests.core.world import DISPOSITION, SETTINGS, TOPIC

SIZES = ((20, 20), (1_000, 1_000), (10_000, 100_000))
ROUNDS = 1_200
SPOKEN = tuple(Language(tag) for tag in MIX)
UNHEARD = Language("swl")
"""A language that nobody on duty knows: who waits for it waits in vain."""
NOW = 3_600_000
SITE, NEIGHBOURHOOD = SiteId("s"), NeighbourhoodId("n")


def town(guides: int, waiting: int, *, idle: bool) -> Pool:
    """Half of the guides are idle and all waiting is in vain; or all are busy and every queue is long."""
    rng = random.Random(guides)
    settings = replace(SETTINGS, languages=(*SPOKEN, UNHEARD), waiting_capacity=10 * waiting)
    calls = []
    for number in range(waiting):
        language = UNHEARD if idle else SPOKEN[number % len(SPOKEN)]
        calls.append(_waiting(f"waits {number}", language, number + 1))
    return restore(
        Snapshot(
            pool=PoolId("bench"),
            seq=waiting + 1,
            at=NOW,
            settings=settings,
            kiosks=tuple(_kiosk(call.kiosk, call.id) for call in calls)
            + tuple(_kiosk(KioskId(f"free {number}"), None) for number in range(64)),
            guides=tuple(_guide(number, rng, idle=idle and number % 2 == 0) for number in range(guides)),
            calls=tuple(calls),
            tickets=(),
        )
    )


def _waiting(name: str, language: Language, place: int) -> Call:
    return Call(
        id=CallId(name),
        kiosk=KioskId(name),
        site=SITE,
        neighbourhood=NEIGHBOURHOOD,
        language=language,
        accepts=(Accepted(language, How.ASKED),),
        tapped_at=place,
        queued_at=place,
        place=place,
        state=CallState.WAITING,
        until=10 * NOW,
    )


def _kiosk(kiosk: KioskId, call: CallId | None) -> Kiosk:
    return Kiosk(id=kiosk, site=SITE, neighbourhood=NEIGHBOURHOOD, epoch=1, connected=True, call=call)


def _guide(number: int, rng: random.Random, *, idle: bool) -> Guide:
    others = rng.sample(SPOKEN[1:], rng.randint(1, 3))
    return Guide(
        id=GuideId(f"guide {number}"),
        epoch=1,
        skills=fluent((SPOKEN[0], *others)),
        connected=True,
        status=GuideStatus.AVAILABLE if idle else GuideStatus.AWAY,
        since=number,
        idle_since=number,
    )


def choices_of_guide(pool: Pool) -> list[float]:
    """A call in one language after the other taps; who is rung?"""
    moments = []
    for language in SPOKEN:
        tap = CallTapped(
            call=CallId("new"),
            kiosk=KioskId("free 0"),
            site=SITE,
            neighbourhood=NEIGHBOURHOOD,
            language=language,
            tapped_at=NOW,
        )
        moments.append(evolve(pool, Entry(pool.seq + 1, NOW, tap)))
    return _timed_choices(moments)


def choices_of_call(pool: Pool) -> list[float]:
    """One guide after the other becomes free; for whom do they ring?"""
    moments = []
    for guide in list(pool.guides)[:20]:
        free = GuideStatusChanged(guide=guide, status=GuideStatus.AVAILABLE)
        moments.append(evolve(pool, Entry(pool.seq + 1, NOW, free)))
    return _timed_choices(moments)


def _timed_choices(moments: Sequence[Pool]) -> list[float]:
    for moment in moments:
        choose(moment, NOW)
    took = []
    for turn in range(ROUNDS):
        moment = moments[turn % len(moments)]
        start = time.process_time_ns()
        choose(moment, NOW)
        took.append((time.process_time_ns() - start) / 1_000)
    return took


class Commands:
    """Calls from the tap to the end of the wrap-up; each command is timed with the views it changed."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.now = NOW
        self.took: dict[str, list[float]] = defaultdict(list)

    def run(self) -> dict[str, list[float]]:
        served = [language for language in SPOKEN if self.pool.lane(language).idle]
        for turn in range(ROUNDS // 6):
            self.now += 1_000
            self._call(CallId(f"call {turn}"), KioskId(f"free {turn % 64}"), served[turn % len(served)])
        return self.took

    def _call(self, call: CallId, kiosk: KioskId, language: Language) -> None:
        self._do(StartCall(call=call, kiosk=kiosk, language=language, tapped_at=self.now))
        ringing = self.pool.calls[call]
        guide = ringing.desk
        assert guide is not None
        self._do(TakeRing(call=call, guide=guide, epoch=ringing.epoch))
        for party in (Party.kiosk(kiosk), Party.guide(guide)):
            self._do(ReportMediaUp(call=call, epoch=ringing.epoch, by=party))
        self._do(HangUp(call=call, by=Party.kiosk(kiosk)))
        self._do(FinishWrapUp(guide=guide, call=call, topic=TOPIC, disposition=DISPOSITION))

    def _do(self, command: Command) -> None:
        start = time.process_time_ns()
        entries, pool = settle(self.pool, command, self.now)
        for party in touched(entries, pool):
            if party.role is Role.KIOSK:
                kiosk_view(pool, KioskId(party.id), services=())
            else:
                desk_view(pool, GuideId(party.id))
        self.took[type(command).__name__].append((time.process_time_ns() - start) / 1_000)
        self.pool = pool


def measure(guides: int, waiting: int) -> dict[str, object]:
    print(f"{guides} guides, {waiting} waiting", file=sys.stderr, flush=True)
    quiet, busy = town(guides, waiting, idle=True), town(guides, waiting, idle=False)
    gc.collect()
    gc.freeze()
    of_guide, of_call = choices_of_guide(quiet), choices_of_call(busy)
    print(
        f"a guide {_quantiles('', of_guide)}, a call {_quantiles('', of_call)}", file=sys.stderr, flush=True
    )
    by_command = Commands(quiet).run()
    gc.unfreeze()
    commands = [took for times in by_command.values() for took in times]
    return {
        "guides": guides,
        "waiting": waiting,
        **_quantiles("choice_of_guide", of_guide),
        **_quantiles("choice_of_call", of_call),
        **_quantiles("command", commands),
        "by_command_us_p50": {name: round(statistics.median(took), 1) for name, took in by_command.items()},
    }


def _quantiles(name: str, took: list[float]) -> dict[str, float]:
    return {
        f"{name}_us_p50": round(statistics.median(took), 1),
        f"{name}_us_p99": round(statistics.quantiles(took, n=100)[-1], 1),
    }


def main(arguments: list[str]) -> None:
    results = [measure(*size) for size in SIZES]
    if "--json" in arguments:
        print(json.dumps(results, indent=1))
        return
    for result in results:
        print(", ".join(f"{name} {value}" for name, value in result.items()))


if __name__ == "__main__":
    main(sys.argv[1:])
