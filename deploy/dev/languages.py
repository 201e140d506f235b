"""The table of residents' languages: `python -m deploy.dev.languages` writes it; `--check` compares.

To docs/languages.md, from the languages' names and each page's `texts/status.json`, where a translation's
state stands: change it there once somebody whose language it is has read the texts.
"""

import json
import sys
from pathlib import Path
from typing import Final

from signaling.wire.languages import LANGUAGES, LanguageName

ROOT: Final = Path(__file__).parents[2]
TEXTS: Final = (ROOT / "kiosk_client/web/kiosk/texts", ROOT / "guide_server/web/service/texts")
"""Of the kiosk, and of the page of equal service."""
PAPER: Final = ROOT / "docs/languages.md"
STATES: Final = {
    "original": "written in it",
    "reviewed": "translated, and read by somebody whose language it is",
    "unreviewed": "**translated by machine, read by nobody yet**",
    "reference": "Swedish texts",
    "missing": "**no texts yet: Swedish**",
}
HEAD: Final = """# The languages of residents' pages

Written by `python -m deploy.dev.languages` from `kiosk_client/web/kiosk/texts/status.json` and, of the page
of equal service, `guide_server/web/service/texts/status.json`.
A machine's translation may be wrong in ways that matter to a resident; have each read before opening day,
then change its state there. How all of them look: [the kiosk](screens/kiosk-languages.png) and
[the page of equal service](screens/service-languages.png).

| language | its own name | tag | script | reads | kiosk | equal service |
|---|---|---|---|---|---|---|
"""


def main() -> None:
    table = HEAD + "".join(_row(language) for language in LANGUAGES)
    if "--check" not in sys.argv[1:]:
        PAPER.write_text(table, encoding="utf-8")
    elif PAPER.read_text(encoding="utf-8") != table:
        sys.exit("docs/languages.md is not that of the texts: run python -m deploy.dev.languages.")


def _row(language: LanguageName) -> str:
    states = [STATES[json.loads((texts / "status.json").read_text())[language.tag]] for texts in TEXTS]
    reads = "right to left" if language.direction == "rtl" else "left to right"
    cells = (language.english, language.endonym, f"`{language.tag}`", language.script, reads, *states)
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    main()
