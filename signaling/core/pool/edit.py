"""A pool on its way to the next: the one place that changes entities, and keeps the indexes with them."""

from signaling.core.choices import Ticket
from signaling.core.hours import Hours
from signaling.core.ids import CallId, GuideId, Instant, KioskId, Milliseconds
from signaling.core.interpreters import moved
from signaling.core.lanes import LanesEdit, Turn
from signaling.core.parties import Guest
from signaling.core.pool.call import IN_LINE, Call
from signaling.core.pool.guide import Guide
from signaling.core.pool.kiosk import Kiosk
from signaling.core.pool.whole import Pool
from signaling.core.pool_settings import MINUTE
from signaling.core.records import replace

REMEMBERED_TICKET: Milliseconds = 24 * 60 * MINUTE
"""How long it is known of a ticket that it came too late."""


class PoolEdit:
    """A pool on its way to `seq` and `at`. Put entities in, take the next pool out with `done`."""

    __slots__ = (
        "_apart",
        "_base",
        "_calls",
        "_closed",
        "_deadlines",
        "_guides",
        "_interpreting",
        "_kiosks",
        "_lanes",
        "_tickets",
        "at",
        "demand",
        "hours",
        "pace",
        "seq",
        "settings",
        "turned_at",
    )

    def __init__(self, pool: Pool, *, seq: int, at: Instant) -> None:
        self._base = pool
        self.seq = seq
        self.at = at
        self.settings = pool.settings
        self.pace = pool.pace
        self.hours = pool.hours
        self.turned_at = pool.turned_at
        self.demand = pool.demand
        self._kiosks = pool.kiosks
        self._guides = pool.guides
        self._calls = pool.calls
        self._tickets = pool.tickets
        self._lanes = LanesEdit(pool.lanes, pool.benches)
        self._deadlines = pool.deadlines
        self._closed = pool.closed
        self._apart = pool.apart
        self._interpreting = pool.interpreting

    def kiosk(self, kiosk: KioskId) -> Kiosk | None:
        return self._kiosks.get(kiosk)

    def guide(self, guide: GuideId) -> Guide | None:
        return self._guides.get(guide)

    def call(self, call: CallId) -> Call | None:
        return self._calls.get(call)

    def ticket(self, code: str) -> Ticket | None:
        return self._tickets.get(code)

    def put_ticket(self, ticket: Ticket) -> None:
        self.drop_ticket(ticket.code)
        self._tickets = self._tickets.set(ticket.code, ticket)
        self._move_deadline("ticket", ticket.code, None, ticket.until + REMEMBERED_TICKET)

    def drop_ticket(self, code: str) -> None:
        ticket = self._tickets.get(code)
        if ticket is not None:
            self._tickets = self._tickets.without(code)
            self._move_deadline("ticket", code, ticket.until + REMEMBERED_TICKET, None)

    def turn_hours(self, hours: Hours | None, at: Instant) -> None:
        """The hours are these, and what is open is what they say of `at`."""
        old = None if self.hours is None else self.hours.next_turn(self.turned_at)
        self.hours, self.turned_at = hours, at
        self._move_deadline("hours", "", old, None if hours is None else hours.next_turn(at))

    def put_kiosk(self, kiosk: Kiosk) -> None:
        old = self._kiosks.get(kiosk.id)
        self._kiosks = self._kiosks.set(kiosk.id, kiosk)
        before = None if old is None else old.ended
        if before is not kiosk.ended:
            if before is not None:
                self._closed = self._closed.without(before.id)
            if kiosk.ended is not None:
                self._closed = self._closed.set(kiosk.ended.id, kiosk.id)

    def put_guide(self, guide: Guide) -> None:
        old = self._guides.get(guide.id)
        if old is not None and old.status is not guide.status:
            guide = replace(guide, load=old.load.until(self.at, old.status))
        self._guides = self._guides.set(guide.id, guide)
        self._move_deadline("guide", guide.id, None if old is None else old.until, guide.until)
        if old is None:
            self._lanes.move_guide(None, guide.seat)
            self._interpreting = moved(self._interpreting, None, guide.interpreting)
        elif guide.sitting != old.sitting:
            self._lanes.move_guide(old.seat, guide.seat)
            self._interpreting = moved(self._interpreting, old.interpreting, guide.interpreting)

    def put_call(self, call: Call) -> None:
        old = self._calls.get(call.id)
        self._calls = self._calls.set(call.id, call)
        self._move_call(call.id, old, call)

    def drop_call(self, call: Call) -> None:
        self._calls = self._calls.without(call.id)
        self._move_call(call.id, call, None)

    def done(self) -> Pool:
        return replace(
            self._base,
            seq=self.seq,
            at=self.at,
            settings=self.settings,
            kiosks=self._kiosks,
            guides=self._guides,
            calls=self._calls,
            tickets=self._tickets,
            lanes=self._lanes.lanes,
            benches=self._lanes.benches,
            deadlines=self._deadlines,
            closed=self._closed,
            pace=self.pace,
            hours=self.hours,
            turned_at=self.turned_at,
            demand=self.demand,
            apart=self._apart,
            interpreting=self._interpreting,
        )

    def _move_deadline(self, of: str, of_id: str, old: Instant | None, new: Instant | None) -> None:
        if old == new:
            return
        if old is not None:
            self._deadlines = self._deadlines.without((old, of, of_id))
        if new is not None:
            self._deadlines = self._deadlines.add((new, of, of_id))

    def _move_call(self, call_id: CallId, old: Call | None, new: Call | None) -> None:
        self._move_deadline(
            "call", call_id, None if old is None else old.until, None if new is None else new.until
        )
        before = old if old is not None and old.state in IN_LINE else None
        after = new if new is not None and new.state in IN_LINE else None
        if before is not None or after is not None:
            self._move_in_line(call_id, before, after)
        were, are = () if old is None else old.guests, () if new is None else new.guests
        if were is not are:
            self._move_guests(were, are)

    def _move_in_line(self, call_id: CallId, old: Call | None, new: Call | None) -> None:
        """What is kept of a call only while its resident waits in a line."""
        self._move_deadline(
            "choices", call_id, None if old is None else old.offers_at, None if new is None else new.offers_at
        )
        self._lanes.move_call(None if old is None else old.stand, None if new is None else new.stand)
        self._move_apart(
            old.turn if old is not None and old.is_apart else None,
            new.turn if new is not None and new.is_apart else None,
        )

    def _move_apart(self, old: Turn | None, new: Turn | None) -> None:
        if old == new:
            return
        if old is not None:
            self._apart = self._apart.without(old)
        if new is not None:
            self._apart = self._apart.add(new)

    def _move_guests(self, old: tuple[Guest, ...], new: tuple[Guest, ...]) -> None:
        was = {guest.guide: guest.until for guest in old}
        now = {guest.guide: guest.until for guest in new}
        for guide in was.keys() | now.keys():
            self._move_deadline("guest", guide, was.get(guide), now.get(guide))
