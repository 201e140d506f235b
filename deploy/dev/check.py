"""Everything that can be judged without running the product: `make check`, or `python -m deploy.dev.check`.

Every check runs, so that one run names all that is wrong; the status says whether any failed.
"""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

PYTHON = sys.executable
NODE = (PYTHON, "deploy/node.py")

CHECKS: dict[str, Sequence[str]] = {
    "Python format": (PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."),
    "Python lint": (PYTHON, "-m", "ruff", "check", "--quiet", "."),
    "Python types": (PYTHON, "-m", "mypy", "--no-error-summary"),
    "import arrows": (str(Path(PYTHON).with_name("lint-imports")), "--no-cache", "--no-logo"),
    "TypeScript types": (*NODE, "tsc", "--noEmit"),
    "web format and lint": (*NODE, "biome", "check", "--diagnostic-level=error", "."),
    "wire types are fresh": (PYTHON, "-m", "signaling.wire.typescript", "--check"),
    "API types are fresh": (PYTHON, "-m", "guide_server.typescript", "--check"),
    "call diagram is fresh": (PYTHON, "-m", "signaling.core.diagram", "--check"),
    "language table is fresh": (PYTHON, "-m", "deploy.dev.languages", "--check"),
    "project files": (PYTHON, "-m", "pytest", "--quiet", "tests/meta/test_project_files.py"),
}


def main() -> None:
    """Run each check, print one line for each, and the output of those that failed."""
    failed = [name for name, command in CHECKS.items() if not _passes(name, command)]
    if failed:
        sys.exit(f"Not good yet: {', '.join(failed)}.")


def _passes(name: str, command: Sequence[str]) -> bool:
    started = time.monotonic()
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    good = run.returncode == 0
    print(f"  {'ok' if good else 'NO':3} {name} ({time.monotonic() - started:.1f} s)", flush=True)
    if not good:
        print(run.stdout)
    return good


if __name__ == "__main__":
    main()
