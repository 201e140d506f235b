"""Which kept counts tell how many calls a filter lets through."""

from itertools import permutations

from signaling.core.vocabulary import CallOutcome
from signaling.store.log_filter import LogFilter, TicketPart, Waited
from signaling.store.tally.parts import KEPT_AS, By, Part
from signaling.store.tally.reading import Only

_WAITED = {
    Waited.WITHIN_TARGET: frozenset({Waited.WITHIN_TARGET}),
    Waited.LONGER: frozenset({Waited.LONGER, Waited.LONG}),
    Waited.LONG: frozenset({Waited.LONG}),
}


def grouping_of(chosen: LogFilter) -> tuple[By, Only] | None:
    """By what the counts are kept that `chosen` needs, and which of their groups it lets through; None where
    there are none, so that the calls themselves have to be counted. The period is not looked at.
    """
    wanted = _wanted(chosen)
    if chosen.guide is not None or wanted is None:
        return None
    for by in permutations(wanted):
        if by in KEPT_AS:
            return by, tuple(wanted[part] for part in by)
    return None


def _wanted(chosen: LogFilter) -> dict[Part, frozenset[str]] | None:
    """The values of each part; None where a part would need two at once."""
    plain = {
        Part.KIOSK: chosen.kiosk,
        Part.SITE: chosen.site,
        Part.NEIGHBOURHOOD: chosen.neighbourhood,
        Part.LANGUAGE: chosen.language,
        Part.SPOKEN: chosen.spoken,
        Part.TOPIC: chosen.topic,
        Part.OUTCOME: chosen.outcome,
        Part.HOW: chosen.how,
        Part.QUALITY: chosen.quality,
    }
    wanted = {part: frozenset({str(value)}) for part, value in plain.items() if value is not None}
    if chosen.waited is not None:
        wanted[Part.WAITED] = frozenset(map(str, _WAITED[chosen.waited]))
    if chosen.ticket is TicketPart.RETURNED:
        wanted[Part.WITH_TICKET] = frozenset({"yes"})
    if chosen.ticket is TicketPart.GIVEN:
        if Part.OUTCOME in wanted:
            return None
        wanted[Part.OUTCOME] = frozenset({str(CallOutcome.TICKET_GIVEN)})
    return wanted
