"""The one door: finds out who asks, admits or refuses, and turns every refusal into a problem."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.parse import quote

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from guide_server.http.access import (
    MACHINE,
    SIGNED_IN,
    Access,
    Machine,
    RouteTable,
    SignedIn,
    admit,
    admit_machine,
    refuse_foreign,
)
from guide_server.http.problems import (
    InternalFault,
    Malformed,
    MethodNotAllowed,
    NotAllowed,
    NotFound,
    Problem,
    SignedOut,
    TooLarge,
    Unavailable,
)
from signaling.ports import JournalUnavailable

_HTTP_PROBLEMS: dict[int, type[Problem]] = {
    HTTPStatus.NOT_FOUND: NotFound,
    HTTPStatus.METHOD_NOT_ALLOWED: MethodNotAllowed,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: TooLarge,
}

_log = structlog.get_logger(__name__)

Person = Callable[[web.Request], Awaitable[SignedIn | None]]
"""Whose session a request carries."""
Program = Callable[[web.Request], Awaitable[Machine | None]]
"""Whose token a request carries. Raises a `Problem` for one that is not good."""


def guard(table: RouteTable, person: Person, program: Program, *, public_url: str) -> Middleware:
    """A middleware before every route of `table`. A request with a token is the machine's, cookie or not."""

    async def admitted(request: web.Request, handler: Handler, access: Access) -> web.StreamResponse:
        request[MACHINE] = machine = await program(request)
        request[SIGNED_IN] = None
        if machine is not None:  # No browser sends a token by itself: there is nothing foreign to refuse.
            admit_machine(machine, table.scope(request.match_info.route))
            return await handler(request)
        who = None if access is Access.ANYONE else await person(request)
        admit(who, access)
        refuse_foreign(request, who, public_url=public_url)
        request[SIGNED_IN] = who
        return await handler(request)

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.match_info.http_exception is not None:
            return _refusal(request.match_info.http_exception)
        try:
            access = table.access(request.match_info.route)
            if access is not None:
                return await admitted(request, handler, access)
        except Exception as fault:  # The last door: whatever it was becomes an answer.
            if isinstance(fault, ConnectionResetError) and _is_left(request):
                raise  # Whoever stops a download has no use for an answer.
            return _answer(request, fault)
        return await handler(request)

    return guarded


def _answer(request: web.Request, fault: Exception) -> web.StreamResponse:
    match fault:
        case SignedOut() | NotAllowed() if _is_visit(request):
            return _to_sign_in(request)
        case Problem():
            return fault.response()
        case JournalUnavailable():
            _log.warning("guide_server.store_unavailable", path=request.path)
            return Unavailable(retry_after=5).response()
        case web.HTTPException():
            return _refusal(fault)
        case _:
            _log.error("guide_server.fault", method=request.method, path=request.path, exc_info=fault)
            return InternalFault().response()


def _refusal(refusal: web.HTTPException) -> web.StreamResponse:
    response = _HTTP_PROBLEMS.get(refusal.status, Malformed)().response()
    if "Allow" in refusal.headers:
        response.headers["Allow"] = refusal.headers["Allow"]
    return response


def _is_left(request: web.Request) -> bool:
    """Whether nobody waits for the answer any more."""
    return request.transport is None or request.transport.is_closing()


def _is_visit(request: web.Request) -> bool:
    """Whether a person opens a page, as against a page that asks for a part of itself."""
    return request.match_info.get("file") == ""


def _to_sign_in(request: web.Request) -> web.Response:
    return web.Response(
        status=HTTPStatus.SEE_OTHER, headers={"Location": f"/signin/?next={quote(request.path_qs, safe='/')}"}
    )
