"""What the self-tests of kiosks look like to an admin. Nothing in them is of a resident.

Times are milliseconds since 1970-01-01 UTC.
"""

from signaling.wire.scalars import Id, Instant, Many, Message
from signaling.wire.self_test import CheckReport


class SelfTest(Message):
    at: Instant
    """When the kiosk finished it."""
    sound: bool
    checks: Many[CheckReport]


class KioskSelfTest(Message):
    kiosk: Id
    newest: SelfTest | None
    """None: it never told of one, or not since it was enrolled here."""
    overdue: bool
    """Whether a night has gone by without one."""
    asked_at: Instant | None
    """When a test was asked for that none has answered yet."""


class SelfTestsPage(Message):
    kiosks: Many[KioskSelfTest]
    """Every kiosk of the directory, in its order."""


class SelfTestHistory(Message):
    tests: Many[SelfTest]
    """All that are kept, the newest first."""
