"""A kiosk's machine in a folder: real updater, environments, pip and signatures; systemd has a stand-in."""

import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parents[2]
UPDATE = ROOT / "deploy/kiosk/update.sh"
WISH = "1795420815000"

LASTS = """
while os.path.realpath(sys.argv[0]) == began:
    time.sleep(0.05)
"""
"""As the agent does: it ends where it was replaced."""
BUSY = "while True: time.sleep(1)"
"""As an agent does that has a resident all the time."""
BROKEN = "sys.exit('no such camera')"

AGENT = """
import os, sys, time
began = os.path.realpath(sys.argv[0])
def main():
    if "--help" not in sys.argv:
        exec({does!r}, globals())
"""


def write_wheel(
    folder: Path, version: str, does: str, *, code: str = AGENT, needs: str = "", name: str = "vagvisare"
) -> Path:
    """A package of that name whose agent only `does` that, and that depends on what it `needs`."""
    info = f"{name}-{version}.dist-info"
    requires = f"Requires-Dist: {needs}\n" if needs else ""
    files = {
        f"small_{name}.py": code.format(does=does),
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{requires}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: a test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": f"[console_scripts]\n{name}-kiosk = small_{name}:main\n",
    }
    record = "".join(f"{name},,\n" for name in (*files, f"{info}/RECORD"))
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with ZipFile(path, "w") as wheel:
        for inside, text in (files | {f"{info}/RECORD": record}).items():
            wheel.writestr(inside, text)
    return path


def make_key(private: Path, public: Path) -> None:
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", private], check=True)
    subprocess.run(["openssl", "pkey", "-in", private, "-pubout", "-out", public], check=True)


def sign(wheel: Path, key: Path, *brought: Path) -> None:
    """Make a release of the wheel in its folder, as OPERATIONS.md says, with wheels that it depends on."""
    lock, sums = wheel.with_name("requirements.lock"), wheel.with_name("SHA256SUMS")
    lock.write_text("")
    lines = (
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in (wheel, lock, *brought)
    )
    sums.write_text("".join(lines))
    signing: list[str | Path] = ["openssl", "pkeyutl", "-sign", "-inkey", key, "-rawin", "-in", sums]
    subprocess.run([*signing, "-out", f"{sums}.sig"], check=True)


def install(wheel: Path, folder: Path) -> None:
    """Into a new environment, without the seconds that pip's own installation there takes."""
    subprocess.run(["python3", "-m", "venv", "--without-pip", folder], check=True)
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", folder / "bin/python"]
    subprocess.run([*pip, "install", "--quiet", "--no-index", "--no-compile", wheel], check=True)


@dataclass
class Machine:
    """A kiosk's machine below `root`, where version 1.0.0 is installed."""

    root: Path
    source: Path
    key: Path
    ends: threading.Event = field(default_factory=threading.Event)
    agent: subprocess.Popen[bytes] | None = None

    @classmethod
    def in_folder(cls, folder: Path) -> "Machine":
        root, source, key = folder / "root", folder / "releases", folder / "key.pem"
        for part in ("etc/vagvisare", "opt", "var/lib/vagvisare-kiosk", "var/lib/vagvisare-update", "bin"):
            (root / part).mkdir(parents=True)
        served = root / source.relative_to("/")
        served.parent.mkdir(parents=True)
        source.mkdir()
        served.symlink_to(source)
        make_key(key, root / "etc/vagvisare/update.pem")
        systemctl = root / "bin/systemctl"
        systemctl.write_text(
            f"#!/bin/sh\ncase $1 in\n  show) cat {root}/pid; echo >> {root}/looks ;;\n"
            f"  restart) touch {root}/restarted; pid=$(cat {root}/pid); [ $pid = 0 ] || kill $pid ;;\nesac\n"
        )
        systemctl.chmod(0o755)
        (root / "looks").touch()
        (root / "opt/vagvisare.d/1.0.0").mkdir(parents=True)
        (root / "opt/vagvisare").symlink_to(root / "opt/vagvisare.d/1.0.0")
        machine = cls(root, source, key)
        machine.tell(0)
        machine.take_from(str(source), "--no-index")
        return machine

    @property
    def kept(self) -> Path:
        """The updater's own folder."""
        return self.root / "var/lib/vagvisare-update"

    @property
    def state(self) -> str:
        return (self.kept / "state").read_text()

    @property
    def installed(self) -> str:
        return (self.root / "opt/vagvisare").resolve().name

    @property
    def versions(self) -> set[str]:
        return {folder.name for folder in (self.root / "opt/vagvisare.d").iterdir()}

    @property
    def running(self) -> str:
        """The version of the agent that runs."""
        try:
            command = Path(f"/proc/{(self.root / 'pid').read_text()}/cmdline").read_text()
        except OSError:
            return ""
        return command.partition("vagvisare.d/")[2].partition("/")[0]

    @property
    def wanted(self) -> Path:
        return self.root / "var/lib/vagvisare-kiosk/update-wanted"

    def take_from(self, source: str, pip_options: str) -> None:
        settings = self.root / "etc/vagvisare/update.conf"
        settings.write_text(f"source={source}\npip_options={pip_options}\n")

    def install(self, version: str, does: str = LASTS, *, in_use: bool = True) -> None:
        folder = self.root / "opt/vagvisare.d" / version
        wheel = write_wheel(self.source, version, does)
        install(wheel, folder)
        wheel.unlink()
        if in_use:
            link = self.root / "opt/vagvisare"
            link.unlink(missing_ok=True)
            link.symlink_to(folder)

    def begin_trial(self, version: str, does: str = LASTS) -> None:
        """As the updater leaves it once that is installed beside 1.0.0, and before anything points at it."""
        self.install(version, does, in_use=False)
        (self.kept / "state").write_text(f"{WISH} running\n")
        (self.kept / "trial").write_text(f"{version} 1.0.0\n")

    def release(
        self, version: str, does: str = LASTS, *, needs: str = "", brought: Sequence[Path] = ()
    ) -> Path:
        """Put a signed release where this machine looks for one; returns its wheel."""
        wheel = write_wheel(self.source, version, does, needs=needs)
        sign(wheel, self.key, *brought)
        return wheel

    def update(
        self,
        wish: str | None = WISH,
        *,
        patience: str = "90",
        absent: str = "60",
        prove: str = "2",
        environment: Mapping[str, str] | None = None,
    ) -> str:
        """Run the updater to its end; returns the state."""
        if wish is not None:
            self.wanted.write_text(wish)
        given = {
            "PATH": f"{self.root / 'bin'}:{os.environ['PATH']}",
            "VAGVISARE_ROOT": str(self.root),
            "VAGVISARE_PROVE": prove,
            "VAGVISARE_PATIENCE": patience,
            "VAGVISARE_ABSENT": absent,
            "VAGVISARE_REST": "0",
            **(environment or {}),
        }
        subprocess.run([UPDATE], env=given, check=True)
        return self.state

    def answer_late(self) -> None:
        """Let systemd tell the agent's process only after it had time to begin the agent anew."""
        systemctl = self.root / "bin/systemctl"
        systemctl.write_text(systemctl.read_text().replace("show)", "show) sleep 1;"))

    def tell(self, pid: int) -> None:
        """Have systemd say that this is the agent's process, 0 for none; it never says half a number."""
        draft = self.root / "pid.draft"
        draft.write_text(str(pid))
        draft.replace(self.root / "pid")

    def keep_agent_running(self) -> None:
        """As systemd does, until `ends`."""
        while not self.ends.is_set():
            program = self.root / "opt/vagvisare/bin/vagvisare-kiosk"
            with subprocess.Popen([program, "run"], stderr=subprocess.DEVNULL) as self.agent:
                self.tell(self.agent.pid)
            self.tell(0)
            self.ends.wait(0.1)
