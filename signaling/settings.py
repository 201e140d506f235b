"""Everything that can be set, from one YAML file and the environment.

A key `pool.ring_seconds` is `VAGVISARE_POOL__RING_SECONDS` in the environment, which wins over the file. A
variable whose name ends in `_FILE` names a file that holds the value, for secrets. Lists are JSON there.
"""

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict
from typing_extensions import override

from signaling.core.ids import Disposition, Topic
from signaling.core.languages import spoken
from signaling.core.pool_settings import PoolSettings
from signaling.settings_file import SettingsError, read_settings_file, refuse_if_readable_by_others

Seconds = Annotated[int, Field(ge=1, le=86_400)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""A word that stands in the log for a topic or an outcome; its texts are the pages' business."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ServerPart(_Part):
    host: str = "127.0.0.1"
    """The address to listen on. Leave it on loopback behind a proxy that ends TLS."""
    port: int = Field(default=8080, ge=0, le=65_535)
    public_url: str = Field(default="http://127.0.0.1:8080", pattern=r"^https?://[^/\s]+$")
    """How a guide's browser reaches the server. Web pages of other origins are refused."""
    metrics_port: int | None = Field(default=None, ge=0, le=65_535)
    """Where Prometheus may read `/metrics`, on `host` too; nowhere when it is not set."""
    behind_proxy: bool = False
    """Whether a proxy of ours adds X-Forwarded-For; only then it is believed, for rate limits."""


class StorePart(_Part):
    url: SecretStr = SecretStr("sqlite:///vagvisare.sqlite")
    """`sqlite:///FILE` for one server, `postgresql+psycopg://USER:PASSWORD@HOST/DATABASE` otherwise."""


class TurnPart(_Part):
    urls: tuple[Annotated[str, Field(pattern=r"^(stun|turns?):[^\s]+$")], ...] = ()
    """In the order in which they are to be tried; none means that calls go directly or not at all."""
    secrets: tuple[SecretStr, ...] = ()
    """coturn's `static-auth-secret`. The first one signs; coturn accepts both while they rotate."""
    lifetime_seconds: int = Field(default=600, ge=60, le=3_600)


class PoolPart(_Part):
    id: Code = "pool"
    languages: tuple[str, ...] = (
        "sv", "en", "fi", "ar", "so", "tr", "ti", "fa", "prs", "ckb",
        "kmr", "es", "pl", "ru", "uk", "bs", "aii", "el", "bn", "swl",
    )  # fmt: skip
    """BCP 47 tags, in the order in which a kiosk shows them."""
    topics: tuple[Code, ...] = (
        "letter_or_decision", "form", "school", "childcare", "housing", "work", "money", "health",
        "family", "residence_permit", "taxes", "citizen_proposal", "municipal_service", "other",
    )  # fmt: skip
    dispositions: tuple[Code, ...] = ("solved", "referred", "will_return", "not_solved")
    ring_seconds: Seconds = 25
    setup_seconds: Seconds = 10
    hold_seconds: Seconds = 30
    interruption_seconds: Seconds = 45
    wait_limit_seconds: Seconds = 1_200
    call_limit_seconds: Seconds = 7_200
    wrap_up_seconds: Seconds = 120
    guide_absence_seconds: Seconds = 30
    waiting_capacity: int = Field(default=10_000, ge=1, le=1_000_000)

    def core(self) -> PoolSettings:
        return PoolSettings(
            languages=tuple(spoken(tag) for tag in self.languages),
            topics=tuple(Topic(topic) for topic in self.topics),
            dispositions=tuple(Disposition(disposition) for disposition in self.dispositions),
            ring=self.ring_seconds * 1_000,
            setup=self.setup_seconds * 1_000,
            hold=self.hold_seconds * 1_000,
            interruption=self.interruption_seconds * 1_000,
            wait_limit=self.wait_limit_seconds * 1_000,
            call_limit=self.call_limit_seconds * 1_000,
            wrap_up=self.wrap_up_seconds * 1_000,
            guide_absence=self.guide_absence_seconds * 1_000,
            waiting_capacity=self.waiting_capacity,
        )


class MunicipalityPart(_Part):
    time_zone: str = "Europe/Stockholm"
    """Whose days the session log's periods are."""

    def zone(self) -> ZoneInfo:
        """Raises `ValueError` where there is no such zone."""
        try:
            return ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"municipality.time_zone: there is no time zone {self.time_zone!r}") from error


class SignInPart(_Part):
    idle_minutes: int = Field(default=60, ge=1, le=1_440)
    """A signed-in browser that asks for nothing is signed out after this time."""
    longest_hours: int = Field(default=12, ge=1, le=168)


class LogPart(_Part):
    level: Literal["debug", "info", "warning", "error"] = "info"
    form: Literal["json", "text"] = "json"


class _Environment(EnvSettingsSource):
    """The environment, with each `…_FILE` variable replaced by what its file holds."""

    @override
    def _load_env_vars(self) -> Mapping[str, str | None]:
        return dict(_from_file(name, value) for name, value in super()._load_env_vars().items())


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="VAGVISARE_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    server: ServerPart = ServerPart()
    store: StorePart = StorePart()
    turn: TurnPart = TurnPart()
    pool: PoolPart = PoolPart()
    municipality: MunicipalityPart = MunicipalityPart()
    sign_in: SignInPart = SignInPart()
    log: LogPart = LogPart()

    @override
    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return _Environment(settings_cls), init_settings


def load_settings(path: Path | None) -> Settings:
    """The settings of the file, where one is given, and the environment.

    Raises `SettingsError` with one plain sentence.
    """
    if path is None:
        return _settings({}, "The settings")
    content = read_settings_file(path)
    settings = _settings(content, str(path))
    if _holds_secrets(content):
        refuse_if_readable_by_others(path)
    return settings


def redacted(settings: Settings) -> dict[str, Any]:
    """All values with the secrets hidden, to be shown."""
    return settings.model_dump(mode="json")


def _settings(content: Mapping[str, Any], where: str) -> Settings:
    try:
        settings = Settings(**content)
        settings.pool.core()
        settings.municipality.zone()
    except ValidationError as error:
        raise SettingsError(f"{where}: {_sentence(error.errors(include_url=False)[0])}") from error
    except (ValueError, TypeError) as error:
        raise SettingsError(f"{where}: {error}.") from error
    return settings


def _holds_secrets(content: Mapping[str, Any]) -> bool:
    return bool(content.get("turn", {}).get("secrets")) or "@" in content.get("store", {}).get("url", "")


def _sentence(error: ErrorDetails) -> str:
    key = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"there is no setting {key!r}{_nearest(error['loc'])}."
    return f"{key}: {error['msg'][0].lower()}{error['msg'][1:]}."


def _nearest(location: tuple[int | str, ...]) -> str:
    model: Any = Settings
    for part in location[:-1]:
        model = model.model_fields[str(part)].annotation
    near = difflib.get_close_matches(str(location[-1]), model.model_fields, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _from_file(name: str, value: str | None) -> tuple[str, str | None]:
    prefix = Settings.model_config["env_prefix"].lower()
    if value is None or not (name.lower().startswith(prefix) and name.lower().endswith("_file")):
        return name, value
    try:
        return name[: -len("_file")], Path(value).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name.upper()} names {value}, which cannot be read.") from error
