"""Who may speak to the agent over loopback: the kiosk's own page and nothing else.

Any web site can make a browser on this machine send requests to a loopback port, and by DNS rebinding it
can even read the answers. So every request must name this exact origin as its Host, and what comes from a
page must come from this origin. Other programs and users of the machine are kept out by a cookie: the agent
opens the browser on an address that sets it and is good once.
"""

import hmac
import secrets
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

DIRECTIVES: Final = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
HEADERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Content-Security-Policy": "; ".join(DIRECTIVES),
        "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), display-capture=()",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
)
START: Final = "/start/"


class PageGuard:
    """Admission to one origin. `open_to_machine` leaves the cookie away: for a demo, opened by hand."""

    def __init__(
        self, origin: str, *, open_to_machine: bool = False, over: Callable[[], str | None] = lambda: None
    ) -> None:
        self.origin = origin
        self._host = origin.removeprefix("http://")
        self._open_to_machine = open_to_machine
        self._over = over
        self._cookie = f"kiosk_{self._host.rpartition(':')[2]}"
        self._secret = secrets.token_urlsafe(32)
        self._keys: dict[str, str] = {}

    def start_url(self, page: str = "/") -> str:
        """An address that admits the one browser that opens it first, and leads it to `page`.

        Make a new one for each browser: an earlier one that leads to the same page is void then.
        """
        if self._open_to_machine:
            return f"{self.origin}{page}"
        key = secrets.token_urlsafe(32)
        self._keys = {older: shown for older, shown in self._keys.items() if shown != page} | {key: page}
        return f"{self.origin}{START}{key}"

    async def start(self, request: web.Request) -> web.StreamResponse:
        """`GET /start/{key}`: spend the key, set the cookie, show the page.

        The page is told which call is over, before it hears of it from the server.
        """
        page = self._keys.pop(request.match_info["key"], None)
        if page is None:
            raise web.HTTPForbidden(text="This address has been used. Start the kiosk's browser anew.\n")
        over = self._over()
        response = web.Response(
            status=303, headers={"Location": page if over is None else f"{page}#over={over}"}
        )
        response.set_cookie(self._cookie, self._secret, httponly=True, samesite="Strict", path="/")
        return response

    @property
    def middleware(self) -> Middleware:
        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            self._admit(request)
            return await handler(request)

        return guard

    @staticmethod
    async def set_headers(_request: web.Request, response: web.StreamResponse) -> None:
        """For `on_response_prepare`."""
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")

    def _admit(self, request: web.Request) -> None:
        if request.headers.getall("Host", []) != [self._host]:
            raise web.HTTPMisdirectedRequest(text=f"This kiosk answers to {self.origin}/ alone.\n")
        origin = request.headers.get("Origin")
        from_a_page = request.method not in {"GET", "HEAD"} or "Upgrade" in request.headers
        if (from_a_page or origin is not None) and origin != self.origin:
            raise web.HTTPForbidden(text="Another site's page may not speak to this kiosk.\n")
        if request.path.startswith(START) or self._open_to_machine:
            return
        cookie = request.cookies.get(self._cookie, "")
        if not hmac.compare_digest(cookie.encode(), self._secret.encode()):
            raise web.HTTPForbidden(text="Only the browser that the kiosk itself started is let in.\n")
