"""The kiosk's identity: an Ed25519 key that is made on the machine and never leaves it."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from joserfc import jwt
from joserfc.jwk import OKPKey

AUDIENCE: Final = "vagvisare"
TOKEN_LIFETIME: Final = 60
"""Seconds from the signature until the server no longer takes a token."""
ALGORITHM: Final = "Ed25519"
"""RFC 9864 §2.2, which retires the name EdDSA."""


class DeviceKeyUnusable(Exception):
    """The key's file cannot be used. The message says what to do."""


@dataclass(frozen=True, slots=True)
class DeviceKey:
    private: Ed25519PrivateKey

    @classmethod
    def load_or_create(cls, path: Path) -> "DeviceKey":
        """The key in `path`, which is made with mode 0600 where there is none. Raises `DeviceKeyUnusable`."""
        try:
            return cls._load(path)
        except FileNotFoundError:
            return cls._create(path)

    @classmethod
    def draft(cls, path: Path) -> "DeviceKey":
        """A new key beside the one in `path`, on disk: `keep` it once the server has it.

        Raises `DeviceKeyUnusable`.
        """
        return cls._create(_beside(path))

    @staticmethod
    def keep(path: Path) -> None:
        """The key that was drafted takes the place of the one in `path`."""
        _beside(path).replace(path)

    @property
    def public(self) -> bytes:
        """The raw 32-byte public key, which the server keeps."""
        return self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def token(self, kiosk: str, *, now: float, run: str) -> str:
        """A JWT (RFC 7519) that proves once who this kiosk is, to be used at once.

        `now`: seconds since 1970. `run`: a name that only this process has.
        """
        issued = int(now)
        claims = {
            "sub": kiosk,
            "aud": AUDIENCE,
            "iat": issued,
            "exp": issued + TOKEN_LIFETIME,
            "jti": secrets.token_urlsafe(16),
            "run": run,
        }
        return jwt.encode({"alg": ALGORITHM}, claims, OKPKey.import_key(self._pem()), algorithms=[ALGORITHM])

    def _pem(self) -> bytes:
        return self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    @classmethod
    def _load(cls, path: Path) -> "DeviceKey":
        if path.stat().st_mode & 0o077:
            raise DeviceKeyUnusable(f"{path} can be read by others: chmod 600, or enrol this kiosk anew.")
        try:
            key = load_pem_private_key(path.read_bytes(), password=None)
        except (OSError, ValueError) as error:
            raise DeviceKeyUnusable(
                f"{path} does not hold a key: move it away and enrol this kiosk anew."
            ) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise DeviceKeyUnusable(f"{path} does not hold an Ed25519 key.")
        return cls(key)

    @classmethod
    def _create(cls, path: Path) -> "DeviceKey":
        key = cls(Ed25519PrivateKey.generate())
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(key._pem())
                file.flush()
                os.fsync(file.fileno())
            draft.rename(path)
        except OSError as error:
            raise DeviceKeyUnusable(f"{path} cannot be written: {error.strerror}.") from error
        return key


def _beside(path: Path) -> Path:
    return path.with_suffix(".new")
