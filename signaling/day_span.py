"""A part of a day as people write it: `08:00-17:00`, by the municipality's own clock."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Self

from pydantic import PlainSerializer, PlainValidator
from pydantic_core import PydanticCustomError
from typing_extensions import override

DAY = 24 * 60
"""Minutes."""
_SPAN = re.compile(r"(\d\d):([0-5]\d)\s*[-–]\s*(\d\d):([0-5]\d)")


@dataclass(frozen=True, slots=True, order=True)
class DaySpan:
    """In minutes after midnight; `ends` is no longer part of it, and is at most 24:00."""

    begins: int
    ends: int

    @classmethod
    def parse(cls, text: object) -> Self:
        """Raises `ValueError` where it is no span, ends before it begins, or reaches past midnight."""
        if isinstance(text, cls):
            return text
        found = _SPAN.fullmatch(text.strip()) if isinstance(text, str) else None
        if found is None:
            raise PydanticCustomError(
                "malformed_span", "{text} is not a part of a day, such as 08:00-17:00", {"text": repr(text)}
            )
        hour, minute, last_hour, last_minute = map(int, found.groups())
        begins, ends = hour * 60 + minute, last_hour * 60 + last_minute
        if ends > DAY:
            raise PydanticCustomError(
                "past_midnight",
                "{text} reaches past midnight: write two spans, or end it at 24:00",
                {"text": text},
            )
        if ends <= begins:
            raise PydanticCustomError("ends_first", "{text} ends before it begins", {"text": text})
        return cls(begins, ends)

    @override
    def __str__(self) -> str:
        return f"{_clock(self.begins)}-{_clock(self.ends)}"


def refuse_overlaps(spans: Iterable[DaySpan]) -> None:
    """Raises `ValueError` that names two spans of which the second begins before the first has ended."""
    for earlier, later in pairwise(sorted(spans)):
        if later.begins < earlier.ends:
            raise PydanticCustomError(
                "spans_overlap",
                "{earlier} and {later} overlap",
                {"earlier": str(earlier), "later": str(later)},
            )


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


Span = Annotated[DaySpan, PlainValidator(DaySpan.parse), PlainSerializer(str, return_type=str)]
"""A `DaySpan` as a field of a settings file."""
