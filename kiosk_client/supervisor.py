"""What the agent tells systemd (sd_notify(3)); nothing where nobody listens."""

import os
import socket
from typing import Final

READY: Final = "READY=1"
ALIVE: Final = "WATCHDOG=1"


def notify(state: str) -> None:
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor:
        supervisor.connect(address.replace("@", "\0", 1) if address.startswith("@") else address)
        supervisor.sendall(state.encode())


def watchdog_period() -> float | None:
    """Seconds between two signs of life that systemd wants: a third of its patience. None: it wants none."""
    microseconds = os.environ.get("WATCHDOG_USEC", "")
    return int(microseconds) / 3_000_000 if microseconds.isdecimal() else None
