"""`make run` on machines that lack something: one plain sentence each, and a failing status."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("bash", "cat", "cmp", "dirname", "env", "grep", "mkdir", "rm", "sed", "sha256sum", "tail", "tee")


@pytest.fixture
def bare_machine(tmp_path: Path) -> Path:
    """A copy of what `make run` starts with, and a PATH with a few tools and no Python."""
    copy = tmp_path / "vagvisare"
    shutil.copytree(ROOT / "deploy", copy / "deploy", ignore=shutil.ignore_patterns("__pycache__", "secrets"))
    for name in ("pyproject.toml", "package-lock.json"):
        shutil.copy(ROOT / name, copy)
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None
        (tools / tool).symlink_to(found)
    return copy


def prepare(machine: Path, **environment: str) -> tuple[int, str]:
    run = subprocess.run(
        [machine / "deploy/dev/prepare.sh", "run"],
        env={"PATH": str(machine.parent / "bin"), "HOME": str(machine.parent), **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return run.returncode, run.stderr.strip()


def program(machine: Path, name: str, script: str) -> None:
    path = machine.parent / "bin" / name
    path.write_text(f"#!/bin/bash\n{script}\n")
    path.chmod(0o755)


def test_no_python(bare_machine: Path) -> None:
    status, said = prepare(bare_machine)
    assert status == 1
    assert said.startswith("Vägvisare needs Python 3.11 or newer, and no Python was found: install one")


def test_an_old_python(bare_machine: Path) -> None:
    program(bare_machine, "python3", 'if [[ $1 == --version ]]; then echo "Python 3.9.2"; else exit 1; fi')
    status, said = prepare(bare_machine)
    assert status == 1
    assert said.startswith("Vägvisare needs Python 3.11 or newer, and Python 3.9.2 was found: install one")


def test_a_python_without_venv(bare_machine: Path) -> None:
    program(bare_machine, "python3", '[[ $2 != *"import venv"* ]]')
    status, said = prepare(bare_machine)
    assert status == 1
    assert said == (
        "This Python has no venv module: install it with `sudo apt install python3-venv` and try again."
    )


@pytest.mark.slow
def test_no_network(bare_machine: Path) -> None:
    nowhere = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:1/"}
    status, said = prepare(bare_machine, PYTHON=sys.executable, **nowhere)
    assert status == 1
    assert said.splitlines()[-1] == (
        "The Python packages are out of reach: connect to a network and try again (see .build/install.log)."
    )


@pytest.mark.slow
def test_no_network_for_the_pages(bare_machine: Path) -> None:
    """pip's packages may come from a cache or a mirror while npm's do not."""
    nowhere = {"npm_config_registry": "http://127.0.0.1:1/", "npm_config_cache": str(bare_machine / "cache")}
    for name in ("package.json", ".npmrc", "tsconfig.json", "vite.config.ts"):
        shutil.copy(ROOT / name, bare_machine)
    run = subprocess.run(
        [sys.executable, bare_machine / "deploy/build_pages.py"],
        env=os.environ | nowhere, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 1
    assert run.stderr.strip() == "The pages' packages are out of reach: connect to a network and try again."
