"""Names for calls: UUIDs that sort by the time of the tap."""

import secrets
import uuid

from signaling.core.ids import CallId, Instant


def new_call_id(at: Instant) -> CallId:
    """A UUIDv7 (RFC 9562 §5.7) for a tap at `at`."""
    value = (at & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return CallId(str(uuid.UUID(int=value)))
