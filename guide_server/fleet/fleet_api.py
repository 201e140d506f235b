"""The fleet: each kiosk's software, its hours dark, and how many residents came to it.

A kiosk's calls are counted whole, however few: the count says nothing of a language or of anybody, and that
nobody comes is what whoever looks after a kiosk must see.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from guide_server.fleet.dark import Darkness, by_day, opening_of
from guide_server.fleet.models import DarkDay, DarkTime, FleetKiosk, FleetPage
from guide_server.fleet.versions import rank
from guide_server.http.access import Access
from guide_server.http.endpoint import Asked, Endpoint, Nothing
from guide_server.opening_then import OpeningThen
from signaling.core.ids import Instant, KioskId
from signaling.core.pool import Pool
from signaling.days import day_of, start_of
from signaling.planning.opening import days_between
from signaling.ports import Clock, KioskProfile
from signaling.store.contact import UNKNOWN, Contacts, Presence
from signaling.store.directory import SqlDirectory, in_use
from signaling.store.server_runs import ServerRuns

WEEK: Final = 7
FORTNIGHT: Final = 14
MONTH: Final = 30
"""Days, of which today is the last."""


class FleetApi:
    def __init__(
        self,
        *,
        directory: SqlDirectory,
        contacts: Contacts,
        opening: OpeningThen,
        runs: ServerRuns,
        pool: Callable[[], Pool],
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        self._directory = directory
        self._contacts = contacts
        self._runs = runs
        self._pool = pool
        self._opening = opening
        self._clock = clock
        self._zone = zone

    async def read(self, _: Asked[Nothing]) -> FleetPage:
        """Read of each kiosk in use its version, its hours dark and its calls."""
        now = self._clock.now()
        today = day_of(now, self._zone)
        first = today - timedelta(days=MONTH - 1)
        kiosks = list(filter(in_use, (await self._directory.catalogue()).kiosks.values()))
        begins = start_of(first, self._zone)
        presences = await self._contacts.since(begins)
        gaps = await self._runs.gaps(begins)
        days = days_between(first, today)
        hours = (await self._opening.of(days)).hours
        openings = {
            site: opening_of(hours, days, self._zone, site) for site in {each.site for each in kiosks}
        }
        calls_week = await self._contacts.calls(today - timedelta(days=WEEK - 1), today)
        calls_month = await self._contacts.calls(first, today)
        lines = await self._contacts.lines(first, today)
        told = [profile.version for profile in kiosks if profile.version is not None]
        newest = max(told, key=rank, default=None)
        pool = self._pool()

        def row(profile: KioskProfile) -> FleetKiosk:
            presence = presences.get(profile.id)
            opening = openings[profile.site]
            dark = {} if presence is None else dict(by_day(presence, opening, now=now, gaps=gaps))
            connected = _is_connected(pool, profile.id)
            return FleetKiosk(
                kiosk=profile.id,
                version=profile.version,
                behind=_is_behind(profile.version, newest),
                connected=connected,
                since=None if presence is None else _since(presence, connected=connected),
                week=_time(sum((dark.get(day, Darkness()) for day in days[-WEEK:]), Darkness())),
                month=_time(sum(dark.values(), Darkness())),
                days=tuple(
                    DarkDay(day=day, **_time(dark.get(day, Darkness())).model_dump())
                    for day in days[-FORTNIGHT:]
                ),
                calls_week=calls_week.get(profile.id, 0),
                calls_month=calls_month.get(profile.id, 0),
                talks_graded=lines.get(profile.id, UNKNOWN).graded,
                talks_poor=lines.get(profile.id, UNKNOWN).poor,
            )

        return FleetPage(kiosks=tuple(map(row, kiosks)), newest=newest)

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (Endpoint("GET", "/api/fleet", Access.KIOSKS, self.read),)


def _is_connected(pool: Pool, kiosk: KioskId) -> bool:
    known = pool.kiosks.get(kiosk)
    return known is not None and known.connected


def _is_behind(version: str | None, newest: str | None) -> bool:
    return version is not None and newest is not None and rank(version)[:2] < rank(newest)[:2]


def _since(presence: Presence, *, connected: bool) -> Instant | None:
    """The pool is a moment ahead of what is written or behind it: then nothing is said."""
    since, until = presence.last.since, presence.last.until
    if connected:
        return since if until is None else None
    return until


def _time(darkness: Darkness) -> DarkTime:
    return DarkTime(open=darkness.open, dark=darkness.dark, no_server=darkness.no_server)
