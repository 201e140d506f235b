"""The routes of the public page. They are served only where the settings say that it is published."""

from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Annotated

from aiohttp import web
from pydantic import Field

from guide_server.equality.months import KEPT, Months
from guide_server.equality.public.html import page
from guide_server.equality.public.texts import LANGUAGES, Texts
from guide_server.http.access import Access
from guide_server.http.endpoint import Asked, Endpoint, Nothing, Query

CACHE = f"public, max-age={KEPT // 1_000}"


class PublishedQuery(Query):
    month: Annotated[str | None, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")] = None
    """The newest one where none is given."""


class PublicPages:
    def __init__(self, months: Months) -> None:
        self._months = months

    async def show(self, asked: Asked[PublishedQuery]) -> web.StreamResponse:
        """Show residents how equal the service was in a month."""
        months = self._months.all()
        month = await self._months.open_to_all(asked.question.month or months[0])
        text = page(month, months, _texts(asked.path("language")))
        headers = {"Cache-Control": CACHE, "Content-Type": "text/html; charset=utf-8"}
        return web.Response(body=text.encode(), headers=headers)

    async def style(self, _: Asked[Nothing]) -> web.StreamResponse:
        """Give the stylesheet of the public page."""
        headers = {"Cache-Control": CACHE, "Content-Type": "text/css; charset=utf-8"}
        return web.Response(body=_style(), headers=headers)

    async def begin(self, _: Asked[Nothing]) -> web.StreamResponse:
        """Lead to the public page in its first language."""
        return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": f"/service/{LANGUAGES[0]}"})

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint("GET", "/service/", Access.ANYONE, self.begin),
            Endpoint("GET", "/service/page.css", Access.ANYONE, self.style),
            Endpoint("GET", f"/service/{{language:{'|'.join(LANGUAGES)}}}", Access.ANYONE, self.show),
        )


@cache
def _texts(language: str) -> Texts:
    return Texts(language)


@cache
def _style() -> bytes:
    return files(__package__).joinpath("page.css").read_bytes()
