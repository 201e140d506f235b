"""The gallery of the kiosk's states, built once and served from a free port."""

import functools
import subprocess
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
        """Say nothing."""


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the gallery; `?state=waiting&language=ar` shows one state."""
    folder = tmp_path_factory.mktemp("gallery")
    vite = ROOT / "node_modules" / ".bin" / "vite"
    config = ROOT / "tests" / "web" / "kiosk_gallery" / "vite.config.ts"
    subprocess.run([vite, "build", "--config", config, "--outDir", folder, "--logLevel", "warn"], check=True)
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()
