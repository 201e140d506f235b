"""Who may import whom in TypeScript; import-linter looks after the Python."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["']([^"']+)["']""")

FORBIDDEN = {
    "signaling/client": r"^(preact|@preact/|i18next|@digdir/)|/(theme|guide_server|kiosk_client)/",
    "signaling/sheet": r"/(guide_server|kiosk_client)/",
    "signaling/theme": r"/(signaling/client|guide_server|kiosk_client)/|/client/",
    "guide_server/web": r"kiosk_client/",
    "kiosk_client/web": r"guide_server/",
}
"""Folder: what nothing in it may import. Kiosk and desk never meet; the client knows no framework."""


def imports(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*.ts*")):
        for name in IMPORT.findall(path.read_text(encoding="utf-8")):
            yield path, (path.parent / name).resolve().as_posix() if name.startswith(".") else name


@pytest.mark.parametrize(("folder", "forbidden"), FORBIDDEN.items())
def test_imports_point_inward(folder: str, forbidden: str) -> None:
    found = [f"{path.relative_to(ROOT)} imports {name}" for path, name in imports(ROOT / folder)]
    assert found, f"{folder} has no sources"
    assert not [line for line in found if re.search(forbidden, line.rpartition(" imports ")[2])]


def test_only_the_socket_knows_socket_io() -> None:
    users = {path.name for path, name in imports(ROOT / "signaling/client") if name == "socket.io-client"}
    assert len(users) <= 1
