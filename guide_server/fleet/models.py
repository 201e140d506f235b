"""What the fleet of kiosks looks like to whoever looks after it.

Times are milliseconds since 1970-01-01 UTC unless a field is a date.
"""

from datetime import date

from signaling.wire.scalars import Count, Id, Instant, Many, Message, Milliseconds


class DarkTime(Message):
    """Of some time up to now: how long it was open at the kiosk, by the rules in force then, and how long of
    that it had no contact.
    """

    open: Milliseconds
    """Counted from the kiosk's first contact on: before that it was not there to be dark."""
    dark: Milliseconds
    """While a server ran."""
    no_server: Milliseconds
    """While none ran, or none that reached the store: no kiosk can have had contact then."""


class DarkDay(DarkTime):
    day: date


class FleetKiosk(Message):
    kiosk: Id
    version: str | None
    """Of its software, as it last told; null: it never did."""
    behind: bool
    """Whether another kiosk in use runs a newer one."""
    connected: bool
    since: Instant | None
    """Since when it has contact, or has none; null: it never had any that is known of."""
    week: DarkTime
    """Of today and the six days before."""
    month: DarkTime
    """Of today and the 29 days before."""
    days: Many[DarkDay]
    """The last 14, today last."""
    calls_week: Count
    """How many residents tapped there in the same days."""
    calls_month: Count
    talks_graded: Count
    """In how many of the month's calls an end said how picture and sound came through."""
    talks_poor: Count
    """In how many of those they were poor, or did not come, for a while."""


class FleetPage(Message):
    kiosks: Many[FleetKiosk]
    """Those in use, in the directory's order."""
    newest: str | None
    """The newest version that one of them runs."""
