/** Camera, microphone and the other's picture, from the tap to the end of one call. Nothing is open outside of it. */
import {
  type CallFacts,
  CallMedia,
  type Conversation,
  callFacts,
  type DeviceFact,
  KIOSK,
  Lifetime,
  LocalMedia,
  NOTHING_SHARED,
  type PictureState,
  pageTimers,
  type Quality,
  type Sending,
  type Shared,
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
  onQuality(quality: Quality, sending: Sending): void;
  onDevices(devices: { microphone: DeviceFact; camera: DeviceFact }): void;
  /** See `Agent.qr`. */
  qr(text: string): Promise<readonly string[]>;
  onShared(shared: Shared): void;
  /** Keep media on the TURN server, to try whether it can be reached from here. */
  relayOnly: boolean;
}

/** Drawing the own picture costs a small machine as much as the guide's: one who answers at once is seen first. */
const MIRROR_AFTER = 600;

type Allowed = Readonly<{ microphone: boolean; camera: boolean }>;

interface Open {
  devices: LocalMedia;
  media: CallMedia<KioskView>;
  lifetime: Lifetime;
  since: number;
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

  get conversation(): Conversation | null {
    return this.#open?.media.conversation.value ?? null;
  }

  readonly qr = (text: string): Promise<readonly string[]> => this.#options.qr(text);

  readonly ownCamera = (): MediaStreamTrack | null => this.#open?.devices.tracks.value.video ?? null;

  readonly guide = (video: HTMLVideoElement): Stop => this.#place(this.#guides, video);
  /** Whoever else is in the call, by number. */
  readonly guest = (number: number, video: HTMLVideoElement): Stop => {
    let stop: Stop = () => {};
    const links = this.#open?.media.links;
    const watching = links?.subscribe((all) => {
      stop();
      stop = all.find((link) => link.number === number)?.show(video) ?? (() => {});
    });
    return () => {
      watching?.();
      stop();
    };
  };
  readonly mirror = (video: HTMLVideoElement): Stop => this.#place(this.#mirrors, video);

  #begin(): void {
    const { signaling, hasLeft, onPicture, onQuality, onDevices, onShared, relayOnly } = this.#options;
    const lifetime = new Lifetime();
    const devices = new LocalMedia();
    const media = new CallMedia<KioskView>({
      signaling,
      media: devices,
      relayOnly,
      factsOf: ({ call }) => (call === null || hasLeft(call.id) ? null : factsOf(call)),
    });
    this.#open = { devices, media, lifetime, since: performance.now() };
    lifetime.add(() => devices.end());
    lifetime.add(() => media.end());
    lifetime.add(media.picture.subscribe(onPicture));
    lifetime.add(media.quality.subscribe((quality) => onQuality(quality, media.sending)));
    lifetime.add(
      media.conversation.subscribe((conversation) =>
        conversation?.shared.subscribe((shared) => {
          devices.frame(shared.framing);
          onShared(shared);
        }),
      ),
    );
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
    this.#options.onShared(NOTHING_SHARED);
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
    const { devices, since } = this.#open;
    const lifetime = new Lifetime();
    const show = (): void => {
      const stop = devices.tracks.subscribe(({ video: track }) => {
        video.srcObject = track === null ? null : new MediaStream([track]);
      });
      lifetime.add(stop);
    };
    lifetime.add(pageTimers.after(Math.max(0, since + MIRROR_AFTER - performance.now()), show));
    return () => lifetime.end();
  }
}

/** What there is to connect to: nothing while a call waits, is held or has ended. */
function factsOf({ id, state, on_hold, parties }: KioskCall): CallFacts | null {
  return callFacts({ call: id, own: KIOSK, state, onHold: on_hold }, parties);
}
