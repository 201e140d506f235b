"""What one screen shows: the whole small truth for it, computed from the pool.

A view carries ids; names of places and people are added at the gateway, so that the journal never holds them.
"""

from collections.abc import Iterable

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
    parties: set[Party] = set()
    for entry in entries:
        event = entry.event
        kiosk = getattr(event, "kiosk", None)
        guide = getattr(event, "guide", None)
        call = getattr(event, "call", None)
        if kiosk is not None:
            parties.add(Party.kiosk(kiosk))
        if guide is not None:
            parties.add(Party.guide(guide))
        if isinstance(event, LeadChanged):
            parties.add(Party.guide(event.left))
        if call is not None:
            parties |= _parties_of(pool, call)
        if isinstance(event, PoolConfigured):
            parties.update(map(Party.kiosk, pool.kiosks), map(Party.guide, pool.guides))
    return frozenset(parties)


def _parties_of(pool: Pool, call_id: CallId) -> set[Party]:
    call = pool.calls.get(call_id)
    if call is not None:
        guides = {guest.guide for guest in call.guests} | ({call.desk} if call.desk is not None else set())
        return {Party.kiosk(call.kiosk), *map(Party.guide, guides)}
    ended = pool.ended(call_id)
    if ended is None:
        return set()
    kiosk = {Party.kiosk(pool.closed[call_id])}
    return kiosk | ({Party.guide(ended.guide)} if ended.guide is not None else set())
