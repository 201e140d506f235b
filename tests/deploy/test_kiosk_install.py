"""The kiosk's installer: it says what it does, may be run again, and leaves a technician's settings."""

import subprocess
from pathlib import Path

import pytest

from tests.fixtures.programs import find_program

ROOT = Path(__file__).resolve().parents[2]
INSTALL = ROOT / "deploy/kiosk/install.sh"


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    path = tmp_path / "vagvisare-1-py3-none-any.whl"
    path.touch()
    return path


def installed(root: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The installer at work below `root`."""
    environment = {"DESTDIR": str(root), "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"}
    return subprocess.run([INSTALL, *arguments], env=environment, capture_output=True, text=True, check=False)


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_a_rehearsal_changes_nothing(tmp_path: Path, wheel: Path) -> None:
    root = tmp_path / "root"
    done = installed(root, wheel, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "chromium-policy.json" in done.stdout
    assert not root.exists()


def test_all_files_are_placed_and_a_second_run_has_nothing_to_place(tmp_path: Path, wheel: Path) -> None:
    root = tmp_path / "root"
    assert installed(root, wheel).returncode == 0
    assert files(root) == {
        "etc/chromium/policies/managed/vagvisare.json",
        "etc/systemd/system/vagvisare-kiosk-session.service",
        "etc/systemd/system/vagvisare-kiosk.service",
        "etc/systemd/system/vagvisare-kiosk-update.path",
        "etc/systemd/system/vagvisare-kiosk-update.service",
        "etc/vagvisare/kiosk.yaml",
        "etc/vagvisare/update.conf",
        "etc/vagvisare/weston.ini",
        "usr/local/lib/vagvisare/update.sh",
    }
    assert "install -D" not in installed(root, wheel).stdout


def test_a_technicians_settings_stay(tmp_path: Path, wheel: Path) -> None:
    root = tmp_path / "root"
    settings = root / "etc/vagvisare/kiosk.yaml"
    settings.parent.mkdir(parents=True)
    settings.write_text("server: https://example.org\n")
    assert installed(root, wheel).returncode == 0
    assert settings.read_text() == "server: https://example.org\n"


def test_without_a_package_it_says_what_it_wants(tmp_path: Path) -> None:
    done = installed(tmp_path, "--dry-run")
    assert done.returncode == 2
    assert "install.sh dist/" in done.stderr


@pytest.mark.parametrize(
    "script",
    ["deploy/kiosk/install.sh", "deploy/kiosk/update.sh", "tests/escape/try_all.sh", "tests/deploy/boot.sh"],
)
def test_the_scripts_are_clean(script: str) -> None:
    program = find_program("shellcheck", package="shellcheck")
    done = subprocess.run([program, ROOT / script], capture_output=True, text=True, check=False)
    assert done.stdout == ""
