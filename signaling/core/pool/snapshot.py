"""What a store keeps of a pool, so that a start need not fold the whole journal."""

from dataclasses import dataclass, field

from signaling.core.choices import Ticket
from signaling.core.demand import Demand
from signaling.core.hours import Hours
from signaling.core.ids import CallId, Instant, PoolId
from signaling.core.pace import Pace
from signaling.core.pool.call import Call
from signaling.core.pool.edit import PoolEdit
from signaling.core.pool.guide import Guide
from signaling.core.pool.kiosk import Kiosk
from signaling.core.pool.whole import Pool
from signaling.core.pool_settings import PoolSettings
from signaling.core.records import replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A pool without its indexes, in plain values: what a store keeps to bound the replay. Sorted by id."""

    pool: PoolId
    seq: int
    at: Instant
    settings: PoolSettings
    kiosks: tuple[Kiosk, ...]
    guides: tuple[Guide, ...]
    calls: tuple[Call, ...]
    tickets: tuple[Ticket, ...]
    pace: Pace = field(default_factory=Pace)
    hours: Hours | None = None
    turned_at: Instant = 0
    demand: Demand = field(default_factory=Demand)


def snapshot(pool: Pool) -> Snapshot:
    return Snapshot(
        pool=pool.id,
        seq=pool.seq,
        at=pool.at,
        settings=pool.settings,
        kiosks=tuple(sorted(pool.kiosks.values(), key=lambda kiosk: kiosk.id)),
        guides=tuple(sorted(pool.guides.values(), key=lambda guide: guide.id)),
        calls=tuple(sorted(pool.calls.values(), key=lambda call: call.id)),
        tickets=tuple(sorted(pool.tickets.values(), key=lambda ticket: ticket.code)),
        pace=pool.pace,
        hours=pool.hours,
        turned_at=pool.turned_at,
        demand=pool.demand,
    )


def restore(saved: Snapshot) -> Pool:
    """The pool that `snapshot` was made of, equal to it in every part."""
    edit = PoolEdit(Pool.empty(saved.pool), seq=saved.seq, at=saved.at)
    edit.settings, edit.pace, edit.demand = saved.settings, saved.pace, saved.demand
    edit.turn_hours(saved.hours, saved.turned_at)
    for kiosk in saved.kiosks:
        edit.put_kiosk(kiosk)
    for guide in saved.guides:
        edit.put_guide(guide)
    for call in saved.calls:
        edit.put_call(call)
    for ticket in saved.tickets:
        edit.put_ticket(ticket)
    return edit.done()


def remembered(taken: Snapshot) -> frozenset[CallId]:
    """The calls that are over and of which the pool still knows something."""
    past = {call for kiosk in taken.kiosks for call in kiosk.past}
    last = {kiosk.ended.id for kiosk in taken.kiosks if kiosk.ended is not None}
    wrapped = {guide.wrapped for guide in taken.guides if guide.wrapped is not None}
    return frozenset(past | last | wrapped | {ticket.call for ticket in taken.tickets})


def forgetting(taken: Snapshot, calls: frozenset[CallId]) -> Snapshot:
    """The snapshot as if these calls, which are over, had never been."""
    if not calls:
        return taken
    return replace(
        taken,
        kiosks=tuple(_forgetting(kiosk, calls) for kiosk in taken.kiosks),
        guides=tuple(
            replace(guide, wrapped=None) if guide.wrapped in calls else guide for guide in taken.guides
        ),
        tickets=tuple(ticket for ticket in taken.tickets if ticket.call not in calls),
    )


def _forgetting(kiosk: Kiosk, calls: frozenset[CallId]) -> Kiosk:
    ended = None if kiosk.ended is not None and kiosk.ended.id in calls else kiosk.ended
    return replace(kiosk, ended=ended, past=tuple(call for call in kiosk.past if call not in calls))
