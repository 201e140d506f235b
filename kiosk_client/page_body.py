"""Bodies that the page sends to the agent, and how the agent declines."""

import asyncio
import json
from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

B = TypeVar("B", bound=BaseModel)


async def read(request: web.Request, model: type[B], *, most: int | None = None) -> B:
    """The body as `model`. `most`: bytes, where more than usual may come.

    Raises the `web.HTTPException` that is to be answered.
    """
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="JSON, please.\n")
    try:
        return model.model_validate_json(await (request.read() if most is None else _all(request, most)))
    except ValidationError as error:
        said = json.dumps({"id": "malformed", "message": error.errors(include_url=False)[0]["msg"]})
        raise web.HTTPBadRequest(text=said, content_type="application/json") from error


async def _all(request: web.Request, most: int) -> bytes:
    length = request.content_length or 0
    if length > most:
        raise web.HTTPRequestEntityTooLarge(max_size=most, actual_size=length)
    try:
        return await request.content.readexactly(length)
    except asyncio.IncompleteReadError as error:
        raise web.HTTPBadRequest(text="Not all of it came.\n") from error


def declined(error: str, status: int) -> web.Response:
    return web.json_response({"id": error}, status=status)
