"""The compose file, as far as it can be judged without a container engine: its parts fit together."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from signaling.settings import load_settings

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


@pytest.fixture
def compose() -> dict[str, Any]:
    described: dict[str, Any] = yaml.safe_load((DEPLOY / "compose/compose.yaml").read_text())
    return described


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A copy of the folders in which make_secrets.sh has run."""
    for folder in ("compose", "coturn"):
        shutil.copytree(DEPLOY / folder, tmp_path / folder, ignore=shutil.ignore_patterns("secrets", ".env"))
    subprocess.run(
        [tmp_path / "compose/make_secrets.sh", "guide.example.org", "turn.example.org"],
        check=True, capture_output=True,
    )  # fmt: skip
    return tmp_path / "compose"


def test_the_server_starts_with_what_compose_gives_it(
    compose: dict[str, Any], made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = dict(line.split("=") for line in (made / ".env").read_text().splitlines())
    secrets = {name: made / described["file"] for name, described in compose["secrets"].items()}
    for key, value in compose["services"]["server"]["environment"].items():
        filled = re.sub(r"\$\{(\w+)[^}]*\}", lambda found: names[found[1]], value)
        monkeypatch.setenv(key, filled.replace("/run/secrets", str(made / "secrets")))
    settings = load_settings(None)

    password = secrets["database_password"].read_text()
    assert (
        settings.store.url.get_secret_value()
        == f"postgresql+psycopg://vagvisare:{password}@database/vagvisare"
    )
    assert settings.server.public_url == "https://guide.example.org"
    [turn_secret] = [secret.get_secret_value() for secret in settings.turn.secrets]
    relay = secrets["turn_configuration"].read_text().splitlines()
    assert f"static-auth-secret={turn_secret}" in relay
    assert "realm=turn.example.org" in relay
    assert {"turn:turn.example.org:3478?transport=udp"} <= set(settings.turn.urls)


def test_secrets_are_random_and_made_once(made: Path) -> None:
    [first] = json.loads((made / "secrets/turn_secrets").read_text())
    assert len(first) >= 40
    again = subprocess.run(
        [made / "make_secrets.sh", "guide.example.org", "turn.example.org"], capture_output=True, check=False
    )
    assert again.returncode == 1
    assert json.loads((made / "secrets/turn_secrets").read_text()) == [first]


def test_whatever_a_service_names_is_there(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        named = {each if isinstance(each, str) else each["source"] for each in service.get("secrets", [])}
        assert named <= compose["secrets"].keys()
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            known = source in compose["volumes"] or (DEPLOY / "compose" / source).exists()
            assert known, f"{source} is neither a volume nor a file"
        if "build" in service:
            assert (DEPLOY.parent / service["build"]["dockerfile"]).exists()
