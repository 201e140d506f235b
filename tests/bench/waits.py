"""How honest the estimated waits are: `python -m tests.bench.waits [--json] [--days 10]`.

Days are played through the real core, and whenever a waiting resident would be shown a range of minutes, it
is set against the time that the guide then really took. One resident in ten never loses patience: only these
are judged, as nobody knows how long those who left would have waited. The aim: four of five within the range.
"""

import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from signaling.core.estimate import WaitRange, speeds, wait_range
from signaling.core.events import Entry, RingTaken
from signaling.core.ids import CallId, Instant
from signaling.core.pool import Call, Pool
from signaling.core.pool_settings import MINUTE, SECOND
from signaling.core.vocabulary import CallState
from signaling.simulation.driver import play
from signaling.simulation.plan import Plan
from signaling.simulation.scenario import Scenario, draw, load_scenario

EVERY = 10 * SECOND
"""How often a screen is told a new range at least."""
EXAMPLE = Path(__file__).resolve().parents[2] / "deploy/config/scenario.yaml"
LANGUAGES = {
    "sv": 45, "ar": 14, "tr": 7, "so": 5, "es": 5, "fa": 4,
    "pl": 4, "en": 4, "fi": 3, "ti": 3, "aii": 3, "ckb": 3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    at: Instant
    first: bool
    shown: WaitRange | None


@dataclass(slots=True)
class Tally:
    """What was said to the patient, and how it turned out."""

    statements: int = 0
    within: int = 0
    shorter: int = 0
    longer: int = 0
    in_words: int = 0
    """Without a number."""
    width: int = 0
    """Of all ranges together, in minutes."""

    def count(self, said: Said, taken: Instant) -> None:
        if said.shown is None:
            self.in_words += 1
            return
        true = (taken - said.at) / MINUTE
        self.statements += 1
        self.width += said.shown.high - said.shown.low
        self.shorter += true < said.shown.low
        self.longer += true > said.shown.high
        self.within += said.shown.low <= true <= said.shown.high

    def plain(self) -> dict[str, float | int]:
        number = max(1, self.statements)
        return {
            "statements": self.statements,
            "within": round(self.within / number, 3),
            "shorter": round(self.shorter / number, 3),
            "longer": round(self.longer / number, 3),
            "mean_width_minutes": round(self.width / number, 1),
            "in_words": self.in_words,
        }


@dataclass(slots=True)
class Judge:
    """Watches one day."""

    patient: frozenset[CallId]
    first: Tally
    later: Tally
    said: dict[CallId, list[Said]] = field(default_factory=dict)

    def watch(self, pool: Pool, entries: Sequence[Entry]) -> None:
        for entry in entries:
            if isinstance(entry.event, RingTaken):
                for said in self.said.pop(entry.event.call, ()):
                    (self.first if said.first else self.later).count(said, entry.at)
        due = list(self._due(pool))
        known = speeds(pool) if due else None
        for call in due:
            assert known is not None
            told = self.said.setdefault(call.id, [])
            told.append(Said(pool.at, not told, wait_range(pool, call, known)))

    def _due(self, pool: Pool) -> Iterator[Call]:
        for call_id, call in pool.calls.items():
            if call_id in self.patient and call.state is CallState.WAITING:
                told = self.said.get(call_id)
                if not told or pool.at - told[-1].at >= EVERY:
                    yield call


def city(*, guides: int, load: float, patience: float, seed: int) -> Scenario:
    """Ten hours without a peak: guides who speak Swedish and one to three other languages."""
    rng = random.Random(seed)
    others = [language for language in LANGUAGES if language != "sv"]
    weights = [LANGUAGES[language] for language in others]
    handling = 240 + 40 + 5
    return Scenario.model_validate(
        {
            "description": f"{guides} guides at load {load}, patience {patience:.0f} s",
            "taps_per_hour": {"08:00-18:00": guides * load * 3600 / handling},
            "neighbourhoods": {"all": {"share": 1, "languages": LANGUAGES}},
            "talk": {"mean_seconds": 240},
            "wrap_up": {"mean_seconds": 40},
            "patience": {"mean_seconds": patience},
            "guides": [
                {
                    "name": f"Guide {number}",
                    "languages": dict.fromkeys(
                        [
                            "sv",
                            others[number % len(others)],
                            *rng.choices(others, weights, k=rng.randint(0, 2)),
                        ],
                        "fluent",
                    ),
                    "shifts": ["08:00-18:00"],
                }
                for number in range(guides)
            ],
        }
    )


def patiently(plan: Plan) -> tuple[Plan, frozenset[CallId]]:
    """The plan with one resident in ten whom nothing but the wait limit sends away."""
    chosen = {number for number in range(len(plan.residents)) if plan.chance("patient", number) < 0.1}
    residents = tuple(
        replace(resident, patience=None) if number in chosen else resident
        for number, resident in enumerate(plan.residents)
    )
    return replace(plan, residents=residents), frozenset(CallId(f"call-{number}") for number in chosen)


def measure(scenario: Scenario, days: int) -> dict[str, object]:
    first, later = Tally(), Tally()
    for seed in range(days):
        plan, patient = patiently(draw(scenario, seed))
        play(plan, watch=Judge(patient, first, later).watch)
    return {"what": scenario.description, "days": days, "first": first.plain(), "later": later.plain()}


def main(arguments: list[str]) -> None:
    days = int(arguments[arguments.index("--days") + 1]) if "--days" in arguments else 10
    scenarios = [
        load_scenario(EXAMPLE),
        *(
            city(guides=guides, load=load, patience=180, seed=guides)
            for guides in (8, 20, 60)
            for load in (0.7, 0.85, 0.95)
        ),
        city(guides=20, load=0.85, patience=600, seed=20),
    ]
    results = []
    for scenario in scenarios:
        results.append(measure(scenario, days))
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    if "--json" in arguments:
        print(json.dumps(results, indent=2))
        return
    for result in results:
        print(f"{result['what']}\n  first {result['first']}\n  later {result['later']}")


if __name__ == "__main__":
    main(sys.argv[1:])
