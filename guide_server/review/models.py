"""What retention, the register and requests for a second pair of eyes take and give.

Times are milliseconds since 1970-01-01 UTC unless a field is a date.
"""

from datetime import date

from guide_server.http.endpoint import Query, RowNumber
from guide_server.period import Purpose
from signaling.store.approvals import ApprovalState, Deed
from signaling.store.retention.receipts import ReceiptKind
from signaling.store.retention.register import Ground
from signaling.wire.scalars import Count, Instant, Many, Message

Record = dict[str, str | int | bool | None]
"""One row of a table, by column."""
Rows = Many[Record]


class KeptKind(Message):
    """One kind of record under the plan."""

    kind: ReceiptKind
    days: Count | None
    """After so many whole days it is destroyed; null: it is kept, for want of a decision."""
    decision: str
    due: dict[str, Count]
    """What is over its time at this moment, by table; the job looks every ten minutes."""
    next: date | None
    """The day on which the oldest that is kept is destroyed."""


class ReceiptRow(Message):
    """What was destroyed. It tells of nobody."""

    id: Count
    at: Instant
    kind: ReceiptKind
    until: Instant | None
    """What was older than this is gone; null where it was one call."""
    counts: dict[str, Count]
    decision: str
    who: str
    why: str


class ProvedChain(Message):
    """What became of reading a hash chain from its beginning."""

    name: str
    rows: Count
    destroyed: Count
    newest: str
    """The last row's number and link: note it down somewhere else."""
    broken: str | None


class Proof(Message):
    running: bool
    at: Instant | None
    """When the chains were last read; null: not since this server started."""
    chains: Many[ProvedChain]


class ReviewPage(Message):
    plan: Many[KeptKind]
    receipts: Many[ReceiptRow]
    proof: Proof


class ReceiptsBefore(Query):
    before: RowNumber | None = None


class Receipts(Message):
    """The newest receipts, or those older than `before`."""

    receipts: Many[ReceiptRow]


class RegisterReading(Query):
    """One call, given out."""

    why: Purpose = Purpose.PUBLIC_RECORDS_REQUEST


class RegisterExtract(Message):
    """All that is kept of one call, column by column as the tables have it."""

    call: Record
    rings: Rows
    entries: Rows
    """Of the journal."""
    notes: Rows
    readings: Rows
    """Who read of this call by its id, and why."""
    destroyed_on: date | None
    """When the plan destroys it; null: never, for want of a decision."""


class ErasureWish(Message):
    ground: Ground


class Erasure(Message):
    receipt: ReceiptRow | None
    """Null where another admin has to approve it first."""
    approval: Count | None


class ApprovalRow(Message):
    """A request for a second pair of eyes, and what became of it."""

    id: Count
    at: Instant
    until: Instant
    asked_by: str
    own: bool
    """Whether whoever looks asked for it: then somebody else decides."""
    what: Deed
    given: dict[str, str | int]
    about: str
    """Whom it concerns, by name, where it is about an account."""
    why: str
    state: ApprovalState
    decided_at: Instant | None
    decided_by: str | None


class ApprovalPage(Message):
    rows: Many[ApprovalRow]


class ApprovalVerdict(Message):
    approve: bool
