"""What the documents say exists: the files that they link to, and the commands that they tell to type."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
import typer

import kiosk_client.__main__
import signaling.__main__
from tests.meta.test_project_files import ROOT, tracked_files

LINK = re.compile(r"\]\(([^)#\s]+)")
COMMAND = re.compile(r"(?:^ {4}|bin/|`)(vagvisare(?:-kiosk)?)((?: [a-z][a-z-]+)+)", re.MULTILINE)
VERB = re.compile(r"(?:^ {4}|`)make ([a-z]+)", re.MULTILINE)
PROGRAMS = {"vagvisare": signaling.__main__.app, "vagvisare-kiosk": kiosk_client.__main__.app}


def documents() -> list[Path]:
    return [path for path in tracked_files() if path.suffix == ".md"]


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    inner = [link for link in LINK.findall(document.read_text()) if "://" not in link]
    assert [link for link in inner if not (document.parent / link).exists()] == []


def test_commands_exist() -> None:
    told = {
        (program, tuple(words.split()))
        for path in tracked_files()
        if path.suffix in {".md", ".service", ".yaml"} or path.name == "Dockerfile"
        for program, words in COMMAND.findall(path.read_text())
    }
    assert told
    assert {(program, words) for program, words in told if not leads_to_a_command(program, words)} == set()


def leads_to_a_command(program: str, words: tuple[str, ...]) -> bool:
    """Whether the words begin with a command of the program; what follows it are arguments."""
    commands = subcommands(typer.main.get_command(PROGRAMS[program]))
    for word in words:
        if commands is None:
            return True
        if word not in commands:
            return False
        commands = subcommands(commands[word])
    return commands is None


def subcommands(command: object) -> Mapping[str, object] | None:
    """The commands of a group; None for one that does something itself."""
    return getattr(command, "commands", None)


def test_verbs_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    told = {verb for document in documents() for verb in VERB.findall(document.read_text())}
    assert {verb for verb in told if f"\n{verb}:" not in makefile} == set()
