"""The units: systemd reads them without a word, and the server's one is locked up."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.fixtures.programs import find_program

SYSTEMD = Path(__file__).resolve().parents[2] / "deploy/systemd"
UNITS = sorted(unit for kind in ("service", "socket", "path") for unit in SYSTEMD.glob(f"*.{kind}"))
MOST_EXPOSED = 15
"""Tenths, of 100 for a unit without any protection."""


def without_programs(folder: Path) -> list[Path]:
    """Copy the units with programs that every machine has, so that only the units are judged."""
    copies = []
    for unit in UNITS:
        copy = folder / unit.name
        copy.write_text(
            re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text(), flags=re.MULTILINE)
        )
        copies.append(copy)
    return copies


def test_systemd_accepts_every_unit(tmp_path: Path) -> None:
    analyze = find_program("systemd-analyze", package="systemd")
    verdict = subprocess.run(
        [analyze, "verify", "--man=no", *without_programs(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    about_ours = [line for line in verdict.stderr.splitlines() if "vagvisare" in line]
    assert (verdict.returncode, about_ours) == (0, [])


def test_the_server_is_locked_up(tmp_path: Path) -> None:
    analyze = find_program("systemd-analyze", package="systemd")
    [server] = [unit for unit in without_programs(tmp_path) if unit.name == "vagvisare.service"]
    verdict = subprocess.run(
        [analyze, "security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager", server],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert verdict.returncode == 0, verdict.stdout


SERVED_ONCE = "vagvisare-test-guide"
"""A program for each call, which nobody misses when it is over."""
UPDATER = "vagvisare-kiosk-update"
"""Runs when it is asked to, and a few times at most."""
LASTING = [unit for unit in UNITS if not unit.name.startswith((SERVED_ONCE, UPDATER))]


def test_the_test_guide_may_run_what_dtls_calls_back_and_is_locked_up_else(tmp_path: Path) -> None:
    analyze = find_program("systemd-analyze", package="systemd")
    [guide] = [unit for unit in without_programs(tmp_path) if unit.name.startswith(f"{SERVED_ONCE}@")]
    verdict = subprocess.run(
        [analyze, "security", "--offline=true", f"--threshold={MOST_EXPOSED + 10}", "--no-pager", guide],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert verdict.returncode == 0, verdict.stdout
    assert "MemoryDenyWriteExecute" not in guide.read_text()
    assert "AF_NETLINK" in guide.read_text()


@pytest.mark.parametrize("unit", LASTING, ids=lambda unit: unit.stem)
def test_a_unit_comes_back_for_ever(unit: Path) -> None:
    text = unit.read_text()
    assert "Restart=always" in text
    assert "StartLimitIntervalSec=0" in text


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_no_unit_speaks_of_systemds_own_user_as_if_it_were_the_services(unit: Path) -> None:
    """%u, %U, %h and %g are root's in every unit of the system, whatever `User=` says: systemd.unit(5)."""
    settings = [line for line in unit.read_text().splitlines() if not line.startswith("#")]
    assert re.findall(r"%[uUhgG]", "\n".join(settings)) == []
