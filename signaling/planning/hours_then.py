"""By which hours a time that is over was served, from what the pool was told and when. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from signaling.core.hours import Hours, OpenTime, OpenTimes
from signaling.core.ids import Instant
from signaling.days import ONE_DAY, start_of
from signaling.planning.opening import Span, within

NEVER: Final[Instant] = -(2**62)
EVER: Final[Instant] = 2**62

Rules = Sequence[tuple[Instant, Hours | None]]
"""Which hours were in force from when on, in order; None: always open."""


def in_force(told: Rules, today: Hours | None) -> Rules:
    """The hours that were told, each as far as it reaches; today's for whenever nothing is known."""
    rules: list[tuple[Instant, Hours | None]] = [(NEVER, today)]
    for (since, hours), (_, reaches), (until, _) in zip(told, _known(told), _nexts(told), strict=True):
        rules.append((since, hours))
        if reaches < until:
            rules.append((reaches, today))
    return rules


def without_hours(told: Rules, days: Sequence[date], zone: ZoneInfo) -> list[date]:
    """The days at no instant of which it is known by which hours it was served."""
    known = [(since, until) for since, until in _known(told) if since < until]
    return [day for day in days if not within([(start_of(day, zone), start_of(day + ONE_DAY, zone))], known)]


def put_together(rules: Rules, begins: Instant, ends: Instant) -> Hours | None:
    """The hours that open and close from `begins` to `ends` as each rule did while it was in force."""
    parts = [
        ((max(since, begins), min(until, ends)), hours)
        for (since, hours), (until, _) in zip(rules, _nexts(rules), strict=True)
        if max(since, begins) < min(until, ends)
    ]
    spans = [span for span, _ in parts]
    if all(hours is None for _, hours in parts):
        return None
    sites = [{} if hours is None else dict(hours.sites) for _, hours in parts]
    languages = [{} if hours is None else dict(hours.languages) for _, hours in parts]
    return Hours(
        until=ends,
        pool=_one_after_another(spans, [None if hours is None else hours.pool for _, hours in parts]),
        sites=tuple(
            (site, _one_after_another(spans, [own.get(site) for own in sites]))
            for site in sorted({site for own in sites for site in own})
        ),
        languages=tuple(
            (language, _one_after_another(spans, [own.get(language) for own in languages]))
            for language in sorted({language for own in languages for language in own})
        ),
    )


def _nexts(rules: Rules) -> Rules:
    """What follows each of the rules."""
    return [*rules[1:], (EVER, None)][: len(rules)]


def _known(told: Rules) -> list[Span]:
    """When each of the hours that were told was in force, as far as it reaches."""
    return [
        (since, until if hours is None else min(until, max(since, hours.until)))
        for (since, hours), (until, _) in zip(told, _nexts(told), strict=True)
    ]


def _one_after_another(spans: Sequence[Span], parts: Sequence[OpenTimes | None]) -> OpenTimes:
    """What is open in each span by its part, of which None is always open; what touches as one."""
    times: list[OpenTime] = []
    for span, own in zip(spans, parts, strict=True):
        for opens, closes in [span] if own is None else within([span], [(t.opens, t.closes) for t in own]):
            if times and times[-1].closes == opens:
                times[-1] = OpenTime(times[-1].opens, closes)
            else:
                times.append(OpenTime(opens, closes))
    return tuple(times)
