/**
 * The media of whichever call is in this page's view. Kiosk and desk make one for the life of the page; they differ in role.
 *
 * It prepares while the desk rings, opens when the view says that the ring was taken, tells the server when the other
 * party's picture is there (`media_up`) and when it is gone (`media_down`), and ends with the call. The page gives it a
 * video element with `show` and reads its cells.
 */
import { Cell, type Readable } from "./cell";
import type { Kind } from "./connection";
import { firstPicture } from "./frames";
import { Lifetime, type Stop } from "./lifetime";
import type { LocalMedia } from "./media";
import { Peer, type PeerOptions } from "./peer";
import { NO_QUALITY, type Quality } from "./quality";
import type { Push, Signaling } from "./socket";
import { pageTimers, type Timers } from "./timers";
import type { PartyRole } from "./types";

/** What a page's view says about the call that needs media. */
export interface CallFacts {
  call: string;
  epoch: number;
  state: "ringing" | "connecting" | "live" | "interrupted";
}

export type PictureState =
  /** No call, or not taken yet. */
  | "none"
  /** Taken: the other's picture is on its way. */
  | "coming"
  /** The other is seen; or heard, where they have no camera. */
  | "up"
  /** It was up and nothing comes any more; it is being mended. */
  | "lost";

type MediaCommand = { type: "media_up" | "media_down"; call: string; epoch: number };

export interface CallMediaOptions<View> {
  // biome-ignore lint/suspicious/noExplicitAny: any set of commands will do that has the two media reports.
  signaling: Signaling<View, any>;
  role: PartyRole;
  media: LocalMedia;
  /** The call in a view that needs media, or null. Not one that waits, is held or has ended. */
  factsOf(view: View): CallFacts | null;
  relayOnly?: boolean;
  timers?: Timers;
}

/** The epoch of a call's first ring. */
const FIRST_RING = 1;
/** How long a guide whose desk begins to ring waits for the kiosk's offer before offering itself. */
const OFFER_GRACE = 1_000;
/** Where no picture can be seen, packets that have flowed for so long after the take are proof enough. */
const PROOF = 1_000;

export class CallMedia<View> {
  readonly #options: CallMediaOptions<View>;
  readonly #timers: Timers;
  readonly #lifetime = new Lifetime();
  readonly #remote = new Cell<MediaStream | null>(null);
  readonly #quality = new Cell<Quality>(NO_QUALITY);
  readonly #picture = new Cell<PictureState>("none");
  readonly #enabled: Record<Kind, boolean> = { audio: true, video: true };
  #present: { facts: CallFacts; peer: Peer; lifetime: Lifetime } | null = null;
  #expecting: Promise<unknown> | null = null;
  #openedAt: number | null = null;
  #video: HTMLVideoElement | null = null;
  #stopWatching: Stop = () => {};

  constructor(options: CallMediaOptions<View>) {
    this.#options = options;
    this.#timers = options.timers ?? pageTimers;
    const { signaling, media } = options;
    this.#lifetime.add(
      signaling.views.subscribe((push) => {
        if (push !== null) this.#follow(push);
      }),
    );
    this.#lifetime.add(media.tracks.subscribe((tracks) => this.#present?.peer.replaceTracks(tracks)));
    signaling.witnessMedia(() => this.#witness());
    // A page's first connection takes longest to make: pay for it while nobody waits. It looks for no path.
    new RTCPeerConnection({ iceTransportPolicy: "relay" }).close();
  }

  /** The other party's sound and picture. `show` is enough for most pages. */
  get remote(): Readable<MediaStream | null> {
    return this.#remote;
  }

  get quality(): Readable<Quality> {
    return this.#quality;
  }

  get picture(): Readable<PictureState> {
    return this.#picture;
  }

  /** Play the other party in `video`, now and after every reconnect. Call the result when the element goes away. */
  show(video: HTMLVideoElement): Stop {
    this.#video = video;
    const stop = this.#remote.subscribe((stream) => {
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

  /**
   * The kiosk has just asked for `call`, and `granted` is that command: offer to whichever desk rings first, at once.
   *
   * The offer then travels beside the call instead of after it. Where no desk rings with the call itself, nothing comes
   * of it, and the offer is made when one does.
   */
  expect(call: string, granted: Promise<unknown>): void {
    this.#close();
    this.#begin({ call, epoch: FIRST_RING, state: "ringing" }, "coming");
    this.#expecting = granted;
    const settled = (): void => {
      if (this.#expecting !== granted) return;
      this.#expecting = null;
      const newest = this.#options.signaling.views.value;
      if (newest !== null) this.#follow(newest);
    };
    granted.then(settled, settled);
  }

  /** Switch one's own sound or picture off or on, for this call and the next. */
  enable(kind: Kind, enabled: boolean): void {
    this.#enabled[kind] = enabled;
    this.#present?.peer.enable(kind, enabled);
  }

  end(): void {
    this.#close();
    this.#lifetime.end();
    this.#options.signaling.witnessMedia(() => null);
  }

  #follow({ view, ice }: Push<View>): void {
    const facts = this.#options.factsOf(view);
    if (facts === null && this.#expecting !== null) return;
    this.#expecting = null;
    const present = this.#present;
    if (facts === null || present?.facts.call !== facts.call || present.facts.epoch !== facts.epoch) {
      this.#close();
      if (facts !== null) this.#begin(facts, ice);
    } else {
      if (facts.state === "interrupted" && present.facts.state !== "interrupted") this.#reportAnew();
      present.facts = facts;
      present.peer.useIce(ice);
    }
    if (facts !== null && facts.state !== "ringing") this.#open();
  }

  #begin(facts: CallFacts, ice: PeerOptions["ice"]): void {
    const { signaling, role, media } = this.#options;
    const lifetime = new Lifetime();
    const { call, epoch } = facts;
    const relay = signaling.relay({ call, epoch, party: role === "kiosk" ? "guide" : "kiosk" });
    const peer = new Peer({
      relay,
      polite: role === "guide",
      offerAfter: role === "guide" && facts.state === "ringing" ? OFFER_GRACE : 0,
      ice,
      tracks: media.tracks.value,
      relayOnly: this.#options.relayOnly ?? false,
      timers: this.#timers,
    });
    peer.enable("audio", this.#enabled.audio);
    peer.enable("video", this.#enabled.video);
    lifetime.add(() => relay.end());
    lifetime.add(() => peer.end());
    lifetime.add(peer.remote.subscribe((stream) => this.#remote.set(stream)));
    lifetime.add(peer.quality.subscribe((quality) => this.#judge(quality)));
    this.#present = { facts, peer, lifetime };
  }

  #open(): void {
    if (this.#openedAt !== null) return;
    this.#openedAt = this.#timers.now();
    this.#present?.peer.open();
    this.#picture.set("coming");
    this.#awaitPicture();
  }

  #close(): void {
    this.#stopWatching();
    this.#expecting = null;
    this.#openedAt = null;
    this.#present?.lifetime.end();
    this.#present = null;
    this.#picture.set("none");
  }

  #awaitPicture(): void {
    this.#stopWatching();
    if (this.#video === null || this.#openedAt === null || this.#picture.value === "up") return;
    this.#stopWatching = firstPicture(this.#video, () => this.#seen());
  }

  #judge(quality: Quality): void {
    this.#quality.set(quality);
    if (this.#openedAt === null) return;
    if (quality.flowing && this.#timers.now() - this.#openedAt > PROOF) this.#seen();
    if (!quality.flowing && this.#picture.value === "up") {
      this.#picture.set("lost");
      this.#report("media_down");
    }
  }

  #seen(): void {
    if (this.#picture.value === "up") return;
    this.#stopWatching();
    this.#picture.set("up");
    this.#report("media_up");
  }

  /** The server has given up on the media that may still be here. */
  #reportAnew(): void {
    if (this.#picture.value === "up") this.#report("media_up");
  }

  #report(type: MediaCommand["type"]): void {
    if (this.#present === null) return;
    const { call, epoch } = this.#present.facts;
    // A refusal means that the call has moved on, which the next view shows.
    this.#options.signaling.command({ type, call, epoch }, { expiresIn: 30_000 }).catch(() => {});
  }

  #witness(): { call: string; flowing: boolean } | null {
    if (this.#present === null || this.#openedAt === null) return null;
    return { call: this.#present.facts.call, flowing: this.#quality.value.flowing };
  }
}
