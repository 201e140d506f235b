"""An event loop whose time is virtual: waiting costs nothing, and one seed gives one order of things."""

import asyncio
import selectors
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

T = TypeVar("T")


class Stuck(AssertionError):
    """Everybody waits and no timer is armed: the world would stand still for ever."""


class _Leap(selectors.BaseSelector):
    """Watches nothing: where a real selector would wait, it moves the time on."""

    def __init__(self) -> None:
        self.time = 0.0
        self._keys: dict[int, selectors.SelectorKey] = {}

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise Stuck
        self.time += max(0.0, timeout)
        return []

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        key = selectors.SelectorKey(
            fileobj, fileobj if isinstance(fileobj, int) else fileobj.fileno(), events, data
        )
        self._keys[key.fd] = key
        return key

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._keys.pop(fileobj if isinstance(fileobj, int) else fileobj.fileno())

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._keys


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._leap = _Leap()
        super().__init__(self._leap)

    def time(self) -> float:
        return self._leap.time


def run(world: Coroutine[Any, Any, T]) -> T:
    """Run `world` to its end. A fault in any task or callback, watched or not, fails it."""
    loop = VirtualLoop()
    faults: list[BaseException] = []

    def note(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        fault = context.get("exception")
        faults.append(fault if fault is not None else AssertionError(context["message"]))

    loop.set_exception_handler(note)
    try:
        result = loop.run_until_complete(world)
        left = asyncio.all_tasks(loop)
        assert not left, f"tasks that outlive their world: {left}"
    finally:
        loop.close()
    if faults:
        raise faults[0]
    return result
