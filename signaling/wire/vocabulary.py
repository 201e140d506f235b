"""The closed lists on the wire. The same words as in the core's vocabulary: a test holds the two together."""

from typing import Literal

from typing_extensions import TypeAliasType

PartyRole = TypeAliasType("PartyRole", Literal["guide", "interpreter", "colleague", "leader"])
"""What a party is in a call, besides the kiosk. The `guide` leads the call, a `leader` the guides."""
GuestRole = TypeAliasType("GuestRole", Literal["interpreter", "colleague"])
PartyState = TypeAliasType("PartyState", Literal["ringing", "joining", "present"])
PassReason = TypeAliasType(
    "PassReason", Literal["not_ready", "language", "conflict_of_interest", "technical", "other"]
)
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
        "ticket_given",
        "recovered_unknown",
    ],
)
Mood = TypeAliasType("Mood", Literal["good", "fair", "poor"])
Grade = TypeAliasType("Grade", Literal["good", "fair", "audio_only", "poor", "none"])
"""How sound and picture come through to one end of a talk; `audio_only` while the picture rests."""
ChoiceKind = TypeAliasType(
    "ChoiceKind", Literal["keep_waiting", "also", "substitute", "interpreter", "ticket", "phone"]
)
"""What a resident who waits can choose on the screen."""
Level = TypeAliasType("Level", Literal["basic", "good", "fluent"])
Mode = TypeAliasType("Mode", Literal["speak", "sign"])
How = TypeAliasType("How", Literal["asked", "also", "substitute"])
"""How a language came to be one that the resident is helped in: `substitute` is a close one, agreed to."""
GuideStatus = TypeAliasType(
    "GuideStatus", Literal["offline", "available", "ringing", "in_call", "wrap_up", "away"]
)
ChosenStatus = TypeAliasType("ChosenStatus", Literal["available", "away", "offline"])
"""What a guide can choose; the other statuses come and go with calls."""
AwayReason = TypeAliasType(
    "AwayReason", Literal["break", "lunch", "meeting", "other_work", "missed_ring", "by_admin"]
)
ChosenReason = TypeAliasType("ChosenReason", Literal["break", "lunch", "meeting", "other_work"])
"""Why a guide chose to be away; `missed_ring` and `by_admin` are not for guides to set."""
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
        "no_shared_language",
        "nobody_free",
        "call_full",
        "unknown_ticket",
        "ticket_over",
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
        "no_test_guide",
    ],
)
