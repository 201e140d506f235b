"""Any command at all, made up by its types, and likely to matter: one imagination for every kind of test.

A command is filled in field by field from what the pool holds: mostly the parties and the number of a call
that is open, at times somebody else's, an older number, an unknown name. So a new command takes part in every
random test from the day it is added to `Command`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from random import Random
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from signaling.core.commands import (
    AnswerHelp,
    Assign,
    Choose,
    Command,
    Configure,
    ConnectGuide,
    ConnectKiosk,
    Dismiss,
    ExtendWrapUp,
    FinishWrapUp,
    HandOver,
    Hold,
    Invite,
    Join,
    LoseGuide,
    LoseKiosk,
    PassRing,
    Recover,
    ReportGrade,
    ReportMediaDown,
    ReportMediaUp,
    ReportTap,
    SetHours,
    SetStatus,
    StartCall,
    TakeRing,
    Tick,
    Transfer,
    WitnessMedia,
)
from signaling.core.hours import Hours, OpenTime, OpenTimes
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
from signaling.core.parties import Wanted
from signaling.core.pool import Call, Guide, Kiosk, Pool
from signaling.core.pool_settings import PoolSettings
from signaling.core.vocabulary import CallState, Closing, GuideStatus
from tests.core.world import NEIGHBOURHOOD, SITE

KINDS: tuple[type[Command], ...] = get_args(Command)
SHELL = frozenset[type[Command]]({Configure, Recover, SetHours, Tick})
"""What the shell sends: not drawn here, but sent by the tests in its place."""
OFTEN: Mapping[type[Command], float] = {
    StartCall: 24,
    TakeRing: 12,
    ReportMediaUp: 16,
    SetStatus: 12,
    ConnectKiosk: 3,
    ConnectGuide: 4,
    FinishWrapUp: 4,
    LoseKiosk: 0.7,
    LoseGuide: 0.7,
    ReportTap: 0.5,
    SetHours: 0.4,
    Transfer: 1,
    Invite: 4,
}
"""How often a command is wished for; 2 where nothing is said."""
_WISHED = {kind: OFTEN.get(kind, 2) for kind in KINDS if kind not in SHELL}
_TALK = (CallState.LIVE, CallState.INTERRUPTED)
_IN_SEASON: Mapping[type[Command], tuple[CallState, ...]] = {
    TakeRing: (CallState.RINGING,),
    PassRing: (CallState.RINGING,),
    ReportMediaUp: (CallState.CONNECTING, CallState.INTERRUPTED),
    ReportMediaDown: _TALK,
    WitnessMedia: _TALK,
    ReportGrade: _TALK,
    Invite: (CallState.LIVE,),
    HandOver: (CallState.LIVE,),
    Dismiss: (CallState.LIVE,),
    Hold: (CallState.LIVE,),
    Choose: (CallState.WAITING, CallState.RINGING),
    StartCall: (CallState.WAITING,),
    SetStatus: (CallState.WAITING, CallState.LIVE),
    Transfer: (CallState.LIVE,),
    Assign: (CallState.WAITING, CallState.RINGING),
    Join: (CallState.LIVE,),
}
"""The states in which a wish makes the most sense."""
_OF_WRAP_UP = (FinishWrapUp, ExtendWrapUp)
OF_GUESTS = (HandOver, Dismiss)
"""The lead sends them, and they name a guest."""
_OF_LEADERS = (Assign, AnswerHelp)
ADMIN = AdminId("anna")


@dataclass(frozen=True)
class Cast:
    """Who may appear. Whoever is in the pool may, too."""

    kiosks: Sequence[KioskId]
    guides: Sequence[GuideId]


def temper(random: Random) -> Mapping[type[Command], float]:
    """What one world is given to: its own weight for each command, so that worlds differ in kind."""
    return {kind: weight * random.choice((0.3, 1, 1, 3)) for kind, weight in _WISHED.items()}


_HINTS: dict[object, Mapping[str, Any]] = {kind: get_type_hints(kind) for kind in KINDS}


def hints(kind: Any) -> Mapping[str, Any]:
    """The types of its fields."""
    return _HINTS[kind] if kind in _HINTS else get_type_hints(kind)


class Imagination:
    """Draws commands about `pool` as it is at `now`. The same `random` draws the same commands."""

    def __init__(
        self,
        cast: Cast,
        pool: Pool,
        now: Instant,
        random: Random,
        *,
        weights: Mapping[type[Command], float] = _WISHED,
    ) -> None:
        self._cast = cast
        self._weights = weights
        self._pool = pool
        self._now = now
        self._random = random
        self._call: Call | None = None
        self._guide: GuideId | None = None
        self._kiosk: KioskId | None = None
        self._number: int | None = None
        """That of the party whom a command about the call names."""

    def command(self, kind: type[Command] | None = None) -> Command:
        """Some command, or one of this kind."""
        kind = kind or self._kind()
        self._set_scene(kind)
        command: Command = self._fill(kind)
        return command

    def _kind(self) -> type[Command]:
        """Mostly what makes sense to some call as it is now, or to some wrap-up; at times anything."""
        random, pool = self._random, self._pool
        kinds = dict(self._weights)
        luck = random.random()
        if luck < 0.6 and len(pool.calls):
            state = pool.calls[random.choice(sorted(pool.calls))].state
            fit = {kind: weight for kind, weight in kinds.items() if state in _IN_SEASON.get(kind, ())}
            kinds = fit or kinds
        elif luck < 0.75 and any(guide.wrap_up is not None for guide in pool.guides.values()):
            kinds = {kind: weight for kind, weight in kinds.items() if kind in _OF_WRAP_UP} or kinds
        return random.choices(list(kinds), list(kinds.values()))[0]

    def _set_scene(self, kind: type[Command]) -> None:
        """Whom the command is about: an open call and its parties, if it can be."""
        pool, names = self._pool, hints(kind)
        calls = sorted(pool.calls)
        if kind in _IN_SEASON and self._often():
            calls = [each for each in calls if pool.calls[each].state in _IN_SEASON[kind]] or calls
        self._call = pool.calls[self._random.choice(calls)] if calls else None
        self._guide = self._random.choice(self._cast.guides)
        self._kiosk = self._random.choice(self._cast.kiosks)
        if self._call is not None and "call" in names and self._often():
            self._kiosk = self._call.kiosk
            self._guide = self._call.desk or self._guide
            self._number = self._call.epoch
            if self._call.guests and self._random.random() < 0.6:
                guest = self._random.choice(self._call.guests)
                self._number = guest.epoch
                self._guide = self._guide if kind in OF_GUESTS else guest.guide
        if kind is ConnectKiosk and self._often():
            away = [each for each in self._cast.kiosks if not self._is_up(pool.kiosks.get(each))]
            self._kiosk = self._random.choice(away) if away else self._kiosk
        if kind is ConnectGuide and self._often():
            off = [each for each in self._cast.guides if not self._is_up(pool.guides.get(each))]
            self._guide = self._random.choice(off) if off else self._guide
        if kind is SetStatus and self._often():
            idle = sorted(each.id for each in pool.guides.values() if each.connected and not each.on_duty)
            self._guide = self._random.choice(idle) if idle else self._guide
        if kind in (Assign, Join) and self._often():
            free = sorted(each.id for each in pool.guides.values() if each.free)
            self._guide = self._random.choice(free) if free else self._guide
        if kind is AnswerHelp and self._often():
            asking = sorted(each.id for each in pool.guides.values() if each.help is not None)
            self._guide = self._random.choice(asking) if asking else self._guide
        if kind in _OF_WRAP_UP:
            busy = sorted(each.id for each in pool.guides.values() if each.wrap_up is not None)
            self._guide = self._random.choice(busy) if busy else self._guide

    @staticmethod
    def _is_up(known: Kiosk | Guide | None) -> bool:
        return known is not None and known.connected

    def _fill(self, kind: Any) -> Any:
        return kind(**{field.name: self._field(kind, field.name) for field in fields(kind)})

    def _field(self, kind: type[Any], name: str) -> Any:  # noqa: C901 - one case a field
        hint = hints(kind)[name]
        match kind, name:
            case _, "call" if kind in (StartCall, ReportTap):
                return self._tap()
            case _, "call" if kind in _OF_WRAP_UP:
                return self._wrapped_call()
            case _, "by" if kind in _OF_LEADERS and self._often():
                return Party.leader(ADMIN)
            case _, "epoch":
                return self._epoch(kind)
            case _, "status" if hint is GuideStatus and self._often():
                return GuideStatus.AVAILABLE
            case _, "languages" if self._random.random() < 0.5:
                return self._pool.settings.languages
            case _, "choice" if self._call is not None and self._call.choices and self._often():
                return self._random.choice(self._call.choices)
            case _, "ticket":
                return self._ticket()
            case _, "chosen_at" if self._often():
                return None
            case _, "code":
                return f"{self._random.randrange(1_000_000):06}"
            case _:
                return self._value(name, hint)

    def _value(self, name: str, hint: Any) -> Any:  # noqa: C901, PLR0912 - one case a type
        random, pool = self._random, self._pool
        if get_origin(hint) in (Union, UnionType):
            kinds = get_args(hint)
            if type(None) in kinds and random.random() < 0.4:
                return None
            return self._value(name, random.choice([each for each in kinds if each is not type(None)]))
        if get_origin(hint) is tuple:
            inner = get_args(hint)[0]
            drawn = [self._value(name, inner) for _ in range(random.randrange(3))]
            return tuple(dict.fromkeys(drawn))
        if hint in (CallId, GuideId, KioskId):
            return self._somebody(hint)
        if hint is Language:
            return Language("xx") if random.random() < 0.02 else random.choice(_offered(pool.settings))
        if hint is Topic:
            return random.choice((*pool.settings.topics, Topic("unheard of")))
        if hint is Disposition:
            return random.choice((*pool.settings.dispositions, Disposition("unheard of")))
        if hint is Referral:
            return random.choice((*pool.settings.referrals, Referral("unheard of")))
        if hint is SiteId:
            return SITE
        if hint is NeighbourhoodId:
            return NEIGHBOURHOOD
        if hint is AdminId:
            return ADMIN
        if hint is Party:
            return self._party()
        if hint is Hours:
            return self._hours()
        if hint is Wanted:
            return self._wanted()
        if hint is bool:
            return random.random() < 0.5
        if hint is int:
            return self._now + random.choice((-60_000, -1_000, 0, 0, 1_000, 60_000))
        if isinstance(hint, type) and issubclass(hint, Enum):
            return random.choice(list(hint))
        if isinstance(hint, type) and is_dataclass(hint):
            return self._fill(hint)
        return str(random.randrange(10))

    def _often(self) -> bool:
        return self._random.random() < 0.85

    def _somebody(self, kind: Any) -> str:
        if kind is GuideId:
            return self._guide or self._random.choice(self._cast.guides)
        if kind is KioskId:
            return self._kiosk or self._random.choice(self._cast.kiosks)
        past = [each for known in self._pool.kiosks.values() for each in known.past]
        if self._call is not None and self._often():
            return self._call.id
        return self._random.choice(sorted(past)) if past else CallId("unheard of")

    def _party(self) -> Party:
        kiosk, guide = self._kiosk, self._guide
        assert kiosk is not None
        assert guide is not None
        admin = Party.admin(ADMIN)
        parties = (Party.kiosk(kiosk), Party.guide(guide))
        return self._random.choice(parties) if self._often() else self._random.choice((*parties, admin))

    def _tap(self) -> CallId:
        """A new call, or an old one's tap once more."""
        known = self._pool.kiosks.get(self._kiosk or self._cast.kiosks[0])
        past = () if known is None else known.past[-1:]
        if past and not self._often():
            return past[0]
        return CallId(f"{self._kiosk} call {self._pool.seq}")

    def _wrapped_call(self) -> CallId:
        helper = self._pool.guides.get(self._guide or self._cast.guides[0])
        if helper is not None and helper.wrap_up is not None and self._often():
            return helper.wrap_up.call
        return CallId(self._somebody(CallId))

    def _ticket(self) -> str | None:
        """Mostly none; an open one, or one that was never given."""
        codes = sorted(self._pool.tickets)
        if self._often():
            return None
        return self._random.choice(codes) if codes and self._often() else "000000"

    def _hours(self) -> Hours:
        """A day or so of minutes open and minutes closed."""
        random, settings = self._random, self._pool.settings
        return Hours(
            until=self._now + 7_200_000,
            pool=self._open_times(),
            languages=((random.choice(_offered(settings)), self._open_times()),),
            closing=random.choice(list(Closing)),
        )

    def _open_times(self) -> OpenTimes:
        steps = [self._random.choice((0, 30_000, 900_000)) for _ in range(4)]
        first = self._now - 60_000 + steps[0]
        last = first + 60_000 + steps[1]
        again = last + 30_000 + steps[2]
        return OpenTime(first, last), OpenTime(again, again + 60_000 + steps[3])

    def _wanted(self) -> Wanted:
        random, settings = self._random, self._pool.settings
        return random.choice(
            (
                Wanted(guide=random.choice(self._cast.guides)),
                Wanted(language=random.choice(_offered(settings))),
                Wanted(topic=random.choice(settings.topics or (Topic("unheard of"),))),
            )
        )

    def _epoch(self, kind: type[Any]) -> int:
        known: Any = self._call
        if kind in (ConnectKiosk, LoseKiosk) and self._kiosk is not None:
            known = self._pool.kiosks.get(self._kiosk)
        elif kind in (ConnectGuide, LoseGuide) and self._guide is not None:
            known = self._pool.guides.get(self._guide)
        elif self._number is not None:
            return self._number if self._often() else max(0, self._number - 1)
        present: int = 0 if known is None else known.epoch
        if kind in (ConnectKiosk, ConnectGuide):
            present += 1
        return present if self._often() else max(0, present - 1)


def _offered(settings: PoolSettings) -> tuple[Language, ...]:
    """A server that has just started on an empty journal has no settings yet."""
    return settings.languages or (Language("xx"),)
