"""Settings from one YAML file and the environment, the same way for every program.

A key `pool.ring_seconds` is `VAGVISARE_POOL__RING_SECONDS` in the environment, which wins over the file. A
variable whose name ends in `_FILE` names a file that holds the value, for secrets. Lists are JSON there.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Self

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict
from typing_extensions import override

from signaling.settings_file import SettingsError
from signaling.settings_model import fault


class _Environment(EnvSettingsSource):
    """The environment, with each `…_FILE` variable replaced by what its file holds."""

    @override
    def _load_env_vars(self) -> Mapping[str, str | None]:
        return dict(self._from_file(name, value) for name, value in super()._load_env_vars().items())

    @override
    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:
        try:
            return super().decode_complex_value(field_name, field, value)
        except ValueError as error:
            raise SettingsError(f"{field_name} in the environment must be a JSON list or object.") from error

    def _from_file(self, name: str, value: str | None) -> tuple[str, str | None]:
        own = name.lower().startswith(self.env_prefix.lower()) and name.lower().endswith("_file")
        if value is None or not own:
            return name, value
        try:
            return name[: -len("_file")], Path(value).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{name.upper()} names {value}, which cannot be read.") from error

    def refuse_unknown(self, besides: frozenset[str]) -> None:
        """Raise `SettingsError` for a variable with our prefix that sets nothing."""
        prefix = self.env_prefix.lower()
        for name in self.env_vars:
            part = name.lower().removeprefix(prefix).split("__")[0]
            if name.lower().startswith(prefix) and part not in {*self.settings_cls.model_fields, *besides}:
                raise SettingsError(f"{name.upper()}: there is no such setting.")


class EnvironmentSettings(BaseSettings):
    """What a program's settings inherit from: they set `env_prefix`."""

    model_config = SettingsConfigDict(env_nested_delimiter="__", extra="forbid", frozen=True)

    besides: ClassVar[frozenset[str] | None] = None
    """What else may stand behind the prefix; None where the prefix is shared and nothing can be refused."""

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
        environment = _Environment(settings_cls)
        if cls.besides is not None:
            environment.refuse_unknown(cls.besides)
        return environment, init_settings

    @classmethod
    def read(cls, content: Mapping[str, Any], path: Path | None) -> Self:
        """The file's `content` under the environment. Raises `SettingsError` with one plain sentence."""
        try:
            return cls(**content)
        except ValidationError as error:
            raise fault(error, cls, path) from error
