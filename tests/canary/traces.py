"""What a visit could leave behind: planted on purpose, and looked for afterwards.

The page keeps none of it by itself. The traces are planted by a script, into every place in which a page can
keep something, so that the search is for more than today's page would leave.
"""

import base64
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from av import open as open_media

from tests.unattended.devtools import Page

COLOUR: Final = (255, 0, 254)
"""Of a patch on the screen; nothing of ours has it."""

WATCH_DEVICES: Final = """(() => {
  if (window.watchedTracks) return;
  window.watchedTracks = [];
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wish) => {
    const stream = await open(wish);
    window.watchedTracks.push(...stream.getTracks());
    return stream;
  };
  const now = performance.now.bind(performance);
  window.skipped = 0;
  performance.now = () => now() + window.skipped;
})()"""
"""Remembers what camera and microphone gave, and lets a test say that time has passed."""

DEVICES_OPEN: Final = "window.watchedTracks.filter((track) => track.readyState === 'live').length"

PLANT: Final = """(async (canary) => {
  localStorage.setItem(canary, canary);
  sessionStorage.setItem(canary, canary);
  document.cookie = `canary=${canary}; max-age=86400; path=/`;
  history.pushState({ canary }, "", `?canary=${canary}`);
  window.name = canary;
  const cache = await caches.open(canary);
  await cache.put(`/${canary}`, new Response(canary));
  await new Promise((resolve, reject) => {
    const asked = indexedDB.open(canary, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("s");
    asked.onerror = reject;
    asked.onsuccess = () => {
      const writing = asked.result.transaction("s", "readwrite", { durability: "strict" });
      writing.objectStore("s").put(canary, canary);
      writing.oncomplete = resolve;
    };
  });
  const root = await navigator.storage.getDirectory();
  const file = await root.getFileHandle(canary, { create: true });
  const writer = await file.createWritable();
  await writer.write(canary);
  await writer.close();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([canary], { type: "text/plain" }));
  link.download = `${canary}.txt`;
  link.click();
  const patch = document.createElement("form");
  patch.innerHTML = `<input name="canary" value="${canary}"><p>${canary}</p>`;
  patch.style = "position:fixed;inset:0 auto auto 0;z-index:9;inline-size:80px;block-size:80px";
  patch.style.background = "rgb(%s)";
  document.body.append(patch);
  document.title = canary;
  await navigator.clipboard.writeText(canary).catch(() => {});
})(%s)"""

FIND: Final = """(async (canary) => {
  const places = {
    text: document.documentElement.outerHTML,
    fields: [...document.querySelectorAll("input, textarea")].map((field) => field.value).join(),
    title: document.title,
    name: window.name,
    address: location.href,
    state: JSON.stringify(history.state),
    cookie: document.cookie,
    local: JSON.stringify(localStorage),
    session: JSON.stringify(sessionStorage),
    caches: (await caches.keys()).join(),
    databases: (await indexedDB.databases()).map((database) => database.name).join(),
    clipboard: await navigator.clipboard.readText().catch(() => ""),
  };
  for await (const name of (await navigator.storage.getDirectory()).keys()) places.files = name;
  return Object.entries(places).filter(([, content]) => content.includes(canary)).map(([place]) => place);
})(%s)"""


async def plant(page: Page, canary: str) -> None:
    await page.evaluate(PLANT % (",".join(map(str, COLOUR)), json.dumps(canary)))


async def on_page(page: Page, canary: str) -> list[str]:
    """The places of a page where the canary is found, `picture` among them where the patch can be seen."""
    places = [str(place) for place in await page.evaluate(FIND % json.dumps(canary))]
    return [*places, *(["picture"] if is_seen(await page.screenshot()) else [])]


def is_seen(png: bytes) -> bool:
    """Whether the patch's colour is on the picture."""
    with open_media(io.BytesIO(png), "r") as picture:
        pixels = next(picture.decode(video=0)).to_ndarray(format="rgb24")
    return bool((np.abs(pixels.astype(int) - COLOUR).sum(axis=-1) < 8).any())


def on_disk(folder: Path, canary: str) -> list[str]:
    """The files below `folder` that hold the canary: in their name, or as a browser writes text."""
    wanted = (canary.encode(), canary.encode("utf-16-le"), base64.b64encode(canary.encode()).rstrip(b"="))
    return [str(path.relative_to(folder)) for path in _files(folder) if _holds(path, canary, wanted)]


def _holds(path: Path, canary: str, wanted: tuple[bytes, ...]) -> bool:
    if canary in str(path):
        return True
    try:
        content = path.read_bytes()
    except OSError:
        return False
    return any(form in content for form in wanted)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
