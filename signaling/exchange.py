"""The exchange: one mailbox per pool, through which wishes go to the core and facts to the journal.

The loop takes all commands that wait, decides them in turn, appends their entries in one transaction (group
commit), folds them, tells the audience, and only then answers. So nobody is ever told of a thing that a crash
could undo. Between two rounds there is exactly one timer, the pool's next deadline.

When the journal cannot be reached, commands wait for it up to `PATIENCE` and are then answered with
`JournalUnavailable`; what was only told (a lost socket, a passed deadline) waits until it is written. Entries
that were written though the journal failed to say so are known again when they are read. While nothing waits
to be written, a snapshot now and then shows whether the journal is back. A command that trips over a fault of
ours is answered with that fault, logged, and harms no other: the core is pure, so nothing has happened yet.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import reduce

import structlog

from signaling.core.commands import Command, Configure, Recover, Tick
from signaling.core.deadlines import next_deadline
from signaling.core.decide import settle
from signaling.core.errors import CommandExpired, CommandReused, Refused
from signaling.core.events import CallEnded, Entry
from signaling.core.evolve import evolve
from signaling.core.ids import Instant, Milliseconds, Party, PoolId
from signaling.core.pool import Pool
from signaling.core.pool_settings import PoolSettings
from signaling.ports import Audience, Clock, Journal, JournalConflict, JournalCut, JournalUnavailable

PATIENCE: Milliseconds = 10_000
"""How long a command waits for a journal that cannot be reached."""
BATCH = 256
"""How many commands one transaction carries at most."""
ENTRIES_PER_SNAPSHOT = 5_000
REMEMBERED_COMMANDS = 20_000
FIRST_RETRY = 0.1
LONGEST_RETRY = 1.0
"""Seconds between two attempts to reach the journal."""
PAUSE_AFTER_FAULT: Milliseconds = 1_000
"""How long the timer rests after a deadline that could not be decided."""

_log = structlog.get_logger(__name__)

Verdict = int | Exception
"""The pool's `seq` after the command, or why it was not done."""


@dataclass(slots=True, eq=False)
class Wish:
    """A command on its way. `answer` is None where nobody waits for one."""

    command: Command
    since: Instant
    expires: Instant | None = None
    answer: asyncio.Future[int] | None = None

    @property
    def answered(self) -> bool:
        return self.answer is not None and self.answer.done()

    def settle(self, verdict: Verdict) -> None:
        if self.answer is None or self.answer.done():
            return
        if isinstance(verdict, int):
            self.answer.set_result(verdict)
        else:
            self.answer.set_exception(verdict)


@dataclass(slots=True)
class _Round:
    """What one pass over the waiting wishes came to, before it is committed."""

    pool: Pool
    entries: list[Entry] = field(default_factory=list)
    verdicts: list[tuple[Wish, Verdict]] = field(default_factory=list)

    @property
    def is_waited_for(self) -> bool:
        """Whether somebody still waits for one of the verdicts."""
        return any(wish.answer is not None and not wish.answered for wish, _ in self.verdicts)


class Exchange:
    """The shell of one pool. Run `run()` as a task for as long as the pool is served.

    `pool` is the present fold: read it, never keep it.
    """

    def __init__(
        self, pool: PoolId, *, journal: Journal, audience: Audience, clock: Clock, settings: PoolSettings
    ) -> None:
        self.pool = Pool.empty(pool)
        self.available = False
        """Whether the journal took the last thing it was given."""
        self._id = pool
        self._journal = journal
        self._audience = audience
        self._clock = clock
        self._settings = settings
        self._behind: Milliseconds = 0
        """How far the clock lies behind the journal's: it was set back between runs, or differs by node."""
        self._doubted: list[_Round] = []
        """What the journal said that it could not take, and may take all the same."""
        self._mailbox: deque[Wish] = deque()
        self._arrived = asyncio.Event()
        self._answered: OrderedDict[tuple[Party, str], tuple[Command, asyncio.Future[int]]] = OrderedDict()
        self._snapshot_seq = 0
        self._no_tick_before: Instant = 0

    async def submit(
        self, command: Command, *, by: Party, command_id: str | None = None, expires: Instant | None = None
    ) -> int:
        """Ask for `command` and wait for its commit; returns the pool's `seq` after it.

        Raises a `Refused` where the core refuses it, where it is past `expires`, or where `by` used
        `command_id` for another command; raises `JournalUnavailable` where the journal could not be reached
        within `PATIENCE`. The same `command_id` with the same command has its effect once and gets the same
        answer.
        """
        known = self._answered.get((by, command_id)) if command_id is not None else None
        if known is not None:
            if known[0] != command:
                raise CommandReused
            return await asyncio.shield(known[1])
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        answer.add_done_callback(_retrieve)
        if command_id is not None:
            self._remember((by, command_id), command, answer)
        self._post(Wish(command, self._clock.now(), expires, answer))
        return await asyncio.shield(answer)

    def tell(self, command: Command) -> None:
        """Hand over a fact that must not be lost, such as a lost socket: it waits until it is written."""
        self._post(Wish(command, self._clock.now()))

    async def run(self) -> None:
        """Load the pool, then serve it until cancelled."""
        await self._load()
        now = self._clock.now()
        self._mailbox.extendleft((Wish(Configure(settings=self._settings), now), Wish(Recover(), now)))
        self._arrived.set()
        retry = FIRST_RETRY
        while True:
            await self._wait()
            batch = self._take_batch()
            if await (self._serve(batch) if batch or self.available else self._is_back()):
                retry = FIRST_RETRY
                continue
            self._put_back(batch)
            await asyncio.sleep(retry)
            retry = min(2 * retry, LONGEST_RETRY)

    def close(self) -> None:
        """Answer those who still wait. Call it after `run` was cancelled."""
        for wish in self._mailbox:
            wish.settle(JournalUnavailable())
        self._mailbox.clear()

    async def snapshot(self) -> None:
        """Bound the replay of the next start, where that can be: without it nothing is lost.

        Also called by the exchange itself from time to time.
        """
        if self.pool.seq > self._snapshot_seq and not await self._take_snapshot():
            _log.warning("snapshot_failed", pool=self._id, seq=self.pool.seq)

    async def _load(self) -> None:
        retry = FIRST_RETRY
        while True:
            try:
                self.pool = await self._journal.load(self._id)
            except JournalUnavailable:
                _log.warning("journal_unavailable", doing="load")
                await asyncio.sleep(retry)
                retry = min(2 * retry, LONGEST_RETRY)
            else:
                self.available = True
                self._snapshot_seq = self.pool.seq
                self._keep_time()
                return

    def _now(self) -> Instant:
        """The pool's time goes on from its last entry: no deadline waits for a clock that was set back."""
        return self._clock.now() + self._behind

    def _keep_time(self) -> None:
        self._behind = max(self._behind, self.pool.at - self._clock.now())

    def _post(self, wish: Wish) -> None:
        self._mailbox.append(wish)
        self._arrived.set()

    def _remember(self, key: tuple[Party, str], command: Command, answer: asyncio.Future[int]) -> None:
        answer.add_done_callback(lambda done: self._forget_if_unwritten(key, done))
        self._answered[key] = (command, answer)
        if len(self._answered) > REMEMBERED_COMMANDS:
            self._answered.popitem(last=False)

    def _forget_if_unwritten(self, key: tuple[Party, str], answer: asyncio.Future[int]) -> None:
        if answer.cancelled() or isinstance(answer.exception(), JournalUnavailable):
            self._answered.pop(key, None)

    async def _wait(self) -> None:
        """Until a command or the next deadline comes, which becomes the first command of the round.

        Without a journal it does not wait: it may be back although nobody wants anything of it.
        """
        deadline = next_deadline(self.pool)
        due = None if deadline is None else max(deadline, self._no_tick_before)
        if self.available:
            with suppress(TimeoutError):
                async with asyncio.timeout(None if due is None else max(0, due - self._now()) / 1_000):
                    await self._arrived.wait()
        if due is not None and due <= self._now():
            self._mailbox.appendleft(Wish(Tick(), self._clock.now()))

    def _take_batch(self) -> list[Wish]:
        batch = [self._mailbox.popleft() for _ in range(min(BATCH, len(self._mailbox)))]
        if not self._mailbox:
            self._arrived.clear()
        return batch

    def _put_back(self, batch: Sequence[Wish]) -> None:
        now = self._clock.now()
        patient = [wish for wish in batch if not isinstance(wish.command, Tick)]
        for wish in patient:
            if wish.answer is not None and now - wish.since >= PATIENCE:
                wish.settle(JournalUnavailable())
        self._mailbox.extendleft(wish for wish in reversed(patient) if not wish.answered)
        if self._mailbox:
            self._arrived.set()

    async def _serve(self, batch: Sequence[Wish]) -> bool:
        """Decide, commit, fold, tell, answer. False: the journal is out of reach and nothing happened."""
        while True:
            done = self._decide(batch)
            try:
                if done.entries:
                    await self._journal.append(self._id, done.entries)
            except JournalConflict:
                if not await self._catch_up():
                    return False
            except JournalUnavailable:
                self._doubted = [*(each for each in self._doubted if each.is_waited_for), done]
                self._note_unavailable()
                return False
            except Exception as fault:  # noqa: BLE001 - one command's fault must not stop the queue
                return await self._serve_apart(batch, fault)
            else:
                break
        self.pool = done.pool
        if done.entries:
            self.available = True
            self._doubted.clear()
        self._tell_audience(done.entries)
        for wish, verdict in done.verdicts:
            wish.settle(verdict)
        await self._snapshot_when_due()
        return True

    async def _is_back(self) -> bool:
        """Whether the journal takes something again, where no command would show it."""
        self.available = await self._take_snapshot()
        return self.available

    async def _serve_apart(self, batch: Sequence[Wish], fault: Exception) -> bool:
        """The journal refused these entries for a fault of ours: find the command, let the others pass."""
        if len(batch) > 1:
            return all([await self._serve([wish]) for wish in batch])
        self._note_fault(batch[0], fault)
        batch[0].settle(fault)
        return True

    def _decide(self, batch: Sequence[Wish]) -> _Round:
        done = _Round(self.pool)
        for wish in batch:
            if wish.answered:
                continue
            try:
                entries, pool = self._decide_one(done.pool, wish)
            except Refused as refusal:
                done.verdicts.append((wish, refusal))
            except Exception as fault:  # noqa: BLE001 - one command's fault must not stop the queue
                self._note_fault(wish, fault)
                done.verdicts.append((wish, fault))
            else:
                done.pool = pool
                done.entries.extend(entries)
                done.verdicts.append((wish, pool.seq))
        return done

    def _decide_one(self, pool: Pool, wish: Wish) -> tuple[Sequence[Entry], Pool]:
        if wish.expires is not None and wish.expires < self._clock.now():
            raise CommandExpired
        return settle(pool, wish.command, self._now())

    def _tell_audience(self, entries: Sequence[Entry]) -> None:
        if not entries:
            return
        try:
            self._audience.changed(self.pool, entries)
        except Exception:  # noqa: BLE001 - it is committed: a screen that cannot be told must not undo it
            _log.exception("audience_failed", seq=self.pool.seq)
        for entry in entries:
            if isinstance(entry.event, CallEnded):
                _log.info("call_ended", call=entry.event.call, outcome=entry.event.outcome, seq=entry.seq)

    async def _catch_up(self) -> bool:
        """Fold what another writer appended, so that the round can be decided again on the truth."""
        try:
            news = await self._journal.read(self._id, self.pool.seq)
        except JournalCut:
            return await self._catch_up_over_a_gap()
        except JournalUnavailable:
            self._note_unavailable()
            return False
        self.pool = reduce(evolve, news, self.pool)
        self._keep_time()
        self._tell_audience(news)
        self._answer_doubted(news)
        return True

    async def _catch_up_over_a_gap(self) -> bool:
        """Some of what others appended was destroyed since: take the pool as it is now.

        Screens are told by their next refresh.
        """
        try:
            self.pool = await self._journal.load(self._id)
        except JournalUnavailable:
            self._note_unavailable()
            return False
        self._keep_time()
        self._doubted.clear()
        return True

    def _answer_doubted(self, news: Sequence[Entry]) -> None:
        """Whoever appended was ourselves, in a round that was written though we heard that it was not."""
        for doubted in self._doubted:
            if list(news[: len(doubted.entries)]) == doubted.entries:
                for wish, verdict in doubted.verdicts:
                    wish.settle(verdict)
        self._doubted.clear()

    def _note_unavailable(self) -> None:
        if self.available:
            _log.warning("journal_unavailable", pool=self._id, seq=self.pool.seq)
        self.available = False

    def _note_fault(self, wish: Wish, fault: Exception) -> None:
        _log.error("command_failed", command=type(wish.command).__name__, exc_info=fault)
        if isinstance(wish.command, Tick):
            self._no_tick_before = self._now() + PAUSE_AFTER_FAULT

    async def _snapshot_when_due(self) -> None:
        if self.pool.seq - self._snapshot_seq >= ENTRIES_PER_SNAPSHOT:
            await self.snapshot()

    async def _take_snapshot(self) -> bool:
        """Whether the journal answered."""
        try:
            await self._journal.snapshot(self.pool)
        except JournalUnavailable:
            return False
        except Exception:  # noqa: BLE001 - a shortcut for the next start must not end this run
            _log.exception("snapshot_failed", pool=self._id, seq=self.pool.seq)
        self._snapshot_seq = self.pool.seq
        return True


def _retrieve(answer: asyncio.Future[int]) -> None:
    """Whoever asked may be gone: an answer that nobody hears is no fault."""
    if not answer.cancelled():
        answer.exception()
