"""Codes of six digits that change every thirty seconds (RFC 6238, on HMAC-SHA1 as telephones expect it)."""

import base64
import hashlib
import hmac
import secrets
from typing import Final
from urllib.parse import quote

from signaling.core.ids import Instant, Milliseconds

STEP: Final[Milliseconds] = 30_000
DIGITS: Final = 6
SECRET_BYTES: Final = 20
"""RFC 4226 §4, requirement 6."""
TOLERATED: Final = (0, -1, 1)
"""Steps by which a telephone's clock may be off."""
BACKUP_CODES: Final = 10
_BACKUP_LENGTH: Final = 16
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: 80 bits a code, which no hash needs to be slow for."""
_READ_AS: Final = str.maketrans("OIL", "011")


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def step_at(now: Instant) -> int:
    return now // STEP


def code_of(secret: bytes, step: int) -> str:
    """The code of one step (RFC 4226 §5.3)."""
    digest = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(secret: bytes, code: str, now: Instant) -> int | None:
    """Which step near `now` has this code; None where none has."""
    typed = "".join(code.split())
    if not (typed.isascii() and typed.isdigit() and len(typed) == DIGITS):
        return None
    near = [step_at(now) + off for off in TOLERATED]
    return next((step for step in near if hmac.compare_digest(code_of(secret, step), typed)), None)


def written(secret: bytes) -> str:
    """The key as a person types it into a telephone that cannot see the QR code."""
    return base64.b32encode(secret).decode().rstrip("=")


def address(secret: bytes, login: str, issuer: str) -> str:
    """What the QR code holds (the key URI format of authenticator apps)."""
    label = f"{quote(issuer, safe='')}:{quote(login, safe='')}"
    return f"otpauth://totp/{label}?secret={written(secret)}&issuer={quote(issuer, safe='')}"


def new_backup_codes() -> tuple[str, ...]:
    """Shown once: keep only what `backup_hash` makes of them."""
    codes = ("".join(secrets.choice(_ALPHABET) for _ in range(_BACKUP_LENGTH)) for _ in range(BACKUP_CODES))
    return tuple("-".join(code[at : at + 4] for at in range(0, _BACKUP_LENGTH, 4)) for code in codes)


def backup_hash(code: str) -> str | None:
    """Of the code as a person may have typed it; None where it cannot be one."""
    typed = "".join(code.split()).replace("-", "").upper().translate(_READ_AS)
    if len(typed) != _BACKUP_LENGTH:
        return None
    return hashlib.sha256(typed.encode("utf-8", "surrogatepass")).hexdigest()
