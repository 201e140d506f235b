"""How long a page is silent, as far as the agent was there to hear it."""

from kiosk_client.pulse import Silence

EVERY = 0.1


def heard(*looks: tuple[float, int]) -> float:
    """The silence after looks at these times, with so many beats until then."""
    silence = Silence(every=EVERY)
    for now, beats in looks:
        silence.look(beats=beats, now=now)
    return silence.seconds


def test_silence_grows_with_each_look_and_ends_with_a_beat() -> None:
    looks = [(1_000 + look * EVERY, 7) for look in range(31)]
    assert abs(heard(*looks) - 3.0) < 1e-6
    assert heard(*looks, (1_003.1, 8)) == 0.0


def test_nothing_is_silent_at_the_first_look() -> None:
    assert heard((5_000.0, 0)) == 0.0


def test_a_machine_that_stood_still_proves_nothing_of_its_page() -> None:
    assert heard((1_000.0, 7), (1_060.0, 7)) == 2 * EVERY
    assert heard((1_000.0, 7), (1_060.0, 7), (1_060.1, 8)) == 0.0
