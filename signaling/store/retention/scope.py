"""Every table of the store: under which kind of the plan its rows end, or why they are kept.

A table that is in neither list fails a test, so that no record is kept merely because nobody thought of it.
"""

from collections.abc import Mapping
from typing import Final

from signaling.store.retention.receipts import ReceiptKind

PLANNED: Final[Mapping[ReceiptKind, tuple[str, ...]]] = {
    ReceiptKind.CALLS: ("event", "call", "ring", "note"),
    ReceiptKind.NOTES: ("note",),
    ReceiptKind.AUDIT: ("audit", "approval", "staff_version"),
    ReceiptKind.SELF_TESTS: ("self_test",),
    ReceiptKind.SESSIONS: ("staff_session", "enrolment_code", "shift", "errand"),
    ReceiptKind.OPERATIONS: (
        "contact", "server_run", "alarm_notice", "alarm", "webhook_attempt", "trial", "saved_view",
    ),
}  # fmt: skip
"""What a run of each kind destroys. Its receipts count these tables."""

KEPT: Final[Mapping[str, str]] = {
    "snapshot": "The pool as it is now, made anew after each destruction without the calls that are gone.",
    "duty": "Sums of all guides together by day, and who is connected now; nothing of one guide's past.",
    "call_tally": "Counts of days without any call's id: the aggregates that are meant to outlive the calls.",
    "tally_until": "How far those counts reach.",
    "neighbourhood": "A place, as long as the service is there.",
    "site": "A place, as long as the service is there.",
    "kiosk": "A machine that the log names; a revoked one stays, so that its calls keep their place.",
    "staff": "Who the log and the audit name; a closed account cannot sign in and has no session.",
    "second_factor": "Goes with the account: one that is opened again must still ask for its second step.",
    "backup_code": "Goes with the account, each until it is spent.",
    "settings_version": "What was decided and by whom: by which rules calls were served then.",
    "lease": "One row for each duty: who does it now.",
    "webhook": "A receiver until an admin removes it; its attempts have their end.",
    "api_token": "The audit knows machines by these names; a token that is over opens nothing.",
    "alarm_mail": "One row: how far the letters have come.",
    "directory_revision": "One row: a counter.",
    "audit_head": "One row: the end of the audit's chain, without which a cut could not be noticed.",
    "receipt": "The proof of what was destroyed; tells of nobody.",
    "receipt_gap": "The links at both ends of what was cut out of a chain.",
    "receipt_head": "One row: the end of the receipts' chain.",
}

EMPTIED: Final = tuple(dict.fromkeys(table for tables in PLANNED.values() for table in tables))
"""All tables that records are destroyed of, once each."""
