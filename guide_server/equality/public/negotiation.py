"""Which language a browser's reader would rather read (RFC 9110 § 12.5.4), of those that there are."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import langcodes

FARTHEST: Final = 10
"""By CLDR's distances of written languages: Croatian is answered in Bosnian, which is 8 away."""
_MOST: Final = 20
"""Languages of one header that are looked at."""
_RANGE: Final = re.compile(
    r"\s*([a-z]{2,3}(?:-[a-z0-9]{1,8}){0,3})\s*(?:;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?",
    re.IGNORECASE,
)
_MEANT: Final = {"ku-arab": "ckb", "ku-iq": "ckb", "syr": "aii", "arc": "aii", "cld": "aii"}
"""What browsers call a language of ours, where CLDR does not know that it is the same."""


def preferred(header: str, offered: Sequence[str]) -> str:
    """The best of `offered` for an Accept-Language header; the first of them for one that wants none."""
    for tag in _wanted(header):
        found = _nearest(tag, offered)
        if found is not None:
            return found
    return offered[0]


def _wanted(header: str) -> Iterator[str]:
    """The header's languages, the most wanted first; what is no language range is passed over."""
    weights: list[tuple[float, str]] = []
    for part in header.split(",")[:_MOST]:
        match = _RANGE.fullmatch(part)
        if match is not None and float(match[2] or 1) > 0:
            weights.append((float(match[2] or 1), match[1]))
    return (tag for _, tag in sorted(weights, key=lambda each: -each[0]))


def _nearest(tag: str, offered: Sequence[str]) -> str | None:
    meant = next((ours for theirs, ours in _MEANT.items() if f"{tag.lower()}-".startswith(f"{theirs}-")), tag)
    if not langcodes.tag_is_valid(meant):
        return None
    found, _ = langcodes.closest_match(meant, offered, max_distance=FARTHEST)
    return found if found in offered else None
