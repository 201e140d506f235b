/**
 * The life of one other party of a call, seen from here: sound and picture both ways, kept up as long as it lasts.
 *
 * A Peer is made when the desk rings. It brings up transport *and encoder* at once, but its tracks are disabled, so that
 * only black and silence leave this machine ("hot": nothing has to start when the guide takes). `open()` enables them,
 * and the picture ramps up (see `picture_ramp`).
 * Where the network does not carry both, the picture rests and the sound goes on (see `picture_policy`).
 * It mends itself (see `restart_policy`) until `end()`.
 *
 * The kiosk offers and is impolite, the guide is polite. A page that was reloaded is a new Peer with a new connection: it
 * offers, and the other side, seeing an offer from a connection it does not know, makes a new one too.
 */
import { Cell, type Readable } from "./cell";
import { Connection, KINDS, type Kind, NO_TRACKS, type Tracks } from "./connection";
import { Lifetime, type Stop } from "./lifetime";
import { PicturePolicy } from "./picture_policy";
import { PictureRamp, SETTLED, SMALL } from "./picture_ramp";
import { compare, NO_QUALITY, needed, type Quality, type Sample, sample } from "./quality";
import { type Remedy, RestartPolicy } from "./restart_policy";
import { LINE_NAMES, type Lines, newLines } from "./talk/line";
import type { Sending } from "./talk/table_messages";
import { pageTimers, type Timers } from "./timers";
import type { IceCredentials, RelayBody } from "./types";

/** The way to one other party through the server: ordered, without loss or doubles, across reconnects. */
export interface RelayChannel {
  /** Whether the server is reachable at this moment. */
  readonly up: boolean;
  send(body: RelayBody): void;
  /** One listener; what came before it is handed to it first. */
  listen(listener: (body: RelayBody) => void): Stop;
}

export interface PeerOptions {
  relay: RelayChannel;
  /** The kiosk: false. The guide: true. */
  polite: boolean;
  /**
   * Offer after so many milliseconds unless the other party has offered before then. 0 for the kiosk, and for a page
   * that comes into a call which has begun; a second for a guide whose desk begins to ring.
   */
  offerAfter: number;
  /** ICE servers; null for none. `coming`: candidates are gathered from the first `useIce` on. */
  ice: IceCredentials | null | "coming";
  /** Cloned, so that disabling and ending what is sent leaves the resident's own picture alone. */
  tracks: Tracks;
  /** Only through TURN: for tests, and for networks whose addresses must not be shown. */
  relayOnly?: boolean;
  timers?: Timers;
}

const LOOK_EVERY = 500;

export class Peer {
  /** What is written and shown between the two, from `open` on. */
  readonly lines: Lines = newLines();
  readonly #options: PeerOptions;
  readonly #timers: Timers;
  readonly #lifetime = new Lifetime();
  readonly #remote = new Cell<MediaStream | null>(null);
  readonly #quality = new Cell<Quality>(NO_QUALITY);
  readonly #policy: RestartPolicy;
  readonly #network = new PicturePolicy();
  readonly #enabled: Record<Kind, boolean> = { audio: true, video: true };
  #rests = false;
  /** When the picture last began, as the ramp counts. */
  #rampFrom: number | null = null;
  #ice: IceCredentials | null = null;
  #iceKnown: Promise<void> = Promise.resolve();
  #tellIceKnown: () => void = () => {};
  #openedAt: number | null = null;
  #ramp = new PictureRamp();
  #sources = NO_TRACKS;
  #tracks = NO_TRACKS;
  #connection: Connection;
  #earlier: readonly Sample[] = [];
  #lastMedia: number | null = null;
  #looking = false;

  constructor(options: PeerOptions) {
    this.#options = options;
    this.#timers = options.timers ?? pageTimers;
    if (options.ice === "coming") {
      this.#iceKnown = new Promise((known) => {
        this.#tellIceKnown = known;
      });
    } else {
      this.#ice = options.ice;
    }
    this.#policy = new RestartPolicy({ polite: options.polite, now: this.#timers.now() });
    this.#tracks = this.#clone(options.tracks);
    this.#connection = this.#connect();
    if (options.offerAfter === 0) this.#connection.offer();
    else this.#lifetime.add(this.#timers.after(options.offerAfter, () => this.#offerIfAlone()));
    this.#lifetime.add(options.relay.listen((body) => this.#receive(body)));
    this.#lifetime.add(this.#timers.every(LOOK_EVERY, () => void this.#look()));
    this.#watchNetwork();
  }

  /** The other party's tracks; a new stream whenever the connection is new. Give it to a video's `srcObject`. */
  get remote(): Readable<MediaStream | null> {
    return this.#remote;
  }

  /** Read twice a second. */
  get quality(): Readable<Quality> {
    return this.#quality;
  }

  /** Whether this side's picture goes out, and if not, why. */
  get sending(): Sending {
    if (!this.#enabled.video || this.#tracks.video === null) return "off";
    return this.#rests ? "network" : "on";
  }

  /** The guide took: let picture and sound flow from here. Until then nothing of them leaves. */
  open(): void {
    if (this.#openedAt !== null) return;
    this.#openedAt = this.#rampFrom = this.#timers.now();
    this.#apply();
    for (const name of LINE_NAMES) this.lines[name].open();
    this.#lifetime.add(this.#timers.after(SETTLED, () => void this.#look()));
  }

  /** Switch one's own sound or picture off or on. Takes effect only once open. */
  enable(kind: Kind, enabled: boolean): void {
    this.#enabled[kind] = enabled;
    this.#apply();
  }

  /** Send other devices' tracks, or none of a kind. What stays the same is not disturbed. */
  replaceTracks(sources: Tracks): void {
    if (KINDS.every((kind) => sources[kind] === this.#sources[kind])) return;
    const old = this.#tracks;
    this.#tracks = this.#clone(sources);
    void this.#connection.replace(this.#tracks);
    for (const kind of KINDS) if (old[kind] !== this.#tracks[kind]) old[kind]?.stop();
  }

  /** The first or newer TURN credentials. Newer ones serve the next restart; what runs is not disturbed. */
  useIce(ice: IceCredentials | null): void {
    const newer =
      ice !== null && (ice.username !== this.#ice?.username || ice.credential !== this.#ice.credential);
    if (newer) {
      this.#ice = ice;
      this.#connection.pc.setConfiguration(this.#configuration());
    }
    this.#tellIceKnown();
  }

  /** Close everything. The devices stay open: they belong to whoever opened them. */
  end(): void {
    this.#lifetime.end();
    for (const name of LINE_NAMES) this.lines[name].end();
    this.#connection.end();
    for (const kind of KINDS) this.#tracks[kind]?.stop();
    this.#remote.set(null);
    this.#quality.set(NO_QUALITY);
  }

  #connect(): Connection {
    this.#earlier = [];
    this.#ramp = new PictureRamp();
    const remote = new MediaStream();
    return new Connection({
      polite: this.#options.polite,
      configuration: this.#configuration(),
      tracks: this.#tracks,
      shape: SMALL,
      timers: this.#timers,
      iceKnown: this.#iceKnown,
      send: (body) => this.#options.relay.send(body),
      onTrack: (track) => {
        remote.addTrack(track);
        this.#remote.set(remote);
      },
      onChannel: (name, channel) => this.lines[name].bind(channel),
      onState: () => this.#changed(),
    });
  }

  #configuration(): RTCConfiguration {
    const configuration: RTCConfiguration = {
      bundlePolicy: "max-bundle",
      iceTransportPolicy: this.#options.relayOnly ? "relay" : "all",
    };
    if (this.#ice !== null) {
      const { urls, username, credential } = this.#ice;
      configuration.iceServers = [{ urls, username, credential }];
    }
    return configuration;
  }

  #receive(body: RelayBody): void {
    if (this.#connection.receive(body)) return;
    this.#policy.renewed(this.#timers.now());
    this.#renew();
    this.#connection.receive(body);
  }

  #renew(): void {
    this.#connection.end();
    this.#connection = this.#connect();
  }

  #offerIfAlone(): void {
    if (!this.#connection.paired) this.#connection.offer();
  }

  #watchNetwork(): void {
    const changed = (): void => {
      this.#policy.networkChanged();
      void this.#look();
    };
    this.#lifetime.listen(globalThis as unknown as EventTarget, "online", changed);
    const { connection } = navigator as Navigator & { connection?: EventTarget };
    if (connection) this.#lifetime.listen(connection, "change", changed);
  }

  /** Only bad news needs to be looked at at once: reading the counters would hold up a connection that comes about. */
  #changed(): void {
    if (this.#connection.pc.connectionState === "failed") void this.#look();
  }

  /** Read the counters, tell the quality, and mend where the policy says so. */
  async #look(): Promise<void> {
    if (this.#looking || this.#lifetime.ended) return;
    this.#looking = true;
    const connection = this.#connection;
    const reading = await sample(connection.pc, this.#timers.now());
    this.#looking = false;
    if (this.#lifetime.ended || connection !== this.#connection) return;
    this.#note(reading);
    this.#judge(reading);
    this.#shape(reading);
    this.#mend(
      this.#policy.step({
        now: reading.at,
        bytes: reading.bytes,
        state: connection.pc.connectionState,
        signaling: this.#options.relay.up,
      }),
    );
  }

  #note(reading: Sample): void {
    const earlier = this.#earlier;
    if (reading.mediaPackets > (earlier.at(-1)?.mediaPackets ?? 0)) this.#lastMedia = reading.at;
    this.#quality.set(compare(earlier, reading, this.#lastMedia));
    this.#earlier = [...needed(earlier, reading.at), reading];
  }

  #shape({ at, available }: Sample): void {
    const shape = this.#ramp.step({ open: this.#rampFrom === null ? null : at - this.#rampFrom, available });
    if (shape !== null) void this.#connection.shape(shape);
  }

  /** Sound first. A picture that begins anew begins small. */
  #judge({ at, available, lossTold }: Sample): void {
    if (this.#openedAt === null) return;
    const rests = !this.#network.step({ now: at, available, lost: lossTold });
    if (this.#rests && !rests) {
      this.#ramp = new PictureRamp();
      this.#rampFrom = at;
      void this.#connection.shape(SMALL);
    }
    this.#rests = rests;
    void this.#connection.rest(rests);
  }

  #mend(remedy: Remedy | null): void {
    if (remedy === "restart") this.#connection.restartIce();
    if (remedy === "replace") {
      this.#renew();
      this.#connection.offer();
    }
  }

  /** Clones of `sources`, and those there are already where the source is the same. */
  #clone(sources: Tracks): Tracks {
    const clone = (kind: Kind): MediaStreamTrack | null =>
      sources[kind] === this.#sources[kind] ? this.#tracks[kind] : (sources[kind]?.clone() ?? null);
    const clones = { audio: clone("audio"), video: clone("video") };
    // Frame rate before sharpness: hands that sign and lips that speak are read by their movement.
    if (clones.video !== null) clones.video.contentHint = "motion";
    this.#sources = sources;
    this.#apply(clones);
    return clones;
  }

  #apply(tracks: Tracks = this.#tracks): void {
    for (const kind of KINDS) {
      const track = tracks[kind];
      if (track) track.enabled = this.#openedAt !== null && this.#enabled[kind];
    }
  }
}
