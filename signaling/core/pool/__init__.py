"""The pool: one municipality's kiosks, guides and calls at one moment, as the fold of its journal.

Everything here is immutable. A change makes a new pool that shares what did not change with the old one, so
that a decision that is dropped leaves nothing behind and the old pool stays true. Changes go through
`PoolEdit`, which keeps the indexes; only `evolve` and `restore` use it.
"""

from signaling.core.pool.call import EMERGENCY, IN_LINE, NORMAL, Call, Ring, Try
from signaling.core.pool.edit import REMEMBERED_TICKET, PoolEdit
from signaling.core.pool.guide import Guide, Help, WrapUp
from signaling.core.pool.kiosk import REMEMBERED_CALLS, Ended, Kiosk
from signaling.core.pool.snapshot import Snapshot, forgetting, remembered, restore, snapshot
from signaling.core.pool.whole import Deadline, Pool

__all__ = [
    "EMERGENCY",
    "IN_LINE",
    "NORMAL",
    "REMEMBERED_CALLS",
    "REMEMBERED_TICKET",
    "Call",
    "Deadline",
    "Ended",
    "Guide",
    "Help",
    "Kiosk",
    "Pool",
    "PoolEdit",
    "Ring",
    "Snapshot",
    "Try",
    "WrapUp",
    "forgetting",
    "remembered",
    "restore",
    "snapshot",
]
