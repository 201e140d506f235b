"""The languages that the pages know by name.

They are data of ours (`languages.json`), for browsers lack many of these endonyms.
"""

from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from signaling.wire.scalars import LanguageTag, Message


class LanguageName(Message):
    tag: LanguageTag
    endonym: str
    """Its own name for itself, as shown to a resident."""
    swedish: str
    english: str
    direction: Literal["ltr", "rtl"]
    script: Literal["Arab", "Beng", "Cyrl", "Ethi", "Grek", "Latn", "Syrc"]
    """ISO 15924. A sign language has that of the texts shown with it."""


def _load() -> tuple[LanguageName, ...]:
    data = (Path(__file__).parent / "languages.json").read_bytes()
    return TypeAdapter(tuple[LanguageName, ...]).validate_json(data)


LANGUAGES = _load()
TRIAGE = LanguageName(
    tag="und",
    endonym="…",
    swedish="språket finns inte på skärmen (slussning)",
    english="language not on the screen (triage)",
    direction="ltr",
    script="Latn",
)
"""What guides list who help those that do not find their language. A kiosk has words of its own for it."""
