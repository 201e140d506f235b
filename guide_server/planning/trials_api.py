"""Trials of the roster: asked for, looked at while they run, cancelled.

What a trial found goes back to how many tapped in its days. So whoever may not read the log has whole months
played, by what is published of them, and sees of other trials only that they are there.
"""

from collections.abc import Callable
from datetime import date
from typing import Protocol
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from guide_server.http.access import Access
from guide_server.http.endpoint import Asked, Endpoint, Nothing
from guide_server.http.problems import NotNow, TrialRuns
from guide_server.names import Names
from guide_server.planning.models import (
    ExtraGuideWish,
    FurtherLanguageWish,
    NewTrial,
    TrialEffect,
    TrialFigure,
    TrialMeasures,
    TrialPage,
    TrialView,
    TriedChange,
    Wish,
)
from guide_server.planning.pages import language_or_all
from guide_server.planning.periods import USUAL_MONTHS, PlannedPeriods
from guide_server.planning.question import question
from signaling.core.pool import Pool
from signaling.planning.trial import Effect, Figure, FurtherLanguage, Measures, Question, Tried
from signaling.store.audit import Actor
from signaling.store.directory import SqlDirectory
from signaling.store.planning.trials import Trial, Trials
from signaling.store.planning.trials import TrialRuns as AnotherRuns
from signaling.store.staff import Staff


class _Kept(BaseModel):
    """The wish as it is kept with its trial."""

    model_config = ConfigDict(frozen=True)

    start: date
    end: date
    wish: Wish
    as_published: bool = False
    """Whether it was reckoned with nothing but what everybody on the board may know."""


class Bench(Protocol):
    """Where trials run: one of the pool at a time."""

    async def start(self, question: Question, wish: str, asker: Actor) -> int:
        """Begin, and return the trial's number; `wish` is kept with it. Raises `store.…trials.TrialRuns`."""
        ...


class TrialsApi:
    def __init__(
        self,
        *,
        periods: PlannedPeriods,
        trials: Trials,
        bench: Bench,
        directory: SqlDirectory,
        staff: Staff,
        pool: Callable[[], Pool],
        zone: ZoneInfo,
    ) -> None:
        self._periods = periods
        self._trials = trials
        self._bench = bench
        self._directory = directory
        self._staff = staff
        self._pool = pool
        self._zone = zone

    async def read(self, asked: Asked[Nothing]) -> TrialPage:
        """Look at the newest trial: how far it has come, and what it found."""
        return await self._page(asked)

    async def start(self, asked: Asked[NewTrial]) -> TrialPage:
        """Ask the simulator what a change of the roster would do, or which one would help most."""
        given, asker = asked.question, Actor(who=asked.who.staff)
        if asked.reads_calls:
            reckoned = await self._periods.of_days(given.start, given.end, asker)
        else:
            days = self._periods.months.between(given.start, given.end, usual=USUAL_MONTHS)
            reckoned = await self._periods.of_months(days, asker)
        asks = question(reckoned, given.wish, self._pool().settings, self._zone)
        kept = _Kept(
            start=reckoned.period.first,
            end=reckoned.period.last,
            wish=given.wish,
            as_published=reckoned.as_published,
        )
        try:
            await self._bench.start(asks, kept.model_dump_json(), asker)
        except AnotherRuns:
            raise TrialRuns from None
        return await self._page(asked)

    async def cancel(self, asked: Asked[Nothing]) -> TrialPage:
        """Cancel a trial that runs."""
        if not await self._trials.cancel(int(asked.path("trial")), Actor(who=asked.who.staff)):
            raise NotNow
        return await self._page(asked)

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint("GET", "/api/planning/trial", Access.BOARD, self.read),
            Endpoint("POST", "/api/planning/trials", Access.BOARD, self.start),
            Endpoint(
                "POST", "/api/planning/trials/{trial:[0-9]{1,9}}/cancellation", Access.BOARD, self.cancel
            ),
        )

    async def _page(self, asked: Asked[Nothing] | Asked[NewTrial]) -> TrialPage:
        found = await self._trials.newest()
        if found is None:
            return TrialPage(trial=None)
        names = Names(await self._directory.catalogue())
        asker = await self._staff.account_of(found.asked_by)
        asked_by = found.asked_by if asker is None else asker.name
        return TrialPage(trial=_view(found, names, asked_by=asked_by, reads_calls=asked.reads_calls))


def _view(trial: Trial, names: Names, *, asked_by: str, reads_calls: bool) -> TrialView:
    kept = _Kept.model_validate_json(trial.question)
    kept_back = not (reads_calls or kept.as_published)
    answer = None if kept_back else trial.answer
    return TrialView(
        id=trial.id,
        asked_by=asked_by,
        asked_at=trial.asked_at,
        start=kept.start,
        end=kept.end,
        wish=kept.wish,
        state=trial.state,
        share=trial.permille / 1_000,
        until=trial.until,
        ended_at=trial.ended_at,
        days=None if answer is None else answer.days,
        plays=None if answer is None else answer.plays,
        considered=None if answer is None else answer.considered,
        tried=() if answer is None else tuple(_tried(each, kept, names) for each in answer.tried),
        kept_back=kept_back,
    )


def _tried(tried: Tried, kept: _Kept, names: Names) -> TriedChange:
    return TriedChange(
        change=_change(tried, kept),
        guide_name=names.guide(tried.change.guide) if isinstance(tried.change, FurtherLanguage) else None,
        effects=tuple(_effect(each) for each in tried.effects),
    )


def _change(tried: Tried, kept: _Kept) -> ExtraGuideWish | FurtherLanguageWish:
    if isinstance(tried.change, FurtherLanguage):
        return FurtherLanguageWish(
            kind="further_language", guide=tried.change.guide, language=tried.change.language
        )
    assert isinstance(kept.wish, ExtraGuideWish)  # noqa: S101 - nobody else is answered with a guide more
    return kept.wish


def _effect(effect: Effect) -> TrialEffect:
    return TrialEffect(
        language=language_or_all(effect.language),
        taps_per_week=effect.taps,
        before=_measures(effect.before),
        after=_measures(effect.after),
        more_in_time=_figure(effect.more_in_time),
    )


def _measures(measures: Measures) -> TrialMeasures:
    return TrialMeasures(
        p90_wait=_told(measures.p90_wait),
        service_level=_told(measures.service_level),
        abandonment=_told(measures.abandonment),
    )


def _told(figure: Figure | None) -> TrialFigure | None:
    return None if figure is None else _figure(figure)


def _figure(figure: Figure) -> TrialFigure:
    interval = figure.interval
    if interval is None:
        return TrialFigure(value=figure.value, low=None, high=None)
    return TrialFigure(value=figure.value, low=interval.low, high=interval.high)
