"""Hatchling's hook: whoever builds or installs the wheel gets the web pages in it."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from deploy.build_pages import build_pages, pages_are_current
from deploy.node import NODE_WHEEL, find_node


class PagesHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds the pages before the wheel's files are collected."""

    def dependencies(self) -> list[str]:
        """Return Node.js as a wheel, for the build only, when it is needed and the system has none."""
        return [] if pages_are_current(Path(self.root)) or find_node() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (hatchling's shape)
        """Build the pages whose sources changed; an editable install too needs them."""
        build_pages(Path(self.root))
