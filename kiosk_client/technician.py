"""What whoever looks after a kiosk may do at its screen: by a PIN, a few tries at a time, each one logged."""

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal

import structlog
from pydantic import BaseModel, ConfigDict, StringConstraints

from signaling.wire.http import EnrolmentCode

TRIES: Final = 5
PAUSE: Final = 300.0
"""Seconds without a try, after so many wrong ones."""
LEFT: Final = 77
"""The agent's exit status when somebody left the kiosk: its unit then gives the screen to a login prompt."""
COST: Final = 2**14
BLOCK: Final = 8
"""scrypt's n and r (RFC 7914 §2): 16 MB and some 50 ms for each try."""

Pin = Annotated[str, StringConstraints(pattern=r"^[0-9]{6,12}$")]
PinHash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}:[0-9a-f]{64}$")]
"""Salt and scrypt of a PIN, as `vagvisare-kiosk pin` prints it."""
Deed = Literal["test", "restart", "leave"]

_log = structlog.get_logger(__name__)


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class EnrolBody(_Body):
    """`POST /enrol`: the one-time code that somebody typed, or let a scanner type."""

    code: EnrolmentCode


class TechnicianBody(_Body):
    """`POST /technician`: the PIN, and what to do."""

    pin: Pin
    deed: Deed


class WrongPin(Exception):
    """The PIN is another one."""


class TooManyTries(Exception):
    """Wait: `seconds` until the next try."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.0f} s")
        self.seconds = seconds


@dataclass(slots=True)
class Tries:
    """How often a PIN may be tried. Times are seconds of one monotonic clock."""

    wrong: int = 0
    until: float = 0.0

    def begin(self, now: float) -> None:
        """Count a try as wrong until it is `right`. Raises `TooManyTries`, which counts as none."""
        if now < self.until:
            raise TooManyTries(self.until - now)
        if self.wrong >= TRIES:
            self.wrong = 0
        self.wrong += 1
        if self.wrong == TRIES:
            self.until = now + PAUSE

    def right(self) -> None:
        self.wrong, self.until = 0, 0.0


def hash_of(pin: str, salt: bytes | None = None) -> str:
    salt = secrets.token_bytes(16) if salt is None else salt
    return f"{salt.hex()}:{hashlib.scrypt(pin.encode(), salt=salt, n=COST, r=BLOCK, p=1, dklen=32).hex()}"


class Technician:
    """Lets somebody with the PIN do one of `deeds`."""

    def __init__(self, pin_hash: str, deeds: Mapping[Deed, Callable[[], None]]) -> None:
        self._pin_hash = pin_hash
        self._deeds = deeds
        self._tries = Tries()

    async def does(self, asked: TechnicianBody, *, now: float) -> None:
        """Do it. Raises `WrongPin` or `TooManyTries`."""
        self._tries.begin(now)
        salt = bytes.fromhex(self._pin_hash.partition(":")[0])
        given = await asyncio.to_thread(hash_of, asked.pin, salt)
        if not hmac.compare_digest(given, self._pin_hash):
            _log.warning("technician_turned_away", deed=asked.deed)
            raise WrongPin
        self._tries.right()
        _log.info("technician_let_in", deed=asked.deed)
        self._deeds[asked.deed]()
