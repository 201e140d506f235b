"""An endpoint of the REST API: a typed question, a typed answer, and who may ask.

What an endpoint takes and gives stands in its function's annotations and nowhere else. The reading of
requests, the writing of answers and the OpenAPI document all follow from there, so they cannot drift apart.
"""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from guide_server.http.access import MACHINE, SAFE_METHODS, SIGNED_IN, Access, Scope, SignedIn
from guide_server.http.problems import FieldProblem, Malformed, SignedOut, TooLarge, WrongContentType
from signaling.wire.scalars import Message

LARGEST_BODY = 64 * 1024
"""Bytes."""
READING = 10.0
"""Seconds that a body may take to arrive."""
ID = "[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}"
"""An id of the directory as part of a path: a pattern for `{name:pattern}`."""


RowNumber = Annotated[int, Field(ge=1, le=2**31 - 1)]
"""The number of a row in a query: as much as such a column holds on either store."""


class Query(BaseModel):
    """What a GET asks by its query string: closed, and read from text."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Nothing(Message):
    """No question beyond the path, or no answer beyond the status."""


Question_co = TypeVar("Question_co", bound=BaseModel, covariant=True)


@dataclass(frozen=True, slots=True)
class Asked(Generic[Question_co]):
    """One request, read."""

    request: web.Request
    question: Question_co
    """The query of a GET, the body of everything else."""

    @property
    def who(self) -> SignedIn:
        """Who asks. Raises `SignedOut` where the endpoint's access let nobody in particular through.

        It does so for a machine too, so that an endpoint with a scope must ask for `actor` instead.
        """
        who = self.request[SIGNED_IN]
        if who is None:
            raise SignedOut
        return who

    @property
    def actor(self) -> str:
        """Who asks, as the audit names them: a staff id, or `token:NAME`. Raises `SignedOut` as `who`."""
        machine = self.request.get(MACHINE)
        return self.who.staff if machine is None else machine.actor

    @property
    def reads_calls(self) -> bool:
        """Whether who asks may read the log, and so count its calls: others get figures with more care."""
        machine = self.request.get(MACHINE)
        return Access.ADMIN.admits(self.who.roles) if machine is None else Scope.CALLS_READ in machine.scopes

    def path(self, name: str) -> str:
        """One variable of the path."""
        return self.request.match_info[name]


Answer = BaseModel | web.StreamResponse


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`do` is an async function of one `Asked[...]` that returns a model or a response.

    `scope` opens it to machines whose token has it; None: to none.
    """

    method: str
    path: str
    access: Access
    do: Callable[[Asked[Any]], Awaitable[Answer]]
    scope: Scope | None = None
    largest: int = LARGEST_BODY
    """Bytes of a body."""

    @property
    def question(self) -> type[BaseModel]:
        asked = next(iter(inspect.signature(self.do).parameters))
        model: type[BaseModel] = get_args(get_type_hints(self.do)[asked])[0]
        return model

    @property
    def answer(self) -> type[Any]:
        """The model of the answer, which a response names in `Annotated`; `web.StreamResponse` for a file."""
        returned = get_type_hints(self.do, include_extras=True)["return"]
        model: type[Any] = get_args(returned)[1] if get_origin(returned) is Annotated else returned
        return model

    @property
    def summary(self) -> str:
        return inspect.cleandoc(self.do.__doc__ or "").splitlines()[0]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        safe = request.method in SAFE_METHODS
        asked = _read_query(request, self.question) if safe else await self._read_body(request)
        answer = await self.do(Asked(request, asked))
        if isinstance(answer, web.StreamResponse):
            return answer
        if isinstance(answer, Nothing):
            return web.Response(status=HTTPStatus.NO_CONTENT)
        return web.json_response(text=answer.model_dump_json(by_alias=True))

    async def _read_body(self, request: web.Request) -> BaseModel:
        model = self.question
        if request.headers.get("Content-Encoding", "identity") != "identity":
            raise WrongContentType
        if not request.can_read_body and issubclass(model, Nothing):
            return model()
        if request.content_type != "application/json":
            raise WrongContentType
        try:
            return model.model_validate_json(await _read_limited(request, self.largest))
        except ValidationError as error:
            raise Malformed.because(error) from None


def _read_query(request: web.Request, model: type[BaseModel]) -> BaseModel:
    fields: dict[str, str] = {}
    for name, value in request.query.items():
        if name in fields:
            raise Malformed(FieldProblem(field=name, message="Given twice"))
        fields[name] = value
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise Malformed.because(error) from None


async def _read_limited(request: web.Request, largest: int) -> bytes:
    """The body, at most `largest` bytes of it, and not for longer than `READING` however slowly it drips."""
    body = bytearray()
    try:
        async with asyncio.timeout(READING):
            async for part in request.content.iter_any():
                body += part
                if len(body) > largest:
                    raise TooLarge
    except TimeoutError:
        raise Malformed from None
    return bytes(body)
