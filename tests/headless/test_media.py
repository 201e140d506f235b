"""The demonstration is plain to see, moves, and shows nothing before the take."""

import asyncio
from types import SimpleNamespace

import numpy as np
import pytest

from signaling.headless import media
from signaling.headless.media import (
    FRAMES_PER_SECOND,
    HEIGHT,
    WIDTH,
    DemoCamera,
    DemoMicrophone,
    Sink,
    chord,
    draw_scene,
    is_lit,
    place_head,
)


def test_the_picture_moves() -> None:
    one, other = draw_scene(), draw_scene()
    place_head(one, 0.0)
    place_head(other, 0.5)
    assert one.shape == (HEIGHT, WIDTH, 3)
    assert np.count_nonzero(one != other) > 1_000


def test_the_head_stays_inside_the_picture_at_all_times() -> None:
    scene = draw_scene()
    for step in range(400):
        place_head(scene, step / 100)
    changed = np.argwhere(np.any(scene != draw_scene(), axis=2))
    assert changed.min() > 0
    assert changed[:, 1].min() > (WIDTH - HEIGHT * 3 // 4) // 2, "a portrait screen shows the middle"
    assert changed[:, 1].max() < (WIDTH + HEIGHT * 3 // 4) // 2


def test_the_chord_is_soft_and_repeats_without_a_click() -> None:
    samples = chord()
    assert 0 < np.abs(samples).max() <= 0.05 * 32_767
    assert abs(int(samples[0])) < 5
    assert abs(int(samples[-1])) < 5


async def test_until_the_take_only_black_and_silence_are_made() -> None:
    taken = False
    camera, microphone = DemoCamera(lambda: taken), DemoMicrophone(lambda: taken)
    assert not is_lit((await camera.recv()).reformat(format="yuv420p"))
    assert not np.any((await microphone.recv()).to_ndarray())
    taken = True
    assert is_lit((await camera.recv()).reformat(format="yuv420p"))
    await asyncio.sleep(0.05)
    assert np.any((await microphone.recv()).to_ndarray())


async def test_frames_come_at_their_pace_with_growing_times(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0

    async def sleep(seconds: float) -> None:
        nonlocal now
        now += max(0.0, seconds)

    monkeypatch.setattr(media, "time", SimpleNamespace(monotonic=lambda: now))
    monkeypatch.setattr(media, "asyncio", SimpleNamespace(sleep=sleep))
    camera = DemoCamera(lambda: True)
    times = [(await camera.recv()).pts or 0 for _ in range(FRAMES_PER_SECOND)]
    assert times == sorted(set(times))
    assert now - 100.0 == pytest.approx(1 - 1 / FRAMES_PER_SECOND)


async def test_a_sink_counts_until_the_track_ends() -> None:
    camera, sink = DemoCamera(lambda: True), Sink()
    draining = asyncio.create_task(sink.drain(camera))
    while sink.frames < 4:  # noqa: ASYNC110 - a count has no event
        await asyncio.sleep(0.01)
    camera.stop()
    await draining
