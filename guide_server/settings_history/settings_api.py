"""The municipality's settings for admins: what is in force, previews, new versions, the way back."""

from collections.abc import Mapping
from typing import Any

from guide_server.http import problems
from guide_server.http.access import Access
from guide_server.http.endpoint import Asked, Endpoint, Nothing
from guide_server.http.problems import FieldProblem, InvalidSettings, NotFound
from guide_server.settings_history.differences import differences
from guide_server.settings_history.models import (
    SettingsArea,
    SettingsChange,
    SettingsChanged,
    SettingsPage,
    SettingsPreview,
    SettingsUndo,
    SettingsVersion,
    SettingsVersions,
    SettingsWish,
    VersionsBefore,
)
from signaling.areas import AreaName, Areas, Content, InvalidArea
from signaling.settings_in_force import SettingsInForce
from signaling.store import settings_versions as store
from signaling.store.audit import Actor
from signaling.store.staff import Staff

SHOWN = 50
"""Versions at once."""


class SettingsApi:
    def __init__(self, *, in_force: SettingsInForce, versions: store.SettingsVersions, staff: Staff) -> None:
        self._in_force = in_force
        self._versions = versions
        self._staff = staff

    async def read_settings(self, _: Asked[Nothing]) -> SettingsPage:
        """Show every area of the settings as it is in force."""
        await self._in_force.refresh()
        people = await self._people()
        areas = tuple(self._area(name, people) for name in AreaName)
        return SettingsPage(areas=areas, second_admin_for_retention=False)

    async def read_versions(self, asked: Asked[VersionsBefore]) -> SettingsVersions:
        """List the versions of an area, the newest first."""
        name = _area_of(asked)
        found = await self._versions.page(name, before=asked.question.before, limit=SHOWN + 1)
        people = await self._people()
        versions = tuple(self._version(version, people) for version in found[:SHOWN])
        return SettingsVersions(versions=versions, more=len(found) > SHOWN)

    async def preview(self, asked: Asked[SettingsWish]) -> SettingsPreview:
        """Say what a change would come to, and change nothing."""
        name, wish = _area_of(asked), asked.question
        await self._in_force.refresh()
        self._refuse_unless_newest(name, wish.base)
        before, after = self._in_force.areas, self._with(name, wish.content)
        changes = differences(before.content(name), after.content(name))
        return SettingsPreview(changes=changes, effects=(), waits=False)

    async def change(self, asked: Asked[SettingsChange]) -> SettingsChanged:
        """Make a new version of an area."""
        name, wish = _area_of(asked), asked.question
        content = self._with(name, wish.content).content(name)
        return await self._add(name, content, wish.base, note=wish.note, by=asked.who.staff)

    async def undo(self, asked: Asked[SettingsUndo]) -> SettingsChanged:
        """Make a version with what an area was before another one, or with what the settings file says."""
        name, wish = _area_of(asked), asked.question
        content = await self._content_before(name, wish.number)
        if content is not None:
            content = self._with(name, content).content(name)
        undoes = wish.number or None
        return await self._add(name, content, wish.base, note=wish.note, by=asked.who.staff, undoes=undoes)

    def endpoints(self) -> tuple[Endpoint, ...]:
        area = f"/api/settings/{{area:{'|'.join(AreaName)}}}"
        return (
            Endpoint("GET", "/api/settings", Access.ADMIN, self.read_settings),
            Endpoint("GET", f"{area}/versions", Access.ADMIN, self.read_versions),
            Endpoint("POST", f"{area}/preview", Access.ADMIN, self.preview),
            Endpoint("PUT", area, Access.ADMIN, self.change),
            Endpoint("POST", f"{area}/undo", Access.ADMIN, self.undo),
        )

    async def _add(
        self,
        name: AreaName,
        content: Content | None,
        base: int,
        *,
        note: str | None,
        by: str,
        undoes: int | None = None,
    ) -> SettingsChanged:
        try:
            made = await self._versions.add(
                name, content, base=base, note=note or "", by=Actor(who=by), undoes=undoes
            )
        except store.SettingsChanged:
            raise problems.SettingsChanged from None
        await self._in_force.refresh()
        return SettingsChanged(version=self._version(made, await self._people()), approval=None)

    async def _content_before(self, name: AreaName, number: int) -> Content | None:
        """None: the settings file's. Raises `NotFound`."""
        if number > 0 and await self._versions.version(name, number) is None:
            raise NotFound
        before = await self._versions.version(name, number - 1) if number > 1 else None
        return None if before is None else before.content

    def _with(self, name: AreaName, content: Content) -> Areas:
        """What would be in force. Raises `InvalidSettings`."""
        try:
            return self._in_force.areas.with_content(name, content)
        except InvalidArea as invalid:
            raise InvalidSettings(
                *(
                    FieldProblem(field=fault.path, message=fault.sentence, reason=fault.reason)
                    for fault in invalid.faults[:20]
                )
            ) from None

    def _refuse_unless_newest(self, name: AreaName, base: int) -> None:
        newest = self._in_force.versions.get(name)
        if base != (0 if newest is None else newest.number):
            raise problems.SettingsChanged

    async def _people(self) -> Mapping[str, str]:
        return {account.id: account.name for account in await self._staff.accounts()}

    def _area(self, name: AreaName, people: Mapping[str, str]) -> SettingsArea:
        newest = self._in_force.versions.get(name)
        return SettingsArea(
            area=name,
            version=0 if newest is None else newest.number,
            changed_at=None if newest is None else newest.at,
            changed_by=None if newest is None else people.get(newest.who, newest.who),
            note="" if newest is None else newest.note,
            from_file=newest is None or newest.content is None,
            content=self._in_force.areas.content(name),
            file=self._in_force.file.content(name),
        )

    def _version(self, version: store.SettingsVersion, people: Mapping[str, str]) -> SettingsVersion:
        from_file = version.content is None
        content: Content | None = version.content
        if content is None:
            content = self._in_force.file.content(AreaName(version.area))
        return SettingsVersion(
            number=version.number,
            at=version.at,
            who=people.get(version.who, version.who),
            note=version.note,
            undoes=version.undoes,
            from_file=from_file,
            content=dict(content),
        )


def _area_of(asked: Asked[Any]) -> AreaName:
    return AreaName(asked.path("area"))
