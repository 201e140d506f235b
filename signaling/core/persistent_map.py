"""A map whose old versions stay valid: setting a key gives a new map that shares nearly all of the old one.

The keys are spread over a fixed number of small dicts in two layers, of which a change copies one of each: a
microsecond or two at 100,000 entries, where copying one large dict is some milliseconds. It can afford to be
this simple because a pool is a municipality, not the world.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any, Generic, TypeVar, overload

_BITS = 5
_WIDTH = 1 << _BITS
_MASK = _WIDTH - 1

K = TypeVar("K")
V = TypeVar("V")
D = TypeVar("D")

_BARE: tuple[dict[Any, Any], ...] = ({},) * _WIDTH
"""A layer in which nothing has been set yet. Never changed in place, as no dict here is."""
_NOTHING = (_BARE,) * _WIDTH


class PersistentMap(Generic[K, V]):
    """Read it like a `Mapping`. The order of iteration means nothing and may differ between processes."""

    __slots__ = ("_layers", "_size")

    def __init__(self) -> None:
        self._layers: tuple[tuple[dict[K, V], ...], ...] = _NOTHING
        self._size = 0

    def set(self, key: K, value: V) -> "PersistentMap[K, V]":
        """The map in which `key` is `value`."""
        shard = self._shard(key).copy()
        shard[key] = value
        return self._with(key, shard)

    def without(self, key: K) -> "PersistentMap[K, V]":
        """The map that lacks `key`; the same map where it lacked it already."""
        if key not in self._shard(key):
            return self
        shard = self._shard(key).copy()
        del shard[key]
        return self._with(key, shard)

    def _shard(self, key: object) -> dict[K, V]:
        spread = hash(key)
        return self._layers[spread >> _BITS & _MASK][spread & _MASK]

    def _with(self, key: K, shard: dict[K, V]) -> "PersistentMap[K, V]":
        spread = hash(key)
        outer, inner = spread >> _BITS & _MASK, spread & _MASK
        layers = list(self._layers)
        layer = list(layers[outer])
        new = object.__new__(type(self))
        new._size = self._size + len(shard) - len(layer[inner])
        layer[inner] = shard
        layers[outer] = tuple(layer)
        new._layers = tuple(layers)
        return new

    @overload
    def get(self, key: K) -> V | None: ...
    @overload
    def get(self, key: K, default: D) -> V | D: ...
    def get(self, key: K, default: D | None = None) -> V | D | None:
        spread = hash(key)
        return self._layers[spread >> _BITS & _MASK][spread & _MASK].get(key, default)

    def __getitem__(self, key: K) -> V:
        spread = hash(key)
        return self._layers[spread >> _BITS & _MASK][spread & _MASK][key]

    def __contains__(self, key: object) -> bool:
        return key in self._shard(key)

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[K]:
        return chain.from_iterable(self._shards())

    def values(self) -> Iterator[V]:
        return chain.from_iterable(map(dict[K, V].values, self._shards()))

    def items(self) -> Iterator[tuple[K, V]]:
        return chain.from_iterable(map(dict[K, V].items, self._shards()))

    def _shards(self) -> Iterator[dict[K, V]]:
        """Those with something in them: most maps are small, and most of a small map's shards are bare."""
        return filter(None, chain.from_iterable([layer for layer in self._layers if layer is not _BARE]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PersistentMap) and self._layers == other._layers

    __hash__ = None  # type: ignore[assignment]  # compared by content, never a key

    def __repr__(self) -> str:
        return f"PersistentMap({dict(self.items())!r})"
