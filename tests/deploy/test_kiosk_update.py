"""A kiosk's updater in a folder of its own: what it takes and takes back, and what a power cut leaves."""

import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.kiosk_machine import BROKEN, BUSY, WISH, Machine, make_key, write_wheel

SOON = "2"
"""Seconds without any agent: enough where none comes to stay."""
LONG = "60"
"""Seconds for which it must stay: longer than a slow machine takes to begin one that cannot."""
BEGINS_ANEW_ONCE = """
first = os.path.dirname(began) + "/first"
looks = began.split("/opt/")[0] + "/looks"
seen = os.path.getsize(looks)
if not os.path.exists(first):
    open(first, "w").close()
    while os.path.getsize(looks) < seen + 4:
        time.sleep(0.05)
    sys.exit(75)
while True: time.sleep(1)
"""
"""Ends when the updater has looked at it, and stays the next time."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine.in_folder(tmp_path)


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
    assert machine.versions == {"1.0.0", "1.1.0"}
    assert not machine.wanted.exists()
    assert machine.update("2") == "2 current\n"


def test_a_release_that_does_not_stay_up_is_taken_back(in_service: Machine) -> None:
    machine = in_service
    machine.release("1.1.0", BROKEN)
    assert machine.update(absent=SOON, prove=LONG) == f"{WISH} went_back\n"
    assert machine.installed == "1.0.0"
    while machine.running != "1.0.0":  # the test's own time-out is the bound
        time.sleep(0.05)


def test_a_version_that_is_back_by_itself_is_told_as_taken_back(in_service: Machine) -> None:
    """systemd begins the old one as soon as it is in its place, before the updater looks."""
    machine = in_service
    machine.begin_trial("1.1.0", BROKEN)
    machine.answer_late()
    assert machine.update(absent=SOON, prove=LONG) == f"{WISH} went_back\n"
    assert machine.installed == "1.0.0"


def test_an_agent_without_a_moment_for_it_is_left_alone(machine: Machine) -> None:
    """A restart would end a resident's call."""
    machine.install("1.0.0", BUSY)
    with subprocess.Popen([machine.root / "opt/vagvisare/bin/vagvisare-kiosk", "run"]) as agent:
        machine.tell(agent.pid)
        machine.begin_trial("1.1.0")
        assert machine.update(patience="3") == f"{WISH} failed\n"
        assert machine.installed == "1.0.0"
        assert not (machine.root / "restarted").exists()
        assert agent.poll() is None
        agent.kill()


def test_patience_is_counted_and_not_read_from_a_clock_that_may_be_put_right(machine: Machine) -> None:
    """Here a second takes no time."""
    sleep = machine.root / "bin/sleep"
    sleep.write_text(f"#!/bin/sh\necho $1 >> {machine.root}/slept\n")
    sleep.chmod(0o755)
    machine.install("1.0.0", BUSY)
    machine.begin_trial("1.1.0")
    with subprocess.Popen([machine.root / "opt/vagvisare/bin/vagvisare-kiosk", "run"]) as agent:
        machine.tell(agent.pid)
        assert machine.update(patience="40") == f"{WISH} failed\n"
        agent.kill()
    assert (machine.root / "slept").read_text().split().count("1") == 40


def test_one_new_beginning_while_it_is_on_trial_is_no_fault(in_service: Machine) -> None:
    """An admin may have wished for it."""
    in_service.begin_trial("1.1.0", BEGINS_ANEW_ONCE)
    assert in_service.update() == f"{WISH} done\n"
    assert (in_service.root / "opt/vagvisare/bin/first").exists()


@pytest.mark.parametrize("wished", [WISH, None])
def test_a_trial_goes_on_after_the_power_was_lost(in_service: Machine, wished: str | None) -> None:
    machine = in_service
    machine.begin_trial("1.1.0")
    assert machine.update(wished) == f"{WISH} done\n"
    assert (machine.installed, machine.running) == ("1.1.0", "1.1.0")
    assert not (machine.kept / "trial").exists()


def test_a_trial_goes_on_where_nothing_can_be_noted_any_more(in_service: Machine) -> None:
    machine = in_service
    machine.begin_trial("1.1.0")
    (machine.kept / "state.draft").symlink_to("/dev/full")
    machine.update()
    assert machine.installed == "1.1.0"
    assert not (machine.kept / "trial").exists()


@pytest.mark.parametrize("verdict", ["done", "went_back"])
def test_a_verdict_stands_that_was_noted_before_the_power_was_lost(machine: Machine, verdict: str) -> None:
    """Or the agent would tell of another, and a version that was taken back be tried again."""
    machine.release("1.1.0")
    (machine.kept / "state").write_text(f"{WISH} {verdict}\n")
    (machine.kept / "trial").write_text("1.1.0 1.0.0\n")
    assert machine.update() == f"{WISH} {verdict}\n"
    assert (machine.installed, machine.versions) == ("1.0.0", {"1.0.0"})
    assert not machine.wanted.exists()
    assert not (machine.kept / "trial").exists()


def test_a_further_wish_is_heard_after_a_verdict(machine: Machine) -> None:
    machine.release("1.0.0")
    (machine.kept / "state").write_text(f"{WISH} went_back\n")
    assert machine.update("1795420899000") == "1795420899000 current\n"


@pytest.mark.parametrize("left", ["", "1.1.0\n", "$(reboot) 1.0.0\n"])
def test_a_trial_that_nobody_can_read_ends(machine: Machine, left: str) -> None:
    (machine.kept / "trial").write_text(left)
    assert machine.update() == f"{WISH} failed\n"
    assert machine.installed == "1.0.0"
    assert not (machine.kept / "trial").exists()


def test_on_a_full_disk_nothing_is_begun_and_nobody_asks_for_ever(machine: Machine) -> None:
    machine.release("1.1.0")
    (machine.kept / "state.draft").symlink_to("/dev/full")
    with pytest.raises(subprocess.CalledProcessError):
        machine.update()
    assert (machine.installed, machine.versions) == ("1.0.0", {"1.0.0"})
    assert not machine.wanted.exists()


def test_a_version_whose_trial_cannot_be_written_down_is_not_tried(machine: Machine) -> None:
    machine.release("1.1.0")
    (machine.kept / "trial.draft").symlink_to("/dev/full")
    assert machine.update() == f"{WISH} failed\n"
    assert (machine.installed, machine.versions) == ("1.0.0", {"1.0.0"})


def test_a_release_that_brings_what_it_depends_on_is_installed_from_itself_alone(machine: Machine) -> None:
    """No agent runs here, so that what could be installed is taken back."""
    machine.take_from(str(machine.source), "--index-url https://127.0.0.1:9/ --retries 0")
    needed = write_wheel(machine.source, "2.0", "", name="neighbour")
    machine.release("1.1.0", needs="neighbour", brought=[needed])
    assert machine.update(absent="0") == f"{WISH} went_back\n"
    installed = machine.root / "opt/vagvisare.d/1.1.0"
    assert list(installed.glob("lib/python*/site-packages/neighbour-2.0.dist-info"))


@pytest.mark.parametrize("fault", ["another one", "gone", "not signed"])
def test_nothing_else_is_installed_in_its_place(machine: Machine, fault: str) -> None:
    """Such as what whoever serves the releases puts beside them."""
    needed = write_wheel(machine.source, "2.0", "", name="neighbour")
    another = write_wheel(machine.source, "1.0", "", name="another")
    machine.release("1.1.0", needs="neighbour", brought=[another if fault == "not signed" else needed])
    if fault == "gone":
        needed.unlink()
    elif fault == "another one":
        write_wheel(machine.source, "2.0", BUSY, name="neighbour")
    assert machine.update() == f"{WISH} failed\n"
    assert machine.versions == {"1.0.0"}


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
            make_key(machine.key, machine.key.with_suffix(".public"))
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


def test_a_folder_in_place_of_the_wish_is_taken_away(machine: Machine) -> None:
    """Or systemd would find it, and begin, for ever."""
    machine.wanted.mkdir()
    (machine.wanted / "more").touch()
    machine.release("1.0.0")
    assert machine.update(None) == "0 current\n"
    assert not machine.wanted.exists()
