"""What a resident takes home: a guide's note as a QR code, drawn on this machine and kept nowhere."""

from typing import Annotated, Final

import segno
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

LONGEST_TEXT: Final = 800
"""Code points, as a note has at most (PROTOCOL.md, "Data channels")."""
LARGEST_CODE: Final = 2_900
"""Bytes of UTF-8 that surely fit the largest QR code (ISO/IEC 18004, table 7: 2,953)."""


def _fits_a_code(text: str) -> str:
    if len(text.encode()) > LARGEST_CODE:
        raise ValueError("is too long for a QR code")
    return text


class QrBody(BaseModel):
    """`POST /qr`: a text, or a link alone, which telephones then offer to open."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    text: Annotated[
        str, StringConstraints(min_length=1, max_length=LONGEST_TEXT), AfterValidator(_fits_a_code)
    ]


def qr_rows(text: str) -> list[str]:
    """The code's modules, row by row, `1` for dark; without the quiet zone of four around it."""
    code = segno.make_qr(text, error="l", boost_error=False)
    return ["".join("1" if module else "0" for module in row) for row in code.matrix]
