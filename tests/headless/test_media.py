"""The demonstration is plain to see, moves, and shows nothing before the take."""

import asyncio
import time

import numpy as np

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


async def test_frames_come_at_their_pace_with_growing_times() -> None:
    camera = DemoCamera(lambda: True)
    began = time.monotonic()
    times = [(await camera.recv()).pts or 0 for _ in range(FRAMES_PER_SECOND)]
    assert times == sorted(set(times))
    assert 0.8 < time.monotonic() - began < 1.5


async def test_a_sink_counts_until_the_track_ends() -> None:
    camera, sink = DemoCamera(lambda: True), Sink()
    draining = asyncio.create_task(sink.drain(camera))
    await asyncio.sleep(0.3)
    camera.stop()
    await asyncio.wait_for(draining, 2)
    assert sink.frames >= 4
