"""Requests that wait for a second pair of eyes: what one admin asks for, another one approves in time.

A request is for exactly one deed, written down with all that it is to do. It ends by a verdict or by its
deadline, and an approved one is used once, before that deadline. Each step leaves a row in the audit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select, update

from signaling.core.ids import CallId, Instant, Milliseconds
from signaling.ports import Clock
from signaling.store.audit import Actor, AuditAction, write_audit
from signaling.store.engine import Database
from signaling.store.retention.receipts import subject_of
from signaling.store.tables import approval

Given = Mapping[str, str | int]
MOST_SHOWN = 50


class Deed(StrEnum):
    """What may need two admins."""

    EXPORT = "export"
    ROLES = "roles"
    ERASURE = "erasure"
    RETENTION = "retention"
    """A plan by which something is destroyed sooner."""


class ApprovalState(StrEnum):
    WAITS = "waits"
    APPROVED = "approved"
    """And not used yet."""
    REFUSED = "refused"
    DONE = "done"
    EXPIRED = "expired"
    """Its deadline came first: before a verdict, or before it was used."""


class UnknownApproval(Exception):
    """There is no such request."""


class OwnApproval(Exception):
    """Nobody approves what they asked for themselves."""


class NotWaiting(Exception):
    """The request has its verdict, or its time is over."""


class NotApproved(Exception):
    """There is no approved request of this person for just this, or it was used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    id: int
    at: Instant
    until: Instant
    asked_by: str
    what: Deed
    given: Given
    why: str
    decided_at: Instant | None
    decided_by: str | None
    approved: bool | None
    used_at: Instant | None

    def state(self, now: Instant) -> ApprovalState:
        if self.used_at is not None:
            return ApprovalState.DONE
        if self.approved is False:
            return ApprovalState.REFUSED
        if now >= self.until:
            return ApprovalState.EXPIRED
        return ApprovalState.APPROVED if self.approved else ApprovalState.WAITS


class Approvals:
    """All functions raise `StoreUnavailable` where the database does not answer."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def ask(self, what: Deed, given: Given, *, by: Actor, life: Milliseconds) -> Approval:
        """Ask for one deed; the request is void after `life`."""
        at = self._clock.now()
        row = {
            "at": at,
            "until": at + life,
            "asked_by": by.who,
            "what": what,
            "given": dict(given),
            "why": by.why,
        }

        def write(connection: Connection) -> Approval:
            added = insert(approval).values(row).returning(approval.c.id)
            number: int = connection.scalars(added).one()
            told = {"approval": number, "for": what.value}
            write_audit(connection, by, at=at, what=AuditAction.ASK_APPROVAL, given=told, rows=1)
            return _one(connection, number)

        return await self._database.write(write)

    async def newest(self) -> tuple[Approval, ...]:
        """The newest requests, whatever became of them."""
        query = select(approval).order_by(approval.c.id.desc()).limit(MOST_SHOWN)
        return await self._database.read(
            lambda connection: tuple(_approval(dict(row)) for row in connection.execute(query).mappings())
        )

    async def decide(self, number: int, *, approve: bool, by: Actor) -> Approval:
        """Give the verdict. Raises `UnknownApproval`, `OwnApproval` and `NotWaiting`."""
        at = self._clock.now()

        def write(connection: Connection) -> Approval:
            asked = _one(connection, number, lock=True)
            if asked.asked_by == by.who:
                raise OwnApproval(number)
            if asked.state(at) is not ApprovalState.WAITS:
                raise NotWaiting(number)
            values: dict[str, Any] = {"decided_at": at, "decided_by": by.who, "approved": approve}
            connection.execute(update(approval).where(approval.c.id == number).values(values))
            told = {"approval": number, "for": asked.what.value, "approved": "yes" if approve else "no"}
            write_audit(connection, by, at=at, what=AuditAction.DECIDE_APPROVAL, given=told, rows=1)
            return _one(connection, number)

        return await self._database.write(write)

    async def use(self, number: int, what: Deed, given: Given, *, by: str) -> Approval:
        """Spend an approved request on just what it was for. Raises `NotApproved`."""
        at = self._clock.now()

        def spend(connection: Connection) -> Approval:
            try:
                asked = _one(connection, number, lock=True)
            except UnknownApproval:
                raise NotApproved(number) from None
            same = (asked.what, asked.asked_by, dict(asked.given)) == (what, by, dict(given))
            if not same or asked.state(at) is not ApprovalState.APPROVED:
                raise NotApproved(number)
            left = _left_of(asked)
            values = {"used_at": at, "given": dict(left)}
            connection.execute(update(approval).where(approval.c.id == number).values(values))
            return replace(asked, used_at=at, given=left)

        return await self._database.write(spend)


def _left_of(asked: Approval) -> Given:
    """What the request keeps once it is done: of a call that is erased not even the id."""
    if asked.what is not Deed.ERASURE:
        return asked.given
    return {**asked.given, "call": subject_of(CallId(str(asked.given["call"])))}


def _one(connection: Connection, number: int, *, lock: bool = False) -> Approval:
    query = select(approval).where(approval.c.id == number)
    row = connection.execute(query.with_for_update() if lock else query).mappings().one_or_none()
    if row is None:
        raise UnknownApproval(number)
    return _approval(dict(row))


def _approval(row: dict[str, Any]) -> Approval:
    return Approval(**{**row, "what": Deed(row["what"])})
