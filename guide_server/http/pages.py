"""The built pages: only the files that were there at the start are served, each under its own name.

Nothing of a request ever becomes a path of the disk, so there is nothing to escape from.
"""

from collections.abc import Mapping
from pathlib import Path

from aiohttp import web

from guide_server.http.problems import NotFound, Unavailable

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
        self._files = _files(folder)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        if not self._files:
            raise Unavailable
        name = request.match_info["file"] or "index.html"
        path = self._files.get(name)
        if path is None:
            raise NotFound
        immutable = name.startswith("assets/")
        cache = f"public, max-age={ONE_YEAR}, immutable" if immutable else "no-cache"
        headers = {"Cache-Control": cache, "Content-Type": CONTENT_TYPES[path.suffix]}
        return web.FileResponse(path, headers=headers)


def _files(folder: Path) -> Mapping[str, Path]:
    root = folder.resolve()
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in CONTENT_TYPES and path.resolve().is_relative_to(root)
    }
