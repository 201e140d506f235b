"""What there is to tell: facts of calls out of the journal, and notices of alarms, each in order.

A fact of a call comes with what never changes of it, so that telling it again says the same as the first
time. A call whose row is gone, because its time was over, is not told of any more.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, Row, func, select

from signaling.core.events import CallEnded, CallLive, CallTapped, Event
from signaling.core.ids import (
    CallId,
    Instant,
    KioskId,
    Language,
    Milliseconds,
    NeighbourhoodId,
    PoolId,
    SiteId,
)
from signaling.store.alarms import AlarmKind
from signaling.store.codec import decode_event
from signaling.store.engine import Database
from signaling.store.tables import alarm, alarm_notice, call, event

TOLD = (CallTapped, CallLive, CallEnded)
"""The facts that leave the house."""
STRETCH = 5_000
"""Entries of the journal that one look goes through at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFact:
    """`wait_ms` and `talk_ms` are final where the fact is the call's end, and None before it."""

    seq: int
    at: Instant
    event: Event
    call: CallId
    kiosk: KioskId
    site: SiteId
    neighbourhood: NeighbourhoodId
    language: Language
    queued_at: Instant
    wait_ms: Milliseconds | None
    talk_ms: Milliseconds | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmFact:
    seq: int
    at: Instant
    raised: bool
    kind: AlarmKind
    subject: str
    since: Instant


Fact = CallFact | AlarmFact


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """`upto` is the last number that was looked at: with no facts, nothing up to there is to be told."""

    facts: tuple[Fact, ...]
    upto: int


class Streams:
    """All functions raise `StoreUnavailable` where the database does not answer."""

    def __init__(self, database: Database, *, pool: PoolId) -> None:
        self._database = database
        self._pool = pool

    async def calls(self, after: int, *, limit: int) -> Read:
        """Return the first facts after number `after`, as many as `limit`."""
        return await self._database.read(lambda connection: _calls(connection, self._pool, after, limit))

    async def alarms(self, after: int, *, limit: int) -> Read:
        return await self._database.read(lambda connection: _alarms(connection, after, limit))


def _calls(connection: Connection, pool: PoolId, after: int, limit: int) -> Read:
    head = connection.scalar(select(func.max(event.c.seq)).where(event.c.pool == pool)) or 0
    upto = min(head, after + STRETCH)
    query = (
        select(
            *event.c["seq", "at", "type", "body"],
            *call.c["id", "kiosk", "site", "neighbourhood", "language", "queued_at", "wait_ms", "talk_ms"],
        )
        .join(call, call.c.id == event.c.call)
        .where(event.c.pool == pool, event.c.seq > after, event.c.seq <= upto)
        .where(event.c.type.in_([told.type for told in TOLD]))
        .order_by(event.c.seq)
        .limit(limit)
    )
    facts = tuple(map(_call_fact, connection.execute(query)))
    return Read(facts=facts, upto=facts[-1].seq if len(facts) == limit else max(after, upto))


def _call_fact(row: Row[tuple[object, ...]]) -> CallFact:
    fact = decode_event(row.type, row.body)
    over = isinstance(fact, CallEnded)
    return CallFact(
        seq=row.seq,
        at=row.at,
        event=fact,
        call=row.id,
        kiosk=row.kiosk,
        site=row.site,
        neighbourhood=row.neighbourhood,
        language=row.language,
        queued_at=row.queued_at,
        wait_ms=row.wait_ms if over else None,
        talk_ms=row.talk_ms if over else None,
    )


def _alarms(connection: Connection, after: int, limit: int) -> Read:
    query = (
        select(*alarm_notice.c["seq", "at", "raised"], *alarm.c["kind", "subject", "since"])
        .join(alarm, alarm.c.id == alarm_notice.c.alarm)
        .where(alarm_notice.c.seq > after)
        .order_by(alarm_notice.c.seq)
        .limit(limit)
    )
    facts = tuple(
        AlarmFact(
            seq=row.seq,
            at=row.at,
            raised=row.raised,
            kind=AlarmKind(row.kind),
            subject=row.subject,
            since=row.since,
        )
        for row in connection.execute(query)
    )
    return Read(facts=facts, upto=facts[-1].seq if facts else after)
