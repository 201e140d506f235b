"""Which calls of the session log are meant."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, String, and_, bindparam, text

from signaling.core.ids import GuideId, Instant, KioskId, Language, NeighbourhoodId, PoolId, SiteId, Topic
from signaling.core.pool_settings import SECOND
from signaling.core.vocabulary import CallOutcome, Grade
from signaling.store.audit import Filter
from signaling.store.figures import TARGET
from signaling.store.tables import call

LONG_WAIT = 600 * SECOND
"""Nine of ten in every language shall wait no longer."""


class HelpedHow(StrEnum):
    """How a resident and a guide came to understand each other."""

    ASKED = "asked"
    """In the language that was tapped."""
    ALSO = "also"
    """In another one that the resident speaks."""
    SUBSTITUTE = "substitute"
    """In a close language, to which the resident said yes."""
    INTERPRETER = "interpreter"
    """Somebody interpreted between them."""


class TicketPart(StrEnum):
    """What a ticket was to a call."""

    GIVEN = "given"
    """It ended with one."""
    RETURNED = "returned"
    """It began with one."""


class Waited(StrEnum):
    """How long a call waited for a guide, or for its end."""

    WITHIN_TARGET = "within_target"
    """At most `TARGET`."""
    LONGER = "longer"
    """More than `TARGET`."""
    LONG = "long"
    """More than `LONG_WAIT`."""


ENDED = call.c.outcome.is_not(None)
"""Said so in each search of ended calls: the indexes hold these alone."""
OPEN = call.c.state != text("'ended'")

_HOW = {
    how: and_(call.c.how == how, call.c.interpreter.is_(None))
    for how in (HelpedHow.ASKED, HelpedHow.ALSO, HelpedHow.SUBSTITUTE)
} | {HelpedHow.INTERPRETER: call.c.interpreter.is_not(None)}
_TICKET = {
    TicketPart.GIVEN: call.c.outcome == CallOutcome.TICKET_GIVEN,
    TicketPart.RETURNED: call.c.ticket_of.is_not(None),
}
_WAITED = {
    Waited.WITHIN_TARGET: call.c.wait_ms <= TARGET,
    Waited.LONGER: call.c.wait_ms > TARGET,
    Waited.LONG: call.c.wait_ms > text(str(LONG_WAIT)),
}


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
    spoken: Language | None = None
    """The language of resident and guide, whatever was asked for."""
    how: HelpedHow | None = None
    ticket: TicketPart | None = None
    waited: Waited | None = None
    topic: Topic | None = None
    quality: Grade | None = None
    """The worst of both ends."""
    guide: GuideId | None = None
    """Who was rung last, or took it."""

    def given(self) -> Filter:
        """Return the parts that are set, for the audit."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    def clauses(self, pool: PoolId) -> Sequence[ColumnElement[bool]]:
        """What holds for the calls that are meant. `values` are what it says of this filter alone."""
        clauses = [call.c.pool == bindparam("pool", pool, String())]
        if self.since is not None:
            clauses.append(call.c.queued_at >= bindparam("since", self.since, BigInteger()))
        if self.until is not None:
            clauses.append(call.c.queued_at < bindparam("until", self.until, BigInteger()))
        for name in _PLAIN:
            value = getattr(self, name)
            if value is not None:
                clauses.append(call.c[name] == bindparam(name, value, String()))
        if self.how is not None:
            clauses.append(_HOW[self.how])
        if self.ticket is not None:
            clauses.append(_TICKET[self.ticket])
        if self.waited is not None:
            clauses.append(_WAITED[self.waited])
        return clauses

    def values(self, pool: PoolId) -> Mapping[str, Any]:
        """The parameters by which a statement that was made of `shape` is that of this filter."""
        given = {name: getattr(self, name) for name in ("since", "until", *_PLAIN)}
        return {"pool": pool} | {name: value for name, value in given.items() if value is not None}

    def shape(self) -> "LogFilter":
        """The same for all filters whose `clauses` differ in their `values` alone."""
        blank: dict[str, Any] = dict.fromkeys(("since", "until"), 0) | dict.fromkeys(_PLAIN, "")
        return replace(
            self, **{name: value for name, value in blank.items() if getattr(self, name) is not None}
        )


_PLAIN = ("kiosk", "site", "neighbourhood", "language", "outcome", "spoken", "topic", "quality", "guide")
"""Parts that are a column of the same name."""
