"""Tones that the two sides of a self-test's call send each other, and whether one was heard.

The Python twin of `kiosk_client/web/kiosk/self_test/tone.ts`.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from av import AudioFrame
from numpy.typing import NDArray

from signaling.headless.media import SAMPLES_PER_SECOND, LoopedSound, Sink

KIOSK_TONE: Final = 1_000
GUIDE_TONE: Final = 600
"""Hertz. Neither is an overtone of the other, and both are whole waves in a second."""
LOUDNESS: Final = 0.25
"""Of full scale."""
QUIETEST: Final = -120.0
"""Decibels below full scale at which silence counts."""
WINDOW: Final = 8_192
"""Samples that are looked at: 0.17 s, in steps of 6 Hz."""
_NEAR: Final = 2
"""Steps by which a tone may be off its pitch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    tone: float
    """Level at a pitch, in dB below full scale."""
    floor: float
    """Median level of all pitches."""


NOTHING: Final = Heard(tone=QUIETEST, floor=QUIETEST)


class Tone(LoopedSound):
    def __init__(self, pitch: int) -> None:
        super().__init__(tone_of(pitch), lambda: True)


@dataclass(slots=True)
class Ear(Sink):
    """A sink that keeps the last part of what it heard."""

    _last: deque[NDArray[np.int16]] = field(default_factory=lambda: deque(maxlen=WINDOW // 960 + 1))

    def hear(self, sound: AudioFrame) -> None:
        channels = len(sound.layout.channels)
        self._last.append(sound.to_ndarray().reshape(-1, channels)[:, 0].astype(np.int16))

    def heard(self, pitch: int) -> Heard:
        """How `pitch` stood out until now; nothing while too little was heard."""
        samples = np.concatenate(self._last) if self._last else np.zeros(0, np.int16)
        return NOTHING if len(samples) < WINDOW else levels(samples[-WINDOW:], pitch)


def tone_of(pitch: int) -> NDArray[np.int16]:
    """A second of it, to be repeated."""
    seconds = np.arange(SAMPLES_PER_SECOND) / SAMPLES_PER_SECOND
    samples: NDArray[np.int16] = (np.sin(2 * np.pi * pitch * seconds) * LOUDNESS * 32_767).astype(np.int16)
    return samples


def levels(samples: NDArray[np.int16], pitch: int) -> Heard:
    window = np.hanning(len(samples))
    spectrum = np.abs(np.fft.rfft(samples * window)) / (window.sum() / 2) / 32_768
    decibels = 20 * np.log10(np.maximum(spectrum, 10 ** (QUIETEST / 20)))
    at = round(pitch * len(samples) / SAMPLES_PER_SECOND)
    near = decibels[at - _NEAR : at + _NEAR + 1]
    return Heard(tone=float(near.max()), floor=float(np.median(decibels)))
