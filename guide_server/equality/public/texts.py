"""The public page's words in each language, and figures, months and names as that language writes them.

The words are the page's own files. Figures, months, plural forms and the names of other languages are CLDR's,
by Babel; what CLDR has under another name, or does not have, stands here.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent

from signaling.wire.languages import LANGUAGES, LanguageName

_IN_CLDR: Final = {"aii": "syr", "kmr": "ku", "prs": "fa_AF"}
_LOCALE_OF: Final = {**_IN_CLDR, "en": "en_GB"}
_ZERO_OF: Final = {"arab": "\u0660", "arabext": "\u06f0", "beng": "\u09e6"}
"""The first of the ten digits of a numbering system that is not Latin."""
_WIDER: Final = frozenset({"aii", "kmr"})
"""CLDR has the name of a language that others share with it, so the endonym stands beside it."""
_NAMES: Final = {"so": {"bn": "Bangaali", "prs": "Dari", "tr": "Turki"}}
"""Instead of what CLDR says, which names another language, a country, or nothing."""
_OF_MONTHS: Final = {"ckb": "MMMM'ی' y"}
"""CLDR's pattern, where Babel has only the root's."""
_SECONDS_UNTIL: Final = 100
"""What is shorter is told in seconds."""
_OURS: Final = {language.tag: language for language in LANGUAGES}
_PLACE: Final = re.compile(r"\{\{(\w+)\}\}")


class Texts:
    """The words of one language.

    `read` says whether somebody whose language it is wrote or read them.
    """

    def __init__(self, language: LanguageName, words: Mapping[str, str], *, read: bool) -> None:
        self.language = language.tag
        self.direction = language.direction
        self.endonym = language.endonym
        self.read = read
        self._words = words
        self._locale = Locale.parse(_LOCALE_OF.get(language.tag, language.tag))
        self._digits = _digits(self._locale)

    def __call__(self, key: str, **values: str) -> str:
        return _PLACE.sub(lambda place: values[place[1]], self._words[key])

    def count(self, figure: int) -> str:
        return self._in_digits(format_decimal(figure, locale=self._locale, numbering_system="default"))

    def percent(self, figure: int) -> str:
        text = format_percent(figure / 100, locale=self._locale, numbering_system="default")
        symbols = self._locale.number_symbols.get(self._locale.default_numbering_system, {})
        return self._in_digits(text.replace("%", symbols.get("percentSign", "%")))

    def month(self, month: str) -> str:
        """``2026-10`` in words, as a heading."""
        first = date.fromisoformat(f"{month}-01")
        pattern = _OF_MONTHS.get(self.language)
        text = (
            format_skeleton("yMMMM", first, locale=self._locale)
            if pattern is None
            else format_date(first, pattern, locale=self._locale)
        )
        return self._in_digits(_heading(text))

    def wait(self, milliseconds: int) -> str:
        """A time that was waited, by itself: in minutes, or in seconds where it is short."""
        seconds = round(milliseconds / 1_000)
        if seconds < _SECONDS_UNTIL:
            return self._plural("seconds", seconds)
        return self._plural("minutes", round(seconds / 60))

    def name_of(self, tag: str) -> str:
        """Another language's name, by itself; its endonym where this language has none for it."""
        if tag == "und":
            return self("name.und")
        ours = _OURS.get(tag)
        if ours is None:
            return tag
        if self.language in ("sv", "en"):
            return _heading(ours.swedish if self.language == "sv" else ours.english)
        if tag == "swl":
            return self("name.swl")
        name = _NAMES.get(self.language, {}).get(tag) or self._locale.languages.get(_IN_CLDR.get(tag, tag))
        if name is None or tag == self.language:
            return ours.endonym
        return f"{_heading(name)} ({ours.endonym})" if tag in _WIDER else _heading(name)

    def _plural(self, key: str, figure: int) -> str:
        return self(f"{key}_{self._locale.plural_form(figure)}", count=self.count(figure))

    def _in_digits(self, text: str) -> str:
        return text.translate(self._digits)


def texts_in(folder: Path) -> Mapping[str, Texts]:
    """The languages whose words are in a folder of a built page, in the order of the kiosk's choices.

    Empty where the page was not built.
    """
    if not (folder / "status.json").exists():
        return {}
    status = _json(folder / "status.json")
    return {
        language.tag: Texts(
            language, _json(folder / f"{language.tag}.json"), read=status[language.tag] != "unreviewed"
        )
        for language in LANGUAGES
        if (folder / f"{language.tag}.json").exists()
    }


def _json(file: Path) -> Mapping[str, str]:
    words: Mapping[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return words


def _digits(locale: Locale) -> Mapping[int, int]:
    zero = _ZERO_OF.get(locale.default_numbering_system)
    return {} if zero is None else {ord("0") + nth: ord(zero) + nth for nth in range(10)}


def _heading(text: str) -> str:
    return text[:1].upper() + text[1:]
