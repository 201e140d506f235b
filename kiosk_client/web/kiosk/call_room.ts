/** Camera, microphone and the other's picture, from the tap to the end of one call. Nothing is open outside of it. */
import {
  type CallFacts,
  CallMedia,
  type DeviceFact,
  Lifetime,
  LocalMedia,
  type PictureState,
  type Signaling,
  type Stop,
} from "../../../signaling/client";
import type { KioskCall, KioskCommand, KioskView } from "../../../signaling/client/types";
import type { Pictures } from "./view/stage";

export interface CallRoomOptions {
  signaling: Signaling<KioskView, KioskCommand>;
  /** Whether the resident has left this call, whatever the server still shows. */
  hasLeft(call: string): boolean;
  onPicture(picture: PictureState): void;
  onDevices(devices: { microphone: DeviceFact; camera: DeviceFact }): void;
  /** Keep media on the TURN server, to try whether it can be reached from here. */
  relayOnly: boolean;
}

type Allowed = Readonly<{ microphone: boolean; camera: boolean }>;

interface Open {
  devices: LocalMedia;
  media: CallMedia<KioskView>;
  lifetime: Lifetime;
}

export class CallRoom implements Pictures {
  readonly #options: CallRoomOptions;
  readonly #guides = new Map<HTMLVideoElement, Stop>();
  readonly #mirrors = new Map<HTMLVideoElement, Stop>();
  #open: Open | null = null;
  /** A resident who talks unseen talks before a camera that is off. */
  #allowed: Allowed = { microphone: true, camera: true };

  constructor(options: CallRoomOptions) {
    this.#options = options;
  }

  /** Open or close camera, microphone and all that leads to the guide. */
  set wanted(wanted: boolean) {
    if (wanted && this.#open === null) this.#begin();
    if (!wanted && this.#open !== null) this.#end();
  }

  /** Prepare for a call that was just asked for: see `CallMedia.expect`. */
  expect(call: string, granted: Promise<unknown>): void {
    this.#open?.media.expect(call, granted);
  }

  /** What the resident lets the guide hear and see. */
  let(allowed: Allowed): void {
    this.#allowed = allowed;
    this.#apply();
  }

  #apply(): void {
    const { microphone, camera } = this.#allowed;
    this.#open?.devices.want("video", camera);
    this.#open?.media.enable("audio", microphone);
    this.#open?.media.enable("video", camera);
  }

  readonly guide = (video: HTMLVideoElement): Stop => this.#place(this.#guides, video);
  readonly mirror = (video: HTMLVideoElement): Stop => this.#place(this.#mirrors, video);

  #begin(): void {
    const { signaling, hasLeft, onPicture, onDevices, relayOnly } = this.#options;
    const lifetime = new Lifetime();
    const devices = new LocalMedia();
    const media = new CallMedia<KioskView>({
      signaling,
      role: "kiosk",
      media: devices,
      relayOnly,
      factsOf: ({ call }) => (call === null || hasLeft(call.id) ? null : factsOf(call)),
    });
    this.#open = { devices, media, lifetime };
    lifetime.add(() => devices.end());
    lifetime.add(() => media.end());
    lifetime.add(media.picture.subscribe(onPicture));
    lifetime.add(
      devices.facts.subscribe(({ audio, video }) => onDevices({ microphone: audio, camera: video })),
    );
    this.#apply();
    void devices.open();
    for (const places of [this.#guides, this.#mirrors]) {
      for (const video of places.keys()) this.#place(places, video);
    }
  }

  #end(): void {
    for (const places of [this.#guides, this.#mirrors]) {
      for (const [video, stop] of places) {
        stop();
        video.srcObject = null;
        places.set(video, () => {});
      }
    }
    this.#open?.lifetime.end();
    this.#open = null;
    this.#options.onPicture("none");
    this.#options.onDevices({ microphone: "opening", camera: "opening" });
  }

  #place(places: Map<HTMLVideoElement, Stop>, video: HTMLVideoElement): Stop {
    places.get(video)?.();
    places.set(video, places === this.#guides ? this.#playGuide(video) : this.#playMirror(video));
    return () => {
      places.get(video)?.();
      places.delete(video);
    };
  }

  #playGuide(video: HTMLVideoElement): Stop {
    return this.#open?.media.show(video) ?? (() => {});
  }

  #playMirror(video: HTMLVideoElement): Stop {
    if (this.#open === null) return () => {};
    return this.#open.devices.tracks.subscribe(({ video: track }) => {
      video.srcObject = track === null ? null : new MediaStream([track]);
    });
  }
}

/** What there is to connect to: nothing while a call waits, is held or has ended. */
function factsOf({ id, epoch, state }: KioskCall): CallFacts | null {
  switch (state) {
    case "ringing":
    case "connecting":
    case "live":
    case "interrupted":
      return { call: id, epoch, state };
    default:
      return null;
  }
}
