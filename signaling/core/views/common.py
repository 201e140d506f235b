"""What kiosks and desks are both shown: who takes part in a call."""

from dataclasses import dataclass

from signaling.core.ids import GuideId, Role
from signaling.core.pool import Call
from signaling.core.vocabulary import PartyState


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLine:
    """One party of a call besides the kiosk, whose number is 0."""

    epoch: int
    """The number by which relay and media reports name the party."""
    role: Role
    guide: GuideId
    state: PartyState


def parties_of(call: Call) -> tuple[PartyLine, ...]:
    guests = (
        PartyLine(epoch=guest.epoch, role=guest.role, guide=guest.guide, state=guest.state)
        for guest in call.guests
    )
    if call.desk is None:
        return tuple(guests)
    lead = PartyLine(epoch=call.epoch, role=Role.GUIDE, guide=call.desk, state=_lead_state(call))
    return tuple(sorted((lead, *guests), key=lambda line: line.epoch))


def _lead_state(call: Call) -> PartyState:
    if call.guide is None:
        return PartyState.RINGING
    return PartyState.PRESENT if call.live_since is not None else PartyState.JOINING
