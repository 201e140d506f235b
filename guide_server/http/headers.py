"""What every response tells the browser: load from us alone, be framed by nobody, keep nothing private."""

from collections.abc import Mapping
from types import MappingProxyType

from aiohttp import web

DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
ALWAYS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": "; ".join(DIRECTIVES),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
)
ONE_YEAR = 365 * 24 * 3600
TRANSPORT_SECURITY = f"max-age={ONE_YEAR}"
NO_DEVICES = "camera=(), microphone=(), geolocation=(), display-capture=()"
DESK_DEVICES = "camera=(self), microphone=(self), geolocation=(), display-capture=()"
DEVICE_PAGES = ("/desk/", "/check/")
"""The desk takes part in calls, and the check before the shift tries whether it could."""


def set_headers(app: web.Application, *, tls: bool) -> None:
    """Give every response of `app` its security headers; `tls`: browsers reach it by https."""

    async def prepare(request: web.Request, response: web.StreamResponse) -> None:
        headers = response.headers
        for name, value in ALWAYS.items():
            headers.setdefault(name, value)
        desk = request.path.startswith(DEVICE_PAGES)
        headers.setdefault("Permissions-Policy", DESK_DEVICES if desk else NO_DEVICES)
        headers.setdefault("Cache-Control", "no-store")
        if tls:
            headers.setdefault("Strict-Transport-Security", TRANSPORT_SECURITY)

    app.on_response_prepare.append(prepare)
