"""What the list of alarms gives.

Times are milliseconds since 1970-01-01 UTC unless a field is a date.
"""

from signaling.store.alarms import AlarmKind
from signaling.wire.scalars import Instant, Many, Message


class AlarmLine(Message):
    kind: AlarmKind
    subject: str
    """The id of the kiosk, the language or the webhook that it is about; empty where it is the service."""
    name: str
    """What people call the subject; a language by its tag."""
    since: Instant
    until: Instant | None
    """Null while it lasts."""


class AlarmPage(Message):
    lasting: Many[AlarmLine]
    """The newest first."""
    over: Many[AlarmLine]
    """The last ones that ended."""
    mailed: bool
    """Whether notices are sent by e-mail to anybody."""
