"""A municipality's own words for the kiosk's page, held against the texts that the page ships with.

They come from a folder on the machine or from the admin's page; both are judged here. A language that the
page does not have may be added with the keys of `NEEDED`; what it lacks is said in Swedish.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

Texts = Mapping[str, str]
Shipped = Mapping[str, Texts]
"""By language."""

REFERENCE: Final = "sv"
OF_THE_LANGUAGE: Final = frozenset(
    f"language.{name}" for name in ("endonym", "swedish", "direction", "welcome", "spoken")
)
"""What may be said of a language: its names, `ltr` or `rtl`, and the greeting on the start screen."""
NEEDED: Final = ("language.endonym", "language.swedish", "language.direction")
LONGEST_TEXT: Final = 1_000

_KIOSK: Final = Path(__file__).parents[1] / "kiosk_client"
_BUILT: Final = _KIOSK / "pages" / "texts"
_SOURCE: Final = _KIOSK / "web" / "kiosk" / "texts"
_FORM: Final = re.compile(r"_(zero|one|two|few|many|other)$")
_PLACE: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class TextFault:
    """`reason` is a stable id, `sentence` says what to mend."""

    key: str
    reason: str
    sentence: str


def shipped_texts(pages: Path) -> Shipped:
    """The texts that the built page in `pages` has."""
    return _texts_in(pages / "texts")


@cache
def texts_of_this_version() -> Shipped:
    """The texts of the kiosk's page as it is packed with this program; of the source where none is built."""
    return _texts_in(_BUILT) or _texts_in(_SOURCE)


def _texts_in(folder: Path) -> Shipped:
    files = sorted(folder.glob("*.json"))
    return {file.stem: json.loads(file.read_bytes()) for file in files if file.stem != "status"}


def faults_in(tag: str, said: Mapping[str, object], shipped: Shipped) -> Iterator[TextFault]:
    """What is wrong with the texts of one language, a fault for each key that has one."""
    if tag not in shipped:
        for key in NEEDED:
            if key not in said:
                sentence = f"“{key}” is needed, for the page does not know this language."
                yield TextFault(key, "text_needed", sentence)
    for key, text in said.items():
        fault = _fault(key, text, shipped.get(tag), shipped[REFERENCE])
        if fault is not None:
            yield fault


def without_faults(said: Mapping[str, Texts], shipped: Shipped) -> dict[str, dict[str, str]]:
    """What of these can be shown. A language that the page does not have needs all that is `NEEDED`."""
    usable: dict[str, dict[str, str]] = {}
    for tag, texts in said.items():
        wrong = {fault.key for fault in faults_in(tag, texts, shipped)}
        if tag in shipped or not wrong & set(NEEDED):
            usable[tag] = {key: text for key, text in texts.items() if key not in wrong}
    return usable


def _fault(key: str, text: object, own: Texts | None, reference: Texts) -> TextFault | None:
    if not isinstance(text, str) or not text.strip():
        return TextFault(key, "text_empty", f"“{key}” must be a text.")
    if len(text) > LONGEST_TEXT:
        return TextFault(key, "text_too_long", f"“{key}” is longer than {LONGEST_TEXT} characters.")
    if key in OF_THE_LANGUAGE:
        wrong = key == "language.direction" and text not in {"ltr", "rtl"}
        return TextFault(key, "text_direction", f"“{key}” must be ltr or rtl.") if wrong else None
    model = _model(key, own, reference)
    if model is None:
        return TextFault(key, "text_unknown", f"nothing asks for “{key}”.")
    missing, surplus = _places(model) - _places(text), _places(text) - _places(model)
    if surplus:
        sentence = f"“{key}” has the place {_named(surplus)}, which is never filled."
        return TextFault(key, "text_place_surplus", sentence)
    if missing and not key.endswith(("_zero", "_one", "_two")):
        return TextFault(key, "text_place_missing", f"“{key}” lacks the place {_named(missing)}.")
    return None


def _model(key: str, own: Texts | None, reference: Texts) -> str | None:
    """The text whose places `key` must have: the reference's, in whichever plural form it has them all."""
    if own is not None and key not in own:
        return None
    return reference.get(f"{_FORM.sub('', key)}_other") or reference.get(key)


def _places(text: str) -> set[str]:
    return set(_PLACE.findall(text))


def _named(places: set[str]) -> str:
    return ", ".join(f"{{{{{name}}}}}" for name in sorted(places))
