"""The pool itself: all entities, with the indexes over them."""

from dataclasses import dataclass, field

from signaling.core.choices import Ticket
from signaling.core.demand import Demand
from signaling.core.hours import Hours, OpenTimes
from signaling.core.ids import CallId, GuideId, Instant, KioskId, Language, PoolId, SiteId
from signaling.core.interpreters import NO_INTERPRETERS, InterpreterIndex, Interpreters
from signaling.core.lanes import EMPTY_LANE, Bench, Lane, Team, Turn
from signaling.core.pace import Pace
from signaling.core.persistent_map import PersistentMap
from signaling.core.persistent_order import PersistentOrder
from signaling.core.pool.call import Call
from signaling.core.pool.guide import Guide
from signaling.core.pool.kiosk import Ended, Kiosk
from signaling.core.pool_settings import PoolSettings

Deadline = tuple[Instant, str, str]
"""When, of what (`call`, `guide`, `choices`, `ticket`, `hours`, or `guest`, a guide who is one), its id."""


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
    tickets: PersistentMap[str, Ticket]
    """Those that may still be come back with, by code, and those of the last day for which it is too late."""
    lanes: dict[Language, Lane]
    """Never changed in place. A language that nobody speaks or waits for has none."""
    benches: dict[Team, Bench]
    """The idle guides of each team, never changed in place. A team with nobody idle has none."""
    deadlines: PersistentOrder[Deadline]
    closed: PersistentMap[CallId, KioskId]
    """The calls that are some kiosk's last."""
    apart: PersistentOrder[Turn]
    """The calls that wait for one of their own, or for a guide and an interpreter."""
    interpreting: InterpreterIndex
    pace: Pace = field(default_factory=Pace)
    hours: Hours | None = None
    """None: always open."""
    turned_at: Instant = 0
    """When somebody last opened or closed, as far as the journal has it."""
    demand: Demand = field(default_factory=Demand)

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
            tickets=PersistentMap(),
            lanes={},
            benches={},
            deadlines=PersistentOrder(),
            closed=PersistentMap(),
            apart=PersistentOrder(),
            interpreting=PersistentMap(),
        )

    def lane(self, language: Language) -> Lane:
        return self.lanes.get(language, EMPTY_LANE)

    def interpreters(self, language: Language) -> Interpreters:
        return self.interpreting.get(language, NO_INTERPRETERS)

    def is_open(self, site: SiteId, language: Language) -> bool:
        """Whether the language is served at the site, as of the last turn of the hours."""
        return self.hours is None or self.hours.open(site, language, self.turned_at)

    def opens_at(self, site: SiteId, language: Language) -> Instant | None:
        """When the language is next served at the site; None where it is now, or where nobody knows."""
        if self.hours is None or self.is_open(site, language):
            return None
        return self.hours.opens_at(site, language, self.turned_at)

    def open_times(self, site: SiteId, after: Instant) -> OpenTimes:
        """When the site is open from `after` on; none where it always is, or where nobody knows."""
        return () if self.hours is None else self.hours.at(site, after)

    def ended(self, call: CallId) -> Ended | None:
        """What is remembered of a call that is some kiosk's last."""
        kiosk = self.closed.get(call)
        return None if kiosk is None else self.kiosks[kiosk].ended

    @property
    def waiting(self) -> int:
        """How many residents stand in line, in all languages."""
        return sum(lane.line.size for lane in self.lanes.values())
