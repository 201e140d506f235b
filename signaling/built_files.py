"""The files of a built page. Only these are served, each under its own name.

Nothing of a request ever becomes a path of the disk, so there is nothing to escape from.
"""

import asyncio
from collections.abc import Container, Mapping
from pathlib import Path

_Look = tuple[tuple[int, int] | None, ...]


class BuiltFiles:
    """Those in `folder`, and below it, whose names end in one of the `suffixes`."""

    def __init__(self, folder: Path, suffixes: Container[str]) -> None:
        self._folder = folder
        self._suffixes = suffixes
        self._seen: _Look = ()
        self._files: Mapping[str, Path] = {}
        self._look()

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._files)

    async def find(self, name: str) -> Path | None:
        """The file of this name; None where there is none.

        Where the page was built anew, its first file leads to names that were never heard.
        """
        if name not in self._files:
            await asyncio.to_thread(self._look)
        return self._files.get(name)

    def _look(self) -> None:
        seen = (_trace(self._folder), _trace(self._folder / "assets"))
        if seen == self._seen:
            return
        root = self._folder.resolve()
        self._files = {
            path.relative_to(self._folder).as_posix(): path
            for path in sorted(self._folder.rglob("*"))
            if path.is_file() and path.suffix in self._suffixes and path.resolve().is_relative_to(root)
        }
        self._seen = seen


def _trace(folder: Path) -> tuple[int, int] | None:
    """Another one once a file came or went, or another folder took the place of this one."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns
