"""The plan of retention: how long each kind of record is kept, and which decision says so."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from signaling.core.ids import Instant
from signaling.days import day_of, start_of
from signaling.store.retention.receipts import ReceiptKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Records of this kind are destroyed `days` whole days after the day that they are of."""

    kind: ReceiptKind
    days: int | None
    """None: they are kept, for want of a decision."""
    decision: str

    def due(self, now: Instant, zone: ZoneInfo) -> Instant | None:
        """What is older than this instant must go: the beginning of a day of the municipality."""
        return None if self.days is None else start_of(day_of(now, zone) - timedelta(days=self.days), zone)

    def goes_on(self, at: Instant, zone: ZoneInfo) -> date | None:
        """The day on which a record of `at` is destroyed."""
        return None if self.days is None else day_of(at, zone) + timedelta(days=self.days + 1)
