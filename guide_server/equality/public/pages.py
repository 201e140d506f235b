"""The routes of the public page. They are served only where the settings say that it is published."""

from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Annotated

from aiohttp import web
from pydantic import Field

from guide_server.equality.months import KEPT, Months
from guide_server.equality.public.html import Place, page
from guide_server.equality.public.negotiation import preferred
from guide_server.equality.public.texts import texts_in
from guide_server.http.access import Access
from guide_server.http.endpoint import Asked, Endpoint, Nothing, Query
from guide_server.http.pages import Pages
from guide_server.http.problems import NotFound, Unavailable

CACHE = f"public, max-age={KEPT // 1_000}"


class PublishedQuery(Query):
    month: Annotated[str | None, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")] = None
    """The newest one where none is given."""


class PublicPages:
    """`folder` is the built page: its words in each language, its stylesheet and fonts."""

    def __init__(self, months: Months, *, folder: Path, public_url: str) -> None:
        self._months = months
        self._folder = folder
        self._public_url = public_url
        self._languages = texts_in(folder / "texts")

    async def show(self, asked: Asked[PublishedQuery]) -> web.StreamResponse:
        """Show residents how equal the service was in a month."""
        texts = self._languages.get(asked.path("language"))
        if texts is None:
            raise NotFound if self._languages else Unavailable
        months = self._months.all()
        month = await self._months.open_to_all(asked.question.month or months[0])
        place = Place(
            stylesheet=self._stylesheet,
            public_url=self._public_url,
            months=months,
            languages=self._languages,
        )
        headers = {
            "Cache-Control": CACHE,
            "Content-Language": texts.language,
            "Content-Type": "text/html; charset=utf-8",
        }
        return web.Response(body=page(month, texts, place).encode(), headers=headers)

    async def begin(self, asked: Asked[PublishedQuery]) -> web.StreamResponse:
        """Lead to the public page in the language that the browser asks for."""
        if not self._languages:
            raise Unavailable
        language = preferred(asked.request.headers.get("Accept-Language", ""), list(self._languages))
        month = "" if asked.question.month is None else f"?month={asked.question.month}"
        headers = {
            "Cache-Control": CACHE,
            "Location": f"/service/{language}{month}",
            "Vary": "Accept-Language",
        }
        return web.Response(status=HTTPStatus.SEE_OTHER, headers=headers)

    async def asset(self, asked: Asked[Nothing]) -> web.StreamResponse:
        """Give the stylesheet of the public page, or one of its fonts."""
        return await self._assets.serve(asked.request)

    @cached_property
    def _assets(self) -> Pages:
        return Pages(self._folder)

    @property
    def _stylesheet(self) -> str:
        [name] = (file.name for file in (self._folder / "assets").glob("*.css"))
        return f"/service/assets/{name}"

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint("GET", "/service", Access.ANYONE, self.begin),
            Endpoint("GET", "/service/", Access.ANYONE, self.begin),
            Endpoint("GET", "/service/{file:assets/[^/]+}", Access.ANYONE, self.asset),
            Endpoint("GET", "/service/{language:[a-z]{2,3}}", Access.ANYONE, self.show),
        )
