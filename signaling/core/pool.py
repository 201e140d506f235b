"""The pool: one municipality's kiosks, guides and calls at one moment, as the fold of its journal.

Everything here is immutable. A change makes a new pool that shares what did not change with the old one, so
that a decision that is dropped leaves nothing behind and the old pool stays true. Changes go through
`PoolEdit`, which keeps the indexes; only `evolve` and `restore` use it.
"""

from dataclasses import dataclass, field

from signaling.core.ids import (
    CallId,
    GuideId,
    Instant,
    KioskId,
    Language,
    NeighbourhoodId,
    PoolId,
    SiteId,
)
from signaling.core.persistent_map import PersistentMap
from signaling.core.persistent_order import PersistentOrder
from signaling.core.pool_settings import PoolSettings
from signaling.core.vocabulary import AwayReason, CallOutcome, CallState, GuideStatus

REMEMBERED_CALLS = 16
IN_LINE = frozenset({CallState.WAITING, CallState.HELD, CallState.RINGING})
"""States in which a resident still waits for a guide and is told a position."""
_AT_WORK_WITH_CALL = frozenset({GuideStatus.RINGING, GuideStatus.IN_CALL})
_OFF_DUTY = frozenset({GuideStatus.OFFLINE, GuideStatus.AWAY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What is remembered of a kiosk's last call."""

    id: CallId
    language: Language
    outcome: CallOutcome
    at: Instant
    guide: GuideId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kiosk:
    """A kiosk that has connected at least once.

    It is kept when lost: a repeated tap must stay a repetition.
    """

    id: KioskId
    site: SiteId
    neighbourhood: NeighbourhoodId
    epoch: int
    connected: bool
    call: CallId | None = None
    ended: Ended | None = None
    past: tuple[CallId, ...] = ()
    """Its last `REMEMBERED_CALLS` ended calls, the newest last, so that a late repetition has no effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrapUp:
    """What a guide has still to say about a call that is over."""

    call: CallId
    kiosk: KioskId
    language: Language
    until: Instant
    extensions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A guide who has connected at least once."""

    id: GuideId
    epoch: int
    languages: tuple[Language, ...]
    connected: bool
    status: GuideStatus
    since: Instant
    """Since when `status`."""
    idle_since: Instant
    """Since when without work, while `AVAILABLE`; a resident who left while it rang does not reset it."""
    reason: AwayReason | None = None
    next_status: GuideStatus | None = None
    next_reason: AwayReason | None = None
    call: CallId | None = None
    """The open call that rings at this desk or that this guide took."""
    wrap_up: WrapUp | None = None
    wrapped: CallId | None = None
    """The last call whose wrap-up this guide finished."""
    leaves_at: Instant | None = None
    """When a guide whose socket is lost is signed off, unless in a call or wrap-up."""

    @property
    def free(self) -> bool:
        return self.connected and self.status is GuideStatus.AVAILABLE

    @property
    def on_duty(self) -> bool:
        return self.connected and self.status not in _OFF_DUTY

    @property
    def until(self) -> Instant | None:
        """When something happens to this guide by itself."""
        if self.wrap_up is not None:
            return self.wrap_up.until
        if self.status is GuideStatus.OFFLINE or self.status in _AT_WORK_WITH_CALL:
            return None
        return self.leaves_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """One desk rings, or its guide took the call and picture and sound are not yet up on both sides."""

    guide: GuideId
    at: Instant
    until: Instant
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """A guide who was rung for a call and passed, missed it or could not be connected."""

    guide: GuideId
    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """An open call. `epoch` counts its rings."""

    id: CallId
    kiosk: KioskId
    site: SiteId
    neighbourhood: NeighbourhoodId
    language: Language
    tapped_at: Instant
    """The kiosk's own time of the tap."""
    queued_at: Instant
    """The pool's time of the tap: waiting is counted from here."""
    place: int
    """The `seq` of the tap: its place in the line, kept for life."""
    state: CallState
    until: Instant
    """When the present state ends by itself. Every state has one."""
    epoch: int = 0
    ring: Ring | None = None
    """The open ring; None again once the call is live."""
    guide: GuideId | None = None
    """Who took the call."""
    taken_at: Instant | None = None
    live_since: Instant | None = None
    kiosk_media: bool = False
    """Whether the kiosk receives the guide, as it last said in this epoch."""
    guide_media: bool = False
    evidence_at: Instant | None = None
    """While a socket is lost: the last sign that media may still flow."""
    tries: tuple[Try, ...] = ()
    """The latest try of each guide, the oldest first."""
    setup_failures: int = 0

    @property
    def desk(self) -> GuideId | None:
        """The guide at whose desk the call rings or is."""
        return self.ring.guide if self.ring is not None else self.guide


@dataclass(frozen=True, slots=True)
class Lane:
    """One language: who waits for it and who can serve it. Derived from calls and guides."""

    queue: PersistentOrder[tuple[int, CallId]] = field(default_factory=PersistentOrder)
    """Calls that wait for a ring, by place."""
    line: PersistentOrder[tuple[int, CallId]] = field(default_factory=PersistentOrder)
    """Calls that a resident waits in (waiting, held, ringing), by place."""
    idle: PersistentOrder[tuple[Instant, GuideId]] = field(default_factory=PersistentOrder)
    """Free guides, the longest idle first."""
    on_duty: int = 0

    def __bool__(self) -> bool:
        return bool(self.line or self.on_duty)


EMPTY_LANE = Lane()

Deadline = tuple[Instant, str, str]
"""When, of what (`call` or `guide`), its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """`seq` and `at` are those of the last entry folded; 0 where there is none."""

    id: PoolId
    seq: int
    at: Instant
    settings: PoolSettings
    kiosks: PersistentMap[KioskId, Kiosk]
    guides: PersistentMap[GuideId, Guide]
    calls: PersistentMap[CallId, Call]
    """The open calls."""
    lanes: dict[Language, Lane]
    """Never changed in place. A language that nobody speaks or waits for has none."""
    deadlines: PersistentOrder[Deadline]
    closed: PersistentMap[CallId, KioskId]
    """The calls that are some kiosk's last."""

    @classmethod
    def empty(cls, pool_id: PoolId) -> "Pool":
        return cls(
            id=pool_id,
            seq=0,
            at=0,
            settings=PoolSettings(),
            kiosks=PersistentMap(),
            guides=PersistentMap(),
            calls=PersistentMap(),
            lanes={},
            deadlines=PersistentOrder(),
            closed=PersistentMap(),
        )

    def lane(self, language: Language) -> Lane:
        return self.lanes.get(language, EMPTY_LANE)

    def ended(self, call: CallId) -> Ended | None:
        """What is remembered of a call that is some kiosk's last."""
        kiosk = self.closed.get(call)
        return None if kiosk is None else self.kiosks[kiosk].ended

    @property
    def waiting(self) -> int:
        """How many residents stand in line, in all languages."""
        return sum(len(lane.line) for lane in self.lanes.values())


class PoolEdit:
    """A pool on its way to `seq` and `at`. Put entities in, take the next pool out with `done`."""

    __slots__ = (
        "_base",
        "_calls",
        "_closed",
        "_deadlines",
        "_guides",
        "_kiosks",
        "_lanes",
        "at",
        "seq",
        "settings",
    )

    def __init__(self, pool: Pool, *, seq: int, at: Instant) -> None:
        self._base = pool
        self.seq = seq
        self.at = at
        self.settings = pool.settings
        self._kiosks = pool.kiosks
        self._guides = pool.guides
        self._calls = pool.calls
        self._lanes = pool.lanes
        self._deadlines = pool.deadlines
        self._closed = pool.closed

    def kiosk(self, kiosk: KioskId) -> Kiosk | None:
        return self._kiosks.get(kiosk)

    def guide(self, guide: GuideId) -> Guide | None:
        return self._guides.get(guide)

    def call(self, call: CallId) -> Call | None:
        return self._calls.get(call)

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
        self._guides = self._guides.set(guide.id, guide)
        self._move_deadline("guide", guide.id, None if old is None else old.until, guide.until)
        before = None if old is None else _bench(old)
        after = _bench(guide)
        if before == after:
            return
        if old is not None and old.on_duty:
            self._leave_lanes(old)
        if guide.on_duty:
            self._join_lanes(guide)

    def put_call(self, call: Call) -> None:
        old = self._calls.get(call.id)
        self._calls = self._calls.set(call.id, call)
        self._move_call(old, call)

    def drop_call(self, call: Call) -> None:
        self._calls = self._calls.without(call.id)
        self._move_call(call, None)

    def done(self) -> Pool:
        return Pool(
            id=self._base.id,
            seq=self.seq,
            at=self.at,
            settings=self.settings,
            kiosks=self._kiosks,
            guides=self._guides,
            calls=self._calls,
            lanes=self._lanes,
            deadlines=self._deadlines,
            closed=self._closed,
        )

    def _move_deadline(self, of: str, of_id: str, old: Instant | None, new: Instant | None) -> None:
        if old == new:
            return
        if old is not None:
            self._deadlines = self._deadlines.without((old, of, of_id))
        if new is not None:
            self._deadlines = self._deadlines.add((new, of, of_id))

    def _move_call(self, old: Call | None, new: Call | None) -> None:
        known = old or new
        if known is None:
            return
        self._move_deadline(
            "call", known.id, None if old is None else old.until, None if new is None else new.until
        )
        was, now = None if old is None else old.state, None if new is None else new.state
        if was is now:
            return
        lane = self._lanes.get(known.language, EMPTY_LANE)
        key = (known.place, known.id)
        queue, line = lane.queue, lane.line
        if was is CallState.WAITING:
            queue = queue.without(key)
        elif now is CallState.WAITING:
            queue = queue.add(key)
        if (was in IN_LINE) is not (now in IN_LINE):
            line = line.add(key) if now in IN_LINE else line.without(key)
        if queue is not lane.queue or line is not lane.line:
            self._set_lane(known.language, Lane(queue, line, lane.idle, lane.on_duty))

    def _leave_lanes(self, guide: Guide) -> None:
        for language in guide.languages:
            lane = self._lanes[language]
            idle = lane.idle.without((guide.idle_since, guide.id)) if guide.free else lane.idle
            self._set_lane(language, Lane(lane.queue, lane.line, idle, lane.on_duty - 1))

    def _join_lanes(self, guide: Guide) -> None:
        for language in guide.languages:
            lane = self._lanes.get(language, EMPTY_LANE)
            idle = lane.idle.add((guide.idle_since, guide.id)) if guide.free else lane.idle
            self._set_lane(language, Lane(lane.queue, lane.line, idle, lane.on_duty + 1))

    def _set_lane(self, language: Language, lane: Lane) -> None:
        if self._lanes is self._base.lanes:
            self._lanes = self._lanes.copy()
        if lane:
            self._lanes[language] = lane
        else:
            self._lanes.pop(language, None)


def _bench(guide: Guide) -> tuple[object, ...] | None:
    """All of a guide that the lanes depend on."""
    return (guide.languages, guide.idle_since if guide.free else None) if guide.on_duty else None


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


def snapshot(pool: Pool) -> Snapshot:
    return Snapshot(
        pool=pool.id,
        seq=pool.seq,
        at=pool.at,
        settings=pool.settings,
        kiosks=tuple(sorted(pool.kiosks.values(), key=lambda kiosk: kiosk.id)),
        guides=tuple(sorted(pool.guides.values(), key=lambda guide: guide.id)),
        calls=tuple(sorted(pool.calls.values(), key=lambda call: call.id)),
    )


def restore(saved: Snapshot) -> Pool:
    """The pool that `snapshot` was made of, equal to it in every part."""
    edit = PoolEdit(Pool.empty(saved.pool), seq=saved.seq, at=saved.at)
    edit.settings = saved.settings
    for kiosk in saved.kiosks:
        edit.put_kiosk(kiosk)
    for guide in saved.guides:
        edit.put_guide(guide)
    for call in saved.calls:
        edit.put_call(call)
    return edit.done()
