"""Finds what must not stand in a note: what identifies or reaches a person, or names their file.

The desk finds the same while a guide writes (`web/desk/personal_data.ts`), and `tests/personal_data.json`
holds both to one list of examples. Here it is the last door: such a note is refused.
"""

import re
import unicodedata
from enum import StrEnum


class Kind(StrEnum):
    IDENTITY_NUMBER = "identity_number"
    """A Swedish personal identity number or coordination number whose check digit is right."""
    PHONE = "phone"
    EMAIL = "email"
    FILE_NAME = "file_name"


_IDENTITY = re.compile(r"(?<!\d)(?:(?:18|19|20) ?)?(\d{2}) ?(\d{2}) ?(\d{2}) ?[-+–]? ?(\d{4})(?!\d)")
_PHONE = re.compile(r"(?<![\d+])(?:(?:\+|00)[1-9]\d{0,2}(?:[ ()-]*\d){6,12}|0[1-9](?:[ ()/-]*\d){6,9})(?!\d)")
_EMAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.\w{2,}")
_FILE = re.compile(
    r"[\w()-]+\.(?:pdf|docx?|odt|rtf|txt|xlsx?|csv|pptx?|jpe?g|png|gif|heic|tiff?|bmp|zip)\b", re.IGNORECASE
)
_PATTERNS = {Kind.PHONE: _PHONE, Kind.EMAIL: _EMAIL, Kind.FILE_NAME: _FILE}


def found_in(text: str) -> frozenset[Kind]:
    """What of it stands in `text`, whatever digits it is written with."""
    plain = "".join(_latin_digit(char) for char in unicodedata.normalize("NFKC", text))
    numbers = [match for match in _IDENTITY.finditer(plain) if _is_identity_number(*match.groups())]
    rest = plain
    for match in numbers:
        rest = rest.replace(match[0], " ")
    kinds = {kind for kind, pattern in _PATTERNS.items() if pattern.search(rest)}
    return frozenset(kinds | ({Kind.IDENTITY_NUMBER} if numbers else set()))


def _latin_digit(char: str) -> str:
    return str(unicodedata.digit(char)) if unicodedata.category(char) == "Nd" else char


def _is_identity_number(year: str, month: str, day: str, last: str) -> bool:
    """A coordination number has 60 added to its day (folkbokföringslagen 18 a §)."""
    of_day = int(day) - 60 if int(day) > 60 else int(day)
    return 1 <= int(month) <= 12 and 1 <= of_day <= 31 and _checks(f"{year}{month}{day}{last}")


def _checks(digits: str) -> bool:
    """The Luhn sum (ISO/IEC 7812-1, annex B)."""
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(digits)]
    return sum(each // 10 + each % 10 for each in doubled) % 10 == 0
