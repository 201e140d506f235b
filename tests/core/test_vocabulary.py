"""A word of a closed list is the string that is in the log and on the wire."""

import pytest

from signaling.core.ids import Role
from signaling.core.vocabulary import CallState, Word


@pytest.mark.parametrize("word", [*CallState, *Role])
def test_a_word_is_found_where_its_string_is(word: Word) -> None:
    assert {word: 1} == {word.value: 1}
