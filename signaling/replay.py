"""One day of the journal, read again: the same records, and what would have been otherwise."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from signaling.core.evolve import evolve
from signaling.core.ids import Language, PoolId
from signaling.core.languages import spoken
from signaling.core.pool import Pool
from signaling.core.vocabulary import PolicyName
from signaling.day_span import DaySpan
from signaling.days import ONE_DAY, day_of, instant_of, start_of
from signaling.settings_file import SettingsError
from signaling.simulation.days import outcome
from signaling.simulation.driver import Progress
from signaling.simulation.figures import Figures, figures
from signaling.simulation.history import History, with_guide
from signaling.simulation.plan import Plan
from signaling.simulation.report import table
from signaling.store.engine import Database
from signaling.store.journal import REPLAY, read_entries
from signaling.store.replay import Comparison, DayFold, last_tap

PLAYS = 20
"""A what-if is played so often, each time with another chance, and the figures are those of all plays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """One guide more: what they speak, and when they are there."""

    languages: tuple[Language, ...]
    span: DaySpan

    @classmethod
    def parse(cls, text: str) -> "Extra":
        """Of `so 10:00-14:00` or `so,sv 10:00-14:00`. Raises `SettingsError`."""
        tags, _, hours = text.strip().partition(" ")
        try:
            return cls(languages=tuple(spoken(tag) for tag in tags.split(",")), span=DaySpan.parse(hours))
        except ValueError as error:
            raise SettingsError(f"--guide {text!r}: {error}.") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    day: date
    comparison: Comparison
    entries: int
    as_it_was: Figures
    notes: tuple[str, ...]
    played: Figures
    """The same day through the simulator, nothing changed: what it leaves out shows here."""
    what_if: Figures | None


async def replay(
    database: Database,
    pool: PoolId,
    zone: ZoneInfo,
    *,
    day: date | None = None,
    extras: Sequence[Extra] = (),
    policy: PolicyName | None = None,
    progress: Progress = lambda _: None,
) -> Replay:
    """Read the journal up to now, judge the day, and play it; None is the last day with a tap.

    `extras` and `policy` are what the what-if changes. Raises `SettingsError` where the day has no calls, and
    `StoreUnavailable`.
    """
    day = day or await _last_day(database, pool, zone)
    since, until = start_of(day, zone), start_of(day + ONE_DAY, zone)
    state, history, fold = Pool.empty(pool), History(since, until), DayFold(pool, since, until)
    at_end = state
    while page := await database.read(partial(read_entries, pool=pool, after=state.seq, limit=REPLAY)):
        for entry in page:
            state = evolve(state, entry)
            history.read(state, entry)
            fold.fold(entry)
            at_end = state if entry.at < until else at_end
    if not len(history):
        raise SettingsError(f"The journal holds no call of {day}.")
    comparison = await database.read(fold.compare)
    remembered = [history.remembered(at_end, seed) for seed in range(1, PLAYS + 1)]
    plans = [each.plan for each in remembered]
    changed = [_with(plan, extras, policy, day, zone) for plan in plans] if extras or policy else []
    speakers = {shift.guide: shift.languages for shift in plans[0].shifts}
    return Replay(
        day=day,
        entries=state.seq,
        comparison=comparison,
        as_it_was=figures([history.ledger], speakers),
        notes=remembered[0].notes,
        played=await asyncio.to_thread(outcome, plans, progress),
        what_if=await asyncio.to_thread(outcome, changed, progress) if changed else None,
    )


def told(found: Replay) -> str:
    """A replay in words and tables."""
    comparison = found.comparison
    same = "the same as the session log's" if not comparison.differing else "NOT the session log's"
    folds = f"{comparison.calls} calls and {comparison.rings} rings, {same}"
    parts = [f"{found.day}: the journal's {found.entries} entries fold to {folds}."]
    parts += [f"The log says otherwise of call {call}." for call in comparison.differing]
    parts += [
        f"\nAs it was\n{table(found.as_it_was)}",
        f"\nThe same day played {PLAYS} times, nothing changed\n{table(found.played)}",
    ]
    if found.what_if is not None:
        parts.append(f"\nThe same day played {PLAYS} times with the change\n{table(found.what_if)}")
    return "\n".join([*parts, "", *found.notes])


def _with(plan: Plan, extras: Sequence[Extra], policy: PolicyName | None, day: date, zone: ZoneInfo) -> Plan:
    for extra in extras:
        begins, ends = (instant_of(day, minutes, zone) for minutes in (extra.span.begins, extra.span.ends))
        plan = with_guide(plan, extra.languages, begins, ends)
    return plan if policy is None else replace(plan, settings=replace(plan.settings, policy=policy))


async def _last_day(database: Database, pool: PoolId, zone: ZoneInfo) -> date:
    at = await database.read(partial(last_tap, pool=pool))
    if at is None:
        raise SettingsError("The journal holds no call.")
    return day_of(at, zone)
