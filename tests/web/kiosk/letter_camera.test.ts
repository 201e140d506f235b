/** The camera that looks at a paper: whatever it does, the resident hears of it. */
import { afterEach, expect, test, vi } from "vitest";
import { LetterCamera } from "../../../kiosk_client/web/kiosk/letter_camera";

class Stream {
  constructor(readonly tracks: MediaStreamTrack[]) {}
  getTracks = () => this.tracks;
  getVideoTracks = () => this.tracks;
}

/** A camera of which nothing comes any more, as when it is unplugged or hangs. */
function mute(): MediaStreamTrack {
  const track = { getSettings: () => ({ deviceId: "own" }), stop: vi.fn() };
  return { ...track, clone: () => track } as unknown as MediaStreamTrack;
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a camera that gives no picture is said to give none, instead of being waited for", async () => {
  vi.useFakeTimers();
  vi.stubGlobal("MediaStream", Stream);
  vi.stubGlobal(
    "ImageCapture",
    class {
      takePhoto = () => new Promise(() => {});
    },
  );
  vi.stubGlobal("navigator", { mediaDevices: { enumerateDevices: async () => [] } });
  const video = { play: () => new Promise(() => {}) };
  vi.spyOn(document, "createElement").mockReturnValue(video as unknown as HTMLElement);
  const camera = new LetterCamera();
  expect(await camera.open(mute())).not.toBeNull();
  const photograph = camera.photograph();
  const refused = expect(photograph).rejects.toThrow("too long");
  await vi.runAllTimersAsync();
  await refused;
});
