"""What the kiosk knows of itself without the server.

It is kept on disk, so that even a cold start without a network can show the phone number.
"""

from pathlib import Path

from kiosk_client.kept import Kept
from signaling.wire.http import Profile


class ProfileStore:
    """The last profile that the server gave."""

    def __init__(self, path: Path) -> None:
        self._kept = Kept(path, Profile)

    @property
    def profile(self) -> Profile | None:
        """None before enrolment."""
        return self._kept.value

    def keep(self, profile: Profile) -> None:
        """Use `profile` from now on."""
        self._kept.keep(profile)
