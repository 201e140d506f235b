"""Who is there, and at work: kiosks and guides that connect, guides who sign on, rest and wrap up."""

from dataclasses import dataclass
from typing import ClassVar

from signaling.core.ids import (
    AdminId,
    CallId,
    Disposition,
    GuideId,
    Instant,
    KioskId,
    Language,
    NeighbourhoodId,
    Party,
    Referral,
    SiteId,
    Topic,
)
from signaling.core.skills import Skill
from signaling.core.vocabulary import AwayReason, GuideStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskConnected:
    type: ClassVar[str] = "kiosk_connected"
    kiosk: KioskId
    epoch: int
    site: SiteId
    neighbourhood: NeighbourhoodId


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskLost:
    type: ClassVar[str] = "kiosk_lost"
    kiosk: KioskId
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideConnected:
    type: ClassVar[str] = "guide_connected"
    guide: GuideId
    epoch: int
    languages: tuple[Language, ...] = ()
    """Spoken fluently, as old journals have it."""
    skills: tuple[Skill, ...] = ()
    interprets: tuple[Language, ...] = ()
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideLost:
    type: ClassVar[str] = "guide_lost"
    guide: GuideId
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideStatusChanged:
    type: ClassVar[str] = "guide_status_changed"
    guide: GuideId
    status: GuideStatus
    reason: AwayReason | None = None
    chosen_at: Instant | None = None
    """When it was chosen, where somebody chose it: an older choice never undoes a newer one."""
    by: AdminId | None = None
    """The admin who forced it."""
    back_at: Instant | None = None
    """When the guide plans to be back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStatusChosen:
    """During a call or wrap-up the guide chose what comes after it."""

    type: ClassVar[str] = "next_status_chosen"
    guide: GuideId
    status: GuideStatus
    reason: AwayReason | None = None
    chosen_at: Instant | None = None
    by: AdminId | None = None
    back_at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAsked:
    """A guide asked the leader for help. Signing off withdraws it."""

    type: ClassVar[str] = "help_asked"
    guide: GuideId


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAnswered:
    """A leader said that help is coming. The guide's next change of status is the end of it."""

    type: ClassVar[str] = "help_answered"
    guide: GuideId
    by: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpWithdrawn:
    """The guide needs no help any more."""

    type: ClassVar[str] = "help_withdrawn"
    guide: GuideId


@dataclass(frozen=True, slots=True, kw_only=True)
class WrapUpExtended:
    type: ClassVar[str] = "wrap_up_extended"
    guide: GuideId
    call: CallId
    until: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class WrappedUp:
    """The guide said what the call was about; both are `None` when the wrap-up ran out."""

    type: ClassVar[str] = "wrapped_up"
    guide: GuideId
    call: CallId
    topic: Topic | None = None
    disposition: Disposition | None = None
    referred_to: Referral | None = None
    """None also where the guide referred the resident to nobody."""
