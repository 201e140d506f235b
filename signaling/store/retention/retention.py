"""The plan, carried out: what is due goes in bounded transactions, and the files are swept after it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from signaling.core.ids import Instant, PoolId
from signaling.core.pool import Pool
from signaling.ports import Clock
from signaling.store.audit import Actor
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from signaling.store.retention import destroy
from signaling.store.retention.destroy import Count, Destroy, Oldest, Order
from signaling.store.retention.plan import Rule
from signaling.store.retention.receipts import Counts, Receipt, ReceiptKind, newest_receipts
from signaling.store.retention.sweep import sweep
from signaling.store.tally.roll_up import RollUp

MOST_AT_ONCE = 2_000
"""Entries, or rows of the audit, in one transaction, for which the journal's own writer has to wait."""


@dataclass(frozen=True, slots=True)
class _Work:
    destroy: Destroy
    count: Count
    oldest: Oldest


_WORK = {
    ReceiptKind.CALLS: _Work(destroy.destroy_calls, destroy.count_calls, destroy.oldest_call),
    ReceiptKind.NOTES: _Work(destroy.destroy_notes, destroy.count_notes, destroy.oldest_note),
    ReceiptKind.AUDIT: _Work(destroy.destroy_audit, destroy.count_audit, destroy.oldest_audit),
    ReceiptKind.SELF_TESTS: _Work(
        destroy.destroy_self_tests, destroy.count_self_tests, destroy.oldest_self_test
    ),
    ReceiptKind.SESSIONS: _Work(destroy.destroy_sessions, destroy.count_sessions, destroy.oldest_session),
    ReceiptKind.OPERATIONS: _Work(
        destroy.destroy_operations, destroy.count_operations, destroy.oldest_operation
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a rule of the plan comes to at this moment."""

    rule: Rule
    until: Instant | None
    """What is older is due; None where nothing ever is."""
    due: Counts
    """Rows by table."""
    next: date | None
    """The day on which the oldest record that is kept is destroyed; None where there is none, or no rule."""


class Retention:
    """The plan of one pool's store. All functions raise `StoreUnavailable`."""

    def __init__(
        self,
        database: Database,
        *,
        pool: PoolId,
        clock: Clock,
        zone: ZoneInfo,
        plan: Callable[[], Awaitable[Sequence[Rule]]],
    ) -> None:
        """`plan` gives the rules in force whenever it is asked."""
        self._database = database
        self._pool = pool
        self._clock = clock
        self._zone = zone
        self._plan = plan
        self._journal = SqlJournal(database)
        self._roll_up = RollUp(database, pool=pool, zone=zone)

    async def outlook(self, plan: Sequence[Rule] | None = None) -> tuple[Outlook, ...]:
        """What would be destroyed now, and what comes next, by this plan or the one in force."""
        rules = await self._plan() if plan is None else plan
        return await self._database.read(
            lambda connection: tuple(self._look(connection, rule) for rule in rules)
        )

    async def run(self, by: Actor, *, most: int = MOST_AT_ONCE) -> tuple[Receipt, ...]:
        """Destroy what is due, calls once they are counted, and return the receipts. Raises `ChainBroken`.

        Whatever stops it half way, each part that went has its receipt, and the next run does the rest.
        """
        receipts: list[Receipt] = []
        for rule in await self._plan():
            until = self._until(rule)
            if until is not None:
                order = Order(
                    pool=self._pool,
                    until=until,
                    now=self._clock.now(),
                    by=by,
                    decision=rule.decision,
                    most=most,
                )
                receipts += await self._carry_out(rule.kind, order)
        if receipts or self._database.dialect == "sqlite":
            await asyncio.to_thread(sweep, self._database)
        return tuple(receipts)

    async def receipts(self, *, before: int | None = None, limit: int = 100) -> tuple[Receipt, ...]:
        """The newest receipts, or those older than `before`. They tell of nobody: reading them is free."""
        return await self._database.read(partial(newest_receipts, before=before, limit=limit))

    async def _carry_out(self, kind: ReceiptKind, order: Order) -> list[Receipt]:
        if kind is ReceiptKind.CALLS:
            oldest = await self._database.read(partial(destroy.oldest_call, pool=order.pool))
            if oldest is None or oldest >= order.until:
                return []
            await self._roll_up.catch_up(order.now)
            await keep_whole(self._journal, order.pool)
        done: list[Receipt] = []
        work = _WORK[kind].destroy
        while told := await self._database.write(lambda connection: work(connection, order)):
            done.append(told)
        if kind is ReceiptKind.CALLS and done:
            await keep_whole(self._journal, order.pool)
        return done

    def _look(self, connection: Connection, rule: Rule) -> Outlook:
        work, until = _WORK[rule.kind], self._until(rule)
        due = {} if until is None else work.count(connection, self._pool, until)
        oldest = work.oldest(connection, self._pool)
        return Outlook(
            rule=rule, until=until, due=due, next=None if oldest is None else self._next(rule, oldest)
        )

    def _until(self, rule: Rule) -> Instant | None:
        """Notes know their own end; everything else goes with its day."""
        now = self._clock.now()
        return now if rule.kind is ReceiptKind.NOTES else rule.due(now, self._zone)

    def _next(self, rule: Rule, oldest: Instant) -> date | None:
        known_end = replace(rule, days=-1) if rule.kind is ReceiptKind.NOTES else rule
        return known_end.goes_on(oldest, self._zone)


async def keep_whole(journal: SqlJournal, pool_id: PoolId) -> Pool:
    """See that a start needs none of the entries that are there now, nor remembers a call that is not."""
    pool = await journal.load(pool_id)
    await journal.snapshot(pool)
    return pool
