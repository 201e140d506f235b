"""Signing in with an account of the municipality's identity provider: two visits, there and back.

Whatever goes wrong, the browser comes to the sign-in page, which says it in one sentence; signing in by
password goes on. People are matched by login with accounts that an admin made. Where a setting allows it,
whoever has one of our roles at the provider gets an account when first coming here.
"""

import secrets
from collections import OrderedDict
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode

import structlog
from aiohttp import web
from pydantic import ConfigDict, StringConstraints, TypeAdapter, ValidationError

from guide_server.http.access import Access
from guide_server.http.endpoint import Asked, Endpoint, Query
from guide_server.http.problems import RateLimited
from guide_server.sign_in.attempts import Attempts, source
from guide_server.sign_in.models import Login, Next
from guide_server.sign_in.oidc import (
    Begun,
    BegunElsewhere,
    Identity,
    NoAccount,
    OidcFault,
    OidcSettings,
    ProviderRefused,
    authorization_url,
    identity_of,
)
from guide_server.sign_in.oidc_provider import Provider
from guide_server.sign_in.sessions import Sessions
from guide_server.sign_in.sign_in import landing
from signaling.core.ids import Milliseconds
from signaling.ports import Clock
from signaling.store.audit import Actor
from signaling.store.staff import Account, LoginTaken, Staff, StaffChange

RETURN = "/api/oidc/return"
JOURNEY: Milliseconds = 600_000
"""How long somebody may take at the provider."""
ON_THE_WAY = 5_000
"""How many may be there at once; the oldest is forgotten."""
LONGEST_NAME = 80
PROVIDER = Actor(who="oidc")
_LOGIN: TypeAdapter[str] = TypeAdapter(Login)

_log = structlog.get_logger(__name__)

Short = Annotated[str, StringConstraints(max_length=4_096)]


class Departure(Query):
    next: Next = ""


class Arrival(Query):
    """OpenID Connect Core §3.1.2.5 and §3.1.2.6, RFC 9207. Providers add parameters of their own."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    state: Short = ""
    code: Short = ""
    iss: Short | None = None
    error: Short | None = None


class OidcSigningIn:
    def __init__(
        self,
        settings: OidcSettings,
        *,
        staff: Staff,
        sessions: Sessions,
        attempts: Attempts,
        clock: Clock,
        public_url: str,
        behind_proxy: bool,
    ) -> None:
        self._settings = settings
        self._provider = Provider(settings, clock)
        self._staff = staff
        self._sessions = sessions
        self._attempts = attempts
        self._clock = clock
        self._redirect_uri = f"{public_url}{RETURN}"
        self._behind_proxy = behind_proxy
        self._tls = public_url.startswith("https:")
        self._cookie = "__Host-vagvisare-oidc" if self._tls else "vagvisare-oidc"
        self._begun: OrderedDict[str, Begun] = OrderedDict()

    async def close(self) -> None:
        await self._provider.close()

    async def depart(self, asked: Asked[Departure]) -> web.StreamResponse:
        """Send the browser to the identity provider."""
        wished = asked.question.next
        try:
            await self._attempts.depart(source(asked.request, behind_proxy=self._behind_proxy))
            endpoint = await self._provider.authorization_endpoint()
        except RateLimited:
            return _to_sign_in(wished, fault=RateLimited.id)
        except OidcFault as fault:
            return _failed(fault, wished)
        begun = Begun.now(self._clock.now(), wished)
        url = authorization_url(endpoint, self._settings, begun, redirect_uri=self._redirect_uri)
        response = _see(url)
        response.set_cookie(
            self._cookie,
            self._remember(begun),
            path="/",
            max_age=JOURNEY // 1_000,
            secure=self._tls,
            httponly=True,
            samesite="Lax",  # it has to come back from elsewhere
        )
        return response

    async def arrive(self, asked: Asked[Arrival]) -> web.StreamResponse:
        """Take the browser back from the identity provider, and sign the person in."""
        begun = self._begun.pop(asked.request.cookies.get(self._cookie, ""), None)
        wished = "" if begun is None else begun.wished
        try:
            account = await self._account(await self._identity(asked.question, begun))
        except OidcFault as fault:
            response = _failed(fault, wished)
        else:
            token, who = await self._sessions.start(account, instead_of=asked.request)
            # By way of a page: a browser that comes from elsewhere does not show a strict cookie yet.
            response = _to_sign_in(landing(who.roles, wished))
            self._sessions.set_cookie(response, token)
        response.del_cookie(self._cookie, path="/", secure=self._tls, httponly=True, samesite="Lax")
        return response

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint("GET", "/api/oidc", Access.ANYONE, self.depart),
            Endpoint("GET", RETURN, Access.ANYONE, self.arrive),
        )

    def _remember(self, begun: Begun) -> str:
        token = secrets.token_urlsafe(32)
        self._begun[token] = begun
        if len(self._begun) > ON_THE_WAY:
            self._begun.popitem(last=False)
        return token

    async def _identity(self, arrival: Arrival, begun: Begun | None) -> Identity:
        """Whom the provider sent back. Raises `OidcFault`."""
        if begun is None or self._clock.now() - begun.began_at > JOURNEY:
            raise BegunElsewhere("no sign-in was begun in this browser")
        if not secrets.compare_digest(arrival.state.encode(), begun.state.encode()):
            raise BegunElsewhere("the state is another one")
        await self._provider.check_sender(arrival.iss)
        if arrival.error is not None or arrival.code == "":
            raise ProviderRefused((arrival.error or "no code")[:40])
        claims = await self._provider.redeem(
            arrival.code, verifier=begun.verifier, nonce=begun.nonce, redirect_uri=self._redirect_uri
        )
        return identity_of(claims, self._settings)

    async def _account(self, identity: Identity) -> Account:
        """The account of this person, with the roles that the provider gives. Raises `NoAccount`."""
        account = await self._staff.account(identity.login)
        if account is None:
            return await self._create(identity)
        if not account.active:
            raise NoAccount("the account is closed")
        if identity.roles is None or identity.roles == frozenset(account.roles):
            return account
        await self._staff.change(account.id, StaffChange(roles=sorted(identity.roles)), by=PROVIDER)
        return await self._again(identity.login)

    async def _create(self, identity: Identity) -> Account:
        if not self._settings.create_accounts or not identity.roles:
            raise NoAccount("there is no account of this login")
        try:
            login = _LOGIN.validate_python(identity.login)
            return await self._staff.add(
                login=login,
                name=_printable(identity.name) or login,
                password_hash=None,
                roles=sorted(identity.roles),
                by=PROVIDER,
            )
        except ValidationError:
            raise NoAccount("this cannot be a login here") from None
        except LoginTaken:
            return await self._again(identity.login)

    async def _again(self, login: str) -> Account:
        account = await self._staff.account(login)
        if account is None:
            raise NoAccount("the account is gone")
        return account


def _printable(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable()).strip()[:LONGEST_NAME]


def _failed(fault: OidcFault, wished: str) -> web.Response:
    _log.warning("oidc_sign_in_failed", fault=fault.id, reason=str(fault))
    return _to_sign_in(wished, fault=fault.id)


def _to_sign_in(wished: str, **more: str) -> web.Response:
    query = urlencode({name: value for name, value in {"next": wished, **more}.items() if value})
    return _see(f"/signin/?{query}" if query else "/signin/")


def _see(url: str) -> web.Response:
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": url})
