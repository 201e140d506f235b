"""What kiosks and desks are both shown: who takes part in a call."""

from dataclasses import dataclass
from operator import attrgetter

from signaling.core.ids import GuideId, Role
from signaling.core.pool import Call
from signaling.core.vocabulary import PartyState

_BY_NUMBER = attrgetter("epoch")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLine:
    """One party of a call besides the kiosk, whose number is 0."""

    epoch: int
    """The number by which relay and media reports name the party."""
    role: Role
    guide: GuideId
    state: PartyState


def parties_of(call: Call) -> tuple[PartyLine, ...]:
    lines = [
        PartyLine(epoch=guest.epoch, role=guest.role, guide=guest.guide, state=guest.state)
        for guest in call.guests
    ]
    if call.desk is not None:
        lines.append(PartyLine(epoch=call.epoch, role=Role.GUIDE, guide=call.desk, state=_lead_state(call)))
        lines.sort(key=_BY_NUMBER)
    return tuple(lines)


def _lead_state(call: Call) -> PartyState:
    if call.guide is None:
        return PartyState.RINGING
    return PartyState.PRESENT if call.live_since is not None else PartyState.JOINING
