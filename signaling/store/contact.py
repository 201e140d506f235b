"""When kiosks had contact with a server: a projection of the journal's entries of kiosks that come and go.

A kiosk that connects anew before it was lost (it moved to another node, or its old socket was slow to die)
had contact all the time. So had one, as far as anybody can tell, while no server ran: the journal says only
at the next start that it was lost.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, insert, or_, select, update

from signaling.core.events import Entry, KioskConnected, KioskLost
from signaling.core.ids import Instant, KioskId, PoolId
from signaling.core.vocabulary import Grade
from signaling.store.engine import Database
from signaling.store.graded import POOR
from signaling.store.tables import contact, kiosk
from signaling.store.tally.parts import Part
from signaling.store.tally.reading import Tallies


def write_contact(connection: Connection, pool: PoolId, entries: Iterable[Entry]) -> None:
    """Write what the entries say of kiosks' contact; costs nothing where they say nothing of it."""
    for entry in entries:
        match entry.event:
            case KioskConnected(kiosk=one) if not _is_here(connection, pool, one):
                values = {"pool": pool, "seq": entry.seq, "kiosk": one, "since": entry.at, "until": None}
                connection.execute(insert(contact), values)
            case KioskLost(kiosk=one):
                open_one = (contact.c.pool == pool, contact.c.kiosk == one, contact.c.until.is_(None))
                connection.execute(update(contact).where(*open_one).values(until=entry.at))
            case _:
                continue


@dataclass(frozen=True, slots=True)
class Span:
    """Contact from `since` up to but not including `until`; None while it lasts."""

    since: Instant
    until: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """What is known of one kiosk that was connected at least once."""

    known_since: Instant
    """The first contact that is still known: before it, nothing is known."""
    last: Span
    spans: Sequence[Span]
    """Those that reach into the time that was asked for, in order."""


@dataclass(frozen=True, slots=True)
class Line:
    """Calls by how picture and sound came through to either end at their worst."""

    graded: int
    """Those of which that is known."""
    poor: int
    """Those of them in which they were poor, or did not come, for a while."""


UNKNOWN: Final = Line(0, 0)


class Contacts:
    """The contact of one pool's kiosks, and their calls. All raise `StoreUnavailable`."""

    def __init__(self, database: Database, *, pool: PoolId, zone: ZoneInfo) -> None:
        self._database = database
        self._pool = pool
        self._tallies = Tallies(pool=pool, zone=zone)

    async def since(self, since: Instant) -> Mapping[KioskId, Presence]:
        """The contact of every kiosk of the directory that ever had some, from `since` on."""
        return await self._database.read(lambda connection: _since(connection, self._pool, since))

    async def calls(self, first: date, last: date) -> Mapping[KioskId, int]:
        """How many residents tapped at each kiosk on the days `first` to `last`, both included."""
        by = (Part.KIOSK,)
        found = await self._database.read(
            lambda connection: self._tallies.total(connection, first, last, by, with_waits=False)
        )
        return {KioskId(one): tally.figures().taps for (one,), tally in found.items()}

    async def lines(self, first: date, last: date) -> Mapping[KioskId, Line]:
        """How the line of each kiosk with a graded call was on the days `first` to `last`."""
        by = (Part.KIOSK, Part.QUALITY)
        found = await self._database.read(
            lambda connection: self._tallies.total(connection, first, last, by, with_waits=False)
        )
        lines: dict[KioskId, Line] = {}
        for (one, quality), tally in found.items():
            if quality:
                known, calls = lines.get(KioskId(one), UNKNOWN), tally.figures().taps
                poor = calls if Grade(quality) in POOR else 0
                lines[KioskId(one)] = Line(known.graded + calls, known.poor + poor)
        return lines


def _is_here(connection: Connection, pool: PoolId, one: KioskId) -> bool:
    open_one = (contact.c.pool == pool, contact.c.kiosk == one, contact.c.until.is_(None))
    return connection.scalar(select(contact.c.seq).where(*open_one)) is not None


def _since(connection: Connection, pool: PoolId, since: Instant) -> dict[KioskId, Presence]:
    of_kiosk = (contact.c.pool == pool, contact.c.kiosk == kiosk.c.id)
    first = select(func.min(contact.c.since)).where(*of_kiosk).scalar_subquery()
    newest = (
        select(contact.c.seq)
        .where(*of_kiosk)
        .order_by(contact.c.since.desc(), contact.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    ends = select(kiosk.c.id, first.label("first"), newest.label("newest")).subquery()
    known = connection.execute(
        select(ends.c.id, ends.c.first, contact.c.since, contact.c.until).join(
            contact, (contact.c.pool == pool) & (contact.c.seq == ends.c.newest)
        )
    ).all()
    spans: dict[KioskId, list[Span]] = {}
    reaching = (contact.c.pool == pool, or_(contact.c.until > since, contact.c.until.is_(None)))
    for row in connection.execute(
        select(contact.c.kiosk, contact.c.since, contact.c.until).where(*reaching).order_by(contact.c.seq)
    ):
        spans.setdefault(row.kiosk, []).append(Span(row.since, row.until))
    return {
        row.id: Presence(
            known_since=row.first, last=Span(row.since, row.until), spans=tuple(spans.get(row.id, ()))
        )
        for row in known
    }
