"""RFC 6238 and what telephones make of it."""

import pytest

from guide_server.sign_in import totp

RFC_KEY = b"12345678901234567890"
STEP = 30_000


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
        (2_000_000_000, "279037"), (20_000_000_000, "353130"),
    ],
)  # fmt: skip
def test_the_vectors_of_rfc_6238(seconds: int, code: str) -> None:
    """Appendix B, of which a telephone shows the last six digits."""
    assert totp.code_of(RFC_KEY, totp.step_at(seconds * 1_000)) == code


@pytest.mark.parametrize(("off", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_telephone_may_be_half_a_minute_off(off: int, good: bool) -> None:
    now = 1_767_268_800_000
    code = totp.code_of(RFC_KEY, totp.step_at(now) + off)
    assert totp.step_of(RFC_KEY, code, now) == (totp.step_at(now) + off if good else None)


@pytest.mark.parametrize("typed", ["287 082", " 287082 ", "287\u00a0082"])
def test_a_code_may_be_typed_with_spaces(typed: str) -> None:
    assert totp.step_of(RFC_KEY, typed, 59_000) == 1


@pytest.mark.parametrize(
    "typed", ["", "28708", "2870821", "28708x", "२८७०८२", "-87082", "2.87e5", "\udcff" * 6]
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert totp.step_of(RFC_KEY, typed, 59_000) is None


def test_the_address_in_the_qr_code_is_what_apps_read() -> None:
    assert totp.address(RFC_KEY, "åsa@example.org", "Vägvisare") == (
        "otpauth://totp/V%C3%A4gvisare:%C3%A5sa%40example.org"
        "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=V%C3%A4gvisare"
    )


def test_backup_codes_are_read_as_people_type_them() -> None:
    codes = totp.new_backup_codes()
    assert len(set(codes)) == totp.BACKUP_CODES
    assert all(len(code) == 19 for code in codes)
    kept = totp.backup_hash("0123-4567-89AB-1DEF")
    assert kept == totp.backup_hash(" o123 4567 89ab idef ") == totp.backup_hash("0123456789ABLDEF")
    assert totp.backup_hash("0123-4567") is totp.backup_hash("") is None
