"""Short-lived TURN passwords, as coturn's `use-auth-secret` has them (draft-uberti-behave-turn-rest-00).

The user name is `<expiry in seconds>:<call>`, the password the base64 of HMAC-SHA1 over it. coturn is given
the same secrets; while they rotate it accepts each, and the first of ours signs.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from signaling.core.ids import CallId, Instant, Milliseconds
from signaling.core.pool_settings import MINUTE, SECOND

LONGEST_LIFE: Milliseconds = 10 * MINUTE
_ORDER = ("udp", "tcp", "tls")


@dataclass(frozen=True, slots=True, kw_only=True)
class IceServers:
    """How the parties of one call reach each other, good until `expires`."""

    urls: tuple[str, ...]
    username: str
    credential: str
    expires: Instant


class TurnCredentials:
    """Makes a password for each call. Without URLs there is nothing to make: calls then go directly."""

    def __init__(self, *, urls: Sequence[str], secrets: Sequence[str], lifetime: Milliseconds) -> None:
        """Raises `ValueError` where a TURN URL has no secret to sign with."""
        self._urls = tuple(sorted(urls, key=_preference))
        if any(url.startswith("turn") for url in urls) and not secrets:
            raise ValueError("TURN servers need a shared secret")
        self._secret = secrets[0].encode() if secrets else b""
        self._lifetime = min(lifetime, LONGEST_LIFE)

    @property
    def lifetime(self) -> Milliseconds:
        return self._lifetime

    def for_call(self, call: CallId, now: Instant) -> IceServers | None:
        """A password that is good from `now` on; None where no server is configured."""
        if not self._urls:
            return None
        expires = (now + self._lifetime) // SECOND
        username = f"{expires}:{call}"
        digest = hmac.new(self._secret, username.encode(), hashlib.sha1).digest()
        return IceServers(
            urls=self._urls,
            username=username,
            credential=base64.b64encode(digest).decode(),
            expires=expires * SECOND,
        )


def _preference(url: str) -> int:
    """UDP first, for it carries media best; TLS last, for it gets through where nothing else does."""
    scheme, _, rest = url.partition(":")
    if scheme == "turns":
        return _ORDER.index("tls")
    return _ORDER.index("tcp" if "transport=tcp" in rest else "udp")
