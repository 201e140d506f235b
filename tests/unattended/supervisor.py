"""What systemd is to a service of `Type=notify`: a socket that hears when it is ready."""

import asyncio
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def listening() -> Iterator[str]:
    """The value of NOTIFY_SOCKET; whatever comes there is read, so that nobody waits for room."""
    name = f"vagvisare-{secrets.token_hex(8)}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(f"\0{name}")
        listener.setblocking(False)
        loop = asyncio.get_running_loop()
        loop.add_reader(listener, _read, listener)
        try:
            yield f"@{name}"
        finally:
            loop.remove_reader(listener)


def _read(listener: socket.socket) -> None:
    with suppress(BlockingIOError):
        while True:
            listener.recv(256)
