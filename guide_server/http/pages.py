"""The built pages, as browsers get them."""

from pathlib import Path

from aiohttp import web

from guide_server.http.problems import NotFound, Unavailable
from signaling.built_files import BuiltFiles

FOLDER = Path(__file__).parents[1] / "pages"
ONE_YEAR = 365 * 24 * 3600
CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


class Pages:
    """One page's files. `immutable` ones have a hash of their content in their name."""

    def __init__(self, folder: Path) -> None:
        self._files = BuiltFiles(folder, CONTENT_TYPES)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["file"] or "index.html"
        path = await self._files.find(name)
        if path is None:
            raise NotFound if self._files else Unavailable
        immutable = name.startswith("assets/")
        cache = f"public, max-age={ONE_YEAR}, immutable" if immutable else "no-cache"
        headers = {"Cache-Control": cache, "Content-Type": CONTENT_TYPES[path.suffix]}
        return web.FileResponse(path, headers=headers)
