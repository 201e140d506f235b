"""What a party without camera and microphone shows, says, sees and hears.

The picture is plainly a demonstration: block letters that say so, and a disc that moves, so that a frozen
picture is told from a living one. The sound is a soft chord that swells and falls.
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
    "D": ("1110", "1001", "1001", "1001", "1110"),
    "E": ("1111", "1000", "1110", "1000", "1111"),
    "M": ("10001", "11011", "10101", "10001", "10001"),
    "O": ("0110", "1001", "1001", "1001", "0110"),
}
_CELL: Final = 24
_DISC: Final = 56
_ORBIT: Final = 4.0
"""Seconds in which the disc goes to and fro, and the chord swells and falls."""

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
        place_disc(picture, number / FRAMES_PER_SECOND)
        return VideoFrame.from_ndarray(picture, format="rgb24")


class DemoMicrophone(MediaStreamTrack):
    kind = "audio"

    def __init__(self, is_open: IsOpen) -> None:
        super().__init__()
        self._is_open = is_open
        self._pace = _Pace(SAMPLES_PER_FRAME / SAMPLES_PER_SECOND)
        self._chord = chord()

    async def recv(self) -> AudioFrame:
        if self.readyState != "live":
            raise MediaStreamError
        number = await self._pace.next()
        first = number * SAMPLES_PER_FRAME % len(self._chord)
        samples = self._chord[first : first + SAMPLES_PER_FRAME]
        if not self._is_open():
            samples = np.zeros_like(samples)
        frame = AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = SAMPLES_PER_SECOND
        frame.pts = number * SAMPLES_PER_FRAME
        frame.time_base = fractions.Fraction(1, SAMPLES_PER_SECOND)
        return frame


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
                continue
            self.frames += 1
            self.lit_frames += is_lit(frame)


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
    scene[HEIGHT * 5 // 8 :] = MIST
    columns = sum(len(_LETTERS[letter][0]) + 1 for letter in "DEMO") - 1
    left = (WIDTH - columns * _CELL) // 2
    for letter in "DEMO":
        rows = _LETTERS[letter]
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell == "1":
                    y, x = HEIGHT // 6 + row * _CELL, left + column * _CELL
                    scene[y : y + _CELL, x : x + _CELL] = PINE
        left += (len(rows[0]) + 1) * _CELL
    return scene


def place_disc(picture: Picture, seconds: float) -> None:
    """Draw the disc where it is at this time."""
    swing = math.sin(2 * math.pi * seconds / _ORBIT)
    x = WIDTH // 2 + round(swing * (WIDTH // 2 - _DISC - 16))
    y = HEIGHT * 13 // 16
    window = picture[y - _DISC : y + _DISC, x - _DISC : x + _DISC]
    window[_DISC_MASK] = SAFFRON


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


_GRID: Final = np.arange(-_DISC, _DISC)
_DISC_MASK: Final = _GRID[:, None] ** 2 + _GRID[None, :] ** 2 < _DISC**2
