"""Deeds for which a municipality wants two admins: one asks, another one approves, in time.

`FILES` is the rule for everything that can be taken out of the house, in one place. A route that gives a file
and is not in it fails a test.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from guide_server.http.problems import SecondPairNeeded
from signaling.core.ids import Milliseconds
from signaling.store.approvals import Approval, Approvals, Deed, Given, NotApproved
from signaling.store.audit import Actor

DAY: Milliseconds = 24 * 3_600_000


class Taken(StrEnum):
    """How a file may be taken where a municipality wants two admins for exports."""

    BY_TWO = "by_two"
    """Another admin approves just this file first."""
    AGGREGATED = "aggregated"
    """At once: then it has nothing from which a count under five or one guide's hours follow, even for an
    admin.
    """
    ONE_CALL = "one_call"
    """At once: one call by its id, which whoever has a right to it is given. The audit has it as such."""


FILES: Final[Mapping[str, Taken]] = {
    "/api/log.csv": Taken.BY_TWO,
    "/api/log.json": Taken.BY_TWO,
    "/api/log.xlsx": Taken.BY_TWO,
    "/api/statistics.csv": Taken.AGGREGATED,
    "/api/planning.csv": Taken.AGGREGATED,
    "/api/register/{call}": Taken.ONE_CALL,
}
"""The board, the readings and the pages of figures give no file. Equal service has none of its own."""


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

    @property
    def only_aggregates(self) -> bool:
        """Whether a file that nobody approves must give no single call away (`Taken.AGGREGATED`)."""
        return self.needed(Deed.EXPORT)

    def files_of_months(self, *, reads_calls: bool) -> bool:
        """Whether a file of figures is of whole months only, as it is for who may not read the log."""
        return self.only_aggregates or not reads_calls

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
