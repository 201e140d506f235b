"""Deeds for which a municipality wants two admins: one asks, another one approves, in time."""

from dataclasses import dataclass, field

from guide_server.http.problems import SecondPairNeeded
from signaling.core.ids import Milliseconds
from signaling.store.approvals import Approval, Approvals, Deed, Given, NotApproved
from signaling.store.audit import Actor

DAY: Milliseconds = 24 * 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FourEyesRule:
    """For which deeds, and how long a request is good."""

    deeds: frozenset[Deed] = field(default_factory=frozenset)
    deadline: Milliseconds = DAY


class FourEyes:
    def __init__(self, approvals: Approvals, rule: FourEyesRule) -> None:
        self._approvals = approvals
        self._rule = rule

    def needed(self, deed: Deed) -> bool:
        return deed in self._rule.deeds

    async def ask(self, deed: Deed, given: Given, *, by: Actor) -> Approval:
        """Ask for the deed, which whoever calls this then leaves undone."""
        return await self._approvals.ask(deed, given, by=by, life=self._rule.deadline)

    async def let_through(self, deed: Deed, given: Given, *, by: str, approval: int | None) -> None:
        """Raises `SecondPairNeeded` where the deed needs a request that was approved, and this is none."""
        if not self.needed(deed):
            return
        if approval is None:
            raise SecondPairNeeded
        try:
            await self._approvals.use(approval, deed, given, by=by)
        except NotApproved:
            raise SecondPairNeeded from None
