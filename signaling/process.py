"""What a process tells its supervisor, and how it is told to stop."""

import asyncio
import os
import signal
import socket


def stop_signal() -> asyncio.Event:
    """An event that SIGTERM and Ctrl-C set. A second Ctrl-C ends the process at once."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()

    def asked() -> None:
        stop.set()
        loop.remove_signal_handler(signal.SIGINT)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked)
    return stop


def notify_ready() -> None:
    """Tell systemd that the service serves."""
    _notify("READY=1")


def notify_alive() -> None:
    """Tell systemd's watchdog that the service still does its work."""
    _notify("WATCHDOG=1")


def supervised() -> bool:
    """Whether systemd runs this process as a service that tells when it is ready, and so starts it again."""
    return bool(os.environ.get("NOTIFY_SOCKET"))


def watchdog_period() -> float | None:
    """Seconds between two signs of life that systemd wants: a third of its patience. None: it wants none."""
    microseconds = os.environ.get("WATCHDOG_USEC", "")
    return int(microseconds) / 3_000_000 if microseconds.isdecimal() else None


def _notify(state: str) -> None:
    """By sd_notify(3); nothing where no supervisor listens."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor:
        supervisor.connect("\0" + address[1:] if address.startswith("@") else address)
        supervisor.sendall(state.encode())
