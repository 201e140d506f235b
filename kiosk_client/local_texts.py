"""A municipality's own words: a folder of JSON files, one for each language, laid over the page's texts.

`sv.json` with `{"start.lead": "..."}` changes that text. A file for a language that the page does not have
adds it: with the keys `language.endonym`, `language.swedish`, `language.direction`, and its translations of
the page's keys; what it lacks is said in Swedish. A fault costs the text that has it, never the screen.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from signaling.wire.scalars import LanguageTag

Texts = Mapping[str, str]

REFERENCE: Final = "sv"
OF_THE_LANGUAGE: Final = frozenset(
    f"language.{name}" for name in ("endonym", "swedish", "direction", "welcome", "spoken")
)
"""What a file may say of its language: its names, `ltr` or `rtl`, and the greeting on the start screen."""
NEEDED: Final = ("language.endonym", "language.swedish", "language.direction")
LARGEST_FILE: Final = 256 * 1024
LONGEST_TEXT: Final = 1_000

_FORM: Final = re.compile(r"_(zero|one|two|few|many|other)$")
_PLACE: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_TAG: Final = TypeAdapter(LanguageTag)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalTexts:
    texts: Mapping[str, Texts] = field(default_factory=dict)
    """By language, only what has no fault."""
    faults: tuple[str, ...] = ()
    """A sentence each: which file, which key, and what to mend."""


def shipped_texts(pages: Path) -> Mapping[str, Texts]:
    """The texts that the built page in `pages` has, by language."""
    files = sorted((pages / "texts").glob("*.json"))
    return {file.stem: json.loads(file.read_bytes()) for file in files if file.stem != "status"}


def read_local_texts(folder: Path, shipped: Mapping[str, Texts]) -> LocalTexts:
    """Read `folder`'s files. Raises nothing: what cannot be used is among the faults."""
    if not folder.is_dir():
        return LocalTexts(faults=(f"{folder} is no folder that can be read.",))
    texts: dict[str, Texts] = {}
    faults: list[str] = []
    for path in sorted(folder.glob("*.json")):
        try:
            said = _read(path)
        except _Unusable as fault:
            faults.append(f"{path.name}: {fault}")
            continue
        wrong = dict(_faults(path.stem, said, shipped))
        faults += [f"{path.name}: {sentence}" for sentence in wrong.values()]
        if path.stem in shipped or not wrong.keys() & set(NEEDED):
            texts[path.stem] = {key: text for key, text in said.items() if key not in wrong}
    return LocalTexts(texts=texts, faults=tuple(faults))


class _Unusable(Exception):
    """A whole file cannot be used; the message says why."""


def _read(path: Path) -> dict[str, str]:
    try:
        _TAG.validate_python(path.stem)
    except ValidationError:
        raise _Unusable("the name must be a language tag, such as et.json.") from None
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _Unusable(f"it is larger than {LARGEST_FILE // 1024} KiB.")
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _Unusable(f"it cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError:
        raise _Unusable("it is not UTF-8.") from None
    except json.JSONDecodeError as error:
        raise _Unusable(f"line {error.lineno} is not JSON ({error.msg}).") from None
    except RecursionError:
        raise _Unusable("it is nested too deep; one object of texts is expected.") from None
    if not isinstance(content, dict):
        raise _Unusable("one object of texts by key is expected.")
    return content


def _faults(tag: str, said: Mapping[str, object], shipped: Mapping[str, Texts]) -> Iterator[tuple[str, str]]:
    """Each faulty key of one file, and its sentence."""
    if tag not in shipped:
        for key in NEEDED:
            if key not in said:
                yield key, f"“{key}” is needed, for the page does not know this language."
    for key, text in said.items():
        sentence = _fault(key, text, shipped.get(tag), shipped[REFERENCE])
        if sentence is not None:
            yield key, sentence


def _fault(key: str, text: object, own: Texts | None, reference: Texts) -> str | None:
    if not isinstance(text, str) or not text.strip():
        return f"“{key}” must be a text."
    if len(text) > LONGEST_TEXT:
        return f"“{key}” is longer than {LONGEST_TEXT} characters."
    if key in OF_THE_LANGUAGE:
        wrong = key == "language.direction" and text not in {"ltr", "rtl"}
        return f"“{key}” must be ltr or rtl." if wrong else None
    model = _model(key, own, reference)
    if model is None:
        return f"nothing asks for “{key}”."
    missing, surplus = _places(model) - _places(text), _places(text) - _places(model)
    if surplus:
        return f"“{key}” has the place {_named(surplus)}, which is never filled."
    if missing and not key.endswith(("_zero", "_one", "_two")):
        return f"“{key}” lacks the place {_named(missing)}."
    return None


def _model(key: str, own: Texts | None, reference: Texts) -> str | None:
    """The text whose places `key` must have: the reference's, in whichever plural form it has them all."""
    if own is not None and key not in own:
        return None
    return reference.get(key) or reference.get(f"{_FORM.sub('', key)}_other")


def _places(text: str) -> set[str]:
    return set(_PLACE.findall(text))


def _named(places: set[str]) -> str:
    return ", ".join(f"{{{{{name}}}}}" for name in sorted(places))
