"""An open call: who waits for what, who was rung for it, who is in it, and when its present state ends."""

from dataclasses import dataclass

from signaling.core.choices import Choice, Ticket
from signaling.core.ids import CallId, GuideId, Instant, KioskId, Language, NeighbourhoodId, SiteId
from signaling.core.lanes import Stand, Turn
from signaling.core.parties import Guest, Wanted
from signaling.core.pool.guide import Guide
from signaling.core.pool_settings import PoolSettings
from signaling.core.quality import Graded
from signaling.core.skills import Accepted
from signaling.core.vocabulary import CallState, TryReason

EMERGENCY, NORMAL = -1, 0
"""A call's rank."""
IN_LINE = frozenset({CallState.WAITING, CallState.HELD, CallState.RINGING})
"""States in which a resident still waits for a guide and is told a position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """One desk rings, or its guide took the call and picture and sound are not yet up on both sides."""

    guide: GuideId
    at: Instant
    until: Instant
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """A guide who was rung for a call and passed, missed it or could not be connected."""

    guide: GuideId
    at: Instant
    why: TryReason = TryReason.PASSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """An open call. `epoch` is the number of the lead's newest ring, `rings` that of anybody's."""

    id: CallId
    kiosk: KioskId
    site: SiteId
    neighbourhood: NeighbourhoodId
    language: Language
    """The one that was tapped: the call's position is that in the line of this language."""
    accepts: tuple[Accepted, ...]
    """The languages that the resident can be helped in, in order; `language` is the first."""
    tapped_at: Instant
    """The kiosk's own time of the tap."""
    queued_at: Instant
    """The pool's time of the tap: waiting is counted from here."""
    place: int
    """The `seq` of the tap: its place in the line, kept for life."""
    state: CallState
    until: Instant
    """When the present state ends by itself. Every state has one."""
    rank: int = NORMAL
    substitutes: str | None = None
    """The version of the table of substitutes by which the resident agreed to one."""
    epoch: int = 0
    rings: int = 0
    choices: tuple[Choice, ...] = ()
    """What the screen offers beside waiting; empty before it does and after an answer."""
    choices_at: Instant | None = None
    """When they are offered; None while they are."""
    ticket: Ticket | None = None
    """Taken in this moment; the call ends with it."""
    spoken: Accepted | None = None
    """What the resident and the guide at whose desk the call rings or is have in common."""
    ring: Ring | None = None
    """The open ring; None again once the call is live."""
    guide: GuideId | None = None
    """Who took the call."""
    taken_at: Instant | None = None
    live_since: Instant | None = None
    kiosk_media: bool = False
    """Whether the kiosk receives the guide, as it last said in this epoch."""
    guide_media: bool = False
    kiosk_grade: Graded | None = None
    """How the lead comes through to the kiosk; None until it said so in this talk."""
    guide_grade: Graded | None = None
    """How the kiosk comes through to the lead."""
    evidence_at: Instant | None = None
    """While a socket is lost: the last sign that media may still flow."""
    tries: tuple[Try, ...] = ()
    """The latest try of each guide, the oldest first."""
    setup_failures: int = 0
    because: str = ""
    """The matcher's explanation of the newest ring; it outlives the ring, so that the wallboard can tell."""
    guests: tuple[Guest, ...] = ()
    """Who takes part besides the resident and the lead, by number."""
    interpreter_agreed: bool = False
    """The resident said yes to a guide who speaks the pool's bridge language, with an interpreter."""
    wanted: Wanted | None = None
    """To whom a guide sent the call on."""
    held_since: Instant | None = None
    """When the lead asked the resident to wait a moment: they neither see nor hear each other."""
    line_since: Instant | None = None
    """When it came back into the line after a talk: the wait limit counts from here; None before any talk."""
    dropped: bool = False
    """It came back into the line because its guide was lost."""

    @property
    def on_hold(self) -> bool:
        return self.held_since is not None

    @property
    def stand(self) -> Stand | None:
        """None where the resident does not wait in a line."""
        if self.state not in IN_LINE:
            return None
        served_by_any = self.state is CallState.WAITING and self.wanted is None
        return Stand(self.turn, self.languages if served_by_any else (), self.language)

    @property
    def wait_from(self) -> Instant:
        """What the wait limit counts from."""
        return self.queued_at if self.line_since is None else self.line_since

    def wait_until(self, settings: PoolSettings) -> Instant:
        """When waiting ends by itself, or waiting for just those to whom it was sent on."""
        limit = self.wait_from + settings.wait_limit
        return limit if self.wanted is None or self.wanted.until is None else min(limit, self.wanted.until)

    @property
    def heard(self) -> bool:
        """Whether all who must be up for the talk to begin are."""
        bound = (guest for guest in self.guests if guest.bound)
        return self.kiosk_media and self.guide_media and all(guest.heard for guest in bound)

    def guest(self, guide: GuideId) -> Guest | None:
        for guest in self.guests:
            if guest.guide == guide:
                return guest
        return None

    @property
    def is_apart(self) -> bool:
        """Whether it waits for more than just any guide: for one of its own, or for two at once."""
        return self.state is CallState.WAITING and (self.wanted is not None or self.interpreter_agreed)

    @property
    def desk(self) -> GuideId | None:
        """The guide at whose desk the call rings or is."""
        return self.ring.guide if self.ring is not None else self.guide

    @property
    def turn(self) -> Turn:
        """Where the call stands among those that wait: the lowest comes first."""
        return self.rank, self.place, self.id

    @property
    def languages(self) -> tuple[Language, ...]:
        """Those of `accepts`."""
        return tuple([accepted.language for accepted in self.accepts])

    @property
    def offers_at(self) -> Instant | None:
        """When the screen has something to offer, if the call still waits then."""
        return self.choices_at if self.state is CallState.WAITING else None

    def shared_with(self, guide: Guide) -> Accepted | None:
        """The first language of the resident's that the guide can help in; None where there is none."""
        speaks = guide.languages
        return next((accepted for accepted in self.accepts if accepted.language in speaks), None)
