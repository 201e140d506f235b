"""Everything that can be set at a kiosk, from one YAML file and the environment.

A key `browser.start` is `VAGVISARE_KIOSK_BROWSER__START` in the environment, which wins over the file.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from signaling.settings import LogPart
from signaling.settings_file import SettingsError, read_settings_file

ENVIRONMENT_PREFIX: Final = "VAGVISARE_KIOSK_"
FILE_VARIABLE: Final = "VAGVISARE_KIOSK_SETTINGS"
"""Names the settings file."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BrowserPart(_Part):
    start: bool = False
    """Whether the agent starts Chromium on the page and keeps it running.

    Then nobody else may open the page.
    """
    program: str = "chromium"
    arguments: tuple[str, ...] = ()
    """Added to those that a kiosk needs."""
    profiles: Path = Path("/dev/shm")  # noqa: S108 - a folder of its own is made there, with mode 0700
    """Where each start's new profile lives: memory, so that nothing of a resident reaches a disk."""
    managed_policy: Path | None = None
    """The installed policy.

    Chromium is not started unless it lets this page, and it alone, use the camera.
    """


class KioskSettings(_Part):
    server: Annotated[str, Field(pattern=r"^https?://[^/\s]+$")] = "http://127.0.0.1:8080"
    """How this kiosk reaches the server: its public URL."""
    data: Path = Path("/var/lib/vagvisare-kiosk")
    """The device key, the taps and the last known profile."""
    port: int = Field(default=8090, ge=0, le=65_535)
    """Of the page, on loopback only."""
    engine: Literal["page", "headless"] = "page"
    """Who makes the calls.

    A page in a browser, or this program alone, with a picture that says it is a demo.
    """
    browser: BrowserPart = BrowserPart()
    log: LogPart = LogPart()


def load_kiosk_settings(path: Path | None, environment: Mapping[str, str] = os.environ) -> KioskSettings:
    """The settings from `path`, where given, and `environment`. Raises `SettingsError` with one sentence."""
    content = read_settings_file(path) if path is not None else {}
    for name, value in environment.items():
        if name.startswith(ENVIRONMENT_PREFIX) and name != FILE_VARIABLE:
            _place(content, name, value)
    try:
        return KioskSettings.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        reason = "there is no such setting" if first["type"] == "extra_forbidden" else first["msg"]
        raise SettingsError(f"{path or 'The settings'}: {key}: {reason}.") from error


def _place(content: dict[str, Any], name: str, value: str) -> None:
    *parts, last = name.removeprefix(ENVIRONMENT_PREFIX).lower().split("__")
    for part in parts:
        content = content.setdefault(part, {})
    try:
        content[last] = json.loads(value) if value.startswith("[") else value
    except ValueError as error:
        raise SettingsError(f"{name} must be a JSON list.") from error
