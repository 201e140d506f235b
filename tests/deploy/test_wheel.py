"""The wheel brings what a machine with Python alone needs: pages, migrations, data; no sources of pages."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    "guide_server/pages/desk",
    "guide_server/pages/admin",
    "guide_server/pages/board",
    "guide_server/pages/signin",
    "guide_server/pages/account",
    "guide_server/pages/check",
    "kiosk_client/pages",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZipFile]:
    """A wheel of this working copy, its pages built where they were not."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    made = subprocess.run([*pip, "--wheel-dir", folder, ROOT], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    [path] = folder.glob("*.whl")
    with ZipFile(path) as opened:
        yield opened


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_whole(wheel: ZipFile, page: str) -> None:
    inside = {name for name in wheel.namelist() if name.startswith(f"{page}/")}
    html = wheel.read(f"{page}/index.html").decode()
    named = [part for part in html.split('"') if "/assets/" in part]
    assert named
    for asset in named:
        assert f"{page}/assets/{asset.rpartition('/')[2]}" in inside
    assert json.loads(wheel.read(f"{page}/build.json"))["sources"]


@pytest.mark.slow
def test_the_page_for_residents_has_its_words_stylesheet_and_fonts(wheel: ZipFile) -> None:
    inside = [name.removeprefix("guide_server/pages/service/") for name in wheel.namelist()]
    assert {"texts/status.json", "texts/sv.json", "texts/ti.json"} <= set(inside)
    assert len([name for name in inside if name.startswith("assets/page-") and name.endswith(".css")]) == 1
    assert any(name.startswith("assets/noto-sans-ethiopic") for name in inside)


@pytest.mark.slow
def test_the_fonts_of_every_script_are_there(wheel: ZipFile) -> None:
    fonts = " ".join(name for name in wheel.namelist() if name.endswith(".woff2") and "kiosk_client" in name)
    for script in ("latin", "cyrillic", "greek", "arabic", "ethiopic", "syriac", "bengali"):
        assert script in fonts


@pytest.mark.slow
def test_what_the_programs_read_is_there_and_no_source_of_a_page(wheel: ZipFile) -> None:
    names = wheel.namelist()
    assert any(name.startswith("signaling/store/migrations/versions/0001") for name in names)
    data = {path for path in (ROOT / "signaling").rglob("*.json") if "node_modules" not in path.parts}
    for path in data:
        name = path.relative_to(ROOT).as_posix()
        assert name in names or name.startswith(("signaling/client", "signaling/sheet", "signaling/theme")), (
            name
        )
    assert not [name for name in names if name.endswith((".ts", ".tsx"))]
    assert not [name for name in names if name.startswith(("tests/", "deploy/", "node_modules/"))]
