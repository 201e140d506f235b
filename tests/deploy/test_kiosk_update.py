"""A kiosk's updater in a folder of its own: real venvs, pip and signatures; only systemd has a stand-in."""

import hashlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]
UPDATE = ROOT / "deploy/kiosk/update.sh"
WISH = "1795420815000"
PROVE = "12"
"""Seconds that a new version must stay up here."""

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

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


def write_wheel(folder: Path, version: str, does: str) -> Path:
    """A package of the product's name whose agent only `does` that."""
    code = AGENT.format(does=does)
    info = f"vagvisare-{version}.dist-info"
    files = {
        "small_agent.py": code,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: vagvisare\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: a test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": "[console_scripts]\nvagvisare-kiosk = small_agent:main\n",
    }
    record = "".join(f"{name},,\n" for name in (*files, f"{info}/RECORD"))
    path = folder / f"vagvisare-{version}-py3-none-any.whl"
    with ZipFile(path, "w") as wheel:
        for name, text in (files | {f"{info}/RECORD": record}).items():
            wheel.writestr(name, text)
    return path


@dataclass
class Machine:
    """A kiosk's machine below `root`, where version 1.0.0 is installed."""

    root: Path
    source: Path
    key: Path
    ends: threading.Event = field(default_factory=threading.Event)
    agent: subprocess.Popen[bytes] | None = None

    @property
    def state(self) -> str:
        return (self.root / "var/lib/vagvisare-update/state").read_text()

    @property
    def installed(self) -> str:
        return (self.root / "opt/vagvisare").resolve().name

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

    def install(self, version: str, does: str = LASTS) -> None:
        folder = self.root / "opt/vagvisare.d" / version
        subprocess.run(["python3", "-m", "venv", folder], check=True)
        wheel = write_wheel(self.source, version, does)
        subprocess.run([folder / "bin/pip", "install", "--quiet", "--no-index", wheel], check=True)
        wheel.unlink()
        link = self.root / "opt/vagvisare"
        link.unlink(missing_ok=True)
        link.symlink_to(folder)

    def release(self, version: str, does: str = LASTS) -> Path:
        """Put a signed release where this machine looks for one; returns its wheel."""
        wheel = write_wheel(self.source, version, does)
        lock = self.source / "requirements.lock"
        lock.write_text("")
        sums = self.source / "SHA256SUMS"
        lines = (f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in (wheel, lock))
        sums.write_text("".join(lines))
        sign: list[str | Path] = ["openssl", "pkeyutl", "-sign", "-inkey", self.key, "-rawin", "-in", sums]
        subprocess.run([*sign, "-out", f"{sums}.sig"], check=True)
        return wheel

    def update(self, wish: str | None = WISH, *, patience: str = "90") -> str:
        """Run the updater to its end; returns the state."""
        if wish is not None:
            self.wanted.write_text(wish)
        environment = {
            "PATH": f"{self.root / 'bin'}:{os.environ['PATH']}",
            "VAGVISARE_ROOT": str(self.root),
            "VAGVISARE_PROVE": PROVE,
            "VAGVISARE_PATIENCE": patience,
        }
        subprocess.run([UPDATE], env=environment, check=True)
        return self.state

    def answer_late(self) -> None:
        """Let systemd tell the agent's process only after it had time to begin the agent anew."""
        systemctl = self.root / "bin/systemctl"
        systemctl.write_text(systemctl.read_text().replace("show)", "show) sleep 1;"))

    def keep_agent_running(self) -> None:
        """As systemd does, until `ends`."""
        while not self.ends.is_set():
            program = self.root / "opt/vagvisare/bin/vagvisare-kiosk"
            with subprocess.Popen([program, "run"], stderr=subprocess.DEVNULL) as self.agent:
                (self.root / "pid").write_text(str(self.agent.pid))
            (self.root / "pid").write_text("0")
            self.ends.wait(0.1)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    root, source = tmp_path / "root", tmp_path / "releases"
    for folder in ("etc/vagvisare", "opt", "var/lib/vagvisare-kiosk", "bin"):
        (root / folder).mkdir(parents=True)
    served = root / source.relative_to("/")
    served.parent.mkdir(parents=True)
    source.mkdir()
    served.symlink_to(source)
    key = tmp_path / "key.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key], check=True)
    public = root / "etc/vagvisare/update.pem"
    subprocess.run(["openssl", "pkey", "-in", key, "-pubout", "-out", public], check=True)
    (root / "etc/vagvisare/update.conf").write_text(f"source={source}\npip_options=--no-index\n")
    systemctl = root / "bin/systemctl"
    systemctl.write_text(
        f"#!/bin/sh\ncase $1 in\n  show) cat {root}/pid ;;\n"
        f"  restart) touch {root}/restarted; pid=$(cat {root}/pid); [ $pid = 0 ] || kill $pid ;;\nesac\n"
    )
    systemctl.chmod(0o755)
    (root / "pid").write_text("0")
    (root / "opt/vagvisare.d/1.0.0").mkdir(parents=True)
    (root / "opt/vagvisare").symlink_to(root / "opt/vagvisare.d/1.0.0")
    return Machine(root, source, key)


@pytest.fixture
def in_service(machine: Machine) -> Iterator[Machine]:
    """Its agent runs, and is kept running."""
    machine.install("1.0.0")
    keeping = threading.Thread(target=machine.keep_agent_running)
    keeping.start()
    yield machine
    machine.ends.set()
    if machine.agent is not None and machine.agent.poll() is None:
        machine.agent.send_signal(signal.SIGKILL)
    keeping.join()


def test_a_newer_release_takes_over_and_the_one_before_stays_beside_it(in_service: Machine) -> None:
    machine = in_service
    (machine.root / "opt/vagvisare.d/0.9.0").mkdir()
    machine.release("1.1.0")
    assert machine.update() == f"{WISH} done\n"
    assert (machine.installed, machine.running) == ("1.1.0", "1.1.0")
    kept = {folder.name for folder in (machine.root / "opt/vagvisare.d").iterdir()}
    assert kept == {"1.0.0", "1.1.0"}
    assert not machine.wanted.exists()
    assert machine.update("2") == "2 current\n"


def test_a_release_that_does_not_stay_up_is_taken_back(in_service: Machine) -> None:
    machine = in_service
    machine.release("1.1.0", BROKEN)
    assert machine.update() == f"{WISH} went_back\n"
    assert machine.installed == "1.0.0"
    while machine.running != "1.0.0":  # the test's own time-out is the bound
        time.sleep(0.05)


def test_a_version_that_is_back_by_itself_is_told_as_taken_back(in_service: Machine) -> None:
    """systemd begins the old one as soon as it is in its place, before the updater looks."""
    machine = in_service
    machine.release("1.1.0", BROKEN)
    machine.answer_late()
    assert machine.update() == f"{WISH} went_back\n"
    assert machine.installed == "1.0.0"


def test_an_agent_without_a_moment_for_it_is_left_alone(machine: Machine) -> None:
    """A restart would end a resident's call."""
    machine.install("1.0.0", BUSY)
    with subprocess.Popen([machine.root / "opt/vagvisare/bin/vagvisare-kiosk", "run"]) as agent:
        (machine.root / "pid").write_text(str(agent.pid))
        machine.release("1.1.0")
        assert machine.update(patience="3") == f"{WISH} failed\n"
        assert machine.installed == "1.0.0"
        assert not (machine.root / "restarted").exists()
        assert agent.poll() is None
        agent.kill()


def test_a_trial_goes_on_after_the_power_was_lost(in_service: Machine) -> None:
    machine = in_service
    machine.install("1.1.0")
    kept = machine.root / "var/lib/vagvisare-update"
    kept.mkdir(parents=True)
    (kept / "state").write_text(f"{WISH} running\n")
    (kept / "trial").write_text("1.1.0 1.0.0\n")
    assert machine.update(None) == f"{WISH} done\n"
    assert not (kept / "trial").exists()


@pytest.mark.parametrize("offered", ["1.0.0", "0.9.9"])
def test_what_is_not_newer_changes_nothing(machine: Machine, offered: str) -> None:
    machine.release(offered)
    assert machine.update() == f"{WISH} current\n"
    assert machine.installed == "1.0.0"


@pytest.mark.parametrize(
    "fault", ["signature", "wheel", "another key", "no source", "over plain http", "no key"]
)
def test_what_is_not_whole_signed_and_from_where_the_machine_says_is_not_installed(
    machine: Machine, fault: str
) -> None:
    wheel, settings = machine.release("1.1.0"), machine.root / "etc/vagvisare/update.conf"
    public = machine.root / "etc/vagvisare/update.pem"
    match fault:
        case "signature":
            (machine.source / "SHA256SUMS.sig").write_bytes(bytes(64))
        case "wheel":
            write_wheel(machine.source, "1.1.0", BROKEN)
            assert wheel.exists()
        case "another key":
            subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", machine.key], check=True)
            machine.release("1.1.0")
        case "no source":
            settings.write_text("source=\n")
        case "over plain http":
            settings.write_text("source=http://127.0.0.1:9/releases\n")
        case _:
            public.unlink()
    assert machine.update() == f"{WISH} failed\n"
    assert machine.installed == "1.0.0"
    assert not (machine.root / "opt/vagvisare.d/1.1.0").exists()


@pytest.mark.parametrize("said", ["$(reboot)", "../../etc/passwd", "7 done\n8", "9" * 40, ""])
def test_the_agent_can_say_nothing_but_a_number(machine: Machine, said: str) -> None:
    machine.release("1.0.0")
    assert machine.update(said) == "0 current\n"


def test_a_link_in_place_of_the_wish_is_not_followed(machine: Machine) -> None:
    secret = machine.root / "secret"
    secret.write_text("4711")
    machine.wanted.symlink_to(secret)
    machine.release("1.0.0")
    assert machine.update(None) == "0 current\n"
    assert secret.read_text() == "4711"
