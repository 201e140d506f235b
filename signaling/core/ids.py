"""Names for the things that have an identity, and the two units of time."""

from dataclasses import dataclass
from typing import NewType

from signaling.core.vocabulary import Word

PoolId = NewType("PoolId", str)
"""One municipality's kiosks, guides and queue: the unit of ordering."""
SiteId = NewType("SiteId", str)
NeighbourhoodId = NewType("NeighbourhoodId", str)
KioskId = NewType("KioskId", str)
GuideId = NewType("GuideId", str)
AdminId = NewType("AdminId", str)
CallId = NewType("CallId", str)
"""A UUIDv7 in its 36-character form, made by the kiosk at the tap."""
Language = NewType("Language", str)
"""A spoken or signed language: the primary subtag of a BCP 47 tag, such as ``ckb`` or ``swl`` (RFC 5646)."""
UND = Language("und")
"""No language yet (RFC 5646 §4.1): the resident's own is not on the screen; a guide on triage finds it."""
Topic = NewType("Topic", str)
"""What a call was about: a code of the municipality's own list."""
Disposition = NewType("Disposition", str)
"""What the guide says came of a call: a code of the municipality's own list."""
Referral = NewType("Referral", str)
"""To whom a guide referred a resident on: a code of the municipality's own list."""

Instant = int
"""Milliseconds since 1970-01-01 UTC."""
Milliseconds = int


class Role(Word):
    """What someone is to a call. A call has at most four parties."""

    KIOSK = "kiosk"
    GUIDE = "guide"
    INTERPRETER = "interpreter"
    COLLEAGUE = "colleague"
    LEADER = "leader"
    """Who leads the guides' work: assigns calls, comes to a guide's help, joins a call for all to see."""
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Party:
    """Someone with a screen of their own: the kiosk, a guide, an admin, a leader."""

    role: Role
    id: str

    @classmethod
    def kiosk(cls, kiosk: KioskId) -> "Party":
        return cls(Role.KIOSK, kiosk)

    @classmethod
    def guide(cls, guide: GuideId) -> "Party":
        return cls(Role.GUIDE, guide)

    @classmethod
    def admin(cls, admin: AdminId) -> "Party":
        return cls(Role.ADMIN, admin)

    @classmethod
    def leader(cls, leader: AdminId) -> "Party":
        return cls(Role.LEADER, leader)
