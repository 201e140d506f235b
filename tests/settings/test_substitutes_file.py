"""The table of close languages: what is wrong in it is said with its line."""

from pathlib import Path

import pytest

from signaling.core.ids import Language
from signaling.core.substitutes import Substitute
from signaling.core.vocabulary import Level
from signaling.settings_file import SettingsError
from signaling.substitutes_file import read_substitutes

OURS = Path(__file__).resolve().parents[2] / "deploy/config/substitutes.yaml"


def written(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "substitutes.yaml"
    path.write_text(content, encoding="utf-8")
    return path


def test_the_table_that_comes_with_it_is_sound() -> None:
    table = read_substitutes(OURS)
    assert table.version
    assert table.of(Language("fa")) == (Substitute(Language("fa"), Language("prs"), Level.GOOD),)
    assert {row.offered for row in table.of(Language("bs"))} == {"hr", "sr"}
    assert not table.of(Language("ckb"))


def test_speech_has_no_script(tmp_path: Path) -> None:
    table = read_substitutes(written(tmp_path, "version: a\nclose:\n  sr-Cyrl: {bs-BA: fluent}\n"))
    assert table.rows == (Substitute(Language("sr"), Language("bs"), Level.FLUENT),)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("version: a\nclose:\n  fa: {prs: good}\n  xqz: {fa: good}\n", "line 4: there is no language 'xqz'"),
        ("version: a\nclose:\n  fa:\n    prs: good\n    q: good\n", "line 5: there is no language 'q'"),
        ("version: a\nclose:\n  fa: {prs: splendid}\n", "line 3: close.fa.prs: input should be 'basic'"),
        ("version: a\nclose:\n  fa: {fa-IR: good}\n", "line 3: a ring of languages .*: fa → fa"),
        (
            "version: a\nclose:\n  sv: {da: good}\n  da: {no: good}\n  no: {sv: good}\n",
            "line [345]: a ring of languages that goes one way only",
        ),
        ("version: a\nclose:\n  sr: {bs: good, bs-Latn: basic}\n", "line 3: sr has bs twice"),
        ("version: a\nclose:\n  fa: {prs: good}\n  fa: {prs: basic}\n", "line 4: 'fa' stands twice"),
        ("close: {}\n", "version: field required"),
        ("version: a\nclosed: {}\n", "line 2: there is no setting 'closed'; did you mean 'close'"),
        ("version: a\nclose:\n  mul: {fa: good}\n", "line 3: this tag names no single language"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, content: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says) as refusal:
        read_substitutes(written(tmp_path, content))
    assert "\n" not in str(refusal.value)
