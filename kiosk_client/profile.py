"""What the kiosk knows of itself without the server.

It is kept on disk, so that even a cold start without a network can show the phone number.
"""

import os
import secrets
from pathlib import Path

import structlog
from pydantic import ValidationError

from signaling.wire.http import Profile

_log = structlog.get_logger(__name__)


class ProfileStore:
    """The last profile that the server gave; `profile` is None before enrolment."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.profile = self._load()

    def keep(self, profile: Profile) -> None:
        """Use `profile` from now on.

        A disk that cannot be written costs the next cold start, and is logged.
        """
        if profile == self.profile:
            return
        self.profile = profile
        draft = self._path.with_suffix(f".{secrets.token_hex(4)}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with draft.open("w", encoding="utf-8") as file:
                file.write(profile.model_dump_json(indent=1))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            _log.error("profile_not_kept", reason=error.strerror)

    def _load(self) -> Profile | None:
        try:
            return Profile.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError):
            _log.warning("profile_unreadable")
            return None
