"""What a resident takes home: a guide's note or a ticket, as a QR code and on paper.

Drawn on this machine and kept nowhere.
"""

import asyncio
from typing import Annotated, Final

import segno
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

LONGEST_TEXT: Final = 800
"""Code points, as a note has at most (PROTOCOL.md, "Data channels")."""
LARGEST_CODE: Final = 2_900
"""Bytes of UTF-8 that surely fit the largest QR code (ISO/IEC 18004, table 7: 2,953)."""
LARGEST_SLIP: Final = 1_000_000
"""Bytes: a slip in black and white, a metre long, takes less."""
PNG: Final = b"\x89PNG\r\n\x1a\n"
PRINTER_PATIENCE: Final = 10.0
"""Seconds for the print system to take a slip; the paper may come later."""


class NotPrinted(Exception):
    """The print system did not take the slip. The message is for a technician."""


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


async def print_slip(printer: str, slip: bytes) -> None:
    """Give a PNG to CUPS, from memory to memory. Raises `NotPrinted`."""
    try:
        process = await asyncio.create_subprocess_exec(
            *("lp", "-d", printer, "-t", "slip", "-o", "fit-to-page", "-"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError as error:
        raise NotPrinted("CUPS is not installed") from error
    try:
        async with asyncio.timeout(PRINTER_PATIENCE):
            await process.communicate(slip)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise NotPrinted("CUPS does not answer") from None
    if process.returncode != 0:
        raise NotPrinted(f"{printer} is missing or stopped")
