"""The life of one other party of a call, seen from here: sound and picture both ways, kept up while it lasts.

It is made when the desk rings and brings up transport and encoder at once, but only black and silence leave
until `open()`. What comes is the truth: when nothing was decoded for `SILENCE`, or a connection did not
come up within `PATIENCE`, a new connection offers; and then another, each given twice the time of the one
before, without end. Mending needs the server: while it is away nothing is tried and no patience used up.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from signaling.headless.connection import Connection, ConnectionOptions, Sequel
from signaling.headless.media import Sink
from signaling.headless.relay import RelayChannel
from signaling.wire.messages import IceCredentials, RelayBody

SILENCE: Final = 3.0
PATIENCE: Final = 5.0
MOST_PATIENCE: Final = 20.0
PROOF: Final = 1.0
"""Seconds for which a connection must be up to count although nothing comes: a kiosk without devices."""
COURTESY: Final = 1.0
"""Seconds that the polite side waits longer, so that one of the two mends and not both."""
LOOK_EVERY: Final = 0.25
OFFER_GRACE: Final = 1.0
"""Seconds that a guide whose desk begins to ring waits for the kiosk's offer before offering itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerOptions:
    channel: RelayChannel
    polite: bool
    """The kiosk: False. The guide: True."""
    offer_after: float
    """Seconds to wait for the other party's offer.

    0 for the kiosk and for whoever comes into a begun call.
    """
    ice: IceCredentials | None
    server_is_up: Callable[[], bool]
    relay_only: bool = False


class Peer:
    """Await `run()` in a task; cancel it to end everything."""

    def __init__(self, options: PeerOptions) -> None:
        self.ice = options.ice
        """Newer credentials may be set at any time; they serve the next connection."""
        self.sink = Sink()
        self._options = options
        self.opened = asyncio.Event()
        self._waiting = options.offer_after > 0
        self._begun = self._counted_from = time.monotonic()
        self._connected_at: float | None = None
        self._patience = PATIENCE
        self._connection = self._connect()

    def open(self) -> None:
        """The guide took: let picture and sound flow from here."""
        self.opened.set()

    @property
    def flowing(self) -> bool:
        """Whether something was decoded within `SILENCE`, or all is up and nothing is sent."""
        now = time.monotonic()
        heard = self.sink.last
        if heard is not None and now - heard < SILENCE:
            return True
        if self._connected_at is None or (heard is not None and heard > self._begun):
            return False
        return self._connection.state == "connected" and now - self._connected_at > PROOF

    async def run(self) -> None:
        try:
            if not self._waiting:
                await self._connection.offer()
            while True:
                await self._receive_for(LOOK_EVERY)
                await self._look()
        finally:
            await self._connection.close()

    async def _receive_for(self, seconds: float) -> None:
        """Take in what was relayed, but look up after `seconds`."""
        received = self._options.channel.received
        try:
            async with asyncio.timeout(seconds):
                body = await received.get()
        except TimeoutError:
            return
        await self._receive(body)

    async def _receive(self, body: RelayBody) -> None:
        match await self._connection.receive(body):
            case Sequel.ANSWER_ANEW:
                await self._renew()
                await self._connection.receive(body)
            case Sequel.OFFER_ANEW:
                await self._offer_anew()
            case Sequel.NOTHING:
                pass
        self._waiting = self._waiting and not self._connection.is_paired

    async def _look(self) -> None:
        now = time.monotonic()
        if self._connected_at is None and self._connection.state == "connected":
            self._connected_at = now
        if self.flowing:
            self._patience = PATIENCE
        elif not self._options.server_is_up():
            self._counted_from = now
        elif now >= self._due():
            if not self._waiting:
                self._patience = min(2 * self._patience, MOST_PATIENCE)
            await self._offer_anew()

    def _due(self) -> float:
        """When another connection is to be tried, in seconds of the monotonic clock."""
        if self._waiting:
            return self._counted_from + self._options.offer_after
        courtesy = COURTESY if self._options.polite else 0.0
        heard = self.sink.last
        if heard is not None and heard > self._begun:
            return max(heard + SILENCE, self._counted_from) + courtesy
        return self._counted_from + self._patience + courtesy

    async def _offer_anew(self) -> None:
        await self._renew()
        self._waiting = False
        await self._connection.offer()

    async def _renew(self) -> None:
        await self._connection.close()
        self._begun = self._counted_from = time.monotonic()
        self._connected_at = None
        self._connection = self._connect()

    def _connect(self) -> Connection:
        return Connection(
            ConnectionOptions(
                polite=self._options.polite,
                ice=self.ice,
                relay_only=self._options.relay_only,
                is_open=self.opened.is_set,
                sink=self.sink,
                send=self._options.channel.send,
            )
        )
