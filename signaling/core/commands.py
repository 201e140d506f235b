"""Everything that may be asked of a pool. A command is a wish; `decide` grants or refuses it.

Commands repeat harmlessly: a repeated `StartCall`, `TakeRing`, `HangUp` or `FinishWrapUp` that already had
its effect is granted again without a new entry.
"""

from dataclasses import dataclass

from signaling.core.choices import Choice
from signaling.core.hours import Hours
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
    Role,
    SiteId,
    Topic,
)
from signaling.core.parties import Wanted
from signaling.core.pool_settings import PoolSettings
from signaling.core.quality import MediaFigures
from signaling.core.skills import Skill
from signaling.core.vocabulary import AwayReason, Grade, GuideStatus, Mood, PassReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Configure:
    """Set the pool's settings; a no-op where nothing differs.

    Several nodes say it, each as soon as it knows: settings of an earlier revision come from one that is
    late, and are a no-op too.
    """

    settings: PoolSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class SetHours:
    """Say when residents are served in the coming days; a no-op where nothing differs. None: always.

    `revision` is that of the settings by which the hours are; a no-op where the pool has later ones.
    """

    hours: Hours | None
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recover:
    """A server started on this journal: every party counts as lost until it reconnects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A deadline has come. Harmless when none has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectKiosk:
    """A kiosk's socket is up.

    `epoch` must be greater than the one that the pool knows, over restarts too: a lower one is taken for a
    late repetition and ignored, as is the loss of an older socket.
    """

    kiosk: KioskId
    epoch: int
    site: SiteId
    neighbourhood: NeighbourhoodId


@dataclass(frozen=True, slots=True, kw_only=True)
class LoseKiosk:
    kiosk: KioskId
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectGuide:
    """A guide's desk is up, the newest one wins. `skills` are those of today's shift.

    `languages` is the short form for languages that are spoken fluently.

    `epoch` is as for a kiosk. A guide who was signed off stays so until `SetStatus`: residents are served by
    a deliberate act.
    """

    guide: GuideId
    epoch: int
    languages: tuple[Language, ...] = ()
    skills: tuple[Skill, ...] = ()
    interprets: tuple[Language, ...] = ()
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LoseGuide:
    guide: GuideId
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StartCall:
    """A resident tapped. `call` is the kiosk's own UUIDv7.

    `also`: what else the resident speaks, in order. With the code of a `ticket` both `language` and `also`
    are those of the ticket.
    """

    call: CallId
    kiosk: KioskId
    language: Language
    tapped_at: Instant
    also: tuple[Language, ...] = ()
    ticket: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTap:
    """A kiosk reports a tap that was never acknowledged. It rings no one; it is logged.

    The caller has made sure that the journal does not know the call.
    """

    call: CallId
    kiosk: KioskId
    site: SiteId
    neighbourhood: NeighbourhoodId
    language: Language
    tapped_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class HangUp:
    """A party of the call, or an admin, ends it.

    Before picture and sound are up, a guide who hangs up gives the call back into the line.
    """

    call: CallId
    by: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose:
    """The resident chooses on the screen what to do instead of only waiting.

    `code` is needed for a ticket: six digits that the caller makes at random.
    """

    call: CallId
    kiosk: KioskId
    choice: Choice
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """The resident says how it went: once, of this kiosk's last call, until the next one."""

    call: CallId
    kiosk: KioskId
    mood: Mood


@dataclass(frozen=True, slots=True, kw_only=True)
class Prioritise:
    """An admin says that a waiting call is an emergency, which goes before all others."""

    call: CallId
    by: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """A leader gives a call that waits, or still rings elsewhere, to a guide who is free.

    Refused as `NoSharedLanguage` where the guide speaks nothing that the resident asked for or agreed to, as
    `NobodyFree` where the guide is not free, and as `NotNow` where somebody has taken the call.
    """

    call: CallId
    guide: GuideId
    by: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMediaUp:
    """A party decodes the other's picture or hears its sound."""

    call: CallId
    epoch: int
    by: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMediaDown:
    """A party has received nothing for a while and tries to mend it."""

    call: CallId
    epoch: int
    by: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessMedia:
    """A party's heartbeat says that media still flows. Only matters while the other's socket is lost."""

    call: CallId
    by: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportGrade:
    """A party says how sound and picture come through to it, where that changed for a while.

    Harmless at any rate: see `core.grading`. Refused as `NotNow` before and after the talk.
    """

    call: CallId
    by: Party
    grade: Grade
    figures: MediaFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeRing:
    call: CallId
    guide: GuideId
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PassRing:
    call: CallId
    guide: GuideId
    epoch: int
    reason: PassReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStatus:
    """A guide chooses `AVAILABLE`, `AWAY` or `OFFLINE`; during a call or wrap-up it is the next status.

    While it rings, `AWAY` and `OFFLINE` pass on the call as well. `chosen_at` is when the guide chose, by the
    pool's time: a choice that is older than the newest one known, or than an admin's, has no effect.
    """

    guide: GuideId
    status: GuideStatus
    reason: AwayReason | None = None
    chosen_at: Instant | None = None
    back_at: Instant | None = None
    """When the guide plans to be back: shown, never enforced. One that has passed is not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceStatus:
    """An admin sets a guide's status: at once, or after the present call or wrap-up."""

    guide: GuideId
    status: GuideStatus
    by: AdminId


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForHelp:
    """A guide asks the leader for help, in a call or outside of one. Repeats harmlessly."""

    guide: GuideId


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawHelp:
    """The guide needs no help any more. Repeats harmlessly."""

    guide: GuideId


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerHelp:
    """A leader says that help is coming. Repeats harmlessly: the first one's word stands."""

    guide: GuideId
    by: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishWrapUp:
    guide: GuideId
    call: CallId
    topic: Topic
    disposition: Disposition
    referred_to: Referral | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendWrapUp:
    guide: GuideId
    call: CallId


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """The lead asks the resident to wait a moment (`on`), or is back. Repeats harmlessly."""

    call: CallId
    guide: GuideId
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """The lead sends the resident on and is out of the call (cold). The resident waits at the old place.

    Refused as `NoSharedLanguage` where the guide named does not speak the call's language.
    """

    call: CallId
    guide: GuideId
    to: Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """The lead asks one more into the call: a colleague, or somebody who interprets `to.language`.

    Somebody free is rung at once; refused as `NobodyFree` where there is none, and as `CallFull` where the
    call has `MOST_PARTIES` already.
    """

    call: CallId
    guide: GuideId
    to: Wanted
    role: Role = Role.COLLEAGUE


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """The lead hands the call to the colleague with the number `epoch`, and is out of it (warm transfer)."""

    call: CallId
    guide: GuideId
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismiss:
    """The lead takes back an invitation, or lets a guest go."""

    call: CallId
    guide: GuideId
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """A leader joins a live call as a guest whom everybody sees: the ring at their desk is taken by this.

    The caller has made sure that `leader` is one. Refused as `NotNow` where the leader is in a call or wraps
    one up, and as `CallFull`. Afterwards the leader's status is what it was before.
    """

    call: CallId
    leader: GuideId


Command = (
    Configure
    | SetHours
    | Recover
    | Tick
    | ConnectKiosk
    | LoseKiosk
    | ConnectGuide
    | LoseGuide
    | StartCall
    | ReportTap
    | HangUp
    | Choose
    | Rate
    | Prioritise
    | Assign
    | ReportMediaUp
    | ReportMediaDown
    | WitnessMedia
    | ReportGrade
    | TakeRing
    | PassRing
    | SetStatus
    | ForceStatus
    | Hold
    | Transfer
    | Invite
    | HandOver
    | Dismiss
    | Join
    | AskForHelp
    | WithdrawHelp
    | AnswerHelp
    | FinishWrapUp
    | ExtendWrapUp
)
