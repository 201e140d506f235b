"""A light pool that a policy of the core matches in: no journal, no rings, virtual time.

The policies see the same `Scene` as in the pool; a test drives both on one stream and compares every choice.
"""

import heapq
from bisect import insort
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from signaling.core.demand import step_of
from signaling.core.ids import GuideId, Instant, Language
from signaling.core.lanes import Team
from signaling.core.load import FRESH
from signaling.core.policies import Asking, Head, Policy, spend
from signaling.core.pool_settings import PoolSettings
from signaling.core.scarcity import price
from signaling.core.vocabulary import GuideStatus
from tests.bench.matching.streams import Mix, Stream

SPARING_NOBODY = PoolSettings()
Further = Callable[[int, Language], Sequence[tuple[float, Language]]]
"""Which languages a call also accepts, and after how many seconds of waiting."""


@dataclass(slots=True)
class Waiting:
    number: int
    at: float
    gives_up: float
    gone: bool = False
    asks_at: float = 0.0
    """When the next step of a policy of steps is over."""


@dataclass(slots=True)
class Outcome:
    wait: NDArray[np.float64]
    served: NDArray[np.bool_]
    guide: NDArray[np.int64]
    """Who served it; -1 where nobody."""
    occupancy: list[float] = field(default_factory=list)


class Stage:
    """Guides by number, their id being the number in digits; time in seconds outside, milliseconds inside."""

    def __init__(
        self, teams: Sequence[Team], mix: Mix, rate: float, settings: PoolSettings = SPARING_NOBODY
    ) -> None:
        self.now: Instant = 0
        self._settings = settings
        self.spares_the_weary = settings.spares_the_weary
        self.seed = 0
        self._team = {GuideId(str(number)): team for number, team in enumerate(teams)}
        self._benches: dict[Team, list[tuple[Instant, GuideId]]] = {team: [] for team in teams}
        self._teams: dict[Language, list[tuple[int, Team]]] = {language: [] for language in mix.languages}
        self._idle = dict.fromkeys(mix.languages, 0)
        self._speakers = {language: sum(language in team for team in teams) for language in mix.languages}
        self.steps = {
            language: step_of(round(16 * 3_600 * rate * share))
            for language, share in zip(mix.languages, mix.shares, strict=True)
        }
        self._calls = dict.fromkeys(self._team, 0)
        self._rung = dict.fromkeys(self._team, 0)
        self._load = dict.fromkeys(self._team, FRESH)
        self._idle_since = dict.fromkeys(self._team, 0)
        self.queues: dict[Language, deque[Waiting]] = {language: deque() for language in mix.languages}
        for guide in self._team:
            self.sit(guide)

    def supply(self, language: Language) -> tuple[int, int, int]:
        return self._speakers[language], self.steps[language], self._idle[language]

    def prices(self, languages: Iterable[Language]) -> Mapping[Language, float]:
        return {language: price(*self.supply(language)) for language in languages}

    def teams(self, language: Language) -> Sequence[tuple[int, Team]]:
        return self._teams[language]

    def bench(self, team: Team) -> Iterable[tuple[Instant, GuideId]]:
        return self._benches[team]

    def level(self, guide: GuideId, language: Language) -> int:
        return 0

    def calls_taken(self, guide: GuideId) -> int:
        return self._calls[guide]

    def rung_at(self, guide: GuideId) -> Instant:
        return self._rung[guide]

    def __contains__(self, guide: object) -> bool:
        """Whether the guide is to be spared while others are idle."""
        known = GuideId(str(guide))
        return self._load[known].is_weary(self._settings, self._idle_since[known], self.now)

    def sit(self, guide: GuideId) -> None:
        """The guide is idle from now on."""
        team = self._team[guide]
        bench = self._benches[team]
        self._load[guide] = self._load[guide].until(self.now, GuideStatus.IN_CALL)
        self._idle_since[guide] = self.now
        if not bench:
            for language in team:
                insort(self._teams[language], (len(team), team))
        insort(bench, (self.now, guide))
        for language in team:
            self._idle[language] += 1

    def rise(self, guide: GuideId) -> None:
        """The guide takes a call."""
        team = self._team[guide]
        bench = self._benches[team]
        bench.remove(next(member for member in bench if member[1] == guide))
        if not bench:
            for language in team:
                self._teams[language].remove((len(team), team))
        for language in team:
            self._idle[language] -= 1
        self._load[guide] = self._load[guide].until(self.now, GuideStatus.AVAILABLE)
        self._calls[guide] += 1
        self._rung[guide] = self.now

    def heads(self, languages: Iterable[Language], now: float) -> list[tuple[Head, Waiting]]:
        """The first call of each queue that still waits, where somebody idle speaks the language."""
        found = []
        for language in languages:
            queue = self.queues[language]
            while queue and (queue[0].gone or queue[0].gives_up <= now):
                queue.popleft()
            if queue and self._idle[language]:
                waited = int((now - queue[0].at) * 1_000)
                found.append((Head(0, queue[0].number, language, waited), queue[0]))
        return found


def perform(
    policy: Policy,
    teams: Sequence[Team],
    mix: Mix,
    calls: Stream,
    further: Further | None = None,
    settings: PoolSettings = SPARING_NOBODY,
) -> Outcome:
    """All calls of a stream through a policy. A call that is not served waits as long as its patience."""
    return _Performance(policy, calls, mix, further, Stage(teams, mix, calls.rate, settings), teams).run()


class _Performance:
    def __init__(
        self,
        policy: Policy,
        calls: Stream,
        mix: Mix,
        further: Further | None,
        stage: Stage,
        teams: Sequence[Team],
    ) -> None:
        self.policy, self.mix, self.calls, self.further, self.stage = policy, mix, calls, further, stage
        self.team = list(teams)
        self.later: list[tuple[float, int, GuideId | tuple[Waiting, Language] | None]] = []
        """What happens by itself: a guide is done, or a call stands in one more queue, or a step is over."""
        self.turn = 0
        count = len(calls.at)
        self.outcome = Outcome(
            calls.patience.copy(), np.zeros(count, dtype=bool), np.full(count, -1, dtype=np.int64)
        )
        self.busy = dict.fromkeys((GuideId(str(number)) for number in range(len(teams))), 0.0)
        self.talk = calls.talk.tolist()
        self.at = calls.at.tolist()

    def run(self) -> Outcome:
        languages = [self.mix.languages[nth] for nth in self.calls.language.tolist()]
        patience = self.calls.patience.tolist()
        for number, at in enumerate(self.at):
            self._pass(until=at)
            self._clock(at)
            call = Waiting(number, at, at + patience[number])
            self._join(call, languages[number], at)
            for after, language in self.further(number, languages[number]) if self.further else ():
                self._later(at + after, (call, language))
        self._pass(until=float("inf"))
        end = self.at[-1]
        self.outcome.occupancy = [busy / end for busy in self.busy.values()]
        return self.outcome

    def _pass(self, until: float) -> None:
        while self.later and self.later[0][0] <= until:
            at, _, what = heapq.heappop(self.later)
            self._clock(at)
            if what is None:
                self._ring(self.mix.languages, at)
            elif isinstance(what, tuple):
                if not what[0].gone and what[0].gives_up > at:
                    self._join(*what, at)
            else:
                self.stage.sit(what)
                self._ring(self.team[int(what)], at)

    def _clock(self, at: float) -> None:
        self.turn += 1
        self.stage.now, self.stage.seed = int(at * 1_000), self.turn

    def _later(self, at: float, what: GuideId | tuple[Waiting, Language] | None) -> None:
        self.turn += 1
        heapq.heappush(self.later, (at, self.turn, what))

    def _join(self, call: Waiting, language: Language, now: float) -> None:
        queue = self.stage.queues[language]
        if queue and queue[-1].number > call.number:
            self.stage.queues[language] = deque(sorted((*queue, call), key=lambda each: each.number))
        else:
            queue.append(call)
        self._ring((language,), now)

    def _ring(self, languages: Iterable[Language], now: float) -> None:
        """Serve whom a policy lets be served, among the calls of these languages."""
        heads = self.stage.heads(languages, now)
        while heads:
            first = heads[0][0]
            if len(heads) > 1:
                first = self.policy.first(self.stage, [head for head, _ in heads])
            call = next(call for head, call in heads if head is first)
            asking = Asking(first.language, first.waited)
            if self.stage.spares_the_weary:
                pick = spend(self.policy, self.stage, asking, weary=self.stage)
            else:
                pick = self.policy.guide(self.stage, asking)
            if pick is None:
                heads = [each for each in heads if each[0] is not first]
                if self.policy.step and call.asks_at <= now:
                    call.asks_at = now + (self.policy.step - first.waited % self.policy.step) / 1_000
                    self._later(call.asks_at, None)
                continue
            self._serve(call, pick.guide, now)
            heads = self.stage.heads(languages, now)

    def _serve(self, call: Waiting, guide: GuideId, now: float) -> None:
        self.stage.rise(guide)
        call.gone = True
        talk = self.talk[call.number]
        self.outcome.wait[call.number] = now - call.at
        self.outcome.served[call.number] = True
        self.outcome.guide[call.number] = int(guide)
        self.busy[guide] += talk
        self._later(now + talk, guide)
