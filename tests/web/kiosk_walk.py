"""The gallery of the kiosk's states, served from a free port and walked through with one page."""

import functools
import subprocess
import sys
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

from playwright.async_api import Page, ViewportSize

ROOT = Path(__file__).resolve().parents[2]
PORTRAIT = ViewportSize(width=1080, height=1920)
LANDSCAPE = ViewportSize(width=1920, height=1080)

CUT = """() => {
  const hidden = ".hills, .visually-hidden, .guide-picture";
  // A word about the link goes within seconds; under a panel's way out one scrolls.
  const passing = ".room > .link-notice, .panel > .wide:last-child";
  const beyond = [...document.querySelectorAll(".kiosk *, dialog *")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && !element.closest(hidden) && (box.left < -1 || box.right > innerWidth + 1);
  });
  const room = document.querySelector(".room");
  const dialog = document.querySelector("dialog");
  const before = (dialog ?? room).getBoundingClientRect();
  const covered = [];
  const words = document.createTreeWalker(dialog ?? room, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const element = words.currentNode.parentElement;
    if (!element.checkVisibility() || element.closest(hidden + ", [role=log], textarea")) continue;
    if (getComputedStyle(element).clipPath !== "none") continue;
    const range = document.createRange();
    range.selectNodeContents(words.currentNode);
    for (const { left, right, top, bottom } of range.getClientRects()) {
      const y = (top + bottom) / 2;
      if (right - left < 8 || y < before.top || y > before.bottom) continue;
      for (const x of [left + 3, (left + right) / 2, right - 3]) {
        const seen = document.elementFromPoint(x, y);
        if (seen === null || seen.contains(element) || element.contains(seen)) continue;
        if (seen.closest(passing)) continue;
        covered.push(`${words.currentNode.data} under ${seen.className}`);
      }
    }
  }
  return {
    beyond: beyond.map((element) => element.className),
    covered: [...new Set(covered)],
    hidden: room.scrollHeight - room.clientHeight,
    dialog: dialog === null ? 0 : dialog.scrollHeight - dialog.clientHeight,
  };
}"""

SETTLED = """async (query) => {
  show(query);
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  await document.fonts.ready;
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  await new Promise(requestAnimationFrame);
}"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
        """Say nothing."""


@contextmanager
def served_gallery(folder: Path, *, of: str = "kiosk") -> Iterator[str]:
    """Build the gallery into `folder` and serve it while the context is open, at the address given."""
    vite: list[str | Path] = [sys.executable, ROOT / "deploy" / "node.py", "vite", "build"]
    config = ROOT / "tests" / "web" / f"{of}_gallery" / "vite.config.ts"
    subprocess.run([*vite, "--config", config, "--outDir", folder, "--logLevel", "warn"], check=True)
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


class Gallery:
    """Walks through the states with one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def names(self) -> Sequence[str]:
        names: list[str] = await self.page.evaluate("states")
        return names

    async def show(self, state: str, **wishes: str) -> None:
        await self.page.evaluate(SETTLED, urlencode({"state": state, **wishes}))

    async def cut(self, only: Collection[str] = (), **wishes: str) -> dict[str, object]:
        """What of each state lies outside the screen or its part of it, or under something.

        Empty where all is seen. `only` some kinds of it, where a resident is expected to scroll.
        """
        found: dict[str, object] = {}
        for state in await self.names():
            await self.show(state, **wishes)
            cut = await self.page.evaluate(CUT)
            if any(amount for kind, amount in cut.items() if not only or kind in only):
                found[state] = cut
        return found
