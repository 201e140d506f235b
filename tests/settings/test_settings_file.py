"""What is written in a settings file is what is meant, or it is refused with its place."""

from pathlib import Path

import pytest

from signaling.settings_file import (
    LARGEST_FILE,
    SettingsError,
    read_settings_file,
    refuse_if_readable_by_others,
)


def written(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "settings.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("22:30", "22:30"),
        ("010", "010"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("2026-01-01", "2026-01-01"),
        ("true", True),
        ("12", 12),
        ("-3", -3),
        ("1.5", 1.5),
        ("1e999", "1e999"),
        (".inf", ".inf"),
        ("null", None),
        ("~", None),
        ("99999999999999999999999", "99999999999999999999999"),
    ],
)
def test_a_plain_value_means_what_it_looks_like(tmp_path: Path, text: str, value: object) -> None:
    assert read_settings_file(written(tmp_path, f"key: {text}\n")) == {"key": value}


@pytest.mark.parametrize("content", ["", "# nothing but a comment\n", "\ufeff"])
def test_an_empty_file_sets_nothing(tmp_path: Path, content: str) -> None:
    assert read_settings_file(written(tmp_path, content)) == {}


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    assert read_settings_file(written(tmp_path, "\ufeffa: 1\r\nb: two\r\n")) == {"a": 1, "b": "two"}


BILLION_LAUGHS = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("a:\n\tb: 1\n", "line 2"),
        ("a: 1\nb: 2\na: 3\n", "line 3: 'a' stands twice"),
        (BILLION_LAUGHS, "aliases are not allowed"),
        ("a: !!python/object/apply:os.system [id]\n", "line 1"),
        ("- a\n- b\n", "must be a mapping"),
        ("1: a\n", "a key must be a word"),
        ("a: [1, 2\n", "line"),
        ("a: 1\n".encode("utf-16"), "not UTF-8"),
        (b"a: \x00\n", "settings.yaml"),
        ("[" * 5_000, "settings.yaml"),
        ("a: " + "x" * LARGEST_FILE, "larger than"),
    ],
)
def test_what_could_be_misread_is_refused_with_its_place(
    tmp_path: Path, content: str | bytes, says: str
) -> None:
    with pytest.raises(SettingsError, match=says):
        read_settings_file(written(tmp_path, content))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.yaml cannot be read"):
        read_settings_file(tmp_path / "nowhere.yaml")


def test_a_file_with_secrets_must_not_be_readable_by_everyone(tmp_path: Path) -> None:
    path = written(tmp_path, "a: 1\n")
    path.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 640"):
        refuse_if_readable_by_others(path)
    path.chmod(0o640)
    refuse_if_readable_by_others(path)
