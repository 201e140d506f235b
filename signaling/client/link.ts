/**
 * One other party of the present call: their sound and picture, kept up by a Peer, and what the server is told of it.
 *
 * Made when the desk rings; `open` when both have taken. The one with the lower number offers and is impolite.
 */
import { Cell, type Readable } from "./cell";
import type { Kind } from "./connection";
import { firstPicture } from "./frames";
import { Lifetime, type Stop } from "./lifetime";
import { Peer, type PeerOptions, type RelayChannel } from "./peer";
import { NO_QUALITY, type Quality } from "./quality";
import type { Timers } from "./timers";

export type PictureState =
  /** No call, or not taken yet. */
  | "none"
  /** Taken: the other's picture is on its way. */
  | "coming"
  /** The other is seen; or heard, where they have no camera. */
  | "up"
  /** It was up and nothing comes any more; it is being mended. */
  | "lost";

export interface LinkOptions extends Omit<PeerOptions, "timers" | "offerAfter"> {
  /** The other party's number in the call; 0 for the kiosk. */
  number: number;
  relay: RelayChannel & { end(): void };
  /** The call has begun between the two: there is no offer to wait for. */
  begun: boolean;
  timers: Timers;
  /** The picture came up, or is gone. */
  report(type: "media_up" | "media_down"): void;
}

/** How long a guide whose desk begins to ring waits for the other's offer before offering itself. */
const OFFER_GRACE = 1_000;
/** Where no picture can be seen, packets that have flowed for so long after the take are proof enough. */
const PROOF = 1_000;

export class Link {
  readonly number: number;
  readonly peer: Peer;
  readonly #options: LinkOptions;
  readonly #lifetime = new Lifetime();
  readonly #picture = new Cell<PictureState>("none");
  #openedAt: number | null = null;
  #video: HTMLVideoElement | null = null;
  #stopWatching: Stop = () => {};

  constructor(options: LinkOptions) {
    const { relay, polite, begun } = options;
    this.#options = options;
    this.number = options.number;
    this.peer = new Peer({ ...options, offerAfter: polite && !begun ? OFFER_GRACE : 0 });
    this.#lifetime.add(() => relay.end());
    this.#lifetime.add(() => this.peer.end());
    this.#lifetime.add(this.peer.quality.subscribe((quality) => this.#judge(quality)));
  }

  get picture(): Readable<PictureState> {
    return this.#picture;
  }

  get isOpen(): boolean {
    return this.#openedAt !== null;
  }

  get flowing(): boolean {
    return (this.peer.quality.value ?? NO_QUALITY).flowing;
  }

  /** Play the other party in `video`, now and after every reconnect. Call the result when the element goes away. */
  show(video: HTMLVideoElement): Stop {
    this.#video = video;
    const stop = this.peer.remote.subscribe((stream) => {
      video.srcObject = stream;
      if (stream !== null) video.play().catch(() => {});
      this.#awaitPicture();
    });
    return () => {
      stop();
      if (this.#video === video) this.#video = null;
      video.srcObject = null;
    };
  }

  /** Both have taken: let picture and sound flow. */
  open(): void {
    if (this.#openedAt !== null) return;
    this.#openedAt = this.#options.timers.now();
    this.peer.open();
    this.#picture.set("coming");
    this.#awaitPicture();
  }

  /** Do this when the other is gone. */
  whenOver(stop: Stop): void {
    this.#lifetime.add(stop);
  }

  enable(kind: Kind, enabled: boolean): void {
    this.peer.enable(kind, enabled);
  }

  /** The server has given up on the media that may still be here. */
  reportAnew(): void {
    if (this.#picture.value === "up") this.#options.report("media_up");
  }

  end(): void {
    this.#stopWatching();
    this.#openedAt = null;
    this.#lifetime.end();
    this.#picture.set("none");
  }

  #awaitPicture(): void {
    this.#stopWatching();
    if (this.#video === null || this.#openedAt === null || this.#picture.value === "up") return;
    this.#stopWatching = firstPicture(this.#video, () => this.#seen());
  }

  #judge(quality: Quality): void {
    if (this.#openedAt === null) return;
    if (quality.flowing && this.#options.timers.now() - this.#openedAt > PROOF) this.#seen();
    if (!quality.flowing && this.#picture.value === "up") {
      this.#picture.set("lost");
      this.#options.report("media_down");
    }
  }

  #seen(): void {
    if (this.#picture.value === "up") return;
    this.#stopWatching();
    this.#picture.set("up");
    this.#options.report("media_up");
  }
}
