"""What one screen shows: the whole small truth for it, computed from the pool.

A view carries ids; names of places and people are added at the gateway, so that the journal never holds them.
"""

from collections.abc import Iterable, Sequence

from signaling.core.errors import UnknownGuide
from signaling.core.events import Entry, LeadChanged, PoolConfigured
from signaling.core.ids import CallId, GuideId, KioskId, Party, Role
from signaling.core.pool import Pool
from signaling.core.views.common import PartyLine
from signaling.core.views.desk import (
    DeskCall,
    DeskHelp,
    DeskRing,
    DeskView,
    DeskWrapUp,
    QueueLine,
    desk_view,
)
from signaling.core.views.kiosk import (
    EndedCall,
    KioskCall,
    KioskView,
    LanguageService,
    kiosk_view,
    language_services,
)

__all__ = [
    "DeskCall",
    "DeskHelp",
    "DeskRing",
    "DeskView",
    "DeskWrapUp",
    "EndedCall",
    "KioskCall",
    "KioskView",
    "LanguageService",
    "PartyLine",
    "QueueLine",
    "View",
    "desk_view",
    "kiosk_view",
    "language_services",
    "touched",
    "view",
]

View = KioskView | DeskView


def view(pool: Pool, party: Party) -> View:
    """What the party's screen shows. Raises `UnknownKiosk` or `UnknownGuide` where it has never connected."""
    match party.role:
        case Role.KIOSK:
            return kiosk_view(pool, KioskId(party.id))
        case Role.GUIDE:
            return desk_view(pool, GuideId(party.id))
        case _:
            raise UnknownGuide


def touched(entries: Iterable[Entry], pool: Pool) -> frozenset[Party]:
    """The parties whose own part of the view `entries` changed; `pool` is the one after them.

    What the others see of the queue changed too, perhaps: refresh their views at leisure.
    """
    kiosks: set[KioskId | None] = set()
    guides: set[GuideId | None] = set()
    for entry in entries:
        event = entry.event
        kiosks.add(getattr(event, "kiosk", None))
        guides.add(getattr(event, "guide", None))
        if isinstance(event, LeadChanged):
            guides.add(event.left)
        call = getattr(event, "call", None)
        if call is not None:
            kiosk, others = _parties_of(pool, call)
            kiosks.add(kiosk)
            guides.update(others)
        if isinstance(event, PoolConfigured):
            kiosks.update(pool.kiosks)
            guides.update(pool.guides)
    return frozenset(
        [Party.kiosk(kiosk) for kiosk in kiosks if kiosk is not None]
        + [Party.guide(guide) for guide in guides if guide is not None]
    )


def _parties_of(pool: Pool, call_id: CallId) -> tuple[KioskId | None, Sequence[GuideId | None]]:
    call = pool.calls.get(call_id)
    if call is not None:
        return call.kiosk, [call.desk, *(guest.guide for guest in call.guests)]
    ended = pool.ended(call_id)
    if ended is None:
        return None, ()
    return pool.closed[call_id], (ended.guide,)
