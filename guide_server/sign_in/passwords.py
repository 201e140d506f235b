"""Passwords: argon2id (RFC 9106, second recommended option) in a few threads, at the same cost for everyone.

One hash takes 64 MiB and some tens of milliseconds, so only `THREADS` run at a time and at most `WAITING`
may queue: a flood of guesses is answered with `Busy` instead of eating the machine.
"""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import Parameters, PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError

from guide_server.http.problems import Busy

SHORTEST = 12
LONGEST = 256
"""Characters, after normalisation."""
COST = profiles.RFC_9106_LOW_MEMORY
THREADS = 2
WAITING = 16

Result = TypeVar("Result")


def normalised(password: str) -> str:
    """The one form in which a password is hashed (RFC 8265 §4.2: NFC), however it was typed."""
    return unicodedata.normalize("NFC", password)


class Passwords:
    """Call `close()` when the server ends."""

    def __init__(self, cost: Parameters = COST) -> None:
        self._hasher = PasswordHasher.from_parameters(cost)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="argon2")
        self._pending = 0
        self._nobodys = self._hasher.hash("the password of nobody")

    def hash_now(self, password: str) -> str:
        """For command lines, where nothing else waits; takes tens of milliseconds."""
        kept: str = self._hasher.hash(normalised(password))
        return kept

    async def hash(self, password: str) -> str:
        """The string to keep in place of `password`. Raises `Busy`."""
        return await self._run(lambda: self.hash_now(password))

    async def fits(self, password: str, kept: str | None) -> bool:
        """Whether `password` is the one that `kept` was made of. Raises `Busy`.

        Pass None where there is no such account: the answer is False after the same work, so that the time
        tells nobody which logins exist.
        """
        matches = await self._run(lambda: self._verify(normalised(password), kept or self._nobodys))
        return matches and kept is not None

    def close(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _verify(self, password: str, kept: str) -> bool:
        try:
            matches: bool = self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False
        return matches

    async def _run(self, work: Callable[[], Result]) -> Result:
        if self._pending >= THREADS + WAITING:
            raise Busy(retry_after=2)
        self._pending += 1
        running = asyncio.get_running_loop().run_in_executor(self._threads, work)
        running.add_done_callback(self._finished)
        return await running

    def _finished(self, _: object) -> None:
        self._pending -= 1
