"""Whatever settings changed in between: a pool that is read from the journal equals the live one."""

import random
from dataclasses import replace

import pytest
from typing_extensions import override

from signaling.core.commands import Command, Configure, SetHours
from signaling.core.events import HoursSet, PoolConfigured
from signaling.core.hours import Hours, OpenTime
from signaling.core.ids import Topic
from signaling.core.pool_settings import PoolSettings
from signaling.core.vocabulary import Closing
from signaling.store.journal import SqlJournal
from tests.store.histories import LANGUAGES, POOL, SETTINGS, Day


class ChangingDay(Day):
    """Now and then somebody changes the settings or the hours."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._changes = random.Random(seed)

    @override
    def _command(self) -> Command:
        chance = self._changes.random()
        if chance < 0.03:
            return Configure(settings=self._settings())
        if chance < 0.05:
            return SetHours(hours=self._hours())
        return super()._command()

    def _settings(self) -> PoolSettings:
        draw = self._changes
        return replace(
            SETTINGS,
            languages=tuple(draw.sample(LANGUAGES, draw.randint(1, len(LANGUAGES)))),
            topics=(Topic("school"), Topic(f"topic_{draw.randint(1, 9)}")),
            ring=draw.choice((1, 5, 25)) * 1_000,
            hold=draw.choice((1, 30)) * 1_000,
            wait_limit=draw.choice((5, 1_200)) * 1_000,
            wrap_up=draw.choice((1, 120)) * 1_000,
            choices_after=draw.choice((1, 90)) * 1_000,
        )

    def _hours(self) -> Hours | None:
        if self._changes.random() < 0.5:
            return None
        opens = self._now + self._changes.choice((-10_000, 5_000))
        times = (OpenTime(opens, opens + 20_000),)
        closing = self._changes.choice(tuple(Closing))
        return Hours(until=self._now + 3_600_000, pool=times, closing=closing)


@pytest.mark.parametrize("seed", range(8))
async def test_a_replay_gives_the_live_pool(journal: SqlJournal, seed: int) -> None:
    day = ChangingDay(seed)
    batches = day.batches(120)
    for batch in batches:
        await journal.append(POOL, batch)
    told = [type(entry.event) for batch in batches for entry in batch]
    assert told.count(PoolConfigured) > 2
    assert HoursSet in told
    assert await journal.load(POOL) == day.pool
