"""Which of two versions of the software is newer."""

import re
from typing import Final

_RELEASE: Final = re.compile(r"\d+(?:\.\d+)*")

Rank = tuple[tuple[int, ...], bool, str]


def rank(version: str) -> Rank:
    """Greater for a newer one: by the numbers of the release, ``1.10`` after ``1.9``; what goes on with
    letters (``1.4.0rc1``) comes before the release itself.
    """
    release = _RELEASE.match(version)
    numbers = tuple(int(number) for number in release[0].split(".")) if release is not None else ()
    rest = version[release.end() :] if release is not None else version
    while numbers and numbers[-1] == 0:
        numbers = numbers[:-1]
    return numbers, not rest or rest.startswith("+"), rest
