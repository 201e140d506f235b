"""The days that a reading is about."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from guide_server.models import PeriodQuery
from signaling.ports import Clock

DAYS_BY_DEFAULT = 30


def period_of(asked: PeriodQuery, clock: Clock, zone: ZoneInfo) -> tuple[date, date]:
    """The first and the last day; where they are not given, the last month of days up to today."""
    today = datetime.fromtimestamp(clock.now() / 1_000, zone).date()
    end = asked.end or max(today, asked.start or today)
    return asked.start or end - timedelta(days=DAYS_BY_DEFAULT - 1), end
