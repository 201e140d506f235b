"""Every event and every pool comes back from its JSON as it was."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from signaling.core.events import EVENT_TYPES, CallEnded, Event, GuideConnected, PoolConfigured
from signaling.core.ids import GuideId, Language
from signaling.core.pool import snapshot
from signaling.core.pool_settings import PoolSettings
from signaling.core.vocabulary import CallOutcome
from signaling.store.codec import UnreadableEvent, decode_event, decode_pool, encode_event, encode_snapshot
from tests.store.histories import Day, call_id

TEXT = some.text(some.characters(exclude_categories=["Cs"]), max_size=20)
some.register_type_strategy(str, TEXT)


@pytest.mark.parametrize("event_type", EVENT_TYPES.values(), ids=list(EVENT_TYPES))
def test_every_event_comes_back_as_it_was(event_type: type[Event]) -> None:
    @settings(max_examples=25, deadline=None)
    @given(event=some.from_type(event_type))
    def check(event: Any) -> None:
        body = encode_event(event)
        assert decode_event(event.type, body) == event
        assert "\n" not in body

    check()


@pytest.mark.parametrize("seed", range(5))
def test_every_pool_comes_back_as_it_was(seed: int) -> None:
    day = Day(seed)
    day.batches(50)
    restored = decode_pool(encode_snapshot(snapshot(day.pool)))
    assert restored is not None
    assert snapshot(restored) == snapshot(day.pool)


def test_words_stand_in_the_body_as_they_stand_in_the_log() -> None:
    ended = CallEnded(call=call_id(1), outcome=CallOutcome.WAIT_LIMIT)
    assert json.loads(encode_event(ended)) == {
        "call": call_id(1), "outcome": "wait_limit", "by": None, "wrap_up_until": None,
    }  # fmt: skip


def test_a_field_that_came_later_takes_its_default() -> None:
    assert decode_event("call_ended", f'{{"call": "{call_id(1)}", "outcome": "completed"}}') == CallEnded(
        call=call_id(1), outcome=CallOutcome.COMPLETED
    )


def test_a_field_that_is_gone_is_ignored() -> None:
    body = '{"guide": "g", "epoch": 3, "languages": ["sv"], "shift": "late"}'
    assert decode_event("guide_connected", body) == GuideConnected(
        guide=GuideId("g"), epoch=3, languages=(Language("sv"),)
    )


@pytest.mark.parametrize(
    ("type_", "body"),
    [
        ("call_teleported", "{}"),
        ("call_held", "{}"),
        ("call_held", "{"),
        ("call_held", '{"call": 7}'),
        ("call_ended", '{"call": "c", "outcome": "forgotten"}'),
        ("rang", '{"call": "c", "guide": "g", "epoch": 1.5, "until": 0, "because": ""}'),
        ("rang", '{"call": "c", "guide": "g", "epoch": NaN, "until": 0, "because": ""}'),
    ],
)
def test_what_cannot_be_an_event_is_unreadable(type_: str, body: str) -> None:
    with pytest.raises(UnreadableEvent):
        decode_event(type_, body)


@pytest.mark.parametrize("body", ["", "{}", "[]", '{"pool": "p", "seq": 1}'])
def test_what_cannot_be_a_snapshot_is_none(body: str) -> None:
    assert decode_pool(body) is None


def test_a_text_that_no_store_can_keep_is_refused_before_it_is_written() -> None:
    event = PoolConfigured(settings=PoolSettings(languages=(Language("\ud800"),)))
    with pytest.raises(ValueError, match="surrogates"):
        encode_event(event)
    assert encode_event(replace(event, settings=PoolSettings()))
