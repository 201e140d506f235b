"""Who was at work when, read out of the journal's own entries about guides.

The journal has no index by time. But its instants never decrease, so a period's first entry is found by
halving.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from signaling.core.events import Event, GuideConnected, GuideStatusChanged
from signaling.core.ids import GuideId, Instant, Language, PoolId
from signaling.core.skills import Skill, fluent, once_each
from signaling.core.vocabulary import AwayReason, GuideStatus
from signaling.planning.observed import Duty
from signaling.planning.opening import HOUR
from signaling.store.codec import decode_event
from signaling.store.tables import event

_BEFORE = 24 * HOUR
"""Read so much earlier, for who came to work before the period began."""
_TYPES = (GuideConnected.type, GuideStatusChanged.type)


def duties(connection: Connection, pool: PoolId, since: Instant, until: Instant) -> tuple[Duty, ...]:
    """Everybody's time at work from `since` to `until`, in the order in which it began.

    A missed ring does not end it, though it sends a guide away for a while; a break does.
    """
    book = _Book()
    for at, fact in _facts(connection, pool, since - _BEFORE, until):
        book.note(at, fact)
    return tuple(sorted(book.closed(since, until), key=lambda duty: (duty.begins, duty.guide)))


@dataclass(slots=True)
class _Book:
    skills: dict[GuideId, tuple[tuple[Skill, ...], tuple[Language, ...]]] = field(default_factory=dict)
    at_work: dict[GuideId, Instant] = field(default_factory=dict)
    """Since when."""
    done: list[Duty] = field(default_factory=list)

    def note(self, at: Instant, fact: Event) -> None:
        match fact:
            case GuideConnected(guide=guide):
                skills = once_each((*fact.skills, *fluent(fact.languages))), fact.interprets
                if self.skills.get(guide, skills) != skills and guide in self.at_work:
                    self._end(guide, at)
                    self.at_work[guide] = at
                self.skills[guide] = skills
            case GuideStatusChanged(guide=guide, status=GuideStatus.AVAILABLE):
                self.at_work.setdefault(guide, at)
            case GuideStatusChanged(guide=guide, reason=reason) if reason is not AwayReason.MISSED_RING:
                self._end(guide, at)
            case _:
                pass

    def closed(self, since: Instant, until: Instant) -> Iterator[Duty]:
        for guide in tuple(self.at_work):
            self._end(guide, until)
        for duty in self.done:
            begins, ends = max(duty.begins, since), min(duty.ends, until)
            if begins < ends:
                yield Duty(
                    guide=duty.guide, skills=duty.skills, interprets=duty.interprets, begins=begins, ends=ends
                )

    def _end(self, guide: GuideId, at: Instant) -> None:
        begins = self.at_work.pop(guide, None)
        if begins is None or guide not in self.skills:
            return
        skills, interprets = self.skills[guide]
        self.done.append(Duty(guide=guide, skills=skills, interprets=interprets, begins=begins, ends=at))


def _facts(
    connection: Connection, pool: PoolId, since: Instant, until: Instant
) -> Iterator[tuple[Instant, Event]]:
    first, last = _first_at(connection, pool, since), _first_at(connection, pool, until)
    query = (
        select(event.c.at, event.c.type, event.c.body)
        .where(event.c.pool == pool, event.c.seq >= first, event.c.seq < last, event.c.type.in_(_TYPES))
        .order_by(event.c.seq)
    )
    for at, type_, body in connection.execute(query):
        yield at, decode_event(type_, body)


def _first_at(connection: Connection, pool: PoolId, at: Instant) -> int:
    """The number of the first entry at this instant or later; one more than the last where there is none."""
    newest = connection.scalar(select(func.max(event.c.seq)).where(event.c.pool == pool)) or 0
    low, high = 1, newest + 1
    while low < high:
        middle = (low + high) // 2
        then = connection.scalar(select(event.c.at).where(event.c.pool == pool, event.c.seq == middle))
        low, high = (middle + 1, high) if then is not None and then < at else (low, middle)
    return low
