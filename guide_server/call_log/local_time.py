"""Instants as the clock on the wall showed them, many of them at once."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from signaling.core.ids import Instant

_QUARTER: Final = 900
"""Seconds. No zone has changed its clocks but on a quarter of an hour since there are computers to tell."""
_MOST: Final = 10_000
"""Quarters that are remembered: a hundred days of them."""
_IN_HOUR: Final = tuple(f"{second // 60:02}:{second % 60:02}" for second in range(3_600))


def local(at: Instant, zone: ZoneInfo) -> str:
    """To the second, with the difference from UTC, so that the hour that comes twice in autumn is told."""
    return datetime.fromtimestamp(at // 1_000, zone).isoformat(sep=" ")


class LocalTimes:
    """`local` of one zone, which looks into the zone's calendar once for each quarter of an hour."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._known: dict[int, tuple[str, int, str] | None] = {}

    def __call__(self, at: Instant) -> str:
        quarter, second = divmod(at // 1_000, _QUARTER)
        try:
            known = self._known[quarter]
        except KeyError:
            known = self._look_up(quarter)
        if known is None:
            return local(at, self._zone)
        hour, begins, offset = known
        return hour + _IN_HOUR[begins + second] + offset

    def _look_up(self, quarter: int) -> tuple[str, int, str] | None:
        """The text before minute and second, the second of the hour at which the quarter begins, and the text
        behind them; None where one hour's clock does not run through the whole quarter.
        """
        first, last = (
            local((quarter * _QUARTER + second) * 1_000, self._zone) for second in (0, _QUARTER - 1)
        )
        begins = int(first[14:16]) * 60 + int(first[17:19])
        runs_through = (first[:14], first[19:], begins + _QUARTER - 1) == (
            last[:14],
            last[19:],
            int(last[14:16]) * 60 + int(last[17:19]),
        )
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[quarter] = (first[:14], begins, first[19:]) if runs_through else None
        return self._known[quarter]
