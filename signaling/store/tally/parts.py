"""By what calls are counted: single parts, and those pairs of parts that people ask for together.

Who the guide was is not among them. Counts are kept for longer than calls, and say nothing of one member of
the staff.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, String, case, cast, func, literal

from signaling.core.pool_settings import MINUTE
from signaling.store.figures import TARGET
from signaling.store.log_filter import LONG_WAIT, HelpedHow, Waited
from signaling.store.tables import call

HOUR: Final = 60 * MINUTE


class Part(StrEnum):
    """What a call is told apart by. A part that a call does not have is the empty text."""

    KIOSK = "kiosk"
    SITE = "site"
    NEIGHBOURHOOD = "neighbourhood"
    LANGUAGE = "language"
    SPOKEN = "spoken"
    TOPIC = "topic"
    OUTCOME = "outcome"
    HOW = "how"
    """A `HelpedHow`."""
    WAITED = "waited"
    """A `Waited`; here `LONGER` leaves out what was `LONG`."""
    QUALITY = "quality"
    """A `Grade`: the worst of both ends."""
    WITH_TICKET = "with_ticket"
    """``yes`` where it began with a ticket."""
    HOUR = "hour"
    """Of the week, in the municipality's own time: ``0-08`` is Monday from eight to nine."""


By = tuple[Part, ...]
"""No part at all: all calls together."""
Group = tuple[str, ...]
"""The values of the parts, in their order."""

ALL: Final[By] = ()
KEPT_AS: Final[Mapping[By, str]] = {
    by: "+".join(by)
    for by in (
        ALL,
        *((part,) for part in Part),
        (Part.KIOSK, Part.LANGUAGE),
        (Part.KIOSK, Part.OUTCOME),
        (Part.KIOSK, Part.QUALITY),
        (Part.LANGUAGE, Part.NEIGHBOURHOOD),
        (Part.LANGUAGE, Part.OUTCOME),
        (Part.LANGUAGE, Part.WAITED),
        (Part.LANGUAGE, Part.HOUR),
        (Part.NEIGHBOURHOOD, Part.OUTCOME),
    )
}
"""What the counts of past days are kept by, and as what. Another pair costs a row for each of its values and
day.
"""

COLUMNS: Final[Mapping[Part, ColumnElement[str]]] = {
    Part.KIOSK: call.c.kiosk,
    Part.SITE: call.c.site,
    Part.NEIGHBOURHOOD: call.c.neighbourhood,
    Part.LANGUAGE: call.c.language,
    Part.SPOKEN: func.coalesce(call.c.spoken, ""),
    Part.TOPIC: func.coalesce(call.c.topic, ""),
    Part.OUTCOME: func.coalesce(call.c.outcome, ""),
    Part.HOW: case(
        (call.c.interpreter.is_not(None), literal(HelpedHow.INTERPRETER.value)),
        else_=func.coalesce(call.c.how, ""),
    ),
    Part.WAITED: case(
        (call.c.wait_ms <= TARGET, literal(Waited.WITHIN_TARGET.value)),
        (call.c.wait_ms <= LONG_WAIT, literal(Waited.LONGER.value)),
        (call.c.wait_ms.is_not(None), literal(Waited.LONG.value)),
        else_=literal(""),
    ),
    Part.QUALITY: func.coalesce(call.c.quality, ""),
    Part.WITH_TICKET: case((call.c.ticket_of.is_not(None), literal("yes")), else_=literal("")),
    Part.HOUR: cast(call.c.queued_at // HOUR, String),
}
"""Each part of a row of `call`. That of `HOUR` is the hour since 1970, which `counting` makes local."""
