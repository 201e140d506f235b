"""A guide's note as a QR code."""

import pytest
from pydantic import ValidationError

from kiosk_client.take_home import LONGEST_TEXT, QrBody, qr_rows


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
