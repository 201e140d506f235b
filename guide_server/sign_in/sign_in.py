"""Signing in and out.

What it says tells nobody whether a login exists; where it leads is always one of our pages.
"""

import re
from typing import Annotated
from zoneinfo import ZoneInfo

from aiohttp import web

from guide_server.http.access import Access, SignedIn, StaffRole
from guide_server.http.endpoint import Asked, Endpoint, Nothing
from guide_server.http.problems import WrongCredentials
from guide_server.sign_in.attempts import Attempts, source
from guide_server.sign_in.models import Me, SignIn, WaysIn, Welcome
from guide_server.sign_in.oidc import OidcSettings
from guide_server.sign_in.passwords import Passwords
from guide_server.sign_in.second_step import SecondStep
from guide_server.sign_in.sessions import Sessions
from signaling.store.staff import Staff

HOMES = {
    StaffRole.GUIDE: "/desk/",
    StaffRole.LEADER: "/board/",
    StaffRole.ADMIN: "/admin/",
    StaffRole.ANALYST: "/admin/",
    StaffRole.TECHNICIAN: "/admin/",
}
OWN_PAGES = {
    "desk": Access.DESK,
    "check": Access.DESK,
    "board": Access.BOARD,
    "admin": Access.OFFICE,
    "account": Access.SIGNED_IN,
}
"""Each page that signing in may lead to, and whose it is."""
_OWN_PAGE = re.compile(r"/(desk|check|board|admin|account)/(\?[A-Za-z0-9_.~%&=+,:@-]*)?")


def landing(roles: frozenset[StaffRole], wished: str) -> str:
    """Where to go after signing in: to the page wished for where it is ours and theirs, else to their own."""
    ours = _OWN_PAGE.fullmatch(wished)
    if ours is not None and OWN_PAGES[ours[1]].admits(roles):
        return wished
    return next((home for role, home in HOMES.items() if role in roles), "/signin/")


class SigningIn:
    def __init__(  # noqa: PLR0913 - signing in has so many parts
        self,
        *,
        staff: Staff,
        sessions: Sessions,
        passwords: Passwords,
        second_step: SecondStep,
        attempts: Attempts,
        oidc: OidcSettings | None,
        zone: ZoneInfo,
        behind_proxy: bool,
    ) -> None:
        self._staff = staff
        self._sessions = sessions
        self._passwords = passwords
        self._second_step = second_step
        self._attempts = attempts
        self._oidc = oidc
        self._zone = zone
        self._behind_proxy = behind_proxy

    async def sign_in(self, asked: Asked[SignIn]) -> Annotated[web.Response, Welcome]:
        """Sign in: start a new session and set its cookie."""
        wish = asked.question
        login, address = wish.login.casefold(), source(asked.request, behind_proxy=self._behind_proxy)
        await self._attempts.begin(login, address)
        account = await self._staff.account(login)
        kept = account.password_hash if account is not None and account.active else None
        if not await self._passwords.fits(wish.password, kept) or account is None:
            raise WrongCredentials
        await self._second_step.check(account.id, wish.code)
        await self._attempts.succeeded(login, address)
        token, who = await self._sessions.start(account, instead_of=asked.request)
        welcome = Welcome(me=self._me(who), go_to=landing(who.roles, wish.next))
        response = web.json_response(text=welcome.model_dump_json())
        self._sessions.set_cookie(response, token)
        return response

    async def ways_in(self, _: Asked[Nothing]) -> WaysIn:
        """Tell how one can sign in here."""
        oidc = self._oidc
        return WaysIn(provider=oidc is not None, button=None if oidc is None else oidc.button)

    async def who_am_i(self, asked: Asked[Nothing]) -> Me:
        """Tell who is signed in, and the token that changes need."""
        return self._me(asked.who)

    async def sign_out(self, asked: Asked[Nothing]) -> Annotated[web.Response, Nothing]:
        """Sign out here."""
        await self._sessions.end(asked.who)
        return self._goodbye()

    async def sign_out_everywhere(self, asked: Asked[Nothing]) -> Annotated[web.Response, Nothing]:
        """Sign out here and in every other browser."""
        await self._sessions.end_all(asked.who)
        return self._goodbye()

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint("POST", "/api/session", Access.ANYONE, self.sign_in),
            Endpoint("GET", "/api/ways-in", Access.ANYONE, self.ways_in),
            Endpoint("DELETE", "/api/session", Access.SIGNED_IN, self.sign_out),
            Endpoint("DELETE", "/api/sessions", Access.SIGNED_IN, self.sign_out_everywhere),
            Endpoint("GET", "/api/me", Access.SIGNED_IN, self.who_am_i),
        )

    def _me(self, who: SignedIn) -> Me:
        return Me(
            staff=who.staff,
            login=who.login,
            name=who.name,
            roles=tuple(sorted(who.roles)),
            csrf=who.csrf,
            expires=who.expires,
            zone=self._zone.key,
        )

    def _goodbye(self) -> web.Response:
        response = web.Response(status=204)
        self._sessions.drop_cookie(response)
        return response
