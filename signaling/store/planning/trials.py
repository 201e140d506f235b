"""The trials of a pool: one at a time, whichever node runs it, each with an end.

A node that runs a trial writes how far it has come; from the same write it learns that the trial was
cancelled at another node. A trial whose node died has failed once its time is over.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, delete, insert, select, update

from signaling.core.ids import Instant, Milliseconds, PoolId
from signaling.planning.trial import Answer
from signaling.ports import Clock
from signaling.store.audit import Actor, AuditAction, write_audit
from signaling.store.engine import Database
from signaling.store.tables import trial

KEPT = 20
"""So many of the newest trials."""

_ANSWER = TypeAdapter(Answer)


class TrialState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    """It took too long, or its server stopped."""
    CANCELLED = "cancelled"


class TrialRuns(Exception):
    """Another trial of this pool runs. Wait for it, or cancel it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    id: int
    asked_by: str
    asked_at: Instant
    question: str
    """What was asked, as the asker wrote it."""
    state: TrialState
    permille: int
    until: Instant
    ended_at: Instant | None
    answer: Answer | None
    """None also where another version of the program wrote it."""


class Trials:
    """Those of one pool."""

    def __init__(self, database: Database, *, pool: PoolId, clock: Clock) -> None:
        self._database = database
        self._pool = pool
        self._clock = clock

    async def begin(self, question: str, life: Milliseconds, asker: Actor) -> int:
        """Note that a trial begins, which has failed after `life`. Raises `TrialRuns`, `StoreUnavailable`."""
        at = self._clock.now()

        def work(connection: Connection) -> int:
            self._give_up(connection, at)
            if connection.scalar(select(trial.c.id).where(*self._running())) is not None:
                raise TrialRuns
            row = {
                "pool": self._pool, "asked_by": asker.who, "asked_at": at, "question": question,
                "state": TrialState.RUNNING, "permille": 0, "until": at + life,
            }  # fmt: skip
            number: int = connection.execute(insert(trial).returning(trial.c.id), row).scalar_one()
            self._forget(connection)
            write_audit(
                connection, asker, at=at, what=AuditAction.START_TRIAL, given={"trial": number}, rows=0
            )
            return number

        return await self._database.write(work)

    async def note(self, number: int, permille: int) -> bool:
        """Note how far it has come. False: it runs no longer, stop it. Raises `StoreUnavailable`."""
        return await self._change(number, permille=permille)

    async def finish(self, number: int, answer: Answer) -> bool:
        """Keep the answer; False where it came too late. Raises `StoreUnavailable`."""
        return await self._change(
            number,
            state=TrialState.DONE,
            permille=1_000,
            answer=_ANSWER.dump_json(answer).decode(),
            ended_at=self._clock.now(),
        )

    async def fail(self, number: int) -> bool:
        return await self._change(number, state=TrialState.FAILED, ended_at=self._clock.now())

    async def cancel(self, number: int, by: Actor) -> bool:
        """End it without an answer; False where it runs no longer. Raises `StoreUnavailable`."""
        at = self._clock.now()

        def work(connection: Connection) -> bool:
            self._give_up(connection, at)
            done = self._update(connection, number, {"state": TrialState.CANCELLED, "ended_at": at})
            if done:
                given = {"trial": number}
                write_audit(connection, by, at=at, what=AuditAction.CANCEL_TRIAL, given=given, rows=0)
            return done

        return await self._database.write(work)

    async def newest(self) -> Trial | None:
        """The last trial that was begun, as it stands now. Raises `StoreUnavailable`."""
        at = self._clock.now()

        def work(connection: Connection) -> Trial | None:
            columns = (trial.c[name] for name in Trial.__dataclass_fields__)
            query = select(*columns).where(trial.c.pool == self._pool).order_by(trial.c.id.desc()).limit(1)
            row = connection.execute(query).mappings().one_or_none()
            return None if row is None else _as_it_stands(dict(row), at)

        return await self._database.read(work)

    async def _change(self, number: int, **values: Any) -> bool:
        return await self._database.write(lambda connection: self._update(connection, number, values))

    def _update(self, connection: Connection, number: int, values: dict[str, Any]) -> bool:
        changed = connection.execute(
            update(trial).where(trial.c.id == number, *self._running()).values(**values)
        )
        return changed.rowcount == 1

    def _give_up(self, connection: Connection, at: Instant) -> None:
        over = update(trial).where(*self._running(), trial.c.until <= at)
        connection.execute(over.values(state=TrialState.FAILED, ended_at=trial.c.until))

    def _forget(self, connection: Connection) -> None:
        newest = select(trial.c.id).where(trial.c.pool == self._pool).order_by(trial.c.id.desc()).limit(KEPT)
        connection.execute(delete(trial).where(trial.c.pool == self._pool, trial.c.id.not_in(newest)))

    def _running(self) -> tuple[Any, Any]:
        return trial.c.pool == self._pool, trial.c.state == TrialState.RUNNING


def _as_it_stands(row: dict[str, Any], at: Instant) -> Trial:
    """A trial whose time is over has failed, though nobody has written so yet."""
    state, ended = TrialState(row["state"]), row["ended_at"]
    if state is TrialState.RUNNING and at >= row["until"]:
        state, ended = TrialState.FAILED, row["until"]
    return Trial(**{**row, "state": state, "ended_at": ended, "answer": _read(row["answer"])})


def _read(answer: str | None) -> Answer | None:
    if answer is None:
        return None
    try:
        return _ANSWER.validate_json(answer)
    except ValidationError:
        return None
