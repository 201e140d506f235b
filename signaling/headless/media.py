"""What a party without camera and microphone shows, says, sees and hears.

The picture is plainly a demonstration: a figure with letters on it that say so. Its head sways, so that a
frozen picture is told from a living one; it stands in the middle, where every screen shows it whole. The
sound is a soft chord that swells and falls.
"""

import asyncio
import fractions
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, VideoFrame
from numpy.typing import NDArray

WIDTH: Final = 640
HEIGHT: Final = 480
FRAMES_PER_SECOND: Final = 24
SAMPLES_PER_SECOND: Final = 48_000
SAMPLES_PER_FRAME: Final = 960
VIDEO_CLOCK: Final = 90_000
"""RTP ticks a second (RFC 7741 §4.1)."""
LIT: Final = 24
"""Mean luma above which a picture is more than black; black is 16."""

PAPER: Final = (251, 247, 240)
PINE: Final = (15, 91, 76)
MIST: Final = (220, 235, 230)
SAFFRON: Final = (233, 162, 59)

_LETTERS: Final = {
    "D": ("11110", "10001", "10001", "10001", "10001", "10001", "11110"),
    "E": ("11111", "10000", "10000", "11110", "10000", "10000", "11111"),
    "M": ("10001", "11011", "10101", "10101", "10001", "10001", "10001"),
    "O": ("01110", "10001", "10001", "10001", "10001", "10001", "01110"),
}
_CELL: Final = 9
_HEAD: Final = 68
"""Radius."""
_NECK: Final = (WIDTH // 2, 196)
_SWAY: Final = 26
_ORBIT: Final = 4.0
"""Seconds in which the head sways to and fro, and the chord swells and falls."""

Picture = NDArray[np.uint8]
IsOpen = Callable[[], bool]
"""Whether the guide has taken: until then only black and silence leave this machine."""


class DemoCamera(MediaStreamTrack):
    kind = "video"

    def __init__(self, is_open: IsOpen) -> None:
        super().__init__()
        self._is_open = is_open
        self._pace = _Pace(1 / FRAMES_PER_SECOND)
        self._scene = draw_scene()
        self._black = VideoFrame.from_ndarray(np.zeros((HEIGHT, WIDTH, 3), np.uint8), format="rgb24")

    async def recv(self) -> VideoFrame:
        if self.readyState != "live":
            raise MediaStreamError
        number = await self._pace.next()
        frame = self._picture(number) if self._is_open() else self._black
        frame.pts = number * VIDEO_CLOCK // FRAMES_PER_SECOND
        frame.time_base = fractions.Fraction(1, VIDEO_CLOCK)
        return frame

    def _picture(self, number: int) -> VideoFrame:
        picture = self._scene.copy()
        place_head(picture, number / FRAMES_PER_SECOND)
        return VideoFrame.from_ndarray(picture, format="rgb24")


class LoopedSound(MediaStreamTrack):
    """`samples` over and over: whole frames of a sound of one channel."""

    kind = "audio"

    def __init__(self, samples: NDArray[np.int16], is_open: IsOpen) -> None:
        super().__init__()
        self._samples = samples
        self._is_open = is_open
        self._pace = _Pace(SAMPLES_PER_FRAME / SAMPLES_PER_SECOND)

    async def recv(self) -> AudioFrame:
        if self.readyState != "live":
            raise MediaStreamError
        number = await self._pace.next()
        first = number * SAMPLES_PER_FRAME % len(self._samples)
        samples = self._samples[first : first + SAMPLES_PER_FRAME]
        if not self._is_open():
            samples = np.zeros_like(samples)
        frame = AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = SAMPLES_PER_SECOND
        frame.pts = number * SAMPLES_PER_FRAME
        frame.time_base = fractions.Fraction(1, SAMPLES_PER_SECOND)
        return frame


class DemoMicrophone(LoopedSound):
    def __init__(self, is_open: IsOpen) -> None:
        super().__init__(chord(), is_open)


@dataclass(slots=True)
class Sink:
    """Counts what is decoded of the other party, and forgets it."""

    frames: int = 0
    sounds: int = 0
    lit_frames: int = 0
    """Frames that showed more than black."""
    last: float | None = None
    """Seconds of the monotonic clock when something was last decoded; None before the first."""

    async def drain(self, track: MediaStreamTrack) -> None:
        """Until the track ends. Whoever does not drain a track fills the memory."""
        while True:
            try:
                frame: Any = await track.recv()
            except MediaStreamError:
                return
            self.last = time.monotonic()
            if track.kind == "audio":
                self.sounds += 1
                self.hear(frame)
                continue
            self.frames += 1
            self.lit_frames += is_lit(frame)

    def hear(self, sound: AudioFrame) -> None:
        """For whoever wants to know more of a sound than that it came."""


class _Pace:
    """Numbers frames at an even pace, and leaves out those that could not be made in time."""

    def __init__(self, period: float) -> None:
        self._period = period
        self._began: float | None = None
        self._number = -1

    async def next(self) -> int:
        now = time.monotonic()
        if self._began is None:
            self._began = now
        self._number = max(self._number + 1, int((now - self._began) / self._period))
        await asyncio.sleep(self._began + self._number * self._period - now)
        return self._number


def draw_scene() -> Picture:
    """All of the picture that does not move."""
    scene = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    scene[:] = PAPER
    rows, columns = np.ogrid[:HEIGHT, :WIDTH]
    _paint(scene, 176 - np.hypot(columns - WIDTH / 2, rows - HEIGHT / 2), MIST)
    shoulders = np.hypot((columns - WIDTH / 2) / 1.1, rows - 440.0)
    _paint(scene, 148 - shoulders, PINE)
    width = len("DEMO") * 6 * _CELL - _CELL
    for place, letter in enumerate("DEMO"):
        left = (WIDTH - width) // 2 + place * 6 * _CELL
        for row, cells in enumerate(_LETTERS[letter]):
            for column, cell in enumerate(cells):
                if cell == "1":
                    y, x = 366 + row * _CELL, left + column * _CELL
                    scene[y : y + _CELL, x : x + _CELL] = PAPER
    return scene


def place_head(picture: Picture, seconds: float) -> None:
    """Draw the head where it is at this time."""
    turn = 2 * math.pi * seconds / _ORBIT
    x = _NECK[0] + _SWAY * math.sin(turn)
    y = _NECK[1] + _SWAY / 4 * math.cos(2 * turn)
    top, left = int(y) - _HEAD - 2, int(x) - _HEAD - 2
    size = 2 * _HEAD + 4
    rows, columns = np.ogrid[top : top + size, left : left + size]
    _paint(picture[top : top + size, left : left + size], _HEAD - np.hypot(columns - x, rows - y), SAFFRON)


def _paint(picture: Picture, inside: NDArray[np.float64], colour: tuple[int, int, int]) -> None:
    """Lay `colour` over the picture; `inside` is each pixel's distance from the shape's edge, inwards."""
    cover = np.clip(inside + 0.5, 0, 1)[..., None]
    picture[:] = (picture * (1 - cover) + np.array(colour) * cover).astype(np.uint8)


def chord() -> NDArray[np.int16]:
    """One swell of the sound, to be repeated: 220, 277 and 330 Hz, never louder than -26 dBFS."""
    seconds = np.arange(round(_ORBIT * SAMPLES_PER_SECOND)) / SAMPLES_PER_SECOND
    tones = sum(np.sin(2 * np.pi * frequency * seconds) for frequency in (220.0, 277.25, 330.0))
    swell = np.sin(np.pi * seconds / _ORBIT) ** 2
    samples: NDArray[np.int16] = (tones / 3 * swell * 0.05 * 32_767).astype(np.int16)
    return samples


def is_lit(frame: VideoFrame) -> bool:
    """Whether the picture is more than black, by the mean of a sparse sample of its luma."""
    luma = np.frombuffer(memoryview(frame.planes[0]), np.uint8)
    return float(luma[::97].mean()) > LIT
