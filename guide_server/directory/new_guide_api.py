"""A new account: tried out, and added."""

from collections.abc import Callable
from dataclasses import dataclass

from guide_server.directory.differences import differences
from guide_server.directory.effects import gains_of
from guide_server.directory.guides import guide_of
from guide_server.directory.models import Guide, GuidePreview, NewGuide
from guide_server.directory.wishes import each_once, listed, offered, skills_in
from guide_server.four_eyes import FourEyes
from guide_server.http.access import Access, StaffRole
from guide_server.http.endpoint import Asked, Endpoint
from guide_server.http.problems import AlreadyExists, FieldProblem, Malformed
from guide_server.sign_in.passwords import Passwords
from signaling.core.pool import Pool
from signaling.store.approvals import Deed
from signaling.store.audit import Actor, AuditAction, Looks
from signaling.store.staff import Account, LoginTaken, Staff, told_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """A wish that may be done."""

    account: Account
    """As it will be, without its id and its password."""
    waits: bool
    """Whether its roles wait for a second admin."""


class NewGuideApi:
    """`provider`: whether an identity provider lets people in too, so that an account needs no password."""

    def __init__(
        self,
        *,
        staff: Staff,
        passwords: Passwords,
        looks: Looks,
        four_eyes: FourEyes,
        pool: Callable[[], Pool],
        provider: bool,
    ) -> None:
        self._staff = staff
        self._passwords = passwords
        self._looks = looks
        self._four_eyes = four_eyes
        self._pool = pool
        self._provider = provider

    async def preview(self, asked: Asked[NewGuide]) -> GuidePreview:
        """Say what adding this account would come to, and add nothing."""
        wish = self._judged(asked.question)
        accounts = await self._staff.accounts()
        await self._looks.note(asked.who.staff, AuditAction.READ_DIRECTORY, rows=len(accounts))
        if any(account.login == wish.account.login for account in accounts):
            raise _taken()
        return GuidePreview(
            changes=differences({}, told_of(wish.account)),
            effects=gains_of(wish.account, accounts, self._pool()),
            waits=wish.waits,
            base=0,
        )

    async def add(self, asked: Asked[NewGuide]) -> Guide:
        """Add somebody who may sign in. More than a guide's role may have to wait for a second admin."""
        question, by = asked.question, Actor(who=asked.who.staff, why=asked.question.note or "")
        wish, password = self._judged(question), question.password
        wished = wish.account
        try:
            account = await self._staff.add(
                login=wished.login,
                name=wished.name,
                password_hash=None if password is None else await self._passwords.hash(password),
                roles=() if wish.waits else wished.roles,
                languages=wished.languages,
                skills=wished.skills,
                interprets=wished.interprets,
                topics=wished.topics,
                by=by,
            )
        except LoginTaken:
            raise _taken() from None
        if not wish.waits:
            return guide_of(account, frozenset())
        given = {"staff": account.id, "roles": " ".join(wished.roles)}
        await self._four_eyes.ask(Deed.ROLES, given, by=by)
        return guide_of(account, frozenset()).model_copy(update={"asked_roles": each_once(wished.roles)})

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint("POST", "/api/guides", Access.ADMIN, self.add),
            Endpoint("POST", "/api/guides/preview", Access.ADMIN, self.preview),
        )

    def _judged(self, wish: NewGuide) -> _Judged:
        """Raises `Malformed`."""
        settings = self._pool().settings
        languages = offered(wish.languages, settings)
        if wish.password is None and not self._provider:
            raise Malformed(FieldProblem(field="password", message="Needed: there is no identity provider"))
        account = Account(
            id="",
            login=wish.login,
            name=wish.name,
            password_hash=None,
            roles=each_once(wish.roles),
            languages=languages,
            active=True,
            skills=skills_in(wish.skills, languages),
            interprets=offered(wish.interprets, settings),
            topics=listed(wish.topics, settings),
        )
        waits = set(wish.roles) != {StaffRole.GUIDE} and self._four_eyes.needed(Deed.ROLES)
        return _Judged(account=account, waits=waits)


def _taken() -> AlreadyExists:
    return AlreadyExists(FieldProblem(field="login", message="Taken"))
