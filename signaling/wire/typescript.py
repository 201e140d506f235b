"""Writes the wire's TypeScript: `python -m signaling.wire.typescript [--check]`.

`signaling/client/types.ts` holds every message as an interface, and the languages as data, so that a page and
the server cannot disagree unnoticed. `--check` writes nothing; it fails where the file is not up to date.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from signaling.wire import errands, http, messages, self_test
from signaling.wire.languages import LANGUAGES

TARGET = Path(__file__).parents[1] / "client" / "types.ts"
_HEAD = (
    "/** Made by `python -m signaling.wire.typescript` from the models in signaling/wire. Do not edit. */\n"
)
_LONGEST_LINE = 110
_SCALARS = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
_HTTP = (
    http.Enrolment,
    http.Profile,
    http.OwnTexts,
    http.TurnServers,
    http.TapReport,
    http.TapReceipt,
    self_test.SelfTestCall,
    self_test.SelfTestAnswer,
    self_test.GuideFinding,
    self_test.SelfTestReport,
    self_test.SelfTestReceipt,
    errands.Errands,
    errands.ErrandReport,
    errands.ErrandReceipt,
)

Schema = Mapping[str, Any]


def _message_types() -> list[Any]:
    """Every type that crosses the wire, each once."""
    types: list[Any] = []
    for events in (messages.KIOSK_EVENTS, messages.DESK_EVENTS):
        types += [part for pair in events.values() for part in pair]
    for pushes in (messages.KIOSK_PUSHES, messages.DESK_PUSHES):
        types += pushes.values()
    return list(dict.fromkeys([*types, *_HTTP]))


def definitions(types: Iterable[Any]) -> dict[str, Schema]:
    """The JSON schemas of these models and of all they hold, by name."""
    inputs = [(each, "validation", TypeAdapter(each).core_schema) for each in types]
    _, schemas = GenerateJsonSchema(by_alias=True).generate_definitions(inputs)  # type: ignore[arg-type]
    return dict(sorted(schemas.items()))


def _name(type_: Any) -> str:
    return str(getattr(type_, "__name__", type_))


def _type(schema: Schema) -> str:
    match schema:
        case {"$ref": str(ref)}:
            return ref.rpartition("/")[2]
        case {"const": constant}:
            return json.dumps(constant)
        case {"enum": list(values)}:
            return " | ".join(map(json.dumps, values))
        case {"anyOf": list(options)} | {"oneOf": list(options)}:
            return " | ".join(_type(option) for option in options)
        case {"type": "array", "items": items}:
            bare = (inner := _type(items)).isalnum() or items.get("type") == "object"
            return f"{inner}[]" if bare else f"({inner})[]"
        case {"type": "object", "additionalProperties": dict(value)}:
            return f"Record<string, {_type(value)}>"
        case {"type": "object", "additionalProperties": True}:
            return "Record<string, unknown>"
        case {"type": str(scalar)}:
            return _SCALARS[scalar]
        case _ if schema.keys() <= {"description", "default", "title"}:
            return "unknown"
    raise ValueError(f"no TypeScript for {schema}")


def _comment(text: str | None, indent: str = "") -> Iterable[str]:
    if not text:
        return
    lines = [line.strip() for line in text.replace("``", "`").splitlines()]
    if len(lines) == 1:
        yield f"{indent}/** {lines[0]} */"
    else:
        yield from (f"{indent}/**", *(f"{indent} * {line}".rstrip() for line in lines), f"{indent} */")


def declaration(name: str, schema: Schema) -> Iterable[str]:
    """The lines of one interface or type."""
    yield from _comment(schema.get("description"))
    if schema.get("type") != "object":
        line = f"export type {name} = {(union := _type(schema))};"
        yield (
            line
            if len(line) <= _LONGEST_LINE
            else "\n  | ".join([line[: -len(union) - 2], *union.split(" | ")]) + ";"
        )
        return
    yield f"export interface {name} {{"
    required = schema.get("required", [])
    for field, inner in schema.get("properties", {}).items():
        yield from _comment(inner.get("description"), "  ")
        optional = "" if field in required or "const" in inner else "?"
        yield f"  {field}{optional}: {_type(inner)};"
    yield "}"


def _event_map(name: str, said: str, events: Mapping[str, Any]) -> Iterable[str]:
    yield f"/** {said} */"
    yield f"export interface {name} {{"
    for event, shape in events.items():
        if isinstance(shape, tuple):
            message, reply = map(_name, shape)
            yield f"  {event}: (message: {message}, ack: (reply: {reply}) => void) => void;"
        else:
            yield f"  {event}: (message: {_name(shape)}) => void;"
    yield "}"


def _languages() -> Iterable[str]:
    yield "/** Every language a resident can choose, by its own name. */"
    yield "export const LANGUAGES = ["
    for language in LANGUAGES:
        fields = ", ".join(
            f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in language.model_dump().items()
        )
        yield f"  {{ {fields} }},"
    yield "] as const;"
    yield "export type OfferedLanguage = (typeof LANGUAGES)[number];"


def render() -> str:
    """The whole file."""
    blocks = [declaration(name, schema) for name, schema in definitions(_message_types()).items()]
    blocks += [
        _event_map("KioskEvents", "What a kiosk may send.", messages.KIOSK_EVENTS),
        _event_map("KioskPushes", "What a kiosk hears.", messages.KIOSK_PUSHES),
        _event_map("DeskEvents", "What a desk may send.", messages.DESK_EVENTS),
        _event_map("DeskPushes", "What a desk hears.", messages.DESK_PUSHES),
        _languages(),
    ]
    return "\n".join([_HEAD, *("\n".join(block) + "\n" for block in blocks)])


def main(arguments: list[str]) -> int:
    text = render()
    if "--check" not in arguments:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write(f"{TARGET.name} is not up to date: run `python -m signaling.wire.typescript`\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
