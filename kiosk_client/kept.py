"""The last message of one kind that the server gave, on disk, so that a start without a network has it."""

import os
import secrets
from pathlib import Path
from typing import Generic, TypeVar

import structlog
from pydantic import BaseModel, ValidationError

M = TypeVar("M", bound=BaseModel)

_log = structlog.get_logger(__name__)


class Kept(Generic[M]):
    """`value` is None before there was any."""

    def __init__(self, path: Path, model: type[M]) -> None:
        self._path = path
        self.value = self._load(model)

    def keep(self, value: M) -> None:
        """Use `value` from now on.

        A disk that cannot be written costs the next cold start, and is logged.
        """
        if value == self.value:
            return
        self.value = value
        draft = self._path.with_suffix(f".{secrets.token_hex(4)}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with draft.open("w", encoding="utf-8") as file:
                file.write(value.model_dump_json(indent=1))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            _log.error("not_kept", file=self._path.name, reason=error.strerror)

    def _load(self, model: type[M]) -> M | None:
        """Without what a newer version of this program kept beside it, before it was taken back."""
        try:
            return model.model_validate_json(self._path.read_bytes(), extra="ignore")
        except FileNotFoundError:
            return None
        except (OSError, ValidationError):
            _log.warning("unreadable", file=self._path.name)
            return None
