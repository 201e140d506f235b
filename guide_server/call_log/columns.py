"""What stands in a file of the log: everything, or what answers a request for public records."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from guide_server.csv_text import Cell
from guide_server.names import Names
from signaling.core.ids import GuideId, Instant, KioskId, NeighbourhoodId, SiteId
from signaling.store.session_log.export import ExportedCall


@dataclass(frozen=True, slots=True)
class Columns:
    names: Sequence[str]
    cells: Callable[[ExportedCall], Sequence[Cell]]


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
    def cells(call: ExportedCall) -> Sequence[Cell]:
        return (
            call.id,
            local(call.tapped_at, zone),
            names.neighbourhood(NeighbourhoodId(call.neighbourhood)),
            names.site(SiteId(call.site)),
            names.kiosk(KioskId(call.kiosk)),
            call.language,
            call.outcome,
            call.ended_by,
            _guide(names, call.guide),
            call.rings,
            seconds(call.wait_ms),
            seconds(call.talk_ms),
            call.topic,
            call.disposition,
            call.referred_to,
            call.spoken,
            call.helped,
            _guide(names, call.interpreter),
            call.ticket_of,
            "yes" if call.urgent else None,
            call.quality,
            seconds(call.poor_ms),
        )

    return Columns(FULL, cells)


def public(names: Names, zone: ZoneInfo) -> Columns:
    def cells(call: ExportedCall) -> Sequence[Cell]:
        return (
            local(call.tapped_at - call.tapped_at % 60_000, zone),
            names.neighbourhood(NeighbourhoodId(call.neighbourhood)),
            names.site(SiteId(call.site)),
            call.language,
            call.outcome,
            call.ended_by,
            call.rings,
            seconds(call.wait_ms),
            seconds(call.talk_ms),
            call.topic,
            call.disposition,
            call.referred_to,
            call.spoken,
            call.helped,
            "yes" if call.ticket_of else None,
            "yes" if call.urgent else None,
            call.quality,
        )

    return Columns(PUBLIC, cells)


def local(at: Instant, zone: ZoneInfo) -> str:
    """To the second, with the difference from UTC, so that the hour that comes twice in autumn is told."""
    return datetime.fromtimestamp(at // 1_000, zone).isoformat(sep=" ")


def seconds(duration: int | None) -> int | None:
    return None if duration is None else round(duration / 1_000)


def _guide(names: Names, guide: str | None) -> str | None:
    return None if guide is None else names.guide(GuideId(guide))
