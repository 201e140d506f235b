"""Make every wait uneven, to find what passes only while the machine is quick: `pytest -p tests.jitter`.

A timer may always be late, a thread may always start late or hand over its result late, and what arrives at
a socket may always be noticed late, in another order than from another socket. Nothing else changes: what
holds only without this holds by luck. JITTER_SEED makes a run's delays its own.
"""

import asyncio
import os
import random
import selectors
import time
from asyncio import base_events, selector_events
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

_random = random.Random(os.environ.get("JITTER_SEED", "0"))


def late() -> float:
    """Seconds: mostly none, sometimes a little, now and then as much as a busy machine takes."""
    chance = _random.random()
    if chance < 0.7:
        return 0.0
    return _random.uniform(0, 0.02 if chance < 0.93 else 0.2)


class UnevenSelector(selectors.DefaultSelector):
    """Tells of each file only some time after it became ready."""

    def __init__(self) -> None:
        super().__init__()
        self._ripe: dict[int, float] = {}

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            left = None if until is None else max(0.0, until - time.monotonic())
            ready = super().select(left)
            now = time.monotonic()
            for key, _ in ready:
                self._ripe.setdefault(key.fd, now + late())
            told = [(key, events) for key, events in ready if self._ripe[key.fd] <= now]
            for key, _ in told:
                del self._ripe[key.fd]
            if told or not ready or (until is not None and now >= until):
                return told
            soonest = min(self._ripe[key.fd] for key, _ in ready)
            time.sleep(max(0.0, min(soonest, until or soonest) - now))

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        key = super().unregister(fileobj)
        self._ripe.pop(key.fd, None)
        return key


def pytest_configure() -> None:
    loop, executor = base_events.BaseEventLoop, ThreadPoolExecutor
    call_at, submit, begin = loop.call_at, executor.submit, selector_events.BaseSelectorEventLoop.__init__

    def call_late(self: Any, when: float, *args: Any, **named: Any) -> asyncio.TimerHandle:
        return call_at(self, when + late(), *args, **named)

    def submit_late(self: Any, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        before, after = late(), late()

        def worked() -> Any:
            time.sleep(before)
            try:
                return work(*args, **named)
            finally:
                time.sleep(after)

        return submit(self, worked)

    def begin_uneven(self: Any, selector: selectors.BaseSelector | None = None) -> None:
        begin(self, selector or UnevenSelector())

    loop.call_at = call_late  # type: ignore[method-assign, assignment]
    executor.submit = submit_late  # type: ignore[method-assign]
    selector_events.BaseSelectorEventLoop.__init__ = begin_uneven  # type: ignore[method-assign]
