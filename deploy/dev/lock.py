"""Choose the newest allowed version of every Python dependency and write them down: `make lock`.

The file is a pip constraints file with versions only: no registry, so that a mirror serves as well.
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

from deploy.node import NODE_WHEEL

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "deploy" / "requirements.lock"
HEADER = "# The versions that were tested together. Written by `make lock`; a pip constraints file.\n"


def wanted() -> list[str]:
    """Return every requirement that pyproject.toml names, of the product, its extras and its tools."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"].values()
    return [*project["project"]["dependencies"], *(each for extra in extras for each in extra), NODE_WHEEL]


def main() -> None:
    """Resolve as pip would on an empty machine, and write the lock."""
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--dry-run",
        "--ignore-installed",
        "--quiet",
        "--report",
        "-",
    ]
    run = subprocess.run([*pip, *wanted()], stdout=subprocess.PIPE, text=True, check=True)
    chosen = [entry["metadata"] for entry in json.loads(run.stdout)["install"]]
    lines = sorted(f"{package['name'].lower().replace('_', '-')}=={package['version']}" for package in chosen)
    LOCK.write_text(HEADER + "\n".join(lines) + "\n")
    print(f"  {len(lines)} packages written to {LOCK.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
