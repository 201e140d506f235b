"""The paper and the models say the same."""

import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import TypeAdapter

from signaling.core import errors as core_errors
from signaling.core import vocabulary as core
from signaling.ports import Errand, ErrandOutcome
from signaling.wire import errands, errors, http, messages, self_test, views, vocabulary
from signaling.wire.vocabulary import ErrorId

PAPER = (Path(messages.__file__).parent / "PROTOCOL.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"<!-- example: (\w+) -->\n```json\n(.*?)```", PAPER, re.DOTALL)
ERRORS: tuple[ErrorId, ...] = get_args(ErrorId.__value__)


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_every_example_is_a_message(name: str, example: str) -> None:
    model = next(
        getattr(part, name) for part in (messages, views, http, self_test, errands) if hasattr(part, name)
    )
    message = model.model_validate_json(example, by_name=False)
    assert model.model_validate_json(message.model_dump_json()) == message


def test_every_block_of_json_is_an_example() -> None:
    assert len(EXAMPLES) == PAPER.count("```json")


def test_every_message_has_an_example() -> None:
    shown = {name for name, _ in EXAMPLES}
    sent = {pair[0].__name__ for pair in (*messages.KIOSK_EVENTS.values(), *messages.DESK_EVENTS.values())}
    heard = {push.__name__ for push in (*messages.KIOSK_PUSHES.values(), *messages.DESK_PUSHES.values())}
    asked = {"Enrolment", "Profile", "TapReport", "TapReceipt", "Done", "Failed", "BeatTaken"}
    tested = {
        "SelfTestCall",
        "SelfTestAnswer",
        "GuideFinding",
        "SelfTestReport",
        "SelfTestReceipt",
    }
    wished = {"Errands", "ErrandReport", "ErrandReceipt"}
    assert sent | heard | asked | tested | wished <= shown


def test_every_fault_begins_with_its_check() -> None:
    checks, faults = get_args(self_test.CheckName.__value__), get_args(self_test.Fault.__value__)
    assert {fault.partition("_")[0] for fault in faults} == set(checks)


def test_the_table_of_errors_is_the_list_of_errors() -> None:
    table = PAPER.partition("<!-- errors -->")[2].partition("<!-- /errors -->")[0]
    rows = re.findall(r"\| `(\w+)` \| (\w+) \| (.*) \|", table)
    assert rows == [(e, errors.problem(e).category, errors.problem(e).message) for e in
                    [row[0] for row in rows]]  # fmt: skip
    assert {row[0] for row in rows} == set(ERRORS)


def test_the_table_of_commands_names_them_all() -> None:
    named = set(re.findall(r"^\| `(\w+)` \| (?:kiosk|guide|leader|a party) \|", PAPER, re.MULTILINE))
    unions = (messages.KioskCommand, messages.DeskCommand)
    commands = {c for union in unions for c in get_args(get_args(union.__value__)[0])}
    assert named == {command.model_fields["type"].default for command in commands}


def subclasses(of: type[core_errors.Refused]) -> set[type[core_errors.Refused]]:
    return {each for child in of.__subclasses__() for each in {child, *subclasses(child)}}


def test_every_refusal_of_the_core_has_its_id_and_sentence_on_the_wire() -> None:
    for refusal in subclasses(core_errors.Refused):
        problem = errors.problem(TypeAdapter(ErrorId).validate_python(refusal.id))
        assert problem.category == "refused"
        assert problem.message == str(refusal())


@pytest.mark.parametrize(
    ("enum", "alias"),
    [
        (core.CallState, vocabulary.CallState),
        (core.CallOutcome, vocabulary.CallOutcome),
        (core.GuideStatus, vocabulary.GuideStatus),
        (core.AwayReason, vocabulary.AwayReason),
    ],
)
def test_the_closed_lists_are_the_cores(enum: type[core.CallState], alias: object) -> None:
    assert list(get_args(alias.__value__)) == [each.value for each in enum]  # type: ignore[attr-defined]


def test_a_kiosk_that_named_nothing_hears_of_nothing_that_it_may_not_know() -> None:
    """An agent of the release before takes no field that it does not know."""
    assert errands.Errands(self_test=None).model_dump_json() == '{"self_test":null}'


@pytest.mark.parametrize(
    ("alias", "enum"), [(errands.ErrandName, Errand), (errands.ErrandOutcome, ErrandOutcome)]
)
def test_the_errands_are_the_ports(alias: object, enum: type[Errand | ErrandOutcome]) -> None:
    assert list(get_args(alias.__value__)) == [each.value for each in enum]  # type: ignore[attr-defined]
