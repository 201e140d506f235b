"""What a municipality decides about its pool. All durations are milliseconds."""

from dataclasses import dataclass

from signaling.core.ids import Disposition, Language, Milliseconds, Topic

SECOND: Milliseconds = 1_000
MINUTE: Milliseconds = 60 * SECOND


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSettings:
    languages: tuple[Language, ...] = ()
    """The languages offered, in the order in which a kiosk shows them."""
    topics: tuple[Topic, ...] = ()
    dispositions: tuple[Disposition, ...] = ()
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
    """How long a guide who passed on a call or missed it is spared it, though nobody else is free."""
    guide_absence: Milliseconds = 30 * SECOND
    """How long a guide whose socket was lost stays signed on."""
    waiting_capacity: int = 10_000
    """How many calls may wait; one more is turned away as `rejected_overload`."""
