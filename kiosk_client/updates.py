"""The agent's end of an update: it asks the machine for one, hears what came of it, sees itself replaced.

The machine's updater (`deploy/kiosk/update.sh`) runs as root, and takes nothing of us but the wish's number.
"""

import os
from pathlib import Path
from typing import Final, cast, get_args

import structlog

from signaling.wire.errands import ErrandOutcome
from signaling.wire.scalars import Instant

WANTED: Final = "update-wanted"
"""In the agent's own folder: the updater begins when it is there, and takes it away at the end."""
OUTCOMES: Final[frozenset[str]] = frozenset(get_args(ErrandOutcome.__value__))

_log = structlog.get_logger(__name__)


class Updates:
    """`kept` is the updater's folder, `data` the agent's."""

    def __init__(self, kept: Path, data: Path) -> None:
        self._state = kept / "state"
        self._wanted = data / WANTED

    def ask(self, wish: Instant) -> None:
        """Have the wish done, once: not where the updater has begun it, or has still to begin."""
        if self._wanted.exists() or self._read()[:1] == [str(wish)]:
            return
        draft = self._wanted.with_suffix(".draft")
        try:
            draft.write_text(str(wish))
            draft.replace(self._wanted)
        except OSError as error:
            _log.error("update_not_asked", reason=error.strerror)
        else:
            _log.info("update_asked")

    @property
    def outcome(self) -> tuple[Instant, ErrandOutcome] | None:
        """Of the last wish that was done to its end, and which wish it was."""
        match self._read():
            case [wish, word] if wish.isdecimal() and word in OUTCOMES:
                return int(wish), cast("ErrandOutcome", word)
        return None

    def _read(self) -> list[str]:
        try:
            return self._state.read_text("ascii").split()
        except (OSError, UnicodeDecodeError):
            return []


class Installation:
    """The program that runs, by the path by which it was started."""

    def __init__(self, program: Path) -> None:
        self._program = program
        self._began = os.path.realpath(program)

    @property
    def replaced(self) -> bool:
        """Whether the next start by that path is of another version."""
        return os.path.realpath(self._program) != self._began
