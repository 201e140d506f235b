"""What stands in a file of the log: everything, or what answers a request for public records."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from guide_server.call_log.local_time import LocalTimes
from guide_server.csv_text import Cell
from guide_server.names import Names
from signaling.core.ids import GuideId, KioskId, NeighbourhoodId, SiteId
from signaling.core.pool_settings import MINUTE
from signaling.store.session_log.export import ExportedCall

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Columns:
    """Whole columns of many calls, as they stand, cost a fraction of what the same calls cost one by one."""

    names: Sequence[str]
    cells: Callable[[Sequence[ExportedCall]], Sequence[Sequence[Cell]]]
    """The cells of each column, in the order of the calls, of which there must be one."""


FULL: Final = (
    "call", "tapped_at", "neighbourhood", "site", "kiosk", "language", "outcome", "ended_by", "guide",
    "rings", "wait_seconds", "talk_seconds", "topic", "disposition", "referred_to", "spoken", "how",
    "interpreter", "ticket_of", "urgent", "quality", "poor_seconds",
)  # fmt: skip
PUBLIC: Final = (
    "tapped_at", "neighbourhood", "site", "language", "outcome", "ended_by", "rings", "wait_seconds",
    "talk_seconds", "topic", "disposition", "referred_to", "spoken", "how", "with_ticket", "urgent",
    "quality",
)  # fmt: skip
"""No id of a call, a kiosk or a person, and the time to the minute."""


def full(names: Names, zone: ZoneInfo) -> Columns:
    return _columns(FULL, _told(names, LocalTimes(zone)))


def public(names: Names, zone: ZoneInfo) -> Columns:
    time = LocalTimes(zone)
    minutes: _Told = {"tapped_at": lambda of: [time(at - at % MINUTE) for at in of["tapped_at"]]}
    return _columns(PUBLIC, {**_told(names, time), **minutes})


_Turned = Mapping[str, Sequence[Any]]
_Told = Mapping[str, Callable[[_Turned], Sequence[Cell]]]


def _columns(columns: Sequence[str], told: _Told) -> Columns:
    """A column that is not `told` has the name and the values of the table's."""
    chosen = [told.get(column) or itemgetter(column) for column in columns]

    def cells(calls: Sequence[ExportedCall]) -> Sequence[Sequence[Cell]]:
        of = _turned(calls)
        return tuple(tell(of) for tell in chosen)

    return Columns(columns, cells)


def _told(names: Names, time: LocalTimes) -> _Told:
    called = _Called(names)
    return {
        "call": itemgetter("id"),
        "tapped_at": lambda of: [time(at) for at in of["tapped_at"]],
        "neighbourhood": lambda of: _each(called.neighbourhood, of["neighbourhood"]),
        "site": lambda of: _each(called.site, of["site"]),
        "kiosk": lambda of: _each(called.kiosk, of["kiosk"]),
        "guide": lambda of: _each(called.guide, of["guide"]),
        "wait_seconds": lambda of: _each(seconds, of["wait_ms"]),
        "talk_seconds": lambda of: _each(seconds, of["talk_ms"]),
        "poor_seconds": lambda of: _each(seconds, of["poor_ms"]),
        "how": itemgetter("helped"),
        "interpreter": lambda of: _each(called.guide, of["interpreter"]),
        "with_ticket": lambda of: _yes(of["ticket_of"]),
        "urgent": lambda of: _yes(of["urgent"]),
    }


class _Called:
    """The names of places and people by their ids, each looked up once for a batch."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def neighbourhood(self, place: str) -> str:
        return self._names.neighbourhood(NeighbourhoodId(place))

    def site(self, site: str) -> str:
        return self._names.site(SiteId(site))

    def kiosk(self, kiosk: str) -> str:
        return self._names.kiosk(KioskId(kiosk))

    def guide(self, guide: str | None) -> str | None:
        return None if guide is None else self._names.guide(GuideId(guide))


def seconds(duration: int | None) -> int | None:
    return None if duration is None else round(duration / 1_000)


def _turned(calls: Sequence[ExportedCall]) -> _Turned:
    """The columns of `tables.call` by their names, and how each call was `helped`."""
    columns = dict(zip(ExportedCall._fields, zip(*calls, strict=True), strict=True))
    return {**columns, "helped": [call.helped for call in calls]}


def _each(told: Callable[[T], Cell], values: Sequence[T]) -> Sequence[Cell]:
    """What is `told` of each of the values, of which many are alike."""
    known = {value: told(value) for value in set(values)}
    return [known[value] for value in values]


def _yes(values: Sequence[object]) -> Sequence[Cell]:
    return ["yes" if value else None for value in values]
