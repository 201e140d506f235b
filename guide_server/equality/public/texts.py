"""The public page's words, and figures and months as its languages write them."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

LANGUAGES: Final = ("sv", "en")
_DECIMAL: Final = {"sv": ",", "en": "."}
_GROUPS: Final = {"sv": "\u00a0", "en": ","}
_PERCENT: Final = {"sv": "\u00a0%", "en": "%"}
_SECONDS_UNTIL: Final = 100
"""What is shorter is told in seconds."""


class Texts:
    def __init__(self, language: str) -> None:
        self.language = language
        text = files(__package__).joinpath(f"{language}.json").read_text(encoding="utf-8")
        self._texts: Mapping[str, str] = json.loads(text)

    def __call__(self, key: str, **values: str) -> str:
        return self._texts[key].format(**values)

    def count(self, figure: int) -> str:
        return f"{figure:,}".replace(",", _GROUPS[self.language])

    def percent(self, figure: int) -> str:
        return f"{figure}{_PERCENT[self.language]}"

    def times(self, ratio: float) -> str:
        return f"{ratio:.1f}".removesuffix(".0").replace(".", _DECIMAL[self.language])

    def month(self, month: str) -> str:
        """``2026-10`` in words."""
        year, number = month.split("-")
        return f"{self._texts['months'].split(',')[int(number) - 1]} {year}"

    def wait(self, milliseconds: int) -> str:
        seconds = round(milliseconds / 1_000)
        if seconds < _SECONDS_UNTIL:
            return self("seconds", count=str(seconds))
        return self("minutes", count=str(round(seconds / 60)))
