/** When a person sees the other: the first decoded frame that is a picture and not the black sent while it rings. */
import { Lifetime, type Stop } from "./lifetime";

/** A sample of 16 × 9 points with a point brighter than this (0–255) is a picture. */
const BLACK = 40;
const SIZE = { width: 16, height: 9 };

/**
 * Call `onPicture` once, at the first frame shown by `video` that is not black.
 *
 * A hidden tab shows no frames and a covered camera gives black ones: the caller needs another sign for those.
 */
export function firstPicture(video: HTMLVideoElement, onPicture: () => void): Stop {
  const lifetime = new Lifetime();
  const canvas = new OffscreenCanvas(SIZE.width, SIZE.height);
  const context = canvas.getContext("2d", { willReadFrequently: true, alpha: false });
  const onFrame = (): void => {
    if (lifetime.ended || context === null) return;
    context.drawImage(video, 0, 0, SIZE.width, SIZE.height);
    if (isPicture(context.getImageData(0, 0, SIZE.width, SIZE.height).data)) {
      lifetime.end();
      onPicture();
    } else {
      next();
    }
  };
  const next = (): void => {
    const handle = video.requestVideoFrameCallback(onFrame);
    stopWaiting = () => video.cancelVideoFrameCallback(handle);
  };
  let stopWaiting: Stop = () => {};
  lifetime.add(() => stopWaiting());
  next();
  return () => lifetime.end();
}

function isPicture(pixels: Uint8ClampedArray): boolean {
  for (let at = 0; at < pixels.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(at, at + 3);
    if (red + green + blue > 3 * BLACK) return true;
  }
  return false;
}
