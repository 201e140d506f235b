"""The settings as they are in force at this node: the file's, with the newest stored version of each area.

Whoever needs one asks for it when needed. `follow` looks for newer versions, which any node may have made,
and tells whoever must act on them. A node that cannot read the store keeps what it has.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace

import structlog

from signaling.areas import AreaName, Areas, Content, InvalidArea, RetentionArea
from signaling.core.pool_settings import PoolSettings
from signaling.ports import JournalUnavailable
from signaling.settings import Settings
from signaling.store.audit import Actor
from signaling.store.settings_versions import SettingsVersion, SettingsVersions

LOOK_EVERY = 1.0
"""Seconds between two looks for newer versions."""

TOLD = (AreaName.LANGUAGES, AreaName.HOURS, AreaName.TOPICS, AreaName.WAITING)
"""The areas that the core is told: its revision counts their versions."""

_log = structlog.get_logger(__name__)


class SettingsInForce:
    """Call `refresh` once before anything acts on them."""

    def __init__(self, settings: Settings, versions: SettingsVersions) -> None:
        self.file = Areas.of(settings)
        """What the settings file says, with the environment."""
        self.areas = self.file
        """What is in force."""
        self.versions: Mapping[str, SettingsVersion] = {}
        """The newest version of each area that has one."""
        self._file_pool = settings.pool
        self._store = versions
        self._pool: PoolSettings | None = None
        self._looking = asyncio.Lock()
        self._listeners: list[Callable[[], None]] = []

    @property
    def pool(self) -> PoolSettings:
        """What the core is told."""
        if self._pool is None:
            revision = sum(self.versions[name].number for name in TOLD if name in self.versions)
            self._pool = replace(self.areas.pool(self._file_pool), revision=revision)
        return self._pool

    def on_change(self, listener: Callable[[], None]) -> None:
        """Have `listener` called after each change."""
        self._listeners.append(listener)

    async def refresh(self) -> None:
        """Take up what is newer. Raises `StoreUnavailable`, and nothing has changed then."""
        async with self._looking:  # Or an older answer that comes late would be taken for news.
            numbers = await self._store.numbers()
            if numbers != {area: version.number for area, version in self.versions.items()}:
                self._take_up(await self._store.newest())

    def with_content(self, name: AreaName, content: Content | None) -> Areas:
        """What would be in force with this content of one area; None: the file's. Raises `InvalidArea`."""
        if content is None:
            return self.areas.of_area(name, self.file)
        return self.areas.with_content(name, content)

    async def change(
        self,
        name: AreaName,
        content: Content | None,
        *,
        base: int,
        note: str,
        by: Actor,
        undoes: int | None = None,
    ) -> SettingsVersion:
        """Make the version after `base` and take it up; None: back to the file.

        Raises `InvalidArea`, `SettingsChanged` or `StoreUnavailable`.
        """
        kept = None if content is None else self.areas.with_content(name, content).content(name)
        made = await self._store.add(name, kept, base=base, note=note, by=by, undoes=undoes)
        with suppress(JournalUnavailable):  # It is made: the next look takes it up.
            await self.refresh()
        return made

    async def follow(self) -> None:
        """Look for newer versions until cancelled."""
        readable = True
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self.refresh()
            except JournalUnavailable:
                if readable:
                    _log.warning("settings_not_read")
                readable = False
            else:
                readable = True

    def _take_up(self, newest: Mapping[str, SettingsVersion]) -> None:
        areas = self.areas
        for name in AreaName:
            version = newest.get(name)
            if version is not None and version != self.versions.get(name):
                areas = self._laid_over(areas, name, version)
        self.areas, self.versions, self._pool = areas, newest, None
        for listener in self._listeners:
            listener()

    def _laid_over(self, areas: Areas, name: AreaName, version: SettingsVersion) -> Areas:
        """A version that this program cannot use leaves the area as it is, and never destroys more."""
        if version.content is None:
            return areas.of_area(name, self.file)
        try:
            return areas.with_content(name, version.content)
        except InvalidArea as invalid:
            _log.error("settings_unusable", area=name, version=version.number, reason=str(invalid))
        first_look = name not in self.versions
        if name is AreaName.RETENTION and first_look:
            return areas.with_content(name, RetentionArea().model_dump(mode="json"))
        return areas
