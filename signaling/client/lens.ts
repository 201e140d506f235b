/**
 * A part of a camera's picture as a track of its own: closer, or lower, for someone who sits or is small.
 *
 * Frames are cropped where they lie and not copied. Made by LocalMedia, and only where a part is wanted: the whole
 * picture goes the straight way.
 */
import type { Framing } from "./talk/geometry";

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where that part lies in a picture of this size: never beyond its edges, at even numbers as its colours need. */
export function cropOf({ zoom, at: [x, y] }: Framing, width: number, height: number): Rect {
  const even = (value: number): number => 2 * Math.round(value / 2);
  const [wide, high] = [even(width / zoom), even(height / zoom)];
  const from = (centre: number, size: number, whole: number): number =>
    Math.min(Math.max(0, even(centre * whole - size / 2)), whole - size);
  return { x: from(x, wide, width), y: from(y, high, height), width: wide, height: high };
}

/** Chromium's way to a track's frames (W3C mediacapture-transform), which TypeScript's library does not have. */
declare class MediaStreamTrackProcessor {
  constructor(of: { track: MediaStreamTrack; maxBufferSize: number });
  readonly readable: ReadableStream<VideoFrame>;
}
/** The same, outside of a worker. A track itself. */
declare class MediaStreamTrackGenerator extends MediaStreamTrack {
  constructor(of: { kind: "video" });
  readonly writable: WritableStream<VideoFrame>;
}

export class Lens {
  /** What is seen through it. It ends with `end`, and where the camera's own track ends. */
  readonly track: MediaStreamTrack;
  readonly #source: MediaStreamTrack;
  framing: Framing;

  /** Of a camera's track, which stays as it is. */
  constructor(camera: MediaStreamTrack, framing: Framing) {
    this.framing = framing;
    this.#source = camera.clone();
    const generator = new MediaStreamTrackGenerator({ kind: "video" });
    this.track = generator;
    const crop = new TransformStream<VideoFrame, VideoFrame>({
      transform: (frame, next) => {
        next.enqueue(this.#cropped(frame));
        frame.close();
      },
    });
    const { readable } = new MediaStreamTrackProcessor({ track: this.#source, maxBufferSize: 1 });
    // Both sides close when the camera or the track ends: nobody waits for that.
    readable
      .pipeThrough(crop)
      .pipeTo(generator.writable)
      .catch(() => {});
  }

  end(): void {
    this.#source.stop();
    this.track.stop();
  }

  #cropped(frame: VideoFrame): VideoFrame {
    const { visibleRect } = frame;
    const [width, height] = [
      visibleRect?.width ?? frame.codedWidth,
      visibleRect?.height ?? frame.codedHeight,
    ];
    const rect = cropOf(this.framing, width, height);
    const [left, top] = [visibleRect?.x ?? 0, visibleRect?.y ?? 0];
    return new VideoFrame(frame, { visibleRect: { ...rect, x: left + rect.x, y: top + rect.y } });
  }
}
