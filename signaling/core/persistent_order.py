"""A sorted set whose old versions stay valid: the queue of a language, its idle guides, the pool's deadlines.

Items lie in sorted blocks of at most `_BLOCK`; a change copies one block and the list of blocks. The first
item costs nothing, a change or a rank a few microseconds at 10,000 items.
"""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain
from operator import itemgetter
from typing import Any, Generic, TypeVar

_BLOCK = 256
_last = itemgetter(-1)

T = TypeVar("T", bound=tuple[Any, ...])


class PersistentOrder(Generic[T]):
    """Distinct tuples in ascending order."""

    __slots__ = ("_blocks", "size")

    def __init__(self) -> None:
        self._blocks: tuple[tuple[T, ...], ...] = ()
        self.size = 0
        """What `len` says, for those who ask often and are spared a call."""

    def add(self, item: T) -> "PersistentOrder[T]":
        """The set with `item`; the same set where it was in already."""
        if not self._blocks:
            return self._with(0, 0, ((item,),), size=1)
        index = min(bisect_left(self._blocks, item, key=_last), len(self._blocks) - 1)
        block = self._blocks[index]
        at = bisect_left(block, item)
        if at < len(block) and block[at] == item:
            return self
        grown = list(block)
        grown.insert(at, item)
        block = tuple(grown)
        half = len(block) // 2
        blocks = (block,) if len(block) <= _BLOCK else (block[:half], block[half:])
        return self._with(index, index + 1, blocks, size=self.size + 1)

    def without(self, item: T) -> "PersistentOrder[T]":
        """The set that lacks `item`; the same set where it lacked it already."""
        index = bisect_left(self._blocks, item, key=_last)
        if index == len(self._blocks):
            return self
        block = self._blocks[index]
        at = bisect_left(block, item)
        if block[at] != item:
            return self
        shrunk = list(block)
        del shrunk[at]
        block = tuple(shrunk)
        start, stop = index, index + 1
        if stop < len(self._blocks) and len(block) + len(self._blocks[stop]) <= _BLOCK // 2:
            block = (*block, *self._blocks[stop])
            stop += 1
        return self._with(start, stop, (block,) if block else (), size=self.size - 1)

    def _with(
        self, start: int, stop: int, blocks: tuple[tuple[T, ...], ...], *, size: int
    ) -> "PersistentOrder[T]":
        changed = list(self._blocks)
        changed[start:stop] = blocks
        new = object.__new__(type(self))
        new._blocks = tuple(changed)
        new.size = size
        return new

    def first(self) -> T | None:
        return self._blocks[0][0] if self._blocks else None

    def rank(self, item: T) -> int:
        """How many items come before `item`."""
        index = bisect_left(self._blocks, item, key=_last)
        before = sum(map(len, self._blocks[:index]))
        return before if index == len(self._blocks) else before + bisect_left(self._blocks[index], item)

    def __contains__(self, item: T) -> bool:
        index = bisect_left(self._blocks, item, key=_last)
        if index == len(self._blocks):
            return False
        block = self._blocks[index]
        return block[bisect_left(block, item)] == item

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(self._blocks)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PersistentOrder) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # compared by content, never a key

    def __repr__(self) -> str:
        return f"PersistentOrder({tuple(self)!r})"
