"""What the database itself refuses, whatever the programs above it do (A1, A2, A3, C1, C2)."""

import pytest
from sqlalchemy import Connection, Update, text, update
from sqlalchemy.exc import IntegrityError

from signaling.core.events import Event, GuestLeft
from signaling.core.ids import Disposition, Role
from signaling.core.vocabulary import CallOutcome, RingOutcome
from signaling.store.audit import Actor, AuditAction, write_audit
from signaling.store.engine import Database
from signaling.store.journal import InvariantViolated, SqlJournal
from signaling.store.tables import audit, call, event, ring
from tests.store.histories import POOL, Told, entries
from tests.store.rows import rows_of

FIRST, SECOND = Told(1), Told(2, kiosk="kiosk-2")
"""Two calls of two kiosks that both are `guide-1`'s."""
GUEST = Told(2, kiosk="kiosk-2", role=Role.COLLEAGUE)
"""`guide-1` as a guest of the second."""
COLLEAGUE = Told(1, guide="guide-2", role=Role.COLLEAGUE)
"""`guide-2` as a guest of the first."""


async def write(journal: SqlJournal, events: list[Event]) -> None:
    head = len(await journal.read(POOL, after=0))
    await journal.append(POOL, entries(events, after=head))


@pytest.mark.parametrize(
    ("already", "more"),
    [
        pytest.param(
            [*FIRST.tapped(), *FIRST.rang(), *SECOND.tapped()],
            SECOND.rang(),
            id="A1-guide-is-rung-for-two-calls",
        ),
        pytest.param(
            [*FIRST.tapped(), *FIRST.rang(), *FIRST.taken(), *FIRST.live()],
            [*SECOND.tapped(), *SECOND.rang()],
            id="A1-guide-in-a-call-is-rung",
        ),
        pytest.param(
            [], [*FIRST.tapped(), *FIRST.rang(), *SECOND.tapped(), *SECOND.rang()], id="A1-in-one-batch"
        ),
        pytest.param(
            [*FIRST.tapped(), *FIRST.rang(), *SECOND.tapped(), *SECOND.rang(guide="guide-2")],
            GUEST.rang(2),
            id="A1-guide-who-is-rung-is-rung-as-a-guest",
        ),
        pytest.param(
            [*FIRST.whole()[:7], *COLLEAGUE.whole_guest(), *SECOND.tapped()],
            SECOND.rang(guide="guide-2"),
            id="A1-guest-of-one-call-is-rung-for-another",
        ),
        pytest.param(FIRST.tapped(), Told(2).tapped(), id="A2-kiosk-taps-twice"),
        pytest.param([], [*FIRST.tapped(), *Told(2).tapped()], id="A2-in-one-batch"),
        pytest.param(
            [*FIRST.tapped(), *FIRST.rang()],
            FIRST.rang(2, guide="guide-2"),
            id="A3-two-desks-ring-for-one-call",
        ),
        pytest.param(
            [*FIRST.tapped(), *FIRST.rang(), *FIRST.ring_ended(RingOutcome.DECLINED)],
            FIRST.rang(1, guide="guide-2"),
            id="A3-an-epoch-is-used-twice",
        ),
        pytest.param(FIRST.whole(), FIRST.ended(CallOutcome.GUIDE_LOST), id="C1-a-call-ends-twice"),
        pytest.param(FIRST.whole(), FIRST.rang(2), id="C1-an-ended-call-rings"),
        pytest.param(FIRST.whole(), FIRST.wrapped_up(), id="C1-a-call-is-wrapped-up-twice"),
        pytest.param(
            [*FIRST.tapped(), *FIRST.rang(), *FIRST.ring_ended(RingOutcome.DECLINED)],
            FIRST.ring_ended(RingOutcome.TIMED_OUT),
            id="C2-a-ring-ends-twice",
        ),
        pytest.param(
            [*FIRST.tapped(), *FIRST.rang(), *FIRST.ring_ended(RingOutcome.DECLINED)],
            FIRST.taken(),
            id="C2-an-ended-ring-is-taken",
        ),
    ],
)
async def test_a_broken_promise_is_refused_whole(
    journal: SqlJournal, database: Database, already: list[Event], more: list[Event]
) -> None:
    if already:
        await write(journal, already)
    before = await rows_of(database)
    with pytest.raises(InvariantViolated):
        await write(journal, more)
    assert await rows_of(database) == before


@pytest.mark.parametrize(
    "events",
    [
        pytest.param(
            [
                *FIRST.tapped(), *FIRST.rang(), *SECOND.tapped(), *SECOND.rang(guide="guide-2"),
                *FIRST.ring_ended(RingOutcome.DECLINED),
                *SECOND.ring_ended(RingOutcome.DECLINED, guide="guide-2"),
                *FIRST.rang(2, guide="guide-2"), *SECOND.rang(2, guide="guide-1"),
            ],
            id="two-calls-change-guides",
        ),
        pytest.param([*FIRST.whole(), *Told(3).tapped(), *Told(3).rang()], id="the-next-call-of-both"),
        pytest.param(
            [
                *FIRST.tapped(), *FIRST.rang(), *FIRST.ring_ended(RingOutcome.TIMED_OUT), *SECOND.tapped(),
                *SECOND.rang(), *FIRST.rang(2, guide="guide-2"),
            ],
            id="a-guide-goes-over-to-another-call",
        ),
        pytest.param(
            [
                *FIRST.whole()[:7], *COLLEAGUE.whole_guest(), *SECOND.tapped(),
                GuestLeft(call=FIRST.id, guide=COLLEAGUE.guide, epoch=2, role=Role.COLLEAGUE),
                *SECOND.rang(guide="guide-2"),
            ],
            id="a-guest-goes-over-to-another-call",
        ),
    ],
)  # fmt: skip
async def test_what_is_right_step_by_step_is_right_in_any_batch(
    journal: SqlJournal, database: Database, events: list[Event]
) -> None:
    """A unique index looks at each row as it is written: the order within a batch must not trip it."""
    numbered = entries(events)
    for cut in range(1, len(numbered)):
        await journal.append(POOL, numbered[:cut])
        await journal.append(POOL, numbered[cut:])
        await forget(database)
        journal = SqlJournal(database)


async def forget(database: Database) -> None:
    """Past the triggers: nothing but retention deletes in these tables."""

    def empty(connection: Connection) -> None:
        on = connection.dialect.name == "postgresql"
        for table in (ring, call, event):
            drop = f"DROP TRIGGER IF EXISTS {table.name}_is_kept" + (f" ON {table.name}" if on else "")
            connection.execute(text(drop))
            connection.execute(table.delete())

    await database.write(empty)


@pytest.mark.parametrize(
    "statement",
    [
        update(event).values(body="{}"),
        update(event).values(at=event.c.at + 1),
        update(call).values(outcome=CallOutcome.GUIDE_LOST),
        update(call).values(wait_ms=0),
        update(call).values(state="waiting", outcome=None, ended_at=None),
        update(call).values(disposition=Disposition("not_solved")),
        update(call).values(wrap_up_ms=1),
        update(call).values(interpreter="guide-2"),
        update(ring).values(guide="guide-2"),
        update(ring).values(outcome=None, ended_at=None),
        update(ring).values(left_at=None),
        update(ring).values(role=Role.COLLEAGUE),
        update(audit).values(why="another reason"),
    ],
    ids=str,
)
async def test_what_is_over_is_final(journal: SqlJournal, database: Database, statement: Update) -> None:
    await write(journal, FIRST.whole())
    await database.write(
        lambda connection: write_audit(
            connection, Actor(who="anna"), at=0, what=AuditAction.READ_LOG, given={}, rows=1
        )
    )
    before = await rows_of(database)
    with pytest.raises(IntegrityError):
        await database.write(lambda connection: connection.execute(statement).rowcount)
    assert await rows_of(database) == before


@pytest.mark.parametrize(
    "statement",
    [
        update(call).values(state="ended"),
        update(call).values(outcome=CallOutcome.COMPLETED),
        update(call).values(wait_ms=-1),
        update(ring).values(outcome=RingOutcome.DECLINED),
    ],
    ids=str,
)
async def test_half_an_end_and_a_negative_duration_are_refused(
    journal: SqlJournal, database: Database, statement: Update
) -> None:
    await write(journal, [*FIRST.tapped(), *FIRST.rang()])
    with pytest.raises(IntegrityError):
        await database.write(lambda connection: connection.execute(statement).rowcount)
