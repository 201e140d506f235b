"""The page's signs of life, as the agent hears them over the page's own line."""

import time
from dataclasses import dataclass
from typing import Final

AT_REST: Final = frozenset({"starting", "start", "closed"})
"""Screens with nothing of a resident on them."""
TAP_PATIENCE: Final = 5.0
"""Seconds within which a page that let somebody tap shows a call, or no call comes of it."""
OF_A_CALL: Final = frozenset({"waiting", "ringing", "connecting", "live", "interrupted", "ended"})
"""Screens after which a browser has known a resident."""


@dataclass(slots=True)
class Pulse:
    beats: int = 0
    at: float | None = None
    """Seconds of the monotonic clock; None until the first beat."""
    stirred_at: float | None = None
    """When this browser's page last asked the agent for anything; None until its first request."""
    screen: str = ""
    gone_at: float | None = None
    """When the page's line ended, which a crash does at once; None while it is there."""
    call: str | None = None
    """The call that was tapped last."""
    tapped_at: float | None = None
    """When somebody last tapped a language; the page's next sign of life says more."""
    over: str | None = None
    """The call of a visit that is over, whatever the server still thinks of it."""
    used: bool = False
    """Whether this browser has known a resident's call."""

    def stir(self) -> None:
        """The page asks for something. A page that hangs while it loads has stirred and never beats."""
        self.stirred_at = time.monotonic()

    def beat(self, screen: str) -> None:
        self.beats += 1
        self.at = time.monotonic()
        self.gone_at = None
        self.screen = screen
        self.used = self.used or screen in OF_A_CALL

    def tap(self) -> None:
        """Somebody chooses a language now."""
        self.tapped_at = time.monotonic()

    def end(self) -> None:
        """The page's line has ended."""
        self.gone_at = time.monotonic()

    def renew(self) -> None:
        """Another browser begins, which knows nobody.

        Where the visit was over, so is its call: the next resident must not come back into it.
        """
        if self.spent:
            self.over = self.call
        self.used = False
        self.screen = ""
        self.gone_at = None
        self.stirred_at = None

    @property
    def in_use(self) -> bool:
        """Whether somebody stands at the screen, or a resident's browser is still to be ended."""
        tapped = self.tapped_at is not None and time.monotonic() - self.tapped_at < TAP_PATIENCE
        return tapped or self.used or self.screen not in AT_REST | {""}

    @property
    def at_rest(self) -> bool:
        """Whether nobody would notice a new browser now."""
        return self.screen in AT_REST

    @property
    def spent(self) -> bool:
        """Whether a resident's call is over: the next resident gets a new browser."""
        return self.used and self.at_rest


@dataclass(slots=True)
class Silence:
    """How long no heartbeat came, as far as this process was there to hear one.

    A machine that stands still, for its disk or its memory, holds up the page and whoever listens alike. So a
    look that comes late counts for no more than two.
    """

    every: float
    """Seconds between two looks, where nothing holds them up."""
    seconds: float = 0.0
    _beats: int | None = None
    _looked_at: float = 0.0

    def look(self, *, beats: int, now: float) -> None:
        """Call this every `every` seconds with all beats so far; `now` in seconds, monotonic."""
        if beats != self._beats:
            self.seconds = 0.0
        else:
            self.seconds += min(now - self._looked_at, 2 * self.every)
        self._beats = beats
        self._looked_at = now
