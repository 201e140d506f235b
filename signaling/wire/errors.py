"""Everything that can go wrong between a client and the server: its stable id, its category and a sentence.

refused    what the core refuses: the ids of `signaling.core.errors`; `relay_closed` and `no_test_guide`
invalid    malformed · too_large · unknown_event · not_allowed · bad_code
identity   unauthenticated · revoked · superseded
busy       rate_limited · unavailable · draining · too_slow · unresponsive
"""

from signaling.wire.messages import Closing, Failed, Problem
from signaling.wire.vocabulary import ErrorCategory, ErrorId

_ERRORS: dict[ErrorId, tuple[ErrorCategory, str]] = {
    "unknown_kiosk": ("refused", "This kiosk is not connected to the pool."),
    "unknown_guide": ("refused", "This guide is not signed on."),
    "unknown_call": ("refused", "There is no open call with this id."),
    "unknown_language": ("refused", "This language is not offered here."),
    "unknown_topic": ("refused", "This topic, outcome or referral is not on the municipality's list."),
    "no_shared_language": ("refused", "The guide does not speak the language of this call."),
    "nobody_free": ("refused", "Nobody who could join is free at this moment."),
    "call_full": ("refused", "This call has as many parties as it can have."),
    "unknown_ticket": ("refused", "No ticket has this number, or it was used already."),
    "ticket_over": ("refused", "This ticket was for an earlier time."),
    "call_already_open": ("refused", "This kiosk already has an open call."),
    "not_your_call": ("refused", "This call belongs to other parties."),
    "too_late": ("refused", "The ring is no longer yours to answer."),
    "not_now": ("refused", "This cannot be done in the present state."),
    "command_expired": ("refused", "The command came after its expiry."),
    "command_reused": ("refused", "The command's id was used before for something else."),
    "relay_closed": ("refused", "Nothing is relayed for this call and epoch between these parties."),
    "no_test_guide": ("refused", "No test guide can answer at this server."),
    "malformed": ("invalid", "The message is not of the form that the protocol states."),
    "too_large": ("invalid", "The message is longer than the protocol allows."),
    "unknown_event": ("invalid", "There is no event of this name."),
    "not_allowed": ("invalid", "This is another role's to say."),
    "bad_code": ("invalid", "The enrolment code is unknown, spent or too old."),
    "unauthenticated": ("identity", "Who is connecting could not be established."),
    "revoked": ("identity", "This identity was withdrawn."),
    "superseded": ("identity", "The same identity connected from elsewhere; the newest counts."),
    "rate_limited": ("busy", "Too much at once."),
    "unavailable": ("busy", "The server cannot write this down at present."),
    "draining": ("busy", "This server is about to stop; connect again."),
    "too_slow": ("busy", "Messages were not read fast enough."),
    "unresponsive": ("busy", "No heartbeat came for too long."),
}


class Faulted(Exception):
    """Something cannot be done for the reason `problem`, which goes to the client as it is."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.id)
        self.problem = problem


def problem(error: ErrorId, *, retry_after: int | None = None) -> Problem:
    """What a client is told. `retry_after`: milliseconds until the same may work."""
    category, message = _ERRORS[error]
    return Problem(id=error, category=category, message=message, retry_after=retry_after)


def failed(error: ErrorId, *, retry_after: int | None = None) -> Failed:
    return Failed(error=problem(error, retry_after=retry_after))


def closing(error: ErrorId) -> Closing:
    return Closing(error=problem(error))


def faulted(error: ErrorId, *, retry_after: int | None = None) -> Faulted:
    return Faulted(problem(error, retry_after=retry_after))
