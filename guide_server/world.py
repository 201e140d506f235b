"""The world around the guide server: what it is given at its start, and hands on to its rooms and duties."""

from collections.abc import Callable
from dataclasses import dataclass

from guide_server.planning.trials_api import Bench
from guide_server.records import Records
from guide_server.settings import GuideServerSettings
from signaling.core.pool import Pool
from signaling.ports import Clock, Commands
from signaling.settings_in_force import SettingsInForce


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    records: Records
    pool: Callable[[], Pool]
    """The live pool, whenever it is asked."""
    commands: Commands
    """Takes an admin's wishes to the pool."""
    bench: Bench
    """Runs trials of the roster."""
    clock: Clock
    settings: GuideServerSettings
    in_force: SettingsInForce
    """What admins may change while the server runs."""
