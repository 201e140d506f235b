"""What is asked of kiosks from afar, as an admin sees it. Times are milliseconds since 1970-01-01 UTC."""

from enum import StrEnum

from signaling.wire.errands import ErrandName, ErrandOutcome
from signaling.wire.scalars import Id, Instant, Many, Message


class ErrandState(StrEnum):
    ASKED = "asked"
    """The kiosk has not heard of it yet."""
    HEARD = "heard"
    """The kiosk does it as soon as no resident is served."""
    DONE = "done"
    """See the outcome."""
    UNHEARD = "unheard"
    """The kiosk did not ask in time; it does not do it any more."""
    UNDONE = "undone"
    """The kiosk heard of it, and nothing came of it in time."""


class AskedErrand(Message):
    errand: ErrandName
    state: ErrandState
    asked_at: Instant
    done_at: Instant | None
    outcome: ErrandOutcome | None
    """Once it is done."""


class KioskErrands(Message):
    kiosk: Id
    able: Many[ErrandName]
    """What may be asked of this kiosk: what it last said that it can; nothing of a revoked one."""
    asked: Many[AskedErrand]
    """The last wish for each errand, as long as it is kept."""


class ErrandsPage(Message):
    kiosks: Many[KioskErrands]
    """Every kiosk of the directory, in its order."""
