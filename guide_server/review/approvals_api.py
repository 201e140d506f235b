"""Requests that wait for a second pair of eyes: who asked for what, and the verdict of another admin."""

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from guide_server.http import problems
from guide_server.http.access import Access
from guide_server.http.endpoint import Asked, Endpoint, Nothing
from guide_server.http.problems import NotFound, NotNow, OwnRequest
from guide_server.retention_wish import RetentionWish, carry_out
from guide_server.review.models import ApprovalPage, ApprovalRow, ApprovalVerdict
from signaling.areas import InvalidArea
from signaling.core.ids import CallId
from signaling.ports import Clock
from signaling.settings_in_force import SettingsInForce
from signaling.store.approvals import (
    Approval,
    Approvals,
    ApprovalState,
    Deed,
    NotApproved,
    NotWaiting,
    OwnApproval,
    UnknownApproval,
)
from signaling.store.audit import Actor, AuditAction, Looks
from signaling.store.retention.destroy import ChainBroken
from signaling.store.retention.register import CallErased, CallOpen, Ground, Register, UnknownCall
from signaling.store.settings_versions import SettingsChanged
from signaling.store.staff import Reason, Staff, StaffChange, UnknownStaff


class ApprovalsApi:
    def __init__(
        self,
        *,
        approvals: Approvals,
        register: Register,
        staff: Staff,
        in_force: SettingsInForce,
        looks: Looks,
        clock: Clock,
    ) -> None:
        self._approvals = approvals
        self._register = register
        self._staff = staff
        self._in_force = in_force
        self._looks = looks
        self._clock = clock

    async def read_approvals(self, asked: Asked[Nothing]) -> ApprovalPage:
        """List the newest requests for a second pair of eyes."""
        rows = await self._approvals.newest()
        await self._looks.note(asked.who.staff, AuditAction.READ_APPROVALS, rows=len(rows))
        people = {account.id: account.name for account in await self._staff.accounts()}
        return ApprovalPage(rows=tuple(self._row(row, asked.who.staff, people) for row in rows))

    async def decide(self, asked: Asked[ApprovalVerdict]) -> ApprovalRow:
        """Approve or refuse what another admin asked for; all but exports are then done at once."""
        number, by = int(asked.path("approval")), Actor(who=asked.who.staff)
        approve = asked.question.approve
        try:
            decided = await self._approvals.decide(number, approve=approve, by=by)
            if approve and decided.what is not Deed.EXPORT:
                decided = await self._do(decided)
        except (UnknownApproval, UnknownStaff, UnknownCall):
            raise NotFound from None
        except CallErased:
            raise problems.Erased from None
        except OwnApproval:
            raise OwnRequest from None
        except (NotWaiting, NotApproved, CallOpen, ChainBroken, SettingsChanged, InvalidArea):
            raise NotNow from None
        people = {account.id: account.name for account in await self._staff.accounts()}
        return self._row(decided, asked.who.staff, people)

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint("GET", "/api/approvals", Access.ADMIN, self.read_approvals),
            Endpoint("POST", r"/api/approvals/{approval:\d{1,9}}/verdict", Access.ADMIN, self.decide),
        )

    async def _do(self, decided: Approval) -> Approval:
        """The request is used before the deed: if that fails, it has to be asked for again."""
        by = Actor(who=decided.asked_by)
        used = await self._approvals.use(decided.id, decided.what, decided.given, by=by.who)
        given = {name: str(value) for name, value in decided.given.items()}
        match decided.what:
            case Deed.ROLES:
                change = StaffChange(roles=given["roles"].split())
                undoes = int(given["undoes"]) if "undoes" in given else None
                reason = Reason(undoes=undoes, approved_by=decided.decided_by)
                asked = replace(by, why=decided.why)
                await self._staff.change(given["staff"], change, by=asked, reason=reason)
            case Deed.ERASURE:
                await self._register.erase(CallId(given["call"]), Ground(given["ground"]), by=by)
            case Deed.RETENTION:
                await carry_out(RetentionWish.read(decided.given), self._in_force, by=by)
            case Deed.EXPORT:
                pass  # Whoever asked for it fetches it.
            case _:
                assert_never(decided.what)
        return used

    def _row(self, row: Approval, who: str, people: Mapping[str, str]) -> ApprovalRow:
        about = str(row.given.get("staff", ""))
        return ApprovalRow(
            id=row.id,
            at=row.at,
            until=row.until,
            asked_by=people.get(row.asked_by, row.asked_by),
            own=row.asked_by == who,
            what=row.what,
            given=dict(row.given),
            about=people.get(about, about),
            why=row.why,
            state=ApprovalState(row.state(self._clock.now())),
            decided_at=row.decided_at,
            decided_by=None if row.decided_by is None else people.get(row.decided_by, row.decided_by),
        )
