"""Strict, closed and bounded: what passes the wire's models needs no second look."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from signaling.wire.languages import LANGUAGES
from signaling.wire.messages import DeskCommandRequest, KioskCommandRequest, RelayRequest, SetStatus
from signaling.wire.scalars import SafeText, displayable, is_safe
from signaling.wire.typescript import main

UNSAFE = {
    "NUL": "a\x00b",
    "an escape": "\x1b[31m",
    "a line break": "a\nb",
    "override": "ann\u202egnp.exe",
    "isolate": "\u2067a",
    "a lone surrogate": "\ud800",
    "private use": "\ue000",
    "unassigned": "\u0378",
    "a paragraph separator": "a\u2029b",
    "stacked marks": "e" + "\u0301" * 12,
}
SAFE = ("Vårby", "العربية", "ትግርኛ", "ܣܘܪܝܬ", "বাংলা", "Ünal-Öz", "e\u0301", "می‌خواهم", "👩‍👧")


@pytest.mark.parametrize("text", UNSAFE.values(), ids=UNSAFE)
def test_text_that_hides_or_reorders_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(SafeText).validate_python(text)
    assert is_safe(displayable(text))


@pytest.mark.parametrize("text", SAFE)
def test_text_of_every_script_passes(text: str) -> None:
    assert is_safe(TypeAdapter(SafeText).validate_python(text))
    assert displayable(text)


@given(st.text())
def test_whatever_a_name_holds_it_can_be_displayed(text: str) -> None:
    shown = displayable(text)
    assert is_safe(shown)
    assert len(shown) <= 200
    assert displayable(shown) == shown


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.sampled_from([KioskCommandRequest, DeskCommandRequest, RelayRequest]), JSON)
def test_anything_else_is_refused_with_one_exception(model: Any, body: object) -> None:
    with pytest.raises(ValidationError):
        model.model_validate(body)


def test_a_guide_does_not_choose_to_have_missed_a_ring() -> None:
    with pytest.raises(ValidationError):
        SetStatus.model_validate({"type": "set_status", "status": "away", "reason": "missed_ring"})


def test_messages_do_not_change() -> None:
    message = SetStatus(status="available")
    with pytest.raises(ValidationError):
        message.status = "away"  # type: ignore[misc]


def test_the_typescript_is_up_to_date() -> None:
    assert main(["--check"]) == 0


def test_the_languages_are_those_that_residents_are_promised() -> None:
    tags = " ".join(language.tag for language in LANGUAGES)
    assert tags == "sv en fi ar so tr ti fa prs ckb kmr es pl ru uk bs aii el bn swl"
    assert {each.tag for each in LANGUAGES if each.direction == "rtl"} == {"ar", "fa", "prs", "ckb", "aii"}
    assert all(is_safe(language.endonym) for language in LANGUAGES)
    assert len({language.endonym for language in LANGUAGES}) == len(LANGUAGES)


def test_the_languages_can_be_read_by_anyone() -> None:
    assert json.loads(LANGUAGES[0].model_dump_json())["endonym"] == "Svenska"
