"""Facts about the files of this project that no tool looks after."""

import ast
import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]

KNOWN_HOLES = {
    "aiohttp": "3.13.4",
    "python-engineio": "4.13.2",
    "python-socketio": "5.16.2",
    "socket.io-parser": "4.2.7",
}
"""Package: the first version without a known security hole. Nothing older may be chosen or allowed."""

LONGEST_FUNCTION = 80
PACKAGES = ("signaling", "guide_server", "kiosk_client", "deploy")
TEXT = {
    ".py",
    ".ts",
    ".tsx",
    ".css",
    ".html",
    ".json",
    ".toml",
    ".yaml",
    ".yml",
    ".md",
    ".sh",
    ".lock",
    ".conf",
}


def tracked_files() -> Iterator[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return (path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())


def project() -> dict[str, dict[str, object]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def locked_versions() -> dict[str, Version]:
    python = (line for line in (ROOT / "deploy/requirements.lock").read_text().splitlines() if "==" in line)
    versions = {name: Version(version) for name, version in (line.split("==") for line in python)}
    web = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    return versions | {
        path.rpartition("node_modules/")[2]: Version(package["version"])
        for path, package in web.items()
        if path and re.fullmatch(r"[\d.]+", package["version"])
    }


@pytest.mark.parametrize(("package", "oldest"), KNOWN_HOLES.items())
def test_no_version_with_a_known_hole_is_locked(package: str, oldest: str) -> None:
    assert locked_versions()[package] >= Version(oldest)


def test_no_version_with_a_known_hole_is_allowed() -> None:
    table = project()["project"]
    listed = table["dependencies"]
    assert isinstance(listed, list)
    allowed = {requirement.name: requirement for requirement in map(Requirement, listed)}
    for package, oldest in KNOWN_HOLES.items():
        if package in allowed:
            below = Version(f"{oldest}.dev0")
            assert below not in allowed[package].specifier, f"{package} older than {oldest} is allowed"


def test_every_python_dependency_is_locked() -> None:
    table = project()["project"]
    extras = table["optional-dependencies"]
    listed = table["dependencies"]
    assert isinstance(extras, dict)
    assert isinstance(listed, list)
    named = [*listed, *(each for extra in extras.values() for each in extra)]
    missing = {Requirement(line).name.lower() for line in named} - locked_versions().keys()
    assert not missing, "run `make lock`"


def test_lock_files_name_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
    assert "://" not in (ROOT / "deploy/requirements.lock").read_text()
    assert "registry=" not in (ROOT / ".npmrc").read_text()


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    somebodys_folder = re.compile(r"(?<![\w.$}/])/(?:home|Users|root|work)/\w")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked_files()
        if path.suffix in TEXT and path != Path(__file__)
        for match in somebodys_folder.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found


def test_functions_fit_on_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in tracked_files()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in PACKAGES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= LONGEST_FUNCTION
    ]
    assert not long


def test_the_version_is_the_same_wherever_it_stands() -> None:
    version = project()["project"]["version"]
    assert json.loads((ROOT / "package.json").read_text())["version"] == version
    assert yaml.safe_load((ROOT / "publiccode.yml").read_text())["softwareVersion"] == version
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text()


def test_migrations_stand_in_one_line() -> None:
    folder = ROOT / "signaling/store/migrations/versions"
    follows: dict[str, str | None] = {}
    for path in sorted(folder.glob("[0-9]*.py")):
        names = {
            target.id: ast.literal_eval(node.value)
            for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name) and target.id in {"revision", "down_revision"}
        }
        follows[names["revision"]] = names["down_revision"]
    assert follows, f"there are no migrations in {folder.relative_to(ROOT)}"
    assert list(follows.values()) == [None, *list(follows)[:-1]], "each migration follows the one before it"
