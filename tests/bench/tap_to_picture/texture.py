"""A camera's picture made of real texture: what an encoder that starts cold has a hard time with.

A flat test pattern costs an encoder next to nothing; a room, a face and a shirt do not. This is noise with
the spectrum of natural pictures (amplitude falling as 1/frequency), panned slowly, with a sensor's grain.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]
Field = NDArray[np.float64]


def write_camera(
    path: Path, *, seed: int, width: int = 640, height: int = 480, frames: int = 90, rate: int = 30
) -> None:
    """Write `frames` frames as YUV4MPEG2 4:2:0, which Chromium plays in a loop as its fake camera."""
    noise = np.random.default_rng(seed)
    luma, blue, red = (_texture(noise, height + 64, width + 64) for _ in range(3))
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{width} H{height} F{rate}:1 Ip A1:1 C420jpeg\n".encode())
        for frame in range(frames):
            x, y = _pan(frame, frames)
            grain = noise.normal(0, 2.5, (height, width))
            bright = np.clip(luma[y : y + height, x : x + width] + grain, 16, 235).astype(np.uint8)
            file.write(b"FRAME\n" + bright.tobytes())
            for colour in (blue, red):
                file.write(_half(colour[y : y + height, x : x + width]).tobytes())


def _texture(noise: np.random.Generator, height: int, width: int) -> Field:
    frequency = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None, :])
    frequency[0, 0] = 1
    spectrum = np.fft.rfft2(noise.normal(size=(height, width))) / frequency
    spectrum[0, 0] = 0
    field = np.fft.irfft2(spectrum, s=(height, width))
    texture: Field = np.clip(128 + 45 * field / field.std(), 16, 235)
    return texture


def _pan(frame: int, frames: int) -> tuple[int, int]:
    """Return a point on a circle, so that the loop has no jump."""
    angle = 2 * np.pi * frame / frames
    return int(32 + 31 * np.cos(angle)), int(32 + 31 * np.sin(angle))


def _half(colour: Field) -> Plane:
    height, width = colour.shape
    mean = colour.reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3))
    half: Plane = (128 + (mean - 128) / 3).astype(np.uint8)
    return half
