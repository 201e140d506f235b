"""Changed copies of frozen records."""

import dataclasses

import pytest

from signaling.core.pool import Pool
from signaling.core.records import replace
from signaling.core.vocabulary import CallState
from tests.core.world import SV, World


def pool() -> Pool:
    world = World()
    world.guide_arrives("amal", SV)
    world.talk("a")
    return world.pool


def test_a_changed_copy_is_what_the_standard_library_would_make() -> None:
    now = pool()
    (call,), (guide,), (kiosk,) = now.calls.values(), now.guides.values(), now.kiosks.values()
    assert replace(call, epoch=7, because="") == dataclasses.replace(call, epoch=7, because="")
    assert replace(guide, reason=None) == dataclasses.replace(guide, reason=None)
    assert replace(kiosk, past=()) == dataclasses.replace(kiosk, past=())
    assert replace(now, seq=9) == dataclasses.replace(now, seq=9)
    assert type(replace(call)) is type(call)


def test_the_record_that_was_copied_stays_as_it_was() -> None:
    (call,) = pool().calls.values()
    epoch = call.epoch
    replace(call, epoch=epoch + 1)
    assert call.epoch == epoch


def test_a_changed_copy_is_frozen_too() -> None:
    (call,) = pool().calls.values()
    copy = replace(call, state=CallState.HELD)
    with pytest.raises(dataclasses.FrozenInstanceError):
        copy.state = CallState.LIVE  # type: ignore[misc]  # what must not be done
    assert hash(replace(call, tries=())) == hash(dataclasses.replace(call, tries=()))


def test_a_field_that_the_record_lacks_cannot_be_changed() -> None:
    (call,) = pool().calls.values()
    with pytest.raises(AttributeError):
        replace(call, colour="red")  # type: ignore[call-arg]  # what must not be done
