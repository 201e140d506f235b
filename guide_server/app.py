"""The guide server's part of an aiohttp application. `mount` it, and it guards every route of that."""

from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from guide_server.http.access import Access, RouteTable
from guide_server.http.endpoint import Asked, Endpoint, Nothing
from guide_server.http.guard import guard
from guide_server.http.headers import set_headers
from guide_server.http.openapi import document
from guide_server.http.pages import Pages
from guide_server.rooms import furnish
from guide_server.sign_in.passwords import Passwords
from guide_server.sign_in.sessions import Sessions
from guide_server.tokens.machines import Machines
from guide_server.webhooks.messages import BODIES
from guide_server.world import World
from signaling.core.ids import GuideId
from signaling.core.pool import Pool

PAGES: dict[str, Access] = {
    "signin": Access.ANYONE,
    "account": Access.SIGNED_IN,
    "check": Access.DESK,
    "desk": Access.DESK,
    "board": Access.BOARD,
    "admin": Access.OFFICE,
}
"""Each built page and who may load it."""


def mount(app: web.Application, world: World, *, elsewhere: Sequence[str] = ()) -> Sessions:
    """Add sign-in, REST API and pages to `app`, which must not have started; returns the desks' sessions.

    From then on no route of `app` is served that names no access, but for those under the path prefixes
    `elsewhere`, whose owners admit by themselves; a route that was forgotten stops the start with
    `UnguardedRoute`. Responses of all routes get the security headers.
    """
    settings = world.settings
    tls = settings.public_url.startswith("https:")
    sessions = _sessions(world, tls=tls)
    table = RouteTable(elsewhere=elsewhere)
    closing = AsyncExitStack()
    passwords = Passwords(settings.password_cost)
    closing.callback(passwords.close)
    apis = furnish(world, sessions, passwords, closing)
    endpoints = [endpoint for api in apis for endpoint in api.endpoints()]
    _add_endpoints(app, table, (*endpoints, _description(endpoints, version=settings.version)))
    _add_pages(app, table, settings.pages)
    app.middlewares.append(_door(table, sessions, world))
    set_headers(app, tls=tls)

    async def check(app: web.Application) -> None:
        table.check_every_route(app)

    async def close(_: web.Application) -> None:
        await closing.aclose()

    app.on_startup.append(check)
    app.on_cleanup.append(close)
    return sessions


def _sessions(world: World, *, tls: bool) -> Sessions:
    return Sessions(
        staff=world.records.staff,
        clock=world.clock,
        idle=world.settings.idle,
        longest=world.settings.longest,
        tls=tls,
        busy=lambda guide: _is_busy(world.pool(), guide),
    )


def _is_busy(pool: Pool, guide: GuideId) -> bool:
    known = pool.guides.get(guide)
    return known is not None and known.busy


def _door(table: RouteTable, sessions: Sessions, world: World) -> Middleware:
    settings = world.settings
    machines = Machines(world.records.tokens, clock=world.clock, behind_proxy=settings.behind_proxy)
    return guard(table, sessions.who_asks, machines.who_asks, public_url=settings.public_url)


def _add_endpoints(app: web.Application, table: RouteTable, endpoints: Iterable[Endpoint]) -> None:
    for endpoint in endpoints:
        route = app.router.add_route(endpoint.method, endpoint.path, endpoint.handle)
        table.add(route, endpoint.access, endpoint.scope)


def _description(endpoints: Iterable[Endpoint], *, version: str) -> Endpoint:
    @cache
    def api() -> dict[str, Any]:
        return document(endpoints, version=version, webhooks=BODIES)

    async def openapi(_: Asked[Nothing]) -> web.Response:
        """Describe this API (OpenAPI 3.1)."""
        return web.json_response(api())

    return Endpoint("GET", "/api/openapi.json", Access.SIGNED_IN, openapi)


def _add_pages(app: web.Application, table: RouteTable, folder: Path) -> None:
    for name, access in PAGES.items():
        page = Pages(folder / name)
        table.add(app.router.add_route("GET", f"/{name}/{{file:.*}}", page.serve), access)
        table.add(app.router.add_route("GET", f"/{name}", _going_to(f"/{name}/")), Access.ANYONE)
    table.add(app.router.add_route("GET", "/", _going_to("/signin/")), Access.ANYONE)


def _going_to(path: str) -> Handler:
    async def redirect(_: web.Request) -> web.StreamResponse:
        return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": path})

    return redirect
