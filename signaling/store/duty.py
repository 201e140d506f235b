"""How long guides were on duty, all of them together: what their work is divided by.

On duty is who is signed in and neither away nor offline. The journal tells when that begins and ends, and
never changes. So it is read once, and then only what is new. What was counted is kept now and then, as a
shortcut for the next start; it says nothing of one guide, but for who is on duty now.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, insert, select

from signaling.core.events import Entry, GuideConnected, GuideLost, GuideStatusChanged
from signaling.core.ids import GuideId, Instant, Milliseconds, PoolId
from signaling.core.vocabulary import GuideStatus
from signaling.store.codec import decode_event
from signaling.store.tables import DUTY, duty, event
from signaling.store.tally.days import ONE_DAY, day_of, start_of

_FORM: Final = 1
"""Of what is kept. What has another form is counted anew."""
_OFF: Final = frozenset({GuideStatus.AWAY, GuideStatus.OFFLINE})


@dataclass(slots=True)
class _Attendance:
    connected: bool = False
    status: GuideStatus = GuideStatus.OFFLINE
    since: Instant | None = None
    """From when the guide is on duty; None while off."""

    def is_on_duty(self) -> bool:
        return self.connected and self.status not in _OFF


@dataclass(slots=True)
class DutyTimes:
    """Of one pool, by calendar days in `zone`. Serves several threads."""

    pool: PoolId
    zone: ZoneInfo
    _seq: int = 0
    _guides: dict[GuideId, _Attendance] = field(default_factory=dict)
    _days: Counter[date] = field(default_factory=Counter)
    """What is over, in milliseconds."""
    _lock: Lock = field(default_factory=Lock)

    def each_day(self, connection: Connection, *, now: Instant) -> Counter[date]:
        """Milliseconds on duty of each day that has some, up to `now`."""
        with self._lock:
            self._catch_up(connection)
            days = Counter(self._days)
            for guide in self._guides.values():
                if guide.since is not None:
                    days.update(self._by_day(guide.since, now))
            return days

    def catch_up(self, connection: Connection, limit: int) -> bool:
        """Count at most `limit` further entries. Answers whether there may be more."""
        with self._lock:
            seq = self._seq
            return self._catch_up(connection, limit) and self._seq > seq

    def keep(self, connection: Connection) -> None:
        """Write down what was counted, unless somebody who counted further has done so."""
        with self._lock:
            seq, body = self._seq, self._body()
        further = select(duty.c.seq).where(duty.c.pool == self.pool, duty.c.seq >= seq)
        if connection.scalar(further) is None:
            connection.execute(delete(duty).where(duty.c.pool == self.pool))
            connection.execute(insert(duty).values(pool=self.pool, seq=seq, body=body))

    def _restore(self, connection: Connection) -> None:
        kept = connection.execute(select(duty.c.seq, duty.c.body).where(duty.c.pool == self.pool)).first()
        if kept is not None and kept.body["form"] == _FORM:
            self._seq = kept.seq
            self._days = Counter({date.fromisoformat(day): time for day, time in kept.body["days"].items()})
            self._guides = {
                GuideId(guide): _Attendance(connected, GuideStatus(status), since)
                for guide, (connected, status, since) in kept.body["guides"].items()
            }

    def _body(self) -> dict[str, Any]:
        return {
            "form": _FORM,
            "days": {day.isoformat(): time for day, time in self._days.items()},
            "guides": {
                guide: [each.connected, each.status, each.since] for guide, each in self._guides.items()
            },
        }

    def _catch_up(self, connection: Connection, limit: int | None = None) -> bool:
        """Answers whether `limit` entries were counted."""
        if not self._seq:
            self._restore(connection)
        query = (
            select(event.c.seq, event.c.at, event.c.type, event.c.body)
            .where(event.c.pool == self.pool, event.c.seq > self._seq, DUTY)
            .order_by(event.c.seq)
            .limit(limit)
        )
        rows = connection.execute(query).all()
        self._fold(Entry(row.seq, row.at, decode_event(row.type, row.body)) for row in rows)
        return len(rows) == limit

    def _fold(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            match entry.event:
                case GuideConnected(guide=guide):
                    self._known(guide).connected = True
                case GuideLost(guide=guide):
                    self._known(guide).connected = False
                case GuideStatusChanged(guide=guide, status=status):
                    self._known(guide).status = status
                case _:
                    continue
            self._turn(self._known(guide), entry.at)
            self._seq = entry.seq

    def _known(self, guide: GuideId) -> _Attendance:
        return self._guides.setdefault(guide, _Attendance())

    def _turn(self, guide: _Attendance, at: Instant) -> None:
        if guide.is_on_duty():
            guide.since = at if guide.since is None else guide.since
        elif guide.since is not None:
            self._days.update(self._by_day(guide.since, at))
            guide.since = None

    def _by_day(self, since: Instant, until: Instant) -> dict[date, Milliseconds]:
        return dict(_cut(since, until, self.zone))


def _cut(since: Instant, until: Instant, zone: ZoneInfo) -> Iterator[tuple[date, Milliseconds]]:
    while since < until:
        day = day_of(since, zone)
        after = min(until, start_of(day + ONE_DAY, zone))
        yield day, after - since
        since = after
