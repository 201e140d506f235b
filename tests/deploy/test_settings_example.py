"""The example settings explain every key there is, with the value that it has by itself."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from signaling.settings import Settings, load_settings
from signaling.settings_file import read_settings_file

EXAMPLE = Path(__file__).resolve().parents[2] / "deploy/config/vagvisare.yaml"


def leaves(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from leaves(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", list(value) if isinstance(value, list | tuple) else value


def test_the_server_accepts_the_example() -> None:
    load_settings(EXAMPLE)


def test_every_setting_stands_in_the_example_with_its_default() -> None:
    defaults = dict(leaves(Settings().model_dump(mode="json")))
    # A secret shows itself as asterisks; what the file says is read as it stands.
    defaults |= {"store.url": Settings().store.url.get_secret_value()}
    assert dict(leaves(read_settings_file(EXAMPLE))) == defaults


def test_every_setting_is_explained_right_above_it_or_above_its_neighbours() -> None:
    lines = EXAMPLE.read_text().splitlines()
    explained = False
    for line in lines:
        if not line.strip() or not line.startswith(" "):
            explained = line.startswith("log:")
        explained = explained or "#" in line
        assert explained or not line.strip() or not line.startswith(" "), line
