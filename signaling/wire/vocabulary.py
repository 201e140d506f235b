"""The closed lists on the wire. The same words as in the core's vocabulary: a test holds the two together."""

from typing import Literal

from typing_extensions import TypeAliasType

PartyRole = TypeAliasType("PartyRole", Literal["kiosk", "guide"])
CallState = TypeAliasType(
    "CallState", Literal["waiting", "held", "ringing", "connecting", "live", "interrupted", "ended"]
)
CallOutcome = TypeAliasType(
    "CallOutcome",
    Literal[
        "completed",
        "abandoned_waiting",
        "abandoned_ringing",
        "no_guide_available",
        "outside_hours",
        "wait_limit",
        "setup_failed",
        "guide_lost",
        "kiosk_lost",
        "ended_by_admin",
        "rejected_overload",
        "recovered_unknown",
    ],
)
GuideStatus = TypeAliasType(
    "GuideStatus", Literal["offline", "available", "ringing", "in_call", "wrap_up", "away"]
)
ChosenStatus = TypeAliasType("ChosenStatus", Literal["available", "away", "offline"])
"""What a guide can choose; the other statuses come and go with calls."""
AwayReason = TypeAliasType("AwayReason", Literal["break", "lunch", "meeting", "other_work", "missed_ring"])
ChosenReason = TypeAliasType("ChosenReason", Literal["break", "lunch", "meeting", "other_work"])
"""Why a guide chose to be away; `missed_ring` is the server's to set."""
ErrorCategory = TypeAliasType("ErrorCategory", Literal["refused", "invalid", "identity", "busy"])
"""What to do about an error.

`refused`: understood and not done; show the new view. `invalid`: a fault of the sender; do not repeat.
`identity`: who you are does not count (any more); do not reconnect without a change. `busy`: the same again
later may work.
"""
ErrorId = TypeAliasType(
    "ErrorId",
    Literal[
        "unknown_kiosk",
        "unknown_guide",
        "unknown_call",
        "unknown_language",
        "unknown_topic",
        "call_already_open",
        "not_your_call",
        "too_late",
        "not_now",
        "command_expired",
        "command_reused",
        "malformed",
        "too_large",
        "unknown_event",
        "not_allowed",
        "unauthenticated",
        "revoked",
        "superseded",
        "rate_limited",
        "unavailable",
        "draining",
        "relay_closed",
        "too_slow",
        "unresponsive",
        "bad_code",
    ],
)
