"""Signatures of Standard Webhooks 1.0.0 (github.com/standard-webhooks/standard-webhooks, spec).

HMAC-SHA256 over `id.timestamp.body`, in base64. While keys change, each of both signs, and a receiver that
knows either is content.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence

from guide_server.webhooks.messages import Posted

_SECRET = "whsec_"  # noqa: S105 - the mark in front of every secret of this kind


def signed_headers(posted: Posted, *, sent_at: int, keys: Sequence[bytes]) -> dict[str, str]:
    """The headers of one attempt; `sent_at` in seconds since 1970-01-01 UTC."""
    content = f"{posted.id}.{sent_at}.".encode() + posted.body
    return {
        "webhook-id": posted.id,
        "webhook-timestamp": str(sent_at),
        "webhook-signature": " ".join(f"v1,{_signature(content, key)}" for key in keys),
    }


def secret_of(key: bytes) -> str:
    """The key as its receiver is given it."""
    return _SECRET + base64.b64encode(key).decode()


def _signature(content: bytes, key: bytes) -> str:
    return base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
