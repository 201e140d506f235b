"""What a municipality decides about its pool. All durations are milliseconds."""

from dataclasses import dataclass
from typing import assert_never

from signaling.core.ids import Disposition, Language, Milliseconds, Referral, Topic
from signaling.core.substitutes import NO_SUBSTITUTES, Substitutes
from signaling.core.vocabulary import PolicyName, TryReason

SECOND: Milliseconds = 1_000
MINUTE: Milliseconds = 60 * SECOND
_SWEDISH = Language("sv")


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSettings:
    revision: int = 0
    """Grows with each change that an admin makes; see `Configure`."""
    languages: tuple[Language, ...] = ()
    """The languages offered, in the order in which a kiosk shows them."""
    topics: tuple[Topic, ...] = ()
    topic_groups: tuple[tuple[str, tuple[Topic, ...]], ...] = ()
    """How a desk shows the topics: the groups in their order, each with its topics."""
    dispositions: tuple[Disposition, ...] = ()
    referrals: tuple[Referral, ...] = ()
    """To whom a guide can have referred a resident on."""
    ring: Milliseconds = 25 * SECOND
    """How long one desk rings before the call goes on to the next."""
    setup: Milliseconds = 10 * SECOND
    """How long picture and sound may take to come up after the take."""
    setup_attempts: int = 2
    """How many guides a call may fail to be connected with before it ends as `setup_failed`."""
    hold: Milliseconds = 30 * SECOND
    """How long the place of a kiosk is kept whose socket was lost while waiting."""
    media_silence: Milliseconds = 10 * SECOND
    """How long a live call with a lost socket may go without a sign of media before it is interrupted."""
    interruption: Milliseconds = 45 * SECOND
    """How long an interrupted call is kept for its parties."""
    wait_limit: Milliseconds = 20 * MINUTE
    call_limit: Milliseconds = 120 * MINUTE
    """The longest talk: no state is without a deadline."""
    wrap_up: Milliseconds = 2 * MINUTE
    """Wrap-up, and the length of each extension of it."""
    wrap_up_extensions: int = 5
    pass_back_off: Milliseconds = 20 * SECOND
    """How long a guide who passed on a call is spared it, though nobody else is free."""
    miss_back_off: Milliseconds = 5 * SECOND
    """As `pass_back_off`, for one who missed it and came back since: short, as that was a deliberate act."""
    unreachable_back_off: Milliseconds = 30 * SECOND
    """As `pass_back_off`, for one with whom picture and sound did not come up."""
    guide_absence: Milliseconds = 20 * SECOND
    """How long a guide whose socket was lost stays signed on: with the time in which the loss is noticed, a
    desk whose machine went to sleep is off duty within 30 s."""
    bridge: Language = _SWEDISH
    """What an interpreter interprets to: the language of the guide who is joined by one."""
    wanted_wait: Milliseconds = 60 * SECOND
    """How long a call that was sent on to one guide, or to a topic, waits for just them."""
    choices_after: Milliseconds = 90 * SECOND
    """How long a resident waits before the screen offers what else can be done; again after each answer."""
    choices_after_by_language: tuple[tuple[Language, Milliseconds], ...] = ()
    """Where a language has a time of its own."""
    substitutes: Substitutes = NO_SUBSTITUTES
    ticket_pause: Milliseconds = 30 * MINUTE
    """How long after it was taken a ticket is for, where no wait can be estimated."""
    ticket_life: Milliseconds = 180 * MINUTE
    """How long after that a ticket keeps its place, at the longest: no ticket outlasts the opening hours."""
    expected_talk: Milliseconds = 5 * MINUTE
    """How long a talk is taken to last until the pool has talks of its own to estimate waits by."""
    policy: PolicyName = PolicyName.SPARE_THE_SCARCE
    demand_window: Milliseconds = 60 * MINUTE
    """How far back taps count for how much each language is wanted: wholly once, fading for as long again."""
    expected_taps: tuple[tuple[Language, int], ...] = ()
    """Taps an hour that are expected at least; hardly any of a language that is not among these."""
    heavy_call: Milliseconds = 20 * MINUTE
    """A talk as long as this is heavy."""
    rest: Milliseconds = 0
    """How long after a heavy call, once free, a guide is not rung while another who is able is idle."""
    occupancy_cap: int = 100
    """Per cent of the last hour or so at work above which a guide is not rung while another is idle."""
    waiting_capacity: int = 10_000
    """How many calls may wait; one more is turned away as `rejected_overload`."""

    @property
    def spares_the_weary(self) -> bool:
        return self.rest > 0 or self.occupancy_cap < 100

    def offers_after(self, language: Language) -> Milliseconds:
        """How long those who asked for this language wait before they are offered choices."""
        return dict(self.choices_after_by_language).get(language, self.choices_after)

    def back_off(self, why: TryReason) -> Milliseconds:
        """How long a guide is spared a call that they did not get into, though nobody else is free."""
        match why:
            case TryReason.PASSED:
                return self.pass_back_off
            case TryReason.MISSED:
                return self.miss_back_off
            case TryReason.UNREACHABLE:
                return self.unreachable_back_off
            case _:
                assert_never(why)
