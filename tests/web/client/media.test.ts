/** Camera and microphone as a page opens and closes them: whatever was opened is closed in the end. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { LocalMedia } from "../../../signaling/client";

class Track extends EventTarget {
  readyState = "live";

  constructor(readonly kind: "audio" | "video") {
    super();
  }

  stop(): void {
    this.readyState = "ended";
  }
}

/** Devices that open when they are told to. */
class Devices extends EventTarget {
  readonly tracks: Track[] = [];
  #waiting: (() => void)[] = [];

  readonly getUserMedia = (wish: MediaStreamConstraints): Promise<MediaStream> => {
    const kinds = (["audio", "video"] as const).filter((kind) => wish[kind]);
    const tracks = kinds.map((kind) => new Track(kind));
    this.tracks.push(...tracks);
    return new Promise((opened) => {
      this.#waiting.push(() => opened({ getTracks: () => tracks } as unknown as MediaStream));
    });
  };

  async open(): Promise<void> {
    for (const opened of this.#waiting.splice(0)) opened();
    await new Promise((settled) => setTimeout(settled));
  }

  live(kind: "audio" | "video"): number {
    return this.tracks.filter((track) => track.kind === kind && track.readyState === "live").length;
  }
}

let devices: Devices;

beforeEach(() => {
  devices = new Devices();
  vi.stubGlobal("navigator", { mediaDevices: devices, hardwareConcurrency: 8 });
  return () => vi.unstubAllGlobals();
});

async function opened(): Promise<LocalMedia> {
  const media = new LocalMedia();
  void media.open();
  await devices.open();
  return media;
}

describe("what was opened", () => {
  test("is closed at the end, one of each kind", async () => {
    const media = await opened();
    expect([devices.live("audio"), devices.live("video")]).toEqual([1, 1]);
    media.end();
    expect([devices.live("audio"), devices.live("video")]).toEqual([0, 0]);
  });

  test("is closed also where a hand switches faster than the camera opens", async () => {
    const media = await opened();
    for (const wanted of [false, true, false, true]) media.want("video", wanted);
    await devices.open();
    expect(devices.live("video")).toBe(1);
    media.end();
    expect(devices.live("video")).toBe(0);
  });

  test("is closed also where it opens after the end", async () => {
    const media = new LocalMedia();
    void media.open();
    media.end();
    await devices.open();
    expect([devices.live("audio"), devices.live("video")]).toEqual([0, 0]);
  });

  test("is let go while the resident does not wish to be seen", async () => {
    const media = await opened();
    media.want("video", false);
    expect([devices.live("audio"), devices.live("video")]).toEqual([1, 0]);
    expect(media.tracks.value.video).toBeNull();
  });
});
