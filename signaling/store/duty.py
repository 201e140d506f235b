"""How long guides were on duty, all of them together: what their work is divided by.

What on duty means says `store.attendance`. The journal tells when it begins and ends, and never changes. So
it is read once, and then only what is new. What was counted is kept now and then, as a shortcut for the next
start; it says nothing of one guide, but for who is connected now.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, insert, select

from signaling.core.events import Entry
from signaling.core.ids import GuideId, Instant, Milliseconds, PoolId
from signaling.core.vocabulary import GuideStatus
from signaling.days import ONE_DAY, day_of, start_of
from signaling.planning.observed import Duty
from signaling.store.attendance import Attendance, AttendanceBook
from signaling.store.codec import decode_event
from signaling.store.tables import DUTY, event
from signaling.store.tables import duty as duty_table

_FORM: Final = 1
"""Of what is kept. What has another form is counted anew."""


@dataclass(slots=True)
class DutyTimes:
    """Of one pool, by calendar days in `zone`. Serves several threads."""

    pool: PoolId
    zone: ZoneInfo
    _seq: int = 0
    _book: AttendanceBook = field(default_factory=AttendanceBook)
    _days: Counter[date] = field(default_factory=Counter)
    """What is over, in milliseconds."""
    _lock: Lock = field(default_factory=Lock)

    def each_day(self, connection: Connection, *, now: Instant) -> Counter[date]:
        """Milliseconds on duty of each day that has some, up to `now`."""
        with self._lock:
            self._catch_up(connection)
            days = Counter(self._days)
            for duty in self._book.going_on(now):
                days.update(self._by_day(duty))
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
        further = select(duty_table.c.seq).where(duty_table.c.pool == self.pool, duty_table.c.seq >= seq)
        if connection.scalar(further) is None:
            connection.execute(delete(duty_table).where(duty_table.c.pool == self.pool))
            connection.execute(insert(duty_table).values(pool=self.pool, seq=seq, body=body))

    def _restore(self, connection: Connection) -> None:
        kept = connection.execute(
            select(duty_table.c.seq, duty_table.c.body).where(duty_table.c.pool == self.pool)
        ).first()
        if kept is not None and kept.body["form"] == _FORM:
            self._seq = kept.seq
            self._days = Counter({date.fromisoformat(day): time for day, time in kept.body["days"].items()})
            self._book = AttendanceBook(
                {
                    GuideId(guide): Attendance(connected, GuideStatus(status), since)
                    for guide, (connected, status, since) in kept.body["guides"].items()
                }
            )

    def _body(self) -> dict[str, Any]:
        return {
            "form": _FORM,
            "days": {day.isoformat(): time for day, time in self._days.items()},
            "guides": {
                guide: [each.connected, each.status, each.since] for guide, each in self._book.guides.items()
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
            ended = self._book.note(entry.at, entry.event)
            if ended is not None:
                self._days.update(self._by_day(ended))
            self._seq = entry.seq

    def _by_day(self, duty: Duty) -> dict[date, Milliseconds]:
        return dict(_cut(duty.begins, duty.ends, self.zone))


def _cut(since: Instant, until: Instant, zone: ZoneInfo) -> Iterator[tuple[date, Milliseconds]]:
    while since < until:
        day = day_of(since, zone)
        after = min(until, start_of(day + ONE_DAY, zone))
        yield day, after - since
        since = after
