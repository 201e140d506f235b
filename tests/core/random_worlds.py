"""Lives of a pool drawn at random, every promise checked at each step: `live(seed)`."""

from collections import deque
from dataclasses import replace
from functools import reduce
from random import Random

from signaling.core.commands import Command, Configure, Recover, Tick
from signaling.core.deadlines import next_deadline
from signaling.core.decide import settle
from signaling.core.errors import Refused
from signaling.core.events import Entry
from signaling.core.evolve import evolve
from signaling.core.ids import Instant, PoolId
from signaling.core.pool import Pool, restore, snapshot
from signaling.core.pool_settings import MINUTE, SECOND
from signaling.core.substitutes import Substitute, Substitutes
from signaling.core.views import touched, view
from signaling.core.vocabulary import Level
from tests.core.invariants import check_history
from tests.core.repertoire import Cast, Imagination, temper
from tests.core.steps import check_step
from tests.core.world import AR, SETTINGS, SO, SV, fold, guide, kiosk

CAST = Cast(
    kiosks=[kiosk(name) for name in "abcd"], guides=[guide(name) for name in ("amal", "björn", "cilla")]
)
PAUSES = (0, 1, 200, 500, 1_000, 2_999, 3_000, 10_000, 25_000)
LONG_PAUSES = (600_000, 3_600_000)
CLOSE = Substitutes("1", (Substitute(SO, AR, Level.GOOD), Substitute(AR, SV, Level.BASIC)))
MEMORY = 30
"""Commands that may arrive once more."""


class Life:
    """One world. Draw steps with `step`, end it with `close`."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.cast = CAST
        self.pool = Pool.empty(PoolId("huddinge"))
        self.now: Instant = 0
        self.entries: list[Entry] = []
        self.past = deque[Command](maxlen=MEMORY)
        self.temper = temper(self.random)
        self.do(
            Configure(
                settings=replace(
                    SETTINGS,
                    waiting_capacity=self.random.choice((1, 2, 10_000, 10_000)),
                    wrap_up_extensions=self.random.choice((1, 5)),
                    setup_attempts=self.random.choice((1, 2, 3)),
                    choices_after=self.random.choice((5 * SECOND, 90 * SECOND)),
                    ticket_life=self.random.choice((MINUTE, 180 * MINUTE)),
                    substitutes=CLOSE,
                )
            )
        )

    def do(self, command: Command) -> bool:
        """Whether it had an effect. A refusal has changed nothing."""
        before, mirror = self.pool, snapshot(self.pool)
        try:
            entries, settled = settle(before, command, self.now)
        except Refused:
            entries, settled = (), before
        assert snapshot(before) == mirror, "the old pool stays true"
        self.pool = reduce(evolve, entries, before)
        assert self.pool == settled, "the fold of the entries is the pool that the decision saw"
        self.entries += entries
        check_step(before, command, entries, self.pool)
        for party in touched(entries, self.pool):
            view(self.pool, party)
        return bool(entries)

    def step(self) -> None:
        random = self.random
        match random.randrange(80):
            case 0:
                self.pass_time(random.choice(LONG_PAUSES))
            case 1:
                self.crash()
            case number if number < 8:
                self.pass_time(random.choice(PAUSES))
            case number if number < 13 and self.past:
                self.do(random.choice(self.past))
            case _:
                command = Imagination(CAST, self.pool, self.now, random, weights=self.temper).command()
                self.past.append(command)
                self.do(command)

    def pass_time(self, pause: int) -> None:
        end = self.now + pause
        for _ in range(1_000):
            due = next_deadline(self.pool)
            if due is None or due > end:
                break
            self.now = max(self.now, due)
            assert self.do(Tick()), "a deadline that came must have an effect"
        else:
            raise AssertionError("deadlines without end")
        self.now = end

    def crash(self) -> None:
        """The server was away for a while, and starts on a snapshot and the entries after it."""
        cut = self.random.randrange(len(self.entries) + 1)
        resumed = reduce(evolve, self.entries[cut:], restore(snapshot(fold(self.entries[:cut]))))
        assert resumed == self.pool, "a snapshot bounds the replay"
        self.now = max(0, self.now + self.random.choice((-5_000, 0, 1_000, 20_000, 90_000)))
        self.do(Recover())

    def close(self) -> None:
        check_history(self.entries, self.pool)
        assert fold(self.entries) == self.pool


def live(seed: int, *, steps: int = 250) -> Life:
    """A whole life; raises where a promise breaks."""
    life = Life(seed)
    for _ in range(steps):
        life.step()
    life.close()
    return life
