/**
 * The camera and the microphone of this machine, opened once and kept for many calls.
 *
 * A missing device is a fact to show, not an error: a call with sound alone is a call. What fails or is unplugged is
 * tried again until it is back, so that nobody has to come and press a button.
 */
import { Cell, type Readable } from "./cell";
import { KINDS, type Kind, NO_TRACKS, type Tracks } from "./connection";
import { Lens } from "./lens";
import { Lifetime, type Stop } from "./lifetime";
import { type Framing, WHOLE_PICTURE } from "./talk/geometry";
import { pageTimers, type Timers } from "./timers";

export type DeviceFact =
  /** Open and giving sound or picture. */
  | "on"
  /** Being opened for the first time. */
  | "opening"
  /** There is none, or none that fits. */
  | "missing"
  /** The person or the policy of the machine does not allow it. */
  | "refused"
  /** Another program has it, or the operating system cannot read it. */
  | "busy"
  /** It was on and went away. */
  | "lost";

export interface DeviceChoice {
  /** A `deviceId`; the browser's choice where absent. */
  camera?: string;
  microphone?: string;
}

/** EN 301 549 §6.5: at least QVGA and 20 frames a second; VGA and 30 preferred. */
const VGA = { width: 640, height: 480 };
const HD = { width: 1280, height: 720 };
/** Both ways at once, without help from hardware, fewer cores code HD at less than 20 frames a second. */
const CORES_FOR_HD = 4;
const RETRY_AFTER = [500, 1_000, 2_000, 4_000];

export class LocalMedia {
  readonly #timers: Timers;
  readonly #choice: DeviceChoice;
  readonly #lifetime = new Lifetime();
  /** As the devices give them. */
  #sources: Tracks = NO_TRACKS;
  /** As they are sent and seen. */
  readonly #tracks = new Cell<Tracks>(NO_TRACKS);
  #framing = WHOLE_PICTURE;
  #lens: Lens | null = null;
  readonly #facts = new Cell<Readonly<Record<Kind, DeviceFact>>>({ audio: "opening", video: "opening" });
  readonly #wanted: Record<Kind, boolean> = { audio: true, video: true };
  readonly #attempts: Record<Kind, number> = { audio: 0, video: 0 };
  readonly #retries: Partial<Record<Kind, Stop>> = {};
  #opened = false;

  /** Nothing is opened until `open`. */
  constructor({ choice = {}, timers = pageTimers }: { choice?: DeviceChoice; timers?: Timers } = {}) {
    this.#choice = choice;
    this.#timers = timers;
  }

  get tracks(): Readable<Tracks> {
    return this.#tracks;
  }

  get facts(): Readable<Readonly<Record<Kind, DeviceFact>>> {
    return this.#facts;
  }

  /** Sound and picture as a stream of one's own, for the own picture on the page. */
  stream(): MediaStream {
    return new MediaStream(KINDS.flatMap((kind) => this.#tracks.value[kind] ?? []));
  }

  /** Whether a device may be open at all. One that is not wanted is let go, and its light goes out. */
  want(kind: Kind, wanted: boolean): void {
    if (this.#wanted[kind] === wanted) return;
    this.#wanted[kind] = wanted;
    if (!this.#opened || this.#lifetime.ended) return;
    if (wanted) void this.#openOne(kind);
    else this.#letGo(kind);
  }

  /** Give only this part of the camera's picture from here on. */
  frame(framing: Framing): void {
    this.#framing = framing;
    if (this.#lens !== null && framing.zoom > 1) this.#lens.framing = framing;
    else if (this.#lens !== null || framing.zoom > 1) this.#put(this.#sources, true);
  }

  /** Resolves when the wanted devices were tried; never rejects: read `facts`. */
  async open(): Promise<void> {
    this.#opened = true;
    this.#lifetime.listen(navigator.mediaDevices, "devicechange", () => this.#retryMissing());
    if (!KINDS.every((kind) => this.#wanted[kind])) {
      await Promise.all(KINDS.map((kind) => this.#openOne(kind)));
      return;
    }
    try {
      const both = await navigator.mediaDevices.getUserMedia({ audio: this.#audio(), video: this.#video() });
      this.#adopt(both);
    } catch {
      await Promise.all(KINDS.map((kind) => this.#openOne(kind)));
    }
  }

  /** Switch the devices off. */
  end(): void {
    this.#lifetime.end();
    for (const kind of KINDS) {
      this.#retries[kind]?.();
      this.#sources[kind]?.stop();
    }
    this.#put(NO_TRACKS);
  }

  async #openOne(kind: Kind): Promise<void> {
    if (!this.#wanted[kind]) return;
    try {
      const wish = kind === "audio" ? { audio: this.#audio() } : { video: this.#video() };
      const stream = await navigator.mediaDevices.getUserMedia(wish);
      this.#adopt(stream);
    } catch (error) {
      this.#note(kind, factOf(error));
      this.#retryLater(kind);
    }
  }

  #adopt(stream: MediaStream): void {
    if (this.#lifetime.ended) {
      for (const track of stream.getTracks()) track.stop();
      return;
    }
    let tracks = this.#sources;
    for (const track of stream.getTracks()) {
      const kind: Kind = track.kind === "audio" ? "audio" : "video";
      // Asked for twice, as where a device is switched off and on while it opens: the second would stay open unseen.
      if (!this.#wanted[kind] || this.#sources[kind] !== null) {
        track.stop();
        continue;
      }
      this.#attempts[kind] = 0;
      track.addEventListener("ended", () => this.#lose(kind, track));
      tracks = { ...tracks, [kind]: track };
      this.#note(kind, "on");
    }
    this.#put(tracks);
  }

  /** The camera's picture through a lens where a part of it is wanted. */
  #put(sources: Tracks, anew = false): void {
    const same = sources.video === this.#sources.video && !anew;
    this.#sources = sources;
    if (!same) {
      this.#lens?.end();
      const { video } = sources;
      this.#lens = video !== null && this.#framing.zoom > 1 ? new Lens(video, this.#framing) : null;
    }
    this.#tracks.set({ ...sources, video: this.#lens?.track ?? sources.video });
  }

  #letGo(kind: Kind): void {
    const track = this.#sources[kind];
    this.#retries[kind]?.();
    this.#put({ ...this.#sources, [kind]: null });
    track?.stop();
  }

  #lose(kind: Kind, track: MediaStreamTrack): void {
    if (this.#sources[kind] !== track || this.#lifetime.ended) return;
    this.#put({ ...this.#sources, [kind]: null });
    this.#note(kind, "lost");
    this.#retryLater(kind);
  }

  #note(kind: Kind, fact: DeviceFact): void {
    this.#facts.set({ ...this.#facts.value, [kind]: fact });
  }

  #retryLater(kind: Kind): void {
    if (this.#lifetime.ended || this.#facts.value[kind] === "refused") return;
    const delay = RETRY_AFTER[Math.min(this.#attempts[kind]++, RETRY_AFTER.length - 1)] ?? 0;
    this.#retries[kind]?.();
    this.#retries[kind] = this.#timers.after(delay, () => void this.#openOne(kind));
  }

  #retryMissing(): void {
    for (const kind of KINDS) {
      if (this.#facts.value[kind] === "on" || this.#facts.value[kind] === "opening") continue;
      this.#attempts[kind] = 0;
      this.#retryLater(kind);
    }
  }

  #audio(): MediaTrackConstraints {
    return {
      ...chosen(this.#choice.microphone),
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
    };
  }

  #video(): MediaTrackConstraints {
    const { width, height } = navigator.hardwareConcurrency < CORES_FOR_HD ? VGA : HD;
    return {
      ...chosen(this.#choice.camera),
      width: { ideal: width, max: HD.width },
      height: { ideal: height, max: HD.height },
      frameRate: { ideal: 30, max: 30 },
    };
  }
}

/** The names are those of W3C Media Capture and Streams §10.2. */
function factOf(error: unknown): DeviceFact {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "missing";
}

function chosen(deviceId: string | undefined): MediaTrackConstraints {
  return deviceId === undefined ? {} : { deviceId };
}
