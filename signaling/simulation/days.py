"""Several days of one scenario, each with a seed of its own, and their figures together."""

from collections.abc import Sequence

from signaling.core.ids import GuideId, Language
from signaling.simulation.driver import Progress, play
from signaling.simulation.figures import Figures, Ledger, figures
from signaling.simulation.plan import Plan
from signaling.simulation.scenario import Scenario, draw


def simulate(
    scenario: Scenario, *, days: int, seed: int | None = None, progress: Progress = lambda _: None
) -> Figures:
    """Play `days` days, the first with `seed` and each further one with the next number."""
    first = scenario.seed if seed is None else seed
    return outcome([draw(scenario, first + day) for day in range(days)], progress)


def outcome(plans: Sequence[Plan], progress: Progress = lambda _: None) -> Figures:
    """What becomes of these days."""
    ledgers = []
    speakers: dict[GuideId, tuple[Language, ...]] = {}
    for number, plan in enumerate(plans):
        ledger = Ledger()
        play(
            plan,
            watch=ledger.watch,
            progress=lambda share, number=number: progress((number + share) / len(plans)),  # type: ignore[misc]
        )
        ledgers.append(ledger)
        for shift in plan.shifts:
            spoken = (*speakers.get(shift.guide, ()), *shift.languages)
            speakers[shift.guide] = tuple(dict.fromkeys(spoken))
    return figures(ledgers, speakers)
