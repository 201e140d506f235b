"""What must not stand in a note is found, however it is written; what only looks like it is left alone."""

import json
from pathlib import Path

import pytest

from guide_server.desk.personal_data import found_in

EXAMPLES = json.loads((Path(__file__).parents[1] / "personal_data.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "kinds"), EXAMPLES, ids=lambda part: str(part)[:40])
def test_each_example_is_judged_as_it_says(text: str, kinds: list[str]) -> None:
    assert found_in(text) == frozenset(kinds)
