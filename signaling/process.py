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
    """Tell systemd that the service serves (sd_notify(3)); nothing where no supervisor listens."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor:
        supervisor.connect("\0" + address[1:] if address.startswith("@") else address)
        supervisor.sendall(b"READY=1")
