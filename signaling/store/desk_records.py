"""What a guide's own desk shows of the log: their own day, and what calls at a kiosk were about.

Their own day is nobody else's business, and not the audit's. Of other calls it gives topics and times:
whoever asks for these notes the look first (`audit.Looks`). All functions raise `StoreUnavailable` where the
database does not answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from signaling.core.ids import GuideId, Instant, KioskId, Language, Milliseconds, PoolId, Topic
from signaling.core.vocabulary import RingOutcome
from signaling.store.engine import Database
from signaling.store.tables import call, ring

RECENT = 3
"""Topics of a kiosk that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDay:
    """What one guide did since an instant."""

    taken: int = 0
    """Rings that led to a talk, as lead or as guest."""
    passed: int = 0
    missed: int = 0
    talk: Milliseconds = 0
    """Of the calls that the guide led and that are over."""
    languages: Mapping[Language, int] = field(default_factory=dict)
    """How many of these were in each language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicHere:
    topic: Topic
    at: Instant
    """When the call ended."""


class DeskRecords:
    def __init__(self, database: Database, *, pool: PoolId) -> None:
        self._database = database
        self._pool = pool

    async def day_of(self, guide: GuideId, since: Instant) -> OwnDay:
        return await self._database.read(lambda connection: _day(connection, self._pool, guide, since))

    async def topics_at(self, kiosk: KioskId) -> tuple[TopicHere, ...]:
        """Return the topics of the kiosk's last calls that have one, the newest first."""
        query = (
            select(call.c.topic, call.c.ended_at)
            .where(call.c.pool == self._pool, call.c.kiosk == kiosk, call.c.topic.is_not(None))
            .where(call.c.ended_at.is_not(None))
            .order_by(call.c.queued_at.desc(), call.c.id.desc())
            .limit(RECENT)
        )
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(TopicHere(topic=row.topic, at=row.ended_at) for row in rows)


def _day(connection: Connection, pool: PoolId, guide: GuideId, since: Instant) -> OwnDay:
    rung = (
        select(ring.c.outcome, func.count().label("count"))
        .join(call, call.c.id == ring.c.call)
        .where(call.c.pool == pool, ring.c.guide == guide, ring.c.at >= since)
        .group_by(ring.c.outcome)
    )
    outcomes: dict[str, int] = {row["outcome"]: row["count"] for row in connection.execute(rung).mappings()}
    spoken = func.coalesce(call.c.spoken, call.c.language)
    talked = (
        select(spoken.label("language"), func.count().label("count"), func.sum(call.c.talk_ms).label("talk"))
        .where(call.c.pool == pool, call.c.guide == guide, call.c.queued_at >= since)
        .where(call.c.talk_ms.is_not(None))
        .group_by(spoken)
    )
    talks = connection.execute(talked).mappings().all()
    return OwnDay(
        taken=outcomes.get(RingOutcome.ACCEPTED, 0),
        passed=outcomes.get(RingOutcome.DECLINED, 0),
        missed=outcomes.get(RingOutcome.TIMED_OUT, 0),
        talk=sum(int(row["talk"]) for row in talks),
        languages={Language(row["language"]): row["count"] for row in talks},
    )
