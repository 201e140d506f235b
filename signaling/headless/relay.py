"""Both directions of the relay between this party and one other, in one call.

What goes out is numbered and kept until the server has it, and sent again after a reconnect. What comes in is
handed on in order; a number that was seen before is a double.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from signaling.wire.messages import RelayBody, RelayRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    call: str
    own: int
    """One's own number in the call; 0 for the kiosk."""
    other: int
    """The other party's."""


class RelayChannel:
    """`received` holds what came, in order.

    Numbers grow over restarts of this process: they begin at the second.
    """

    def __init__(self, address: Address, emit: Callable[[RelayRequest], Awaitable[None]]) -> None:
        self.address = address
        self.received: asyncio.Queue[RelayBody] = asyncio.Queue()
        self._emit = emit
        self._last_out = int(time.time())
        self._last_in = 0
        self._unsettled: dict[int, RelayRequest] = {}

    async def send(self, body: RelayBody) -> None:
        """Hand `body` to the server now, or as soon as it is reachable."""
        self._last_out += 1
        request = RelayRequest(
            call=self.address.call,
            from_=self.address.own,
            to=self.address.other,
            n=self._last_out,
            body=body,
        )
        self._unsettled[request.n] = request
        await self._emit(request)

    async def resend(self) -> None:
        """After a reconnect: everything that the server may not have, in order."""
        for request in list(self._unsettled.values()):
            await self._emit(request)

    def settled(self, n: int) -> None:
        """The server has it, or will never take it."""
        self._unsettled.pop(n, None)

    def take(self, n: int, body: RelayBody) -> int:
        """Take in what came; returns the number up to which everything has come."""
        if n > self._last_in:
            self._last_in = n
            self.received.put_nowait(body)
        return self._last_in
