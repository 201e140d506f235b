"""Alarms: what is wrong with the service and since when, with a notice of each beginning and end.

Notices are numbered without gaps, so that whoever passes them on knows how far that was done. An alarm of
one kind about one subject lasts once at most (a partial unique index), whoever raises it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from signaling.core.ids import Instant
from signaling.store.engine import Database
from signaling.store.tables import alarm, alarm_mail, alarm_notice


class AlarmKind(StrEnum):
    KIOSK_DARK = "kiosk_dark"
    """A kiosk in use has no contact though it should be open."""
    SELF_TEST_FAILED = "self_test_failed"
    SELF_TEST_MISSING = "self_test_missing"
    """A kiosk in use has not tested itself for more than a day."""
    LANGUAGE_UNSERVED = "language_unserved"
    """During the hours of a language no guide who speaks it is at work."""
    QUEUE_LONG = "queue_long"
    """More residents wait than should."""
    WEBHOOK_DISABLED = "webhook_disabled"
    MAIL_FAILING = "mail_failing"
    """Notices of alarms do not reach the mail server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What an alarm is about: its kind, and the id of a kiosk, a language or a webhook; else empty."""

    kind: AlarmKind
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    subject: Subject
    since: Instant
    until: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmChange:
    """`raised`: it begins; else it ends."""

    subject: Subject
    raised: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    seq: int
    at: Instant
    raised: bool
    alarm: Alarm


@dataclass(frozen=True, slots=True, kw_only=True)
class MailState:
    """How far notices were mailed."""

    cursor: int
    failures: int
    failing_since: Instant | None
    next_at: Instant


class Alarms:
    """All functions raise `StoreUnavailable` where the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def lasting(self) -> tuple[Alarm, ...]:
        """Return those that last, the newest first."""
        query = select(alarm).where(alarm.c.until.is_(None)).order_by(alarm.c.since.desc(), alarm.c.id)
        return await self._all(query)

    async def over(self, *, limit: int) -> tuple[Alarm, ...]:
        """Return those that ended last, the newest first."""
        query = select(alarm).where(alarm.c.until.is_not(None)).order_by(alarm.c.until.desc(), alarm.c.id)
        return await self._all(query.limit(limit))

    async def change(self, changes: Iterable[AlarmChange], *, at: Instant) -> None:
        """Raise and clear. What is so already stays as it is, and leaves no notice."""
        await self._database.write(lambda connection: _change(connection, tuple(changes), at))

    async def notices(self, after: int, *, limit: int) -> tuple[Notice, ...]:
        """Return the first ones after number `after`."""
        query = (
            select(*alarm_notice.c["seq", "at", "raised"], *alarm.c["kind", "subject", "since", "until"])
            .join(alarm, alarm.c.id == alarm_notice.c.alarm)
            .where(alarm_notice.c.seq > after)
            .order_by(alarm_notice.c.seq)
            .limit(limit)
        )
        return await self._database.read(
            lambda connection: tuple(
                Notice(seq=row.seq, at=row.at, raised=row.raised, alarm=_alarm(row))
                for row in connection.execute(query)
            )
        )

    async def mail_state(self) -> MailState:
        query = select(*(alarm_mail.c[name] for name in MailState.__dataclass_fields__))
        return await self._database.read(
            lambda connection: MailState(**connection.execute(query).mappings().one())
        )

    async def set_mail_state(self, state: MailState) -> None:
        values = {name: getattr(state, name) for name in MailState.__dataclass_fields__}
        await self._database.write(
            lambda connection: connection.execute(update(alarm_mail).values(**values)).rowcount
        )

    async def _all(self, query: Select[tuple[object, ...]]) -> tuple[Alarm, ...]:
        return await self._database.read(lambda connection: tuple(map(_alarm, connection.execute(query))))


def _alarm(row: Row[tuple[object, ...]]) -> Alarm:
    subject = Subject(kind=AlarmKind(row.kind), id=row.subject)
    return Alarm(subject=subject, since=row.since, until=row.until)


def _change(connection: Connection, changes: Iterable[AlarmChange], at: Instant) -> None:
    seq = connection.scalar(select(func.max(alarm_notice.c.seq))) or 0
    for change in changes:
        found = _raise(connection, change.subject, at) if change.raised else _clear(connection, change, at)
        if found is not None:
            seq += 1
            values = {"seq": seq, "alarm": found, "at": at, "raised": change.raised}
            connection.execute(insert(alarm_notice).values(**values))


def _lasting_id(connection: Connection, subject: Subject) -> int | None:
    return connection.scalar(
        select(alarm.c.id).where(
            alarm.c.kind == subject.kind, alarm.c.subject == subject.id, alarm.c.until.is_(None)
        )
    )


def _raise(connection: Connection, subject: Subject, at: Instant) -> int | None:
    """The id of the new alarm; None where it lasts already."""
    if _lasting_id(connection, subject) is not None:
        return None
    values = {"kind": subject.kind, "subject": subject.id, "since": at, "until": None}
    made = connection.execute(insert(alarm).values(**values)).inserted_primary_key
    return None if made is None else int(made[0])


def _clear(connection: Connection, change: AlarmChange, at: Instant) -> int | None:
    """The id of the alarm that ends; None where it does not last."""
    found = _lasting_id(connection, change.subject)
    if found is not None:
        connection.execute(update(alarm).where(alarm.c.id == found).values(until=at))
    return found
