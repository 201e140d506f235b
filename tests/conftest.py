"""What every test may ask for by name, and what holds for all of them."""

from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import settings

from signaling.store import engine

pytest_plugins = [
    "tests.fixtures.chromium",
    "tests.fixtures.coturn",
    "tests.fixtures.postgres",
    "tests.fixtures.stores",
]

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a busy machine's store; tests of trouble have less."""
    monkeypatch.setattr(engine, "PATIENCE_S", 60.0)


@pytest.fixture(autouse=True)
def own_logs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A command that a test runs in this process sets up the logs; the next test has them as they were."""
    configure = structlog.configure

    def configure_for_now(**settings: Any) -> None:
        configure(**{**settings, "cache_logger_on_first_use": False})

    monkeypatch.setattr(structlog, "configure", configure_for_now)
    yield
    structlog.reset_defaults()
