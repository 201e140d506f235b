"""A municipality's own words: a folder of JSON files, one for each language, laid over the page's texts.

`sv.json` with `{"start.lead": "..."}` changes that text. A file for a language that the page does not have
adds it: with the keys `language.endonym`, `language.swedish`, `language.direction`, and its translations of
the page's keys; what it lacks is said in Swedish. A fault costs the text that has it, never the screen.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from signaling.own_texts import NEEDED, Shipped, Texts, faults_in
from signaling.wire.scalars import LanguageTag

LARGEST_FILE: Final = 256 * 1024

_TAG: Final = TypeAdapter(LanguageTag)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalTexts:
    texts: Mapping[str, Texts] = field(default_factory=dict)
    """By language, only what has no fault."""
    faults: tuple[str, ...] = ()
    """A sentence each: which file, which key, and what to mend."""


def read_local_texts(folder: Path, shipped: Shipped) -> LocalTexts:
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
        found = tuple(faults_in(path.stem, said, shipped))
        faults += [f"{path.name}: {fault.sentence}" for fault in found]
        wrong = {fault.key for fault in found}
        if path.stem in shipped or not wrong & set(NEEDED):
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
