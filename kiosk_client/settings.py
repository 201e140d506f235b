"""Everything that can be set at a kiosk, from one YAML file and the environment.

A key `browser.start` is `VAGVISARE_KIOSK_BROWSER__START` in the environment, which wins over the file.
"""

from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic_settings import SettingsConfigDict

from kiosk_client.technician import PinHash
from signaling.settings import LogPart
from signaling.settings_environment import EnvironmentSettings
from signaling.settings_file import read_settings_file

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


class SelfTestPart(_Part):
    at: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None
    """When to try all parts, each day by this machine's clock. None: only when asked."""
    touch: bool = False
    """Whether a touchscreen must be there."""


class KioskSettings(EnvironmentSettings):
    model_config = SettingsConfigDict(env_prefix=ENVIRONMENT_PREFIX)
    besides = frozenset({FILE_VARIABLE.removeprefix(ENVIRONMENT_PREFIX).lower()})

    server: Annotated[str, Field(pattern=r"^https?://[^/\s]+$")] = "http://127.0.0.1:8080"
    """How this kiosk reaches the server: its public URL."""
    data: Path = Path("/var/lib/vagvisare-kiosk")
    """The device key, the taps and the last known profile."""
    port: int = Field(default=8090, ge=0, le=65_535)
    """Of the page, on loopback only."""
    texts: Path | None = None
    """A folder with the municipality's own words, which replace the page's or add a language."""
    printer: Annotated[str, Field(pattern=r"^[\w.+-]{1,127}$")] | None = None
    """The name in CUPS of the printer for notes and tickets, where there is one."""
    technician_pin: PinHash | None = None
    """Of the PIN that opens the technician's panel, as `vagvisare-kiosk pin` prints it.

    None: it cannot be opened.
    """
    engine: Literal["page", "headless"] = "page"
    """Who makes the calls.

    A page in a browser, or this program alone, with a picture that says it is a demo.
    """
    updates: Path | None = None
    """Where this machine's updater keeps what came of an update; it alone knows from where software comes.

    None: this kiosk cannot be updated from afar.
    """
    errands_every: float = Field(default=10, ge=3, le=300)
    """Seconds between two questions for what an admin wishes: so long it takes until a wish is heard.

    The server takes 30 questions a minute from a kiosk, of all kinds.
    """
    browser: BrowserPart = BrowserPart()
    self_test: SelfTestPart = SelfTestPart()
    log: LogPart = LogPart()


def load_kiosk_settings(path: Path | None) -> KioskSettings:
    """The file's settings, where one is given, under the environment. Raises `SettingsError`."""
    return KioskSettings.read({} if path is None else read_settings_file(path), path)
