"""Writes the API's TypeScript: `python -m guide_server.typescript [--check]`.

`guide_server/web/api_types.ts` holds every model of the REST API as an interface, so that a page and the
server cannot disagree unnoticed. `--check` writes nothing; it fails where the file is not up to date.
"""

import sys
from pathlib import Path

from guide_server import models
from guide_server.access import CSRF_HEADER
from guide_server.problems import ProblemBody
from signaling.wire.typescript import declaration, definitions

TARGET = Path(__file__).parent / "web" / "api_types.ts"
_HEAD = "/** Made by `python -m guide_server.typescript` from guide_server/models.py. Do not edit. */\n"
_TYPES = (
    models.SignIn,
    models.Welcome,
    models.WaysIn,
    models.OwnAccount,
    models.NewOwnPassword,
    models.OwnPassword,
    models.OfferedKey,
    models.FirstCode,
    models.BackupCodes,
    models.OwnShift,
    models.ShiftChoice,
    models.Relays,
    models.LogQuery,
    models.LogPage,
    models.EqualityPage,
    models.Timeline,
    models.DirectoryPage,
    models.Board,
    models.ForcedStatus,
    models.EnrolmentCode,
    models.NewGuide,
    models.GuideChange,
    models.AuditPage,
    models.NewNote,
    models.ShiftNotes,
    models.PlaceCard,
    models.OwnDay,
    ProblemBody,
)


def render() -> str:
    """The whole file."""
    blocks = ["\n".join(declaration(name, schema)) + "\n" for name, schema in definitions(_TYPES).items()]
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
