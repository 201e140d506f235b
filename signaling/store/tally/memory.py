"""Counts of closed days that were read before: they do not change until such a day is opened again.

Whoever remembers something names it by the revision of `tally_until` that it was read under, so nothing has
to be told when a day is opened: what was remembered before is asked for no more, and pushed out in time.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Final, TypeVar, cast

T = TypeVar("T")

ROOM: Final = 250_000
"""Numbers that are remembered, some 20 MB."""


class Memory:
    """What was used last, up to `room` numbers. Serves several threads.

    Nobody may change what is given out of it.
    """

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._taken = 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def recall(self, name: Hashable, read: Callable[[], T], size: Callable[[T], int]) -> T:
        """Return what has this name; where it is not remembered `read` it, outside of the lock."""
        with self._lock:
            known = self._kept.get(name)
            if known is not None:
                self._kept.move_to_end(name)
                return cast("T", known[0])
        found = read()
        self._keep(name, found, size(found))
        return found

    def _keep(self, name: Hashable, found: object, size: int) -> None:
        with self._lock:
            if name in self._kept or size > self._room:
                return
            self._kept[name] = (found, size)
            self._taken += size
            while self._taken > self._room:
                _, (_, freed) = self._kept.popitem(last=False)
                self._taken -= freed
