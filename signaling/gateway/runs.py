"""Whether a device key is on one machine or on two. Pure.

An agent's run has a name that it makes when it starts and keeps in memory alone, and a machine runs one agent
at a time. So where another run has taken over and the earlier one speaks again, both are alive: the key was
copied.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

REMEMBERED: Final = 10_000
"""Keys."""
EARLIER: Final = 32
"""Runs of one key."""


@dataclass(slots=True)
class _Key:
    run: str
    since: int
    earlier: OrderedDict[str, None] = field(default_factory=OrderedDict)


class Runs:
    def __init__(self, *, leeway: int) -> None:
        """`leeway`: seconds by which the clocks of two machines may differ."""
        self._leeway = leeway
        self._keys: OrderedDict[bytes, _Key] = OrderedDict()

    def are_one(self, key: bytes, run: str, *, issued: int) -> bool:
        """Take in that `run` signed with `key` at `issued` (seconds).

        False where two machines have the key: refuse both.
        """
        known = self._keys.pop(key, None) or _Key(run, issued)
        self._keys[key] = known
        if len(self._keys) > REMEMBERED:
            self._keys.popitem(last=False)
        if run == known.run:
            return True
        if run in known.earlier:
            # One signed before the other began may still be on its way.
            return issued <= known.since + self._leeway
        known.earlier[known.run] = None
        if len(known.earlier) > EARLIER:
            known.earlier.popitem(last=False)
        known.run, known.since = run, issued
        return True
