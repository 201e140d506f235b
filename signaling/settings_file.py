"""Reading a YAML settings file strictly: what is written is what is meant, or it is refused with its line.

YAML 1.1 reads ``no`` as false and ``22:30`` as 1350, lets a key stand twice, and builds objects. Here only
the plain types of YAML 1.2's core schema exist, keys are unique, and there are no aliases.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from typing_extensions import override

LARGEST_FILE = 1 << 20
"""Bytes."""


class SettingsError(Exception):
    """The settings cannot be used. The message is one plain sentence for the person who wrote them."""


def _refusal(problem: str, mark: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=mark)


class _StrictLoader(yaml.SafeLoader):
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own name

    @override
    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            alias = self.peek_event()  # type: ignore[no-untyped-call]
            raise _refusal("aliases are not allowed", alias.start_mark)
        return super().compose_node(parent, index)

    @override
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise yaml.constructor.ConstructorError(
                    None, None, "a key must be a word", key_node.start_mark
                )
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key!r} stands twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("tag:yaml.org,2002:null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("tag:yaml.org,2002:int", r"^[-+]?(?:0|[1-9][0-9]{0,17})$", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"^[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}$", "-+0123456789"),
):
    _StrictLoader.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))


def read_settings_file(path: Path) -> dict[str, Any]:
    """The mapping in `path`. Raises `SettingsError` with file, line and reason."""
    text = _read_text(path)
    try:
        content = yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - a subclass of SafeLoader
    except (yaml.YAMLError, RecursionError) as error:
        raise SettingsError(f"{path}{_place(error)}") from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise SettingsError(f"{path}: the file must be a mapping of keys to values.")
    return content


def line_of(path: Path, location: Sequence[int | str]) -> int | None:
    """The line, counted from 1, of the value at `location`; None where the file does not set it."""
    node = yaml.compose(_read_text(path), Loader=_StrictLoader)
    line = None
    for part in location:
        match node:
            case yaml.MappingNode():
                pair = next((pair for pair in node.value if pair[0].value == str(part)), None)
            case yaml.SequenceNode() if isinstance(part, int) and part < len(node.value):
                pair = (node.value[part], node.value[part])
            case _:
                pair = None
        if pair is None:
            return None
        line, node = pair[0].start_mark.line + 1, pair[1]
    return line


def refuse_if_readable_by_others(path: Path) -> None:
    """For a file with secrets in it. Raises `SettingsError`."""
    if path.stat().st_mode & 0o007:
        raise SettingsError(f"{path} holds secrets and everyone on this machine can read it: chmod 640.")


def _read_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from error
    if len(raw) > LARGEST_FILE:
        raise SettingsError(f"{path} is larger than {LARGEST_FILE} bytes.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 text.") from error


def _place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return f", line {mark.line + 1}: {problem}." if mark is not None else f": {problem}."
