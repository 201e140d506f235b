"""What signing in and one's own account take and give.

Times are milliseconds since 1970-01-01 UTC unless a field is a date.
"""

from typing import Annotated

from pydantic import StringConstraints

from guide_server.http.access import StaffRole
from guide_server.sign_in.passwords import LONGEST, SHORTEST
from signaling.wire.scalars import Count, Id, Instant, Many, Message

Login = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._@-]*$", min_length=2, max_length=64)]


Password = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]


Next = Annotated[str, StringConstraints(max_length=500)]
"""The page that was asked for before; followed only where it is one of ours and allowed."""


OneTimeCode = Annotated[str, StringConstraints(max_length=40)]


NewPassword = Annotated[str, StringConstraints(min_length=SHORTEST, max_length=LONGEST)]


class SignIn(Message):
    login: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    password: Password
    code: OneTimeCode | None = None
    """Where the account has a second step: from the telephone, or a backup code."""
    next: Next = ""


class WaysIn(Message):
    """How one can sign in here, besides login and password."""

    provider: bool
    """Whether an account of the identity provider will do."""
    button: str | None
    """What the button for it says; null: the page's own words."""


class Me(Message):
    """Who is signed in."""

    staff: Id
    login: str
    name: str
    roles: Many[StaffRole]
    csrf: str
    """To be sent as X-CSRF-Token with every request that changes something."""
    expires: Instant
    """When the session ends at the latest."""
    zone: str
    """The municipality's time zone, as the IANA data base names it: by whose clock the pages tell times."""


class Welcome(Message):
    me: Me
    go_to: str
    """Where to go now: a path on this server."""


class OwnAccount(Message):
    """How I sign in."""

    password: bool
    """Whether a password of ours opens the account."""
    second_step_since: Instant | None
    backup_codes: Count
    """How many are left."""


class NewOwnPassword(Message):
    old: Password
    new: NewPassword


class OwnPassword(Message):
    password: Password


class OfferedKey(Message):
    """For the telephone. Counts only once a code of it was given back."""

    key: str
    """To be typed where the code cannot be seen."""
    qr: Many[str]
    """The rows of the QR code, `1` for dark, without the quiet zone."""


class FirstCode(Message):
    code: OneTimeCode


class BackupCodes(Message):
    """Shown once: only hashes are kept."""

    codes: Many[str]
