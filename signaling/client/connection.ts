import { Lifetime } from "./lifetime";
import type { PictureShape } from "./picture_ramp";
import { withStartBitrate } from "./start_bitrate";
import { CHANNELS, LINE_NAMES, type LineName } from "./talk/line";
import type { Timers } from "./timers";
import type { Candidate, Candidates, Description, RelayBody } from "./types";

export type Kind = "audio" | "video";
export const KINDS: readonly Kind[] = ["audio", "video"];

/** What one party sends: a track of each kind, or nothing where there is no device. */
export type Tracks = Readonly<Record<Kind, MediaStreamTrack | null>>;
export const NO_TRACKS: Tracks = { audio: null, video: null };

export interface ConnectionOptions {
  /** Yields when both offer at once ("perfect negotiation", W3C WebRTC §10.7). */
  polite: boolean;
  configuration: RTCConfiguration;
  tracks: Tracks;
  shape: PictureShape;
  timers: Timers;
  /** Resolves when `configuration` holds the ICE servers: candidates are gathered from then on. */
  iceKnown: Promise<void>;
  send(body: RelayBody): void;
  /** A remote track has come; it is muted until packets come for it. */
  onTrack(track: MediaStreamTrack): void;
  /** A data channel of this connection: it opens where the other party has it too. */
  onChannel(name: LineName, channel: RTCDataChannel): void;
  /** `connectionState` or `iceConnectionState` changed. */
  onState(): void;
}

/** How long found candidates are gathered into one message, after the first of a kind has gone at once. */
const BATCH = 15;

/**
 * One RTCPeerConnection between this party and one other, from its first description to its close.
 *
 * It has a random name, `id`, and belongs to one connection of the other party: the first that answers it or whose
 * offer it accepts. Hand every relayed body to `receive`; it returns false for an offer that needs a new Connection.
 * A description that the browser refuses leaves the connection silent, which the owner hears and mends.
 */
export class Connection {
  readonly id = crypto.randomUUID();
  readonly pc: RTCPeerConnection;
  readonly #options: ConnectionOptions;
  readonly #lifetime = new Lifetime();
  #tracks: Tracks;
  #shape: PictureShape;
  #resting = false;
  #remote: string | null = null;
  #offering = false;
  #batch: Candidate[] = [];
  #batchDue = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#tracks = options.tracks;
    this.#shape = options.shape;
    this.pc = new RTCPeerConnection({ bundlePolicy: "max-bundle", ...options.configuration });
    this.pc.addEventListener("track", ({ track }) => options.onTrack(track));
    this.pc.addEventListener("icecandidate", ({ candidate }) => this.#found(candidate));
    this.pc.addEventListener("connectionstatechange", () => options.onState());
    this.pc.addEventListener("iceconnectionstatechange", () => options.onState());
    for (const name of LINE_NAMES) {
      const { label, ...terms } = CHANNELS[name];
      options.onChannel(name, this.pc.createDataChannel(label, { ...terms, negotiated: true }));
    }
    this.#lifetime.add(() => this.pc.close());
  }

  /** Whether a description of this side has not been answered yet. */
  get unanswered(): boolean {
    return this.#offering || this.pc.signalingState === "have-local-offer";
  }

  /** Whether the other party's connection is known. */
  get paired(): boolean {
    return this.#remote !== null;
  }

  /** Offer the first time, with a place for each kind, so that a device plugged in later needs no new offer. */
  offer(): void {
    for (const kind of KINDS) {
      this.pc.addTransceiver(this.#tracks[kind] ?? kind, {
        direction: "sendrecv",
        sendEncodings: [this.#encoding(kind)],
      });
    }
    void this.#offer();
  }

  /** Find new paths (RFC 8445 §9). Does nothing while an offer is unanswered. */
  restartIce(): void {
    if (this.unanswered || this.pc.signalingState !== "stable") return;
    this.pc.restartIce();
    void this.#offer();
  }

  /** Send other tracks. */
  async replace(tracks: Tracks): Promise<void> {
    this.#tracks = tracks;
    const places = this.pc.getTransceivers();
    // Refused only by a connection that was closed meanwhile.
    await Promise.allSettled(
      places.map(({ sender, receiver }) => sender.replaceTrack(tracks[kindOf(receiver)])),
    );
    await this.#shapePicture();
  }

  /** Send the picture in this shape from here on. */
  async shape(shape: PictureShape): Promise<void> {
    this.#shape = shape;
    await this.#shapePicture();
  }

  /** Send no picture for a while, and all that the path carries of the sound. */
  async rest(resting: boolean): Promise<void> {
    if (this.#resting === resting) return;
    this.#resting = resting;
    await this.#shapePicture();
  }

  /**
   * Take in what the other party said. Stale words are dropped.
   *
   * Returns false for an offer that cannot be answered here, because the other party began anew or because both
   * offered for the first time and this side yields: close this connection and hand the offer to a new one.
   */
  receive(body: RelayBody): boolean {
    if (body.kind === "candidates") {
      this.#receiveCandidates(body);
      return true;
    }
    if (body.to_pc !== null && body.to_pc !== this.id) return true;
    if (body.type === "answer") {
      void this.#accept(body);
      return true;
    }
    if (this.#remote !== null && this.#remote !== body.pc) return false;
    const glare = this.unanswered || this.pc.signalingState !== "stable";
    if (glare && !this.#options.polite) return true;
    if (glare && this.#remote === null) return false;
    void this.#answer(body);
    return true;
  }

  end(): void {
    this.#lifetime.end();
  }

  async #offer(): Promise<void> {
    this.#offering = true;
    try {
      const offer = await this.pc.createOffer();
      if (this.pc.signalingState !== "stable") return;
      // Sent before it is set: the other side's work then runs beside ours, and candidates cannot overtake it.
      this.#describe(offer);
      await this.#options.iceKnown;
      await this.pc.setLocalDescription(offer);
    } catch {
      // Silence: see above.
    } finally {
      this.#offering = false;
    }
  }

  async #answer(offer: Description): Promise<void> {
    const first = this.#remote === null;
    this.#remote = offer.pc;
    try {
      await this.pc.setRemoteDescription({ type: "offer", sdp: withStartBitrate(offer.sdp) });
      if (first) this.#attach();
      const answer = await this.pc.createAnswer();
      this.#describe(answer);
      await this.pc.setLocalDescription(answer);
    } catch {
      // Silence: see above.
    }
  }

  async #accept(answer: Description): Promise<void> {
    if (!this.unanswered || (this.#remote !== null && this.#remote !== answer.pc)) return;
    this.#remote = answer.pc;
    try {
      await this.pc.setRemoteDescription({ type: "answer", sdp: withStartBitrate(answer.sdp) });
    } catch {
      // Silence: see above.
    }
  }

  /** Put our tracks on the places that the other party's first offer made. The answer need not wait for them. */
  #attach(): void {
    for (const transceiver of this.pc.getTransceivers()) transceiver.direction = "sendrecv";
    void this.replace(this.#tracks);
  }

  async #shapePicture(): Promise<void> {
    const sender = this.pc.getSenders().find(({ track }) => track?.kind === "video");
    if (sender === undefined || this.pc.signalingState === "closed") return;
    const parameters = sender.getParameters();
    const shaped = this.#encoding("video");
    parameters.encodings = parameters.encodings.map(({ maxBitrate: _, ...kept }) => ({ ...kept, ...shaped }));
    // Refused where they changed meanwhile: the picture then keeps the shape that it has.
    await sender.setParameters(parameters).catch(() => {});
  }

  #encoding(kind: Kind): RTCRtpEncodingParameters {
    if (kind === "audio") return {};
    const { lines, bitrate } = this.#shape;
    const height = this.#tracks.video?.getSettings().height;
    const scaled = height === undefined || lines === null ? 1 : Math.max(height / lines, 1);
    const limit = bitrate === null ? {} : { maxBitrate: bitrate };
    return { active: !this.#resting, scaleResolutionDownBy: scaled, ...limit };
  }

  #describe({ type, sdp }: RTCSessionDescriptionInit): void {
    if (type !== "offer" && type !== "answer") return;
    this.#options.send({ kind: "description", pc: this.id, to_pc: this.#remote, type, sdp: sdp ?? "" });
  }

  #receiveCandidates({ pc, candidates }: Candidates): void {
    if (pc !== this.#remote) return;
    for (const candidate of candidates) {
      // Those of an offer that was ignored, or of an older round, do not fit the present description.
      this.pc.addIceCandidate(candidate).catch(() => {});
    }
  }

  #found(found: RTCIceCandidate | null): void {
    if (found === null) {
      this.#flush(true);
      return;
    }
    if (found.candidate === "") return;
    const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = found;
    this.#batch.push({ candidate, sdpMid, sdpMLineIndex, usernameFragment });
    if (this.#batchDue) return;
    this.#flush(false);
    this.#batchDue = true;
    const stop = this.#options.timers.after(BATCH, () => {
      this.#batchDue = false;
      if (this.#batch.length > 0) this.#flush(false);
    });
    this.#lifetime.add(stop);
  }

  #flush(end: boolean): void {
    this.#options.send({ kind: "candidates", pc: this.id, candidates: this.#batch, end });
    this.#batch = [];
  }
}

/** A page's first connection takes longest to make: pay for it while nobody waits. It looks for no path. */
export async function warmUp(): Promise<void> {
  const pc = new RTCPeerConnection({ iceTransportPolicy: "relay" });
  for (const kind of KINDS) pc.addTransceiver(kind);
  await pc.createOffer();
  pc.close();
}

function kindOf({ track }: RTCRtpReceiver): Kind {
  return track.kind === "audio" ? "audio" : "video";
}
