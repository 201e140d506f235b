"""One entry folded into a pool: total and deterministic, so that every node gets the same pool.

An event that fits no entity, as a damaged journal might hold, changes nothing but `seq` and `at`. What is
legal is `decide`'s business; here facts are facts.
"""

from signaling.core.events import Entry
from signaling.core.evolve import attendance, parties, service, talk, waiting
from signaling.core.pool import Pool, PoolEdit

_FOLD = {**service.FOLD, **attendance.FOLD, **waiting.FOLD, **talk.FOLD, **parties.FOLD}


def evolve(pool: Pool, entry: Entry) -> Pool:
    """The pool after `entry`. The caller folds entries in the order of `seq`, each once."""
    edit = PoolEdit(pool, seq=entry.seq, at=entry.at)
    _FOLD[type(entry.event)](edit, entry.event)
    return edit.done()
