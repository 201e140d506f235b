"""What the documents say exists: the files that they name, and the commands that they tell to type."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import kiosk_client.__main__
import signaling.__main__
from tests.meta.test_project_files import ROOT, tracked_files

LINK = re.compile(r"\]\(([^)#\s]+)")
PATH = re.compile(r"(?<![\w/.:$~-])(?:deploy|docs|guide_server|kiosk_client|signaling|tests)/[\w./*-]*[\w/*]")
MODULE = re.compile(r"python -m ((?:deploy|guide_server|kiosk_client|signaling|tests)\b[\w.]*)")
COMMAND = re.compile(r"(?:^ {4}(?:\$ )?|bin/|`)(vagvisare(?:-kiosk)?)((?: [a-z][a-z-]+)+)", re.MULTILINE)
OPTIONS = re.compile(COMMAND.pattern + r"((?:[^`\n\\]|\\\n)*)", re.MULTILINE)
DEMO = re.compile(r"make run DEMO=(--[a-z-]+)")
VERB = re.compile(r"(?:^ {4}|`)make ([a-z]+)", re.MULTILINE)
PROGRAMS = {"vagvisare": signaling.__main__.app, "vagvisare-kiosk": kiosk_client.__main__.app}


def documents() -> list[Path]:
    return [path for path in tracked_files() if path.suffix == ".md"]


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    inner = [link for link in LINK.findall(document.read_text()) if "://" not in link]
    assert [link for link in inner if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_paths_and_modules_exist(document: Path) -> None:
    """`*` stands for whatever is there."""
    text = document.read_text()
    modules = (module.replace(".", "/") for module in MODULE.findall(text))
    assert [path for path in PATH.findall(text) if not any(ROOT.glob(path.rstrip("/")))] == []
    assert [
        path
        for path in modules
        if not (ROOT / f"{path}.py").exists() and not (ROOT / path / "__main__.py").exists()
    ] == []


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


def test_options_exist() -> None:
    told = [
        (program, tuple(words.split()), set(re.findall(r"(?<!\S)--[a-z-]+", rest)))
        for document in documents()
        for program, words, rest in OPTIONS.findall(document.read_text())
    ]
    told += [
        ("vagvisare", ("demo",), {option})
        for document in documents()
        for option in DEMO.findall(document.read_text())
    ]
    assert any(options for _, _, options in told)
    assert {
        (program, words, option)
        for program, words, options in told
        for option in options - options_of(program, words)
    } == set()


def options_of(program: str, words: tuple[str, ...]) -> set[str]:
    command: object = typer.main.get_command(PROGRAMS[program])
    for word in words:
        command = (subcommands(command) or {}).get(word, command)
    parameters = getattr(command, "params", ())
    return {"--help"} | {option for parameter in parameters for option in parameter.opts}


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_command_says_what_it_does(program: str) -> None:
    def lines(command: object, *words: str) -> Iterator[list[str]]:
        yield [*words, "--help"]
        for word, inner in (subcommands(command) or {}).items():
            yield from lines(inner, *words, word)

    for line in lines(typer.main.get_command(PROGRAMS[program])):
        answer = CliRunner().invoke(PROGRAMS[program], line)
        assert answer.exit_code == 0, (line, answer.output)
        assert "Usage:" in answer.output


def subcommands(command: object) -> Mapping[str, object] | None:
    """The commands of a group; None for one that does something itself."""
    return getattr(command, "commands", None)


def test_verbs_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    told = {verb for document in documents() for verb in VERB.findall(document.read_text())}
    assert {verb for verb in told if f"\n{verb}:" not in makefile} == set()
