"""Everything that may be asked of a pool. A command is a wish; `decide` grants or refuses it.

Commands repeat harmlessly: a repeated `StartCall`, `TakeRing`, `HangUp` or `FinishWrapUp` that already had
its effect is granted again without a new entry.
"""

from dataclasses import dataclass

from signaling.core.ids import (
    CallId,
    Disposition,
    GuideId,
    Instant,
    KioskId,
    Language,
    NeighbourhoodId,
    Party,
    SiteId,
    Topic,
)
from signaling.core.pool_settings import PoolSettings
from signaling.core.vocabulary import AwayReason, GuideStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Configure:
    """Set the pool's settings; a no-op where nothing differs."""

    settings: PoolSettings


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
    """A guide's desk is up, the newest one wins. `languages` are those of today's shift.

    `epoch` is as for a kiosk. A guide who was signed off stays so until `SetStatus`: residents are served by
    a deliberate act.
    """

    guide: GuideId
    epoch: int
    languages: tuple[Language, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoseGuide:
    guide: GuideId
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StartCall:
    """A resident tapped. `call` is the kiosk's own UUIDv7."""

    call: CallId
    kiosk: KioskId
    language: Language
    tapped_at: Instant


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
class TakeRing:
    call: CallId
    guide: GuideId
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PassRing:
    call: CallId
    guide: GuideId
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStatus:
    """A guide chooses `AVAILABLE`, `AWAY` or `OFFLINE`; during a call or wrap-up it is the next status.

    While it rings, `AWAY` and `OFFLINE` pass on the call as well.
    """

    guide: GuideId
    status: GuideStatus
    reason: AwayReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishWrapUp:
    guide: GuideId
    call: CallId
    topic: Topic
    disposition: Disposition


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendWrapUp:
    guide: GuideId
    call: CallId


Command = (
    Configure
    | Recover
    | Tick
    | ConnectKiosk
    | LoseKiosk
    | ConnectGuide
    | LoseGuide
    | StartCall
    | ReportTap
    | HangUp
    | ReportMediaUp
    | ReportMediaDown
    | WitnessMedia
    | TakeRing
    | PassRing
    | SetStatus
    | FinishWrapUp
    | ExtendWrapUp
)
