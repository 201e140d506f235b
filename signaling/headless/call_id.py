"""Names for calls: UUIDs that sort by the time of the tap."""

import secrets
import uuid

from signaling.core.ids import CallId, Instant


def new_call_id(at: Instant) -> CallId:
    """A UUIDv7 (RFC 9562 §5.7) for a tap at `at`."""
    return call_id_of(at, secrets.randbits(80))


def call_id_of(at: Instant, bits: int) -> CallId:
    """The UUIDv7 of these 80 bits, six of which its version and variant take."""
    value = (at & (1 << 48) - 1) << 80 | bits
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return CallId(str(uuid.UUID(int=value)))
