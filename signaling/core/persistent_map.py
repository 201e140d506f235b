"""A map whose old versions stay valid: setting a key gives a new map that shares nearly all of the old one.

The keys are spread over a fixed number of small dicts, of which a change copies one. At 10,000 entries that
is a microsecond or two, where copying one large dict is a hundred. It can afford to be this simple because a
pool is a municipality, not the world.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Generic, TypeVar, overload

_SHARDS = 64
_MASK = _SHARDS - 1

K = TypeVar("K")
V = TypeVar("V")
D = TypeVar("D")


class PersistentMap(Generic[K, V]):
    """Read it like a `Mapping`. The order of iteration means nothing and may differ between processes."""

    __slots__ = ("_shards", "_size")

    def __init__(self) -> None:
        self._shards: tuple[dict[K, V], ...] = ({},) * _SHARDS
        self._size = 0

    def set(self, key: K, value: V) -> "PersistentMap[K, V]":
        """The map in which `key` is `value`."""
        index = hash(key) & _MASK
        shard = self._shards[index].copy()
        shard[key] = value
        return self._with(index, shard)

    def without(self, key: K) -> "PersistentMap[K, V]":
        """The map that lacks `key`; the same map where it lacked it already."""
        index = hash(key) & _MASK
        if key not in self._shards[index]:
            return self
        shard = self._shards[index].copy()
        del shard[key]
        return self._with(index, shard)

    def _with(self, index: int, shard: dict[K, V]) -> "PersistentMap[K, V]":
        new = object.__new__(type(self))
        new._shards = (*self._shards[:index], shard, *self._shards[index + 1 :])
        new._size = self._size + len(shard) - len(self._shards[index])
        return new

    @overload
    def get(self, key: K) -> V | None: ...
    @overload
    def get(self, key: K, default: D) -> V | D: ...
    def get(self, key: K, default: D | None = None) -> V | D | None:
        return self._shards[hash(key) & _MASK].get(key, default)

    def __getitem__(self, key: K) -> V:
        return self._shards[hash(key) & _MASK][key]

    def __contains__(self, key: object) -> bool:
        return key in self._shards[hash(key) & _MASK]

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[K]:
        return chain.from_iterable(self._shards)

    def values(self) -> Iterator[V]:
        return chain.from_iterable(map(dict[K, V].values, self._shards))

    def items(self) -> Iterator[tuple[K, V]]:
        return chain.from_iterable(map(dict[K, V].items, self._shards))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PersistentMap) and self._shards == other._shards

    __hash__ = None  # type: ignore[assignment]  # compared by content, never a key

    def __repr__(self) -> str:
        return f"PersistentMap({dict(self.items())!r})"
