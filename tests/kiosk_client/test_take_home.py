"""UK22, UK23: a note and a ticket as a QR code, and on paper."""

from pathlib import Path

import aiohttp
import pytest
from pydantic import ValidationError

from kiosk_client.take_home import LARGEST_SLIP, LONGEST_TEXT, PNG, NotPrinted, QrBody, print_slip, qr_rows

LP = """#!/bin/sh
[ "$2" = slips ] || exit 1
cat > "$(dirname "$0")/printed"
"""
SLIP = PNG + b"a picture"


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the printer `slips` was given."""
    program = tmp_path / "lp"
    program.write_text(LP)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return tmp_path / "printed"


def paper(printed: Path) -> bytes | None:
    return printed.read_bytes() if printed.exists() else None


@pytest.mark.parametrize("text", ["a", "https://example.org/blankett", "ሰላም", "😀" * 400, "ሰ" * LONGEST_TEXT])
def test_a_note_fits_a_square_code(text: str) -> None:
    rows = qr_rows(QrBody(text=text).text)
    assert {len(row) for row in rows} == {len(rows)}
    assert rows[0].startswith("1111111")  # a finder pattern, ISO/IEC 18004 §6.3.3
    assert set("".join(rows)) == {"0", "1"}


@pytest.mark.parametrize("text", ["", "a" * (LONGEST_TEXT + 1), "😀" * LONGEST_TEXT])
def test_what_is_no_note_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        QrBody(text=text)


async def test_a_slip_reaches_the_printer_whole(printed: Path, page: aiohttp.ClientSession) -> None:
    async with page.post("/print", data=SLIP, headers={"Content-Type": "image/png"}) as response:
        assert response.status == 204
    assert paper(printed) == SLIP


async def test_a_printer_that_is_gone_is_said(printed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotPrinted, match="missing"):
        await print_slip("gone", SLIP)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NotPrinted, match="CUPS"):
        await print_slip("slips", SLIP)
    assert paper(printed) is None


@pytest.mark.parametrize(
    ("slip", "kind", "status"),
    [
        (b"%PDF-1.7", "image/png", 400),
        (SLIP, "application/pdf", 400),
        (b"", "image/png", 400),
        (PNG + bytes(LARGEST_SLIP), "image/png", 413),
    ],
    ids=["another file", "another kind", "nothing", "too much"],
)
async def test_what_is_no_slip_is_not_printed(
    printed: Path, page: aiohttp.ClientSession, slip: bytes, kind: str, status: int
) -> None:
    async with page.post("/print", data=slip, headers={"Content-Type": kind}) as response:
        assert response.status == status
    assert paper(printed) is None
