"""A kiosk's units, updater and agent under the real systemd: `python -m tests.deploy.under_systemd`, as root.

In a machine of its own (`booted`), with the files as `install.sh` places them. While versions change, a small
agent stands in for ours, which only says that it lives; at the end ours comes, with Chromium. For the screen,
which is Weston's, a unit stands in that does nothing. It takes some minutes and is no part of `make test`.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.deploy.booted import Booted, Cannot, booted, until
from tests.deploy.kiosk_machine import BROKEN, make_key, sign, write_wheel

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
USER = "vagvisare-kiosk"
AGENT_UNIT = "vagvisare-kiosk.service"
UPDATER = "vagvisare-kiosk-update.service"
WATCHER = "vagvisare-kiosk-update.path"
SESSION = "vagvisare-kiosk-session.service"
KEPT = "var/lib/vagvisare-update"
WANTED = "/var/lib/vagvisare-kiosk/update-wanted"

AGENT = """
import os, socket, sys, time
began = os.path.realpath(sys.argv[0])
def say(word):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor:
        supervisor.connect(os.environ["NOTIFY_SOCKET"])
        supervisor.sendall(word)
def main():
    exec({does!r}, globals())
"""
LIVES = """
if "--help" not in sys.argv:
    say(b"READY=1")
    while os.path.realpath(sys.argv[0]) == began:
        say(b"WATCHDOG=1")
        time.sleep(0.1)
    sys.exit(75)
"""
HANGS_AT_FIRST = 'time.sleep(3600) if "--help" in sys.argv else sys.exit(1)'
"""The updater waits for it, and is in the middle of its work."""
NO_SCREEN = """
[Service]
Type=exec
User=
Group=
PAMName=
TTYPath=
StandardInput=null
UtmpIdentifier=
ExecStart=
ExecStart=/bin/sleep infinity
WatchdogSec=0
"""
QUICK = """
[Service]
Environment=VAGVISARE_PROVE=6 VAGVISARE_ABSENT=8 VAGVISARE_REST=1
"""


PAGE_LIVES = 40
"""Seconds: twice as long as systemd waits for a sign of life, and more."""


class Kiosk:
    """A machine on which version 1.0.0 runs."""

    def __init__(self, machine: Booted, key: Path) -> None:
        self.machine = machine
        self._key = key
        self._wish = 0

    def install(self) -> None:
        machine, root = self.machine, self.machine.root
        shutil.copytree(DEPLOY, root / "srv/deploy", ignore=shutil.ignore_patterns("__pycache__"))
        (root / "srv/releases").mkdir()
        machine.do(
            "useradd", "--system", "--home-dir", f"/var/lib/{USER}", "--shell", "/usr/sbin/nologin", USER
        )
        wheel = write_wheel(root / "srv", "1.0.0", LIVES, code=AGENT)
        machine.do("env", "DESTDIR=/", "/srv/deploy/kiosk/install.sh", f"/srv/{wheel.name}")
        self.put_in_use("1.0.0", "--no-index", f"/srv/{wheel.name}")
        make_key(self._key, root / "etc/vagvisare/update.pem")
        (root / "etc/vagvisare/update.conf").write_text("source=/srv/releases\npip_options=--no-index\n")
        for unit, more in ((SESSION, NO_SCREEN), (UPDATER, QUICK)):
            folder_of_unit = root / f"etc/systemd/system/{unit}.d"
            folder_of_unit.mkdir()
            (folder_of_unit / "here.conf").write_text(more)
        machine.do("systemctl", "daemon-reload")
        machine.do("systemctl", "add-wants", "kiosk-machine.target", SESSION, AGENT_UNIT, WATCHER)
        machine.do("systemctl", "start", SESSION, AGENT_UNIT, WATCHER)

    def put_in_use(self, version: str, *what: str) -> None:
        """Install that with pip, for the agent's next start."""
        folder = f"/opt/vagvisare.d/{version}"
        self.machine.do("python3", "-m", "venv", folder)
        self.machine.do(f"{folder}/bin/pip", "install", "--quiet", *what)
        self.machine.do("ln", "-sfn", folder, "/opt/vagvisare")

    @property
    def agent(self) -> int:
        return int(self.machine.show(AGENT_UNIT, "MainPID"))

    @property
    def running(self) -> str:
        """The version of the agent that runs."""
        command = self.machine.ask("sh", "-c", f"tr '\\0' ' ' < /proc/{self.agent}/cmdline")
        return command.partition("vagvisare.d/")[2].partition("/")[0]

    @property
    def state(self) -> str:
        return self.machine.ask("cat", f"/{KEPT}/state")

    def release(self, version: str, does: str = LIVES) -> None:
        releases = self.machine.root / "srv/releases"
        sign(write_wheel(releases, version, does, code=AGENT), self._key)

    def wish(self) -> str:
        """As the agent does it; returns the wish's number."""
        until("the end of the wish before", lambda: self.machine.ask("ls", WANTED) == "")
        self._wish += 1
        leave = f"echo {self._wish} > {WANTED}.draft && mv {WANTED}.draft {WANTED}"
        self.machine.do("runuser", "-u", USER, "--", "sh", "-c", leave)
        return str(self._wish)

    def until_told(self, wish: str, outcome: str) -> None:
        def is_told() -> bool:
            number, _, word = self.state.partition(" ")
            return number == wish and word != "running"

        until(f"{wish} {outcome}", is_told)
        assert self.state == f"{wish} {outcome}", self.state


def a_good_version_takes_over(kiosk: Kiosk) -> None:
    assert kiosk.running == "1.0.0"
    kiosk.release("1.1.0")
    kiosk.until_told(kiosk.wish(), "done")
    assert kiosk.running == "1.1.0"


def a_bad_version_is_taken_back(kiosk: Kiosk) -> None:
    kiosk.release("1.2.0", f'if "--help" not in sys.argv: {BROKEN}')
    kiosk.until_told(kiosk.wish(), "went_back")
    until("the version before", lambda: kiosk.running == "1.1.0")
    assert kiosk.machine.show(AGENT_UNIT, "ActiveState") == "active"


def an_agent_that_asks_again_and_again_is_heard_each_time(kiosk: Kiosk) -> None:
    kiosk.release("1.1.0")
    for _ in range(7):
        kiosk.until_told(kiosk.wish(), "current")
    assert kiosk.machine.show(WATCHER, "ActiveState") == "active"


def a_machine_that_is_shut_down_in_the_middle_goes_on(kiosk: Kiosk) -> None:
    machine = kiosk.machine
    kiosk.release("1.3.0", HANGS_AT_FIRST)
    wish = kiosk.wish()
    until("its look at the new version", lambda: machine.ask("pgrep", "-f", "vagvisare-kiosk --help") != "")
    machine.do("systemctl", "stop", WATCHER, UPDATER)
    assert kiosk.state == f"{wish} running", kiosk.state
    kiosk.release("1.3.0")
    _goes_on_after_the_power(kiosk, wish, "1.3.0")


def a_machine_that_loses_its_power_on_trial_goes_on(kiosk: Kiosk) -> None:
    machine = kiosk.machine
    kiosk.release("1.4.0")
    wish = kiosk.wish()
    until("the trial", lambda: kiosk.running == "1.4.0")
    assert (machine.root / KEPT / "trial").exists()
    _goes_on_after_the_power(kiosk, wish, "1.4.0")


def _goes_on_after_the_power(kiosk: Kiosk, wish: str, version: str) -> None:
    kiosk.machine.power_off()
    kiosk.machine.power_on()
    kiosk.until_told(wish, "done")
    assert kiosk.running == version


def a_stuck_agent_is_begun_anew_by_the_watchdog(kiosk: Kiosk) -> None:
    before = kiosk.agent
    kiosk.machine.do("kill", "-STOP", str(before))
    until("another agent", lambda: kiosk.agent not in (0, before))
    assert "Watchdog timeout" in kiosk.machine.said(AGENT_UNIT)


def our_own_agent_and_its_browser_live_in_the_units_sandbox(kiosk: Kiosk) -> None:
    """The agent gives signs of life only while the page in its browser does."""
    machine, root = kiosk.machine, kiosk.machine.root
    machine.do("systemctl", "stop", AGENT_UNIT)
    with tempfile.TemporaryDirectory() as folder:
        pip = [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-build-isolation",
            f"--wheel-dir={folder}",
        ]
        subprocess.run([*pip, f"--constraint={DEPLOY / 'requirements.lock'}", DEPLOY.parent], check=True)
        shutil.copytree(folder, root / "srv/wheels")
    kiosk.put_in_use("0.1.0", "--no-index", "--find-links=/srv/wheels", "vagvisare")
    settings = root / "etc/vagvisare/kiosk.yaml"
    settings.write_text(settings.read_text().replace("arguments: []", 'arguments: ["--headless=new"]'))
    user = machine.do("id", "-u", USER)
    machine.do("install", "-d", f"--owner={USER}", "--mode=0700", f"/run/user/{user}")
    machine.do("systemctl", "start", AGENT_UNIT)
    agent = kiosk.agent
    until("a page", lambda: machine.ask("pgrep", "--uid", USER, "-f", "type=renderer") != "")
    time.sleep(PAGE_LIVES)
    assert (kiosk.agent, kiosk.running) == (agent, "0.1.0")
    (browser,) = machine.do("pgrep", "--parent", str(agent)).split()
    surroundings = machine.do("sh", "-c", f"tr '\\0' ' ' < /proc/{browser}/environ")
    assert f"XDG_RUNTIME_DIR=/run/user/{user} " in f"{surroundings} "
    assert "--no-sandbox" not in machine.do("ps", "-eo", "args")


STORIES = (
    a_good_version_takes_over,
    a_bad_version_is_taken_back,
    an_agent_that_asks_again_and_again_is_heard_each_time,
    a_machine_that_is_shut_down_in_the_middle_goes_on,
    a_machine_that_loses_its_power_on_trial_goes_on,
    a_stuck_agent_is_begun_anew_by_the_watchdog,
    our_own_agent_and_its_browser_live_in_the_units_sandbox,
)


def main() -> int:
    failed = 0
    with booted() as machine, tempfile.TemporaryDirectory() as folder:
        machine.power_on()
        kiosk = Kiosk(machine, Path(folder) / "key.pem")
        kiosk.install()
        for story in STORIES:
            began, name = time.monotonic(), story.__name__.replace("_", " ")
            try:
                story(kiosk)
            except (AssertionError, TimeoutError, subprocess.CalledProcessError) as error:
                failed += 1
                print(f"NOT {name}: {type(error).__name__} {error}\n{machine.said(UPDATER)[-3000:]}")
                print(machine.said(AGENT_UNIT)[-2000:])
            else:
                print(f"  ok  {name} ({time.monotonic() - began:.0f} s)", flush=True)
    return failed


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Cannot as reason:
        sys.exit(str(reason))
