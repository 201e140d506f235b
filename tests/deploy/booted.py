"""A machine of its own, of this one's files, that systemd runs from its first process on.

It wants root, a cgroup2 that is mounted, and `unshare`; all that is written in there is gone with it. The
network and the kernel are this machine's.
"""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

BOOT = Path(__file__).with_name("boot.sh")
SYSTEMD = Path("/lib/systemd/systemd")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
TARGET = "kiosk-machine.target"
PATIENCE = 120.0
"""Seconds for anything to happen."""


class Cannot(Exception):
    """This machine cannot run systemd in a machine of its own; the message says why."""


def until(what: str, holds: Callable[[], bool], *, patience: float = PATIENCE) -> float:
    """Look until it holds; returns the seconds. Raises `TimeoutError`."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > patience:
            raise TimeoutError(what)
        time.sleep(0.1)
    return time.monotonic() - began


class Booted:
    """Make it with `booted`; `power_on` first."""

    def __init__(self, disk: Path, holder: int, group: Path) -> None:
        self._disk = disk
        self._holder = holder
        self._group = group
        self._outer: subprocess.Popen[bytes] | None = None
        self._first = 0

    @property
    def root(self) -> Path:
        """Its files, as it sees them."""
        return Path(f"/proc/{self._first}/root")

    def power_on(self) -> None:
        """Returns when all has begun that is begun at the start."""
        target = self._disk / "written/etc/systemd/system" / TARGET
        self._in_disk("mkdir", "-p", str(target.parent))
        self._in_disk(
            "sh", "-c", f"printf '[Unit]\\nRequires=basic.target\\nAfter=basic.target\\n' > {target}"
        )
        namespaces = ("--pid", "--mount", "--cgroup", "--ipc", "--uts", "--fork", "--kill-child")
        enter = f'echo $$ > {self._group}/cgroup.procs; exec "$@"'
        apart = ("unshare", *namespaces, str(BOOT), str(self._disk))
        self._outer = subprocess.Popen(
            ["sh", "-c", enter, "sh", "nsenter", f"--target={self._holder}", "--mount", *apart],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        until("its first process", self._has_begun)
        until("its start", lambda: self.ask("systemctl", "is-active", TARGET) == "active")

    def power_off(self) -> None:
        """As when the plug is pulled: nothing is told."""
        if self._outer is not None:
            os.kill(self._first, signal.SIGKILL)
            self._outer.communicate()
            self._outer = None

    def do(self, *command: str) -> str:
        """What a command says that root gives in there. Raises `CalledProcessError`."""
        return self._run(command, check=True).strip()

    def ask(self, *command: str) -> str:
        """As `do`, however the command ends."""
        return self._run(command, check=False).strip()

    def _run(self, command: tuple[str, ...], *, check: bool) -> str:
        enter = ["nsenter", f"--target={self._first}", "--all", "--", "env", "-i", f"PATH={PATH}", "LANG=C"]
        trouble = None if check else subprocess.DEVNULL
        done = subprocess.run(
            [*enter, *command], stdout=subprocess.PIPE, stderr=trouble, text=True, check=check
        )
        return done.stdout

    def show(self, unit: str, name: str) -> str:
        return self.do("systemctl", "show", "--value", "--property", name, unit)

    def said(self, unit: str) -> str:
        """What its log has of a unit."""
        return self.do("journalctl", "--no-pager", "--output=cat", f"--unit={unit}")

    def _in_disk(self, *command: str) -> None:
        subprocess.run(["nsenter", f"--target={self._holder}", "--mount", *command], check=True)

    def _has_begun(self) -> bool:
        assert self._outer is not None
        if self._outer.poll() is not None:
            assert self._outer.stderr is not None
            raise Cannot(self._outer.stderr.read().decode())
        children = Path(f"/proc/{self._outer.pid}/task/{self._outer.pid}/children").read_text().split()
        for child in children:
            if Path(f"/proc/{child}/exe").resolve().name == "systemd":
                self._first = int(child)
                return True
        return False


@contextmanager
def booted() -> Iterator[Booted]:
    """A machine that is off. Raises `Cannot`."""
    if os.geteuid() != 0 or not SYSTEMD.exists():
        raise Cannot(f"It wants root, and {SYSTEMD}.")
    mounts = (line.split() for line in Path("/proc/self/mounts").read_text().splitlines())
    hierarchy = next((Path(folder) for _, folder, kind, *_ in mounts if kind == "cgroup2"), None)
    if hierarchy is None:
        raise Cannot("No cgroup2 is mounted.")
    with _group_in(hierarchy) as group, tempfile.TemporaryDirectory(prefix="kiosk-machine-") as folder:
        hold = f"mount -t tmpfs tmpfs {folder} && echo held && exec sleep infinity"
        with subprocess.Popen(["unshare", "--mount", "sh", "-c", hold], stdout=subprocess.PIPE) as holder:
            machine = Booted(Path(folder), holder.pid, group)
            try:
                assert holder.stdout is not None
                if holder.stdout.readline() != b"held\n":
                    raise Cannot("It may not mount anything.")
                yield machine
            finally:
                machine.power_off()
                holder.kill()


@contextmanager
def _group_in(hierarchy: Path) -> Iterator[Path]:
    """A control group that is gone afterwards with all that systemd made below it."""
    group = hierarchy / f"kiosk-machine-{os.getpid()}"
    group.mkdir()
    try:
        yield group
    finally:
        for folder, _, _ in os.walk(group, topdown=False):
            Path(folder).rmdir()
