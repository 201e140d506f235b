"""The example settings hold every key there is, explained, with the value that it has by itself."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from kiosk_client.settings import KioskSettings, load_kiosk_settings
from signaling.settings import Settings, load_settings
from signaling.settings_file import read_settings_file

CONFIG = Path(__file__).resolve().parents[2] / "deploy/config"
SERVER = CONFIG / "vagvisare.yaml"
KIOSK = CONFIG / "kiosk.yaml"
A_REAL_KIOSK = {
    "browser.start": True,
    "self_test.at": "04:30",
    "self_test.touch": True,
    "browser.profiles": "/run/vagvisare-kiosk",
    "browser.managed_policy": "/etc/chromium/policies/managed/vagvisare.json",
}
"""Where a kiosk's file differs from the defaults, which are those of a trial at a desk."""


def leaves(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from leaves(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", list(value) if isinstance(value, list | tuple) else value


def test_the_programs_accept_the_examples() -> None:
    load_settings(SERVER)
    load_kiosk_settings(KIOSK)


def test_every_setting_of_the_server_stands_in_the_example_with_its_default() -> None:
    # A secret would show itself as asterisks: the file says it as it stands.
    defaults = dict(leaves(Settings().model_dump(mode="json")))
    defaults |= {"store.url": Settings().store.url.get_secret_value()}
    assert dict(leaves(read_settings_file(SERVER))) == defaults


def test_every_setting_of_a_kiosk_stands_in_the_example() -> None:
    defaults = dict(leaves(KioskSettings().model_dump(mode="json")))
    assert dict(leaves(read_settings_file(KIOSK))) == defaults | A_REAL_KIOSK


@pytest.mark.parametrize("example", [SERVER, KIOSK], ids=lambda path: path.stem)
def test_every_setting_is_explained_above_itself_or_its_neighbours(example: Path) -> None:
    explained = False
    for line in example.read_text().splitlines():
        explained = (explained and bool(line.strip())) or line.lstrip().startswith("#")
        opens_a_part = line.rstrip().endswith(":") and not line.startswith(" ")
        if line.strip() and not opens_a_part:
            assert explained, f"nothing explains {line!r}"
