"""The table of close languages as a file for people to review: `deploy/config/substitutes.yaml` is one."""

from pathlib import Path
from typing import Annotated

import langcodes
from pydantic import BaseModel, ConfigDict, Field

from signaling.core.ids import Language
from signaling.core.languages import spoken
from signaling.core.substitutes import Substitute, Substitutes, find_cycle
from signaling.core.vocabulary import Level
from signaling.settings_file import SettingsError, line_of
from signaling.settings_model import read_model


class TableFault(ValueError):
    """The table cannot be used. `reason` is a stable id, `place` the keys below `close`."""

    def __init__(self, reason: str, sentence: str, *place: str) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.place = place


class SubstitutesFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$")]
    close: dict[str, dict[str, Level]]
    """For each language what its speakers understand, and how well."""

    def table(self) -> Substitutes:
        """Raises `TableFault`."""
        rows = tuple(
            Substitute(_language(asked, asked), _language(offered, asked, offered), level)
            for asked, close in self.close.items()
            for offered, level in close.items()
        )
        ring = find_cycle(rows)
        if ring is not None:
            sentence = f"a ring of languages that goes one way only: {' → '.join(ring)}"
            raise TableFault("ring_of_languages", sentence, ring[0])
        twice = next((row for row in rows if sum(_same(row, other) for other in rows) > 1), None)
        if twice is not None:
            sentence = f"{twice.asked} has {twice.offered} twice, under two tags"
            raise TableFault("language_twice", sentence, twice.asked)
        return Substitutes(self.version, rows)


def read_substitutes(path: Path) -> Substitutes:
    """Raises `SettingsError` with the file, the line and the reason."""
    try:
        return read_model(path, SubstitutesFile).table()
    except TableFault as fault:
        line = line_of(path, ("close", *fault.place))
        where = f"{path}{'' if line is None else f', line {line}'}"
        raise SettingsError(f"{where}: {fault}.") from fault


def _language(tag: str, *place: str) -> Language:
    """The spoken language of a tag that the registry knows: script and country do not matter for speech."""
    if not langcodes.tag_is_valid(tag):
        raise TableFault("unknown_language", f"there is no language {tag!r}", *place)
    try:
        return spoken(tag)
    except ValueError as error:
        raise TableFault("unknown_language", str(error), *place) from error


def _same(one: Substitute, other: Substitute) -> bool:
    return (one.asked, one.offered) == (other.asked, other.offered)
