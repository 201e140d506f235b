"""Writes the API's TypeScript: `python -m guide_server.typescript [--check]`.

`guide_server/web/api_types.ts` holds every model of the REST API as an interface, so that a page and the
server cannot disagree unnoticed. `--check` writes nothing; it fails where the file is not up to date.
"""

import sys
from importlib import import_module
from pathlib import Path

from pydantic import BaseModel

import guide_server
from guide_server.http.access import CSRF_HEADER
from guide_server.http.problems import ProblemBody
from signaling.wire.typescript import declaration, definitions

ROOMS = Path(guide_server.__file__).parent
TARGET = ROOMS / "web" / "api_types.ts"
_HEAD = "/** Made by `python -m guide_server.typescript` from guide_server's `models.py`. Do not edit. */\n"


def models() -> list[type[BaseModel]]:
    """What each part of the API takes and gives: all that its `models` defines."""
    modules = [
        import_module(f"{guide_server.__name__}.{path.parent.name}.models")
        for path in sorted(ROOMS.glob("*/models.py"))
    ]
    return [
        each
        for module in modules
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, BaseModel) and each.__module__ == module.__name__
    ]


def render() -> str:
    """The whole file."""
    types = definitions([*models(), ProblemBody])
    blocks = ["\n".join(declaration(name, schema)) + "\n" for name, schema in types.items()]
    constant = (
        f'/** The header that carries a session\'s token. */\nexport const CSRF_HEADER = "{CSRF_HEADER}";\n'
    )
    return "\n".join([_HEAD, constant, *blocks])


def main(arguments: list[str]) -> int:
    text = render()
    if "--check" not in arguments:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write(f"{TARGET.name} is not up to date: run `python -m guide_server.typescript`\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
