"""A guide: at work or not, in which call, and what is still to be said of the last one."""

from dataclasses import dataclass

from signaling.core.ids import CallId, GuideId, Instant, KioskId, Language, Party, Topic
from signaling.core.lanes import Seat
from signaling.core.load import FRESH, Load
from signaling.core.skills import Skill, served
from signaling.core.vocabulary import AwayReason, GuideStatus

_AT_WORK_WITH_CALL = frozenset({GuideStatus.RINGING, GuideStatus.IN_CALL})
_OFF_DUTY = frozenset({GuideStatus.OFFLINE, GuideStatus.AWAY})


@dataclass(frozen=True, slots=True, kw_only=True)
class WrapUp:
    """What a guide has still to say about a call that is over."""

    call: CallId
    kiosk: KioskId
    language: Language
    until: Instant
    extensions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """What a guide asked the leader for, until it is withdrawn or, once answered, the guide moves on."""

    at: Instant
    by: Party | None = None
    """The leader who is coming; None while nobody has answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A guide who has connected at least once."""

    id: GuideId
    epoch: int
    skills: tuple[Skill, ...]
    interprets: tuple[Language, ...] = ()
    """The languages into which this person interprets on call, for a guide who does not speak them."""
    topics: tuple[Topic, ...] = ()
    """What this guide knows well, so that a call can be sent on to somebody who does."""
    connected: bool
    status: GuideStatus
    since: Instant
    """Since when `status`."""
    idle_since: Instant
    """Since when without work, while `AVAILABLE`; a resident who left while it rang does not reset it."""
    reason: AwayReason | None = None
    next_status: GuideStatus | None = None
    next_reason: AwayReason | None = None
    next_back_at: Instant | None = None
    next_by_admin: bool = False
    """Whether an admin chose what comes next."""
    back_at: Instant | None = None
    """When a guide who is away plans to be back."""
    chosen_at: Instant = 0
    """When the guide, or an admin, made the newest choice of a status that counts."""
    call: CallId | None = None
    """The open call that rings at this desk or that this guide takes part in, as its lead or as a guest."""
    wrap_up: WrapUp | None = None
    wrapped: CallId | None = None
    """The last call whose wrap-up this guide finished."""
    rung_at: Instant = 0
    """When the desk last rang."""
    calls_taken: int = 0
    load: Load = FRESH
    """Kept by the pool at each change of status."""
    help: Help | None = None
    leaves_at: Instant | None = None
    """When a guide whose socket is lost is signed off, unless in a call or wrap-up."""

    @property
    def languages(self) -> tuple[Language, ...]:
        """Those that residents can be helped in."""
        return served(self.skills)

    @property
    def free(self) -> bool:
        return self.connected and self.status is GuideStatus.AVAILABLE

    @property
    def busy(self) -> bool:
        """Whether a call has the guide, or the guide still has to say what one was about."""
        return self.call is not None or self.wrap_up is not None

    @property
    def on_duty(self) -> bool:
        return self.connected and self.status not in _OFF_DUTY

    @property
    def seat(self) -> Seat | None:
        if not self.on_duty:
            return None
        return Seat(self.id, self.languages, self.idle_since if self.free else None)

    @property
    def sitting(self) -> tuple[object, ...]:
        """What `seat` and `interpreting` follow from, for a quick look whether they are still the same."""
        return self.on_duty, self.idle_since if self.free else None, self.skills, self.interprets

    @property
    def interpreting(self) -> Seat | None:
        """Where the guide sits among those who interpret."""
        if not (self.on_duty and self.interprets):
            return None
        return Seat(self.id, self.interprets, self.idle_since if self.free else None)

    @property
    def until(self) -> Instant | None:
        """When something happens to this guide by itself."""
        if self.wrap_up is not None:
            return self.wrap_up.until
        if self.status is GuideStatus.OFFLINE or self.status in _AT_WORK_WITH_CALL:
            return None
        return self.leaves_at
