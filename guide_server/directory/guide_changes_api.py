"""One person's account for admins: a change tried out and made, all changes so far, and the way back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from guide_server.directory.differences import differences
from guide_server.directory.effects import effects_of
from guide_server.directory.models import (
    GuideChange,
    GuideChanged,
    GuidePreview,
    GuideVersion,
    GuideVersions,
    GuideVersionsBefore,
    GuideWish,
)
from guide_server.directory.wishes import each_once, listed, offered, refuse_to_let_in_as, skills_in
from guide_server.four_eyes import FourEyes
from guide_server.http import problems
from guide_server.http.access import Access
from guide_server.http.endpoint import ID, Asked, Endpoint
from guide_server.http.problems import NotFound, OwnRequest
from guide_server.sign_in.passwords import Passwords
from signaling.core.pool import Pool
from signaling.store.approvals import Deed
from signaling.store.audit import Actor, AuditAction, Looks
from signaling.store.staff import Account, Reason, Staff, StaffChange, StaffChanged, UnknownStaff, told_of
from signaling.store.staff_versions import StaffVersion, StaffVersions

SHOWN = 20
"""Versions at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """A wish that may be done."""

    account: Account
    change: StaffChange
    """All of it but a password."""
    waits: bool
    """Whether its roles wait for a second admin."""


class GuideChangesApi:
    def __init__(
        self,
        *,
        staff: Staff,
        versions: StaffVersions,
        passwords: Passwords,
        looks: Looks,
        four_eyes: FourEyes,
        pool: Callable[[], Pool],
    ) -> None:
        self._staff = staff
        self._versions = versions
        self._passwords = passwords
        self._looks = looks
        self._four_eyes = four_eyes
        self._pool = pool

    async def preview_change(self, asked: Asked[GuideWish]) -> GuidePreview:
        """Say what a change of somebody's account would come to, and change nothing."""
        wish = await self._judged(asked)
        accounts = await self._staff.accounts()
        await self._looks.note(asked.who.staff, AuditAction.READ_DIRECTORY, rows=len(accounts))
        before, after = wish.account, _changed(wish.account, wish.change)
        newest = await self._versions.page(before.id, limit=1)
        return GuidePreview(
            changes=differences(told_of(before), told_of(after)),
            effects=effects_of(
                before, after, accounts, self._pool(), two_admins=any(map(self._four_eyes.needed, Deed))
            ),
            waits=wish.waits,
            base=newest[0].number if newest else 0,
        )

    async def change_guide(self, asked: Asked[GuideChange]) -> GuideChanged:
        """Change somebody's roles, languages, levels, topics, password, or whether they may sign in.

        One's own roles, and whether one may sign in, are for others to change, and nobody sets an admin's
        password here. Where the settings want two admins for roles, these wait, and all else is done.
        """
        wish, question = await self._judged(asked), asked.question
        by = Actor(who=asked.who.staff, why=question.note or "")
        password = question.password
        change = replace(
            wish.change,
            roles=None if wish.waits else wish.change.roles,
            password_hash=None if password is None else await self._passwords.hash(password),
        )
        reason = Reason(undoes=question.undoes, base=question.base)
        try:
            await self._staff.change(wish.account.id, change, by=by, reason=reason)
        except UnknownStaff:
            raise NotFound from None
        except StaffChanged:
            raise problems.GuideChanged from None
        if wish.waits:
            roles = " ".join(wish.change.roles or ())
            undoes: dict[str, str | int] = {} if question.undoes is None else {"undoes": question.undoes}
            given = {"staff": wish.account.id, "roles": roles, **undoes}
            await self._four_eyes.ask(Deed.ROLES, given, by=by)
        return GuideChanged(waits=wish.waits)

    async def read_versions(self, asked: Asked[GuideVersionsBefore]) -> GuideVersions:
        """List what changed about somebody's account, the newest first."""
        guide = asked.path("guide")
        if await self._staff.account_of(guide) is None:
            raise NotFound
        found = await self._versions.page(guide, before=asked.question.before, limit=SHOWN + 1)
        await self._looks.note(asked.who.staff, AuditAction.READ_DIRECTORY, rows=len(found), of=guide)
        people = {account.id: account.name for account in await self._staff.accounts()}
        versions = tuple(_version(version, people) for version in found[:SHOWN])
        return GuideVersions(versions=versions, more=len(found) > SHOWN)

    def endpoints(self) -> tuple[Endpoint, ...]:
        guide = f"/api/guides/{{guide:{ID}}}"
        return (
            Endpoint("PATCH", guide, Access.ADMIN, self.change_guide),
            Endpoint("POST", f"{guide}/preview", Access.ADMIN, self.preview_change),
            Endpoint("GET", f"{guide}/versions", Access.ADMIN, self.read_versions),
        )

    async def _judged(self, asked: Asked[GuideWish] | Asked[GuideChange]) -> _Judged:
        """Raises `NotFound`, `OwnRequest`, `NotAllowed` or `Malformed`."""
        wish, settings = asked.question, self._pool().settings
        account = await self._staff.account_of(asked.path("guide"))
        if account is None:
            raise NotFound
        roles = None if wish.roles is None else each_once(wish.roles)
        changes_roles = roles is not None and set(roles) != set(account.roles)
        if account.id == asked.who.staff and (changes_roles or wish.active is False):
            raise OwnRequest
        if wish.password is not None:
            refuse_to_let_in_as(account)
        languages = None if wish.languages is None else offered(wish.languages, settings)
        change = StaffChange(
            roles=roles if changes_roles else None,
            languages=languages,
            skills=None if languages is None else skills_in(wish.skills or (), languages),
            interprets=None if wish.interprets is None else offered(wish.interprets, settings),
            topics=None if wish.topics is None else listed(wish.topics, settings),
            active=wish.active,
        )
        waits = changes_roles and self._four_eyes.needed(Deed.ROLES)
        return _Judged(account=account, change=change, waits=waits)


def _changed(account: Account, change: StaffChange) -> Account:
    given: dict[str, Any] = {
        name: value
        for name in ("roles", "languages", "skills", "interprets", "topics", "active")
        if (value := getattr(change, name)) is not None
    }
    return replace(account, **given)


def _version(version: StaffVersion, people: Mapping[str, str]) -> GuideVersion:
    approved_by = version.approved_by
    return GuideVersion(
        number=version.number,
        at=version.at,
        who=people.get(version.who, version.who),
        approved_by=None if approved_by is None else people.get(approved_by, approved_by),
        note=version.note,
        undoes=version.undoes,
        is_new=version.before is None,
        changes=differences(version.before or {}, version.after),
        password=version.password,
    )
