"""The municipality's settings for admins: what is in force, previews, new versions, the way back."""

from collections.abc import Mapping
from typing import Any

from guide_server.four_eyes import FourEyes
from guide_server.http import problems
from guide_server.http.access import Access
from guide_server.http.endpoint import Asked, Endpoint, Nothing
from guide_server.http.problems import FieldProblem, InvalidSettings, NotFound
from guide_server.retention_wish import RetentionWish
from guide_server.settings_history.differences import differences
from guide_server.settings_history.effects import Effects
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
from signaling.areas import AreaName, Areas, Content, InvalidArea, plan_of, shortens
from signaling.settings_in_force import SettingsInForce
from signaling.store import settings_versions as store
from signaling.store.approvals import Deed
from signaling.store.audit import Actor, AuditAction, Looks
from signaling.store.staff import Staff

SHOWN = 50
"""Versions at once."""
LARGEST_AREA = 768 * 1024
"""Bytes. An area comes as a whole, and all words of the kiosk in twenty languages are 300 KiB."""


class SettingsApi:
    def __init__(
        self,
        *,
        in_force: SettingsInForce,
        versions: store.SettingsVersions,
        staff: Staff,
        four_eyes: FourEyes,
        effects: Effects,
        looks: Looks,
    ) -> None:
        self._in_force = in_force
        self._versions = versions
        self._staff = staff
        self._four_eyes = four_eyes
        self._effects = effects
        self._looks = looks

    async def read_settings(self, _: Asked[Nothing]) -> SettingsPage:
        """Show every area of the settings as it is in force."""
        await self._in_force.refresh()
        people = await self._people()
        areas = tuple(self._area(name, people) for name in AreaName)
        return SettingsPage(areas=areas, second_admin_for_retention=self._four_eyes.needed(Deed.RETENTION))

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
        effects = await self._effects.of(before, after)
        if effects:
            await self._looks.note(asked.who.staff, AuditAction.READ_REPORT, rows=len(effects), of="settings")
        return SettingsPreview(changes=changes, effects=effects, waits=self._waits(name, after))

    async def change(self, asked: Asked[SettingsChange]) -> SettingsChanged:
        """Make a new version of an area."""
        name, wish = _area_of(asked), asked.question
        return await self._make(name, wish.content, wish, by=asked.who.staff)

    async def undo(self, asked: Asked[SettingsUndo]) -> SettingsChanged:
        """Make a version with what an area was before another one, or with what the settings file says."""
        name, wish = _area_of(asked), asked.question
        content = await self._content_before(name, wish.number)
        return await self._make(name, content, wish, by=asked.who.staff, undoes=wish.number or None)

    def endpoints(self) -> tuple[Endpoint, ...]:
        area = f"/api/settings/{{area:{'|'.join(AreaName)}}}"
        return (
            Endpoint("GET", "/api/settings", Access.ADMIN, self.read_settings),
            Endpoint("GET", f"{area}/versions", Access.ADMIN, self.read_versions),
            Endpoint("POST", f"{area}/preview", Access.ADMIN, self.preview, largest=LARGEST_AREA),
            Endpoint("PUT", area, Access.ADMIN, self.change, largest=LARGEST_AREA),
            Endpoint("POST", f"{area}/undo", Access.ADMIN, self.undo),
        )

    async def _make(
        self,
        name: AreaName,
        content: Content | None,
        wish: SettingsChange | SettingsUndo,
        *,
        by: str,
        undoes: int | None = None,
    ) -> SettingsChanged:
        await self._in_force.refresh()
        self._refuse_unless_newest(name, wish.base)
        after, note = self._with(name, content), wish.note or ""
        actor = Actor(who=by, why=note)
        if self._waits(name, after):
            asks = RetentionWish(base=wish.base, content=content, note=note, undoes=undoes)
            given = asks.given(plan_of(self._in_force.areas.retention), plan_of(after.retention))
            made = await self._four_eyes.ask(Deed.RETENTION, given, by=actor)
            return SettingsChanged(version=None, approval=made.id)
        try:
            version = await self._in_force.change(
                name, content, base=wish.base, note=note, by=actor, undoes=undoes
            )
        except store.SettingsChanged:
            raise problems.SettingsChanged from None
        return SettingsChanged(version=self._version(version, await self._people()), approval=None)

    def _waits(self, name: AreaName, after: Areas) -> bool:
        """Whether another admin has to approve it: what is destroyed sooner never comes back."""
        shorter = name is AreaName.RETENTION and shortens(self._in_force.areas.retention, after.retention)
        return shorter and self._four_eyes.needed(Deed.RETENTION)

    async def _content_before(self, name: AreaName, number: int) -> Content | None:
        """None: the settings file's. Raises `NotFound`."""
        if number > 0 and await self._versions.version(name, number) is None:
            raise NotFound
        before = await self._versions.version(name, number - 1) if number > 1 else None
        return None if before is None else before.content

    def _with(self, name: AreaName, content: Content | None) -> Areas:
        """What would be in force. Raises `InvalidSettings`."""
        try:
            return self._in_force.with_content(name, content)
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
