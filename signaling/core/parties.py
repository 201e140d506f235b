"""Who takes part in a call besides the resident and the guide who leads it.

The lead is `Call.guide`. Every other party is a *guest*: an interpreter who was rung together with the lead,
or a colleague whom the lead invited. Each ring of a call, the lead's or a guest's, has a number that no other
ring of that call ever has; it names whoever took it for as long as they are in the call. The kiosk is 0.
"""

from dataclasses import dataclass

from signaling.core.ids import GuideId, Instant, Language, Role, Topic
from signaling.core.quality import Graded
from signaling.core.vocabulary import PartyState

KIOSK = 0
"""The kiosk's number in every call."""
MOST_PARTIES = 4
"""The kiosk included: each holds a connection to every other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """An interpreter or a colleague, from the ring until they leave."""

    guide: GuideId
    role: Role
    """`INTERPRETER` or `COLLEAGUE`."""
    epoch: int
    """The number of their ring."""
    state: PartyState
    until: Instant | None
    """When the present state ends by itself: the ring, the setup, or the absence of a lost socket."""
    bound: bool = False
    """Rung together with the lead: until the talk is live, neither is connected without the other."""
    taken_at: Instant | None = None
    kiosk_media: bool = False
    """Whether the kiosk receives this guest, as it last said."""
    guide_media: bool = False
    """Whether this guest receives the kiosk."""
    grade: Graded | None = None
    """How the kiosk comes through to this guest, as they last said."""

    @property
    def heard(self) -> bool:
        return self.kiosk_media and self.guide_media


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """To whom a call shall go: exactly one of the first three is set."""

    guide: GuideId | None = None
    language: Language | None = None
    topic: Topic | None = None
    until: Instant | None = None
    """How long it waits for just them; None where nobody waits, as for an invitation."""
