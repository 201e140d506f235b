"""Whoever is given what is kept of a call reads words, not the names of columns."""

import json
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import get_args

import pytest

import guide_server
from signaling.core.events import Event
from signaling.store.retention.register import EXTRACTED

TEXTS = Path(guide_server.__file__).parent / "web" / "admin" / "texts"
UNSAID = {"pool", "call", "link", "body", "filter", "rows"}
"""Left out on the screen, or not given out; the fields of a body stand in its place."""


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_column_and_every_field_of_a_fact_about_a_call_has_its_word(language: str) -> None:
    columns = {column.name for table in EXTRACTED for column in table.columns}
    facts = [each for each in get_args(Event) if is_dataclass(each)]
    assert len(facts) > 20
    told = {
        field.name
        for fact in facts
        if any(field.name == "call" for field in fields(fact))
        for field in fields(fact)
    }
    texts = json.loads((TEXTS / f"{language}.json").read_text("utf-8"))
    assert {f"column.{name}" for name in (columns | told) - UNSAID} <= set(texts)
