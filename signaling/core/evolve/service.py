"""The folds of what concerns the pool as a whole."""

from collections.abc import Callable
from typing import Any

from signaling.core.events import Event, HoursSet, HoursTurned, PoolConfigured
from signaling.core.pool import PoolEdit


def _pool_configured(edit: PoolEdit, event: PoolConfigured) -> None:
    settings = event.settings
    edit.settings = settings
    edit.demand = edit.demand.configured(settings.demand_window, settings.expected_taps, edit.at)


def _hours_set(edit: PoolEdit, event: HoursSet) -> None:
    edit.turn_hours(event.hours, edit.at)


def _hours_turned(edit: PoolEdit, _event: HoursTurned) -> None:
    edit.turn_hours(edit.hours, edit.at)


FOLD: dict[type[Event], Callable[[PoolEdit, Any], None]] = {
    PoolConfigured: _pool_configured,
    HoursSet: _hours_set,
    HoursTurned: _hours_turned,
}
