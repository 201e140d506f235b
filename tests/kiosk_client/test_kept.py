"""What the server said last is there at a start without a network."""

import json
from pathlib import Path

from kiosk_client.profile import ProfileStore
from tests.kiosk_client.conftest import PROFILE


def test_what_is_kept_outlives_the_agent(tmp_path: Path) -> None:
    path = tmp_path / "data" / "profile.json"
    ProfileStore(path).keep(PROFILE)
    assert ProfileStore(path).profile == PROFILE


def test_a_version_that_was_taken_back_reads_what_its_successor_kept(tmp_path: Path) -> None:
    path = tmp_path / "profile.json"
    of_a_newer = json.loads(PROFILE.model_dump_json()) | {"of_a_newer_version": [1]}
    path.write_text(json.dumps(of_a_newer))
    assert ProfileStore(path).profile == PROFILE


def test_what_cannot_be_read_is_asked_for_anew(tmp_path: Path) -> None:
    path = tmp_path / "profile.json"
    path.write_text("{")
    assert ProfileStore(path).profile is None
