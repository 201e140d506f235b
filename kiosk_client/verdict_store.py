"""Verdicts of self-tests: on disk until the server has them, and the newest to be looked at here."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import structlog
from pydantic import ValidationError

from signaling.wire.self_test import SelfTestReport

MOST_UNSENT: Final = 30
"""Verdicts that may wait for the server: a month of nights. Then the oldest is forgotten."""

_log = structlog.get_logger(__name__)


class VerdictStore:
    """A disk that cannot be written is a fault that a verdict tells of: it is then kept in memory alone."""

    def __init__(self, folder: Path) -> None:
        self.newest = folder / "self-test.json"
        self._folder = folder / "self-tests"
        self._unsent = {report.id: report for report in self._load()}

    @property
    def unsent(self) -> Sequence[SelfTestReport]:
        """What the server may not have, the oldest first."""
        return tuple(self._unsent.values())

    def keep(self, report: SelfTestReport) -> None:
        self._unsent[report.id] = report
        while len(self._unsent) > MOST_UNSENT:
            self.forget(next(iter(self._unsent)))
        text = report.model_dump_json(indent=1)
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(self._file(report.id), text)
            _write(self.newest, text)
        except OSError as error:
            _log.error("self_test_not_kept", reason=error.strerror)

    def forget(self, report: str) -> None:
        """The server has it."""
        self._unsent.pop(report, None)
        try:
            self._file(report).unlink(missing_ok=True)
        except OSError as error:
            _log.error("self_test_not_forgotten", reason=error.strerror)

    def _file(self, report: str) -> Path:
        return self._folder / f"{report}.json"

    def _load(self) -> Sequence[SelfTestReport]:
        found = []
        for file in self._folder.glob("*.json"):
            try:
                found.append(SelfTestReport.model_validate_json(file.read_bytes()))
            except (OSError, ValidationError):
                _log.warning("self_test_unreadable", file=file.name)
        return sorted(found, key=lambda report: report.at)


def _write(path: Path, text: str) -> None:
    draft = path.with_suffix(".draft")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
