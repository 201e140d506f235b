"""Equal service: what residents met, by language and neighbourhood, and how sure that is.

Small counts are kept back as in a published table (`small_cells`), so that the page can be shown and printed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from math import sqrt
from zoneinfo import ZoneInfo

from guide_server.equality.models import (
    EqualityCell,
    EqualityHour,
    EqualityLine,
    EqualityPage,
    Share,
    WaitRatio,
)
from guide_server.http.access import Access, Scope
from guide_server.http.endpoint import Asked, Endpoint
from guide_server.names import Names
from guide_server.period import PeriodQuery, period_of
from guide_server.small_cells import ALL, Cell, kept_back
from guide_server.whole_months import WholeMonths
from signaling.core.ids import Language
from signaling.core.pool_settings import SECOND
from signaling.ports import Clock
from signaling.store.audit import Actor
from signaling.store.directory import SqlDirectory
from signaling.store.figures import TARGET, Figures
from signaling.store.first_word import FirstWord
from signaling.store.reports import Report, Reports, WaitRange
from signaling.wire.languages import LANGUAGES, TRIAGE, LanguageName

ENOUGH = 20
"""Handled calls that a language must have for its P90 to count in the ratio of worst to best."""
ALL_OTHERS = "-"
"""Stands for the languages that are kept back; no language's tag."""
_Z = 1.96
_TIMES = ("median_wait", "p90_wait", "p90_low", "p90_high", "first_word", "first_word_p90")


class EqualityApi:
    def __init__(self, *, reports: Reports, directory: SqlDirectory, clock: Clock, zone: ZoneInfo) -> None:
        self._reports = reports
        self._months = WholeMonths(reports=reports, clock=clock, zone=zone)
        self._directory = directory
        self._clock = clock
        self._zone = zone

    async def read(self, asked: Asked[PeriodQuery]) -> EqualityPage:
        """Read how equal the service was over a period of days."""
        careful = not asked.reads_calls
        start, end = (
            self._months.asked_for(asked.question)
            if careful
            else period_of(asked.question, self._clock, self._zone)
        )
        reader = Actor(who=asked.actor, why=str(asked.question.why))
        report = await self._reports.report(start, end, reader)
        names = Names(await self._directory.catalogue())
        if careful:
            back = await self._months.withheld((start, end))
            return _as_published(_page(offered_only(report), start, end, names, back))
        back = kept_back({cell: figures.taps for cell, figures in report.cells.items()}) | kept_back(
            {cell: figures.offered for cell, figures in report.cells.items() if figures.offered}
        )
        return _page(report, start, end, names, back)

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (Endpoint("GET", "/api/equality", Access.FIGURES, self.read, Scope.STATISTICS_READ),)


def _page(report: Report, start: date, end: date, names: Names, back: frozenset[Cell]) -> EqualityPage:
    return EqualityPage(
        start=start,
        end=end,
        target=TARGET,
        total=_line(ALL, ALL, report.total, hidden=(ALL, ALL) in back),
        languages=tuple(
            _with_times(
                _line(tag, tag, figures, hidden=(tag, ALL) in back),
                report.p90_by_language.get(tag),
                report.first_word_by_language.get(tag),
            )
            for tag, figures in report.by_language.items()
        ),
        neighbourhoods=tuple(
            _with_times(
                _line(place, names.neighbourhood(place), figures, hidden=(ALL, place) in back),
                report.p90_by_neighbourhood.get(place),
                report.first_word_by_neighbourhood.get(place),
            )
            for place, figures in report.by_neighbourhood.items()
        ),
        cells=tuple(_cells(report, back)),
        hours=tuple(_hours(report, back)),
        ratio=ratio_of(report, lambda tag: (tag, ALL) in back),
        unserved=tuple(
            tag
            for tag, figures in report.by_language.items()
            if not figures.handled and (tag, ALL) not in back
        ),
        demo=names.are_of_the_demo,
        names=names_of(report.by_language),
    )


def offered_only(report: Report) -> Report:
    """Without languages and places of which nobody was let into the queue: that they are named would tell
    that somebody tapped.
    """
    return replace(
        report,
        by_language={tag: each for tag, each in report.by_language.items() if each.offered},
        by_neighbourhood={place: each for place, each in report.by_neighbourhood.items() if each.offered},
        cells={cell: each for cell, each in report.cells.items() if each.offered},
    )


def _as_published(page: EqualityPage) -> EqualityPage:
    """Without what the published months do not tell either: taps outside the hours, times of few, and hours
    of the day.
    """
    return page.model_copy(
        update={
            "total": _line_as_published(page.total),
            "languages": tuple(map(_line_as_published, page.languages)),
            "neighbourhoods": tuple(map(_line_as_published, page.neighbourhoods)),
            "cells": tuple(cell.model_copy(update={"p90_wait": None}) for cell in page.cells),
            "hours": (),
        }
    )


def _line_as_published(line: EqualityLine) -> EqualityLine:
    few = {} if (line.handled or 0) >= ENOUGH else dict.fromkeys(_TIMES)
    return line.model_copy(update={"taps": None, "handled": None, **few})


def wilson(count: int, of: int) -> Share:
    """The share with its 95 % interval, by E. B. Wilson's score, which holds for small counts too."""
    share, spread = count / of, _Z * _Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return Share(share=share, low=max(0.0, middle - half), high=min(1.0, middle + half))


def _line(key: str, name: str, figures: Figures, *, hidden: bool) -> EqualityLine:
    if hidden:
        return EqualityLine(key=key, name=name, kept_back=True)
    return EqualityLine(
        key=key,
        name=name,
        kept_back=False,
        taps=figures.taps,
        offered=figures.offered,
        handled=figures.handled,
        within_target=wilson(figures.within_target, figures.offered) if figures.offered else None,
        left=wilson(figures.abandoned, figures.offered) if figures.offered else None,
        median_wait=figures.median_wait,
        p90_wait=figures.p90_wait,
    )


def _with_times(line: EqualityLine, p90: WaitRange | None, first_word: FirstWord | None) -> EqualityLine:
    if line.kept_back:
        return line
    return line.model_copy(
        update={
            "p90_low": None if p90 is None else p90.low,
            "p90_high": None if p90 is None else p90.high,
            "first_word": None if first_word is None else first_word.median,
            "first_word_p90": None if first_word is None else first_word.p90,
        }
    )


def _cells(report: Report, back: frozenset[Cell]) -> Iterable[EqualityCell]:
    for (tag, place), figures in report.cells.items():
        shown = (tag, place) not in back and figures.offered > 0
        yield EqualityCell(
            language=tag,
            neighbourhood=place,
            kept_back=(tag, place) in back,
            within_target=wilson(figures.within_target, figures.offered) if shown else None,
            left=wilson(figures.abandoned, figures.offered) if shown else None,
            p90_wait=figures.p90_wait if shown else None,
        )


def _hours(report: Report, back: frozenset[Cell]) -> Iterator[EqualityHour]:
    """Each language by hour of the day, those that are kept back together as one.

    The sums of its lines are then known anyway, so the table stands by itself; where one of its own small
    counts could not be kept back without keeping a sum back too, there is no table.
    """
    taps: Counter[Cell] = Counter()
    offered: Counter[Cell] = Counter()
    within: Counter[Cell] = Counter()
    for (tag, hour), figures in report.by_hour.items():
        cell = (ALL_OTHERS if (tag, ALL) in back else tag, str(hour))
        taps[cell] += figures.taps
        offered[cell] += figures.offered
        within[cell] += figures.within_target
    hidden = kept_back(taps) | kept_back({cell: count for cell, count in offered.items() if count})
    if any(ALL in cell for cell in hidden):
        return
    for cell in sorted(taps, key=lambda cell: (cell[0], int(cell[1]))):
        shown = cell not in hidden and offered[cell] > 0
        yield EqualityHour(
            language="" if cell[0] == ALL_OTHERS else cell[0],
            hour=int(cell[1]),
            kept_back=cell in hidden,
            within_target=wilson(within[cell], offered[cell]) if shown else None,
        )


def names_of(tags: Iterable[str]) -> tuple[LanguageName, ...]:
    known = frozenset(tags)
    return tuple(language for language in (*LANGUAGES, TRIAGE) if language.tag in known)


def ratio_of(report: Report, is_back: Callable[[Language], bool]) -> WaitRatio | None:
    """The longest P90 wait of a language to the shortest, of those with enough calls to tell.

    What is shorter than a second counts as one.
    """
    waits = {
        tag: figures.p90_wait
        for tag, figures in report.by_language.items()
        if figures.p90_wait is not None and figures.handled >= ENOUGH and not is_back(tag)
    }
    if len(waits) < 2:
        return None
    worst, best = max(waits, key=waits.__getitem__), min(waits, key=waits.__getitem__)
    return WaitRatio(worst=worst, best=best, ratio=max(waits[worst], SECOND) / max(waits[best], SECOND))
