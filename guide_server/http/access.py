"""Who may do what: every route names its access, and a route that names none cannot be reached.

At the start `check_every_route` refuses to serve an app with such a route, so that one cannot be forgotten;
the guard refuses it once more for each request. A machine with a token reaches only the routes that name a
scope of its own; all others are shut to it, those that anyone may ask included.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from secrets import compare_digest

from aiohttp import web

from guide_server.http.problems import ForeignRequest, NotAllowed, SignedOut
from signaling.core.ids import Instant


class StaffRole(StrEnum):
    GUIDE = "guide"
    """Works at a desk."""
    LEADER = "leader"
    """Leads the guides' work, on the live board; joins a call from a desk; reads the figures."""
    ANALYST = "analyst"
    """Reads figures, plans by them, and takes them out: no single call, no note, no name of a guide."""
    TECHNICIAN = "technician"
    """Looks after kiosks, and reads nothing about calls."""
    ADMIN = "admin"
    """Reviews the log, manages accounts, gives out and erases records."""


class Access(StrEnum):
    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    DESK = "desk"
    """Guides, and leaders who join a call."""
    BOARD = "board"
    """Leaders and admins: the live board, and what a leader may do."""
    OFFICE = "office"
    """All but guides: the admin page, of which everyone sees their own part."""
    FIGURES = "figures"
    """Leaders, analysts and admins: figures of many calls, small counts kept back."""
    KIOSKS = "kiosks"
    """Technicians and admins: kiosks, their enrolment and their self-tests."""
    ADMIN = "admin"
    """The log, the audit, accounts, retention."""

    def admits(self, roles: frozenset[StaffRole] | None) -> bool:
        """Whether someone with these roles may pass; None: someone who is not signed in."""
        if self is Access.ANYONE:
            return True
        if roles is None:
            return False
        return self is Access.SIGNED_IN or not roles.isdisjoint(_ROLES[self])


_ROLES: dict[Access, frozenset[StaffRole]] = {
    Access.DESK: frozenset({StaffRole.GUIDE, StaffRole.LEADER}),
    Access.BOARD: frozenset({StaffRole.LEADER, StaffRole.ADMIN}),
    Access.OFFICE: frozenset(StaffRole) - {StaffRole.GUIDE},
    Access.FIGURES: frozenset({StaffRole.LEADER, StaffRole.ANALYST, StaffRole.ADMIN}),
    Access.KIOSKS: frozenset({StaffRole.TECHNICIAN, StaffRole.ADMIN}),
    Access.ADMIN: frozenset({StaffRole.ADMIN}),
}


class Scope(StrEnum):
    """What a machine's token may read. Only an admin's routes have one, and only such as change nothing."""

    CALLS_READ = "calls:read"
    """The session log, as pages and as a file."""
    STATISTICS_READ = "statistics:read"
    """Figures of the service, with small counts kept back."""
    KIOSKS_READ = "kiosks:read"
    """Which kiosks there are and whether they have contact."""
    ALARMS_READ = "alarms:read"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Someone with a session, as one request sees them."""

    staff: str
    login: str
    name: str
    roles: frozenset[StaffRole]
    csrf: str
    """Pages send it back in `CSRF_HEADER` with everything that changes something."""
    expires: Instant
    token_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A program with a token, as one request sees it."""

    name: str
    scopes: frozenset[Scope]

    @property
    def actor(self) -> str:
        """As the audit names it. No staff id has a colon."""
        return f"token:{self.name}"


CSRF_HEADER = "X-CSRF-Token"
SIGNED_IN: web.RequestKey[SignedIn | None] = web.RequestKey("SIGNED_IN", SignedIn)
MACHINE: web.RequestKey[Machine | None] = web.RequestKey("MACHINE", Machine)
SAFE_METHODS = frozenset({"GET", "HEAD"})


class UnguardedRoute(Exception):
    """A route was added without saying who may use it. Give it an `Access`."""


class RouteTable:
    """All routes of the app and their access. `elsewhere`: path prefixes whose owners admit by themselves."""

    def __init__(self, *, elsewhere: Sequence[str]) -> None:
        self._elsewhere = tuple(elsewhere)
        self._access: dict[web.AbstractRoute, Access] = {}
        self._scopes: dict[web.AbstractRoute, Scope] = {}

    def add(self, route: web.AbstractRoute, access: Access, scope: Scope | None = None) -> None:
        """`scope`: with which a machine may use it too; None: no machine may."""
        self._access[route] = access
        if scope is not None:
            self._scopes[route] = scope

    def access(self, route: web.AbstractRoute) -> Access | None:
        """Who may use `route`; None where its owner decides. Raises `UnguardedRoute`."""
        found = self._access.get(route)
        if found is None and not self._is_elsewhere(route):
            raise UnguardedRoute(f"{route.method} {_path(route)} names no access.")
        return found

    def scope(self, route: web.AbstractRoute) -> Scope | None:
        """With which a machine may use `route`; None where none may."""
        return self._scopes.get(route)

    def check_every_route(self, app: web.Application) -> None:
        """Raises `UnguardedRoute` for the first one without access."""
        for route in app.router.routes():
            self.access(route)

    def rows(self) -> list[tuple[str, str, Access]]:
        """Method, path and access of each guarded route."""
        return [(route.method, _path(route), access) for route, access in self._access.items()]

    def _is_elsewhere(self, route: web.AbstractRoute) -> bool:
        path = _path(route)
        return any(path == prefix or path.startswith(f"{prefix.rstrip('/')}/") for prefix in self._elsewhere)


def _path(route: web.AbstractRoute) -> str:
    return route.resource.canonical if route.resource is not None else ""


def admit(who: SignedIn | None, access: Access) -> None:
    """Raises `SignedOut` or `NotAllowed` where `who` may not pass."""
    if access.admits(who.roles if who is not None else None):
        return
    raise SignedOut if who is None else NotAllowed


def admit_machine(machine: Machine, scope: Scope | None) -> None:
    """Raises `NotAllowed` where the token's scopes do not hold the route's, or the route has none."""
    if scope is None or scope not in machine.scopes:
        raise NotAllowed


def refuse_foreign(request: web.Request, who: SignedIn | None, *, public_url: str) -> None:
    """Raises `ForeignRequest` for a request that changes something and was not sent by a page of ours.

    A browser always says where such a request comes from; whoever is signed in must also know the session's
    token.
    """
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise ForeignRequest
    origin = request.headers.get("Origin")
    if origin not in {None, public_url, f"http://{request.host}", f"https://{request.host}"}:
        raise ForeignRequest
    if who is not None and not _same(request.headers.get(CSRF_HEADER, ""), who.csrf):
        raise ForeignRequest


def _same(given: str, expected: str) -> bool:
    return compare_digest(given.encode(errors="surrogateescape"), expected.encode())
