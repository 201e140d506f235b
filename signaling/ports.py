"""What the exchange and the gateway need from the world, as small protocols. Tests bring fakes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from signaling.core.commands import Command
from signaling.core.events import Entry
from signaling.core.ids import (
    CallId,
    GuideId,
    Instant,
    KioskId,
    Language,
    NeighbourhoodId,
    Party,
    PoolId,
    SiteId,
    Topic,
)
from signaling.core.pool import Pool
from signaling.core.skills import Skill
from signaling.turn_credentials import IceServers


class Clock(Protocol):
    def now(self) -> Instant:
        """Milliseconds since 1970 UTC, never going back within a process, whatever the wall clock does."""
        ...


class JournalConflict(Exception):
    """Someone else appended at this `seq`: read what is new, fold, decide again."""


class JournalUnavailable(Exception):
    """The store did not take the entries; nothing was written. Try again later."""


class JournalCut(Exception):
    """Entries that were asked for were destroyed under a decision: load the pool again."""


class Journal(Protocol):
    async def load(self, pool: PoolId) -> Pool:
        """The pool as its newest snapshot and all later entries make it; an empty one without entries."""
        ...

    async def append(self, pool: PoolId, entries: Sequence[Entry]) -> None:
        """Commit `entries` and their projections in one transaction.

        Raises `JournalConflict` where `entries[0].seq` is taken, `JournalUnavailable` where the store fails.
        """
        ...

    async def read(self, pool: PoolId, after: int) -> Sequence[Entry]:
        """All entries with `seq > after`, in order. Raises `JournalCut` where some of them are gone."""
        ...

    async def snapshot(self, pool: Pool) -> None:
        """Bound the replay at the next start."""
        ...

    async def known(self, calls: Sequence[CallId]) -> frozenset[CallId]:
        """Which of these calls the journal knows."""
        ...


class Audience(Protocol):
    def changed(self, pool: Pool, entries: Sequence[Entry]) -> None:
        """Called after the commit and the fold, never before: push what changed. Must not block."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskProfile:
    """A kiosk as the directory knows it. `public_key` is the raw 32-byte Ed25519 key."""

    id: KioskId
    name: str
    site: SiteId
    site_name: str
    neighbourhood: NeighbourhoodId
    neighbourhood_name: str
    phone: str
    """The number that a resident may call instead."""
    public_key: bytes | None
    revoked: bool
    version: str | None = None
    """Of its software, as it last told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideProfile:
    id: GuideId
    name: str
    languages: tuple[Language, ...]
    """What residents can be helped in; fluently, where `skills` say nothing else."""
    skills: tuple[Skill, ...] = ()
    interprets: tuple[Language, ...] = ()
    topics: tuple[Topic, ...] = ()
    """What the guide knows well."""
    leads: bool = False
    """Whether this is a leader, who may join a call; one who is no guide speaks no language here."""


class Commands(Protocol):
    """Where wishes go: the exchange."""

    async def submit(self, command: Command, *, by: Party) -> int:
        """Return the pool's `seq` after its commit. Raises a `Refused` or `JournalUnavailable`."""
        ...


class Directory(Protocol):
    """Who and what exists: read often, so implementations answer from memory where they can."""

    async def kiosk(self, kiosk: KioskId) -> KioskProfile | None: ...

    async def guide(self, guide: GuideId) -> GuideProfile | None: ...

    async def enrol(self, code: str, public_key: bytes) -> KioskProfile | None:
        """Bind the key to the kiosk of this one-time code and spend the code; None where it is not good."""
        ...

    async def withdraw(self, kiosk: KioskId) -> None:
        """Refuse this kiosk's key from now on: it is on two machines. Audited."""
        ...

    async def note_version(self, kiosk: KioskId, version: str) -> None:
        """Keep which version of the software it runs. Raises `JournalUnavailable` where the store fails."""
        ...


class DeskSessions(Protocol):
    async def guide_of(self, cookie_header: str) -> GuideId | None:
        """Who is signed in with these cookies and may open a desk, as a guide or a leader; None: nobody."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One part of a kiosk that was tried; the words are those of `wire.self_test`."""

    name: str
    tried: bool
    faults: tuple[str, ...]
    figures: Mapping[str, float]
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTestResult:
    id: str
    at: Instant
    checks: tuple[CheckResult, ...]

    @property
    def sound(self) -> bool:
        return not any(check.faults for check in self.checks)


class SelfTests(Protocol):
    """What kiosks found when they tried themselves. Raises `JournalUnavailable` where the store fails."""

    async def keep(self, kiosk: KioskId, result: SelfTestResult) -> None:
        """Keep it; the same `id` again changes nothing."""
        ...


class Errand(StrEnum):
    """What an admin may want of a kiosk from afar."""

    SELF_TEST = "self_test"
    RESTART = "restart"
    """Of the kiosk's agent, which begins with a new browser."""
    UPDATE = "update"
    """Of its software, from where the kiosk's own settings say."""


class ErrandOutcome(StrEnum):
    DONE = "done"
    CURRENT = "current"
    """There was nothing newer to install."""
    FAILED = "failed"
    """What was newer could not be had or installed. Nothing changed."""
    WENT_BACK = "went_back"
    """What was newer did not run, and the version before it runs again."""


class Errands(Protocol):
    """What is wanted of kiosks. Raises `JournalUnavailable` where the store fails."""

    async def heard(
        self, kiosk: KioskId, *, run: str | None, able: frozenset[Errand]
    ) -> Mapping[Errand, Instant]:
        """What is wanted of this kiosk and when it was asked for, now told to this run of its agent.

        `able`: what the kiosk can do. A wish for a restart is over when another run asks.
        """
        ...

    async def report(
        self, kiosk: KioskId, errand: Errand, *, asked_at: Instant, outcome: ErrandOutcome
    ) -> None:
        """What came of the wish of that instant. Said again it changes nothing."""
        ...


class GuideAbsent(Exception):
    """No test guide can answer here: its extra is not installed, or it does not work."""


class GuideBusy(Exception):
    """As many test guides as may be are in calls. Try again later."""


class OfferUnusable(Exception):
    """No browser would make this session description."""


class SelfTestGuide(Protocol):
    async def answer(self, kiosk: KioskId, offer: str, ice: IceServers | None) -> str:
        """Have a test guide take the call of this offer; returns its answer.

        An earlier call of the kiosk is over by it. Raises `GuideAbsent`, `GuideBusy` or
        `OfferUnusable`.
        """
        ...
