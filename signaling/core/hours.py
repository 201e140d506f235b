"""When residents are served: intervals of instants, made outside from the municipality's rules.

A language is served at a site while the pool is open, and the site is, and the language is. Whoever has no
hours of its own is always open. A pool that was told no hours at all, or only hours that are long past, is
open: nobody is turned away because a program forgot to say for how long.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from signaling.core.ids import Instant, Language, SiteId
from signaling.core.vocabulary import Closing


@dataclass(frozen=True, slots=True)
class OpenTime:
    """Open from `opens`, and no longer from `closes` on."""

    opens: Instant
    closes: Instant


OpenTimes = tuple[OpenTime, ...]
"""In order, apart from each other. Before, between and after them it is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    until: Instant
    """So far the hours are known."""
    pool: OpenTimes
    sites: tuple[tuple[SiteId, OpenTimes], ...] = ()
    languages: tuple[tuple[Language, OpenTimes], ...] = ()
    closing: Closing = Closing.SERVE

    def open(self, site: SiteId, language: Language, at: Instant) -> bool:
        """Whether the language is served at the site."""
        return at >= self.until or all(_is_open(times, at) for times in self._all(site, language))

    def opens_at(self, site: SiteId, language: Language, after: Instant) -> Instant | None:
        """When the language is next served at the site, `after` included; None where that is not known."""
        at = after
        while at < self.until:
            later = [_next_open(times, at) for times in self._all(site, language)]
            if None in later:
                return None
            latest = max((each for each in later if each is not None), default=at)
            if latest == at:
                return at
            at = latest
        return None

    def closes_at(self, site: SiteId, language: Language, after: Instant) -> Instant | None:
        """When it is no longer served there, `after` being an open instant; None where that is not known."""
        times = (each for times in self._all(site, language) for each in times)
        return min((each.closes for each in times if each.opens <= after < each.closes), default=None)

    def at(self, site: SiteId, after: Instant) -> OpenTimes:
        """When the site is open, whatever the language, from `after` on and as far as is known."""
        times = self.pool
        for known, own in self.sites:
            times = _both(times, own) if known == site else times
        return tuple(each for each in times if each.closes > after)

    def next_turn(self, after: Instant) -> Instant | None:
        """When somebody next opens or closes; None where nothing more is known."""
        known = (self.pool, *(times for _, times in self.sites), *(times for _, times in self.languages))
        turns = (turn for times in known for each in times for turn in (each.opens, each.closes))
        return min((turn for turn in (*turns, self.until) if turn > after), default=None)

    def _all(self, site: SiteId, language: Language) -> Iterator[OpenTimes]:
        yield self.pool
        yield from (times for known, times in self.sites if known == site)
        yield from (times for known, times in self.languages if known == language)


def _is_open(times: OpenTimes, at: Instant) -> bool:
    return any(each.opens <= at < each.closes for each in times)


def _both(one: OpenTimes, other: OpenTimes) -> OpenTimes:
    shared = (OpenTime(max(a.opens, b.opens), min(a.closes, b.closes)) for a in one for b in other)
    return tuple(each for each in shared if each.opens < each.closes)


def _next_open(times: OpenTimes, at: Instant) -> Instant | None:
    """`at` where it is open then."""
    return next((max(at, each.opens) for each in times if at < each.closes), None)
