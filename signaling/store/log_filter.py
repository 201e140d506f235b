"""Which calls of the session log are meant."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement

from signaling.core.ids import Instant, KioskId, Language, NeighbourhoodId, PoolId, SiteId
from signaling.core.vocabulary import CallOutcome
from signaling.store.audit import Filter
from signaling.store.tables import call


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """Every part narrows. The period is of `queued_at`: `since` is in it, `until` is not."""

    since: Instant | None = None
    until: Instant | None = None
    kiosk: KioskId | None = None
    site: SiteId | None = None
    neighbourhood: NeighbourhoodId | None = None
    language: Language | None = None
    outcome: CallOutcome | None = None

    def given(self) -> Filter:
        """Return the parts that are set, for the audit."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    def clauses(self, pool: PoolId) -> Sequence[ColumnElement[bool]]:
        clauses = [call.c.pool == pool]
        if self.since is not None:
            clauses.append(call.c.queued_at >= self.since)
        if self.until is not None:
            clauses.append(call.c.queued_at < self.until)
        for column, value in (
            (call.c.kiosk, self.kiosk),
            (call.c.site, self.site),
            (call.c.neighbourhood, self.neighbourhood),
            (call.c.language, self.language),
            (call.c.outcome, self.outcome),
        ):
            if value is not None:
                clauses.append(column == value)
        return clauses
