"""Why a command was refused. An illegal command raises one of these and changes nothing.

Refused
├── UnknownKiosk · UnknownGuide · UnknownCall · UnknownLanguage · UnknownTopic · UnknownTicket
├── CallAlreadyOpen · NotYourCall
├── NoSharedLanguage · NobodyFree · CallFull
├── TooLate · NotNow · TicketOver
└── CommandExpired · CommandReused
"""

from typing import ClassVar


class Refused(Exception):
    """The command was understood and may not be done. `id` is stable; clients decide by it."""

    id: ClassVar[str]

    def __init__(self) -> None:
        super().__init__((type(self).__doc__ or "").strip())


class UnknownKiosk(Refused):
    """This kiosk is not connected to the pool."""

    id = "unknown_kiosk"


class UnknownGuide(Refused):
    """This guide is not signed on."""

    id = "unknown_guide"


class UnknownCall(Refused):
    """There is no open call with this id."""

    id = "unknown_call"


class UnknownLanguage(Refused):
    """This language is not offered here."""

    id = "unknown_language"


class UnknownTopic(Refused):
    """This topic, outcome or referral is not on the municipality's list."""

    id = "unknown_topic"


class CallAlreadyOpen(Refused):
    """This kiosk already has an open call."""

    id = "call_already_open"


class NotYourCall(Refused):
    """This call belongs to other parties."""

    id = "not_your_call"


class NoSharedLanguage(Refused):
    """The guide does not speak the language of this call."""

    id = "no_shared_language"


class NobodyFree(Refused):
    """Nobody who could join is free at this moment."""

    id = "nobody_free"


class CallFull(Refused):
    """This call has as many parties as it can have."""

    id = "call_full"


class TooLate(Refused):
    """The ring is no longer yours to answer."""

    id = "too_late"


class NotNow(Refused):
    """This cannot be done in the present state."""

    id = "not_now"


class UnknownTicket(Refused):
    """No ticket has this number, or it was used already."""

    id = "unknown_ticket"


class TicketOver(Refused):
    """This ticket was for an earlier time."""

    id = "ticket_over"


class CommandExpired(Refused):
    """The command came after its expiry."""

    id = "command_expired"


class CommandReused(Refused):
    """The command's id was used before for something else."""

    id = "command_reused"
