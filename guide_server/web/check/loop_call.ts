/**
 * A call with oneself: camera and microphone go out to the relay and come back from it, as they would to a kiosk.
 *
 * Both ends are in this page, so no picture reaches the server, and what is measured is the way that real calls go.
 */
import { compare, type Route, sample } from "../../../signaling/client/quality";
import type { CallFigures } from "./findings";
import { followLevel } from "./sound";

/** Milliseconds until the first picture must have come back, and for how long it is then watched. */
const PATIENCE = 30_000;
const RAMP = 2_000;
const WATCH = 4_000;
const LOOK_EVERY = 250;

export class LoopCall {
  /** What comes back, to be shown. */
  readonly returned = new MediaStream();
  readonly #near: RTCPeerConnection;
  readonly #far: RTCPeerConnection;
  #loudest = 0;
  #stopListening: (() => void) | null = null;

  constructor(iceServers: RTCIceServer[]) {
    const configuration: RTCConfiguration = {
      iceServers,
      iceTransportPolicy: iceServers.length > 0 ? "relay" : "all",
    };
    this.#near = new RTCPeerConnection(configuration);
    this.#far = new RTCPeerConnection(configuration);
    this.#introduce(this.#near, this.#far);
    this.#introduce(this.#far, this.#near);
    this.#far.ontrack = ({ track }) => {
      this.returned.addTrack(track);
      if (track.kind === "audio") this.#listen(track);
    };
  }

  /** Rejects with a short reason. Ends the call in any case. */
  async measure(tracks: readonly MediaStreamTrack[]): Promise<CallFigures> {
    try {
      for (const track of tracks) this.#near.addTrack(track);
      await this.#near.setLocalDescription();
      await this.#far.setRemoteDescription(described(this.#near));
      await this.#far.setLocalDescription();
      await this.#near.setRemoteDescription(described(this.#far));
      const video = tracks.some(({ kind }) => kind === "video");
      await this.#until(async () => {
        const { framesDecoded, mediaPackets } = await sample(this.#far, performance.now());
        return video ? framesDecoded > 0 : mediaPackets > 0;
      });
      await pause(RAMP);
      return await this.#watch();
    } finally {
      this.end();
    }
  }

  end(): void {
    this.#stopListening?.();
    this.#near.close();
    this.#far.close();
  }

  async #watch(): Promise<CallFigures> {
    const before = await sample(this.#far, performance.now());
    await pause(WATCH);
    const after = await sample(this.#far, performance.now());
    const { framesPerSecond, loss, width, height } = compare([before], after, after.at);
    const { roundTrip, route } = await sample(this.#near, performance.now());
    return { framesPerSecond, loss, width, height, roundTrip, route: nameOf(route), loudness: this.#loudest };
  }

  /** By ear: the statistics of a track that nobody hears say nothing of its level. */
  #listen(track: MediaStreamTrack): void {
    this.#stopListening = followLevel(track, (level) => {
      this.#loudest = Math.max(this.#loudest, level);
    });
  }

  #introduce(one: RTCPeerConnection, other: RTCPeerConnection): void {
    const early: RTCIceCandidate[] = [];
    const flush = () => {
      for (const candidate of early.splice(0)) void other.addIceCandidate(candidate).catch(() => undefined);
    };
    one.onicecandidate = ({ candidate }) => {
      if (candidate === null) return;
      early.push(candidate);
      if (other.remoteDescription !== null) flush();
    };
    other.addEventListener("signalingstatechange", flush);
  }

  async #until(reached: () => Promise<boolean>): Promise<void> {
    const latest = performance.now() + PATIENCE;
    while (!(await reached())) {
      if (this.#near.connectionState === "failed") throw new Error("no_way");
      if (performance.now() > latest) throw new Error("no_picture");
      await pause(LOOK_EVERY);
    }
  }
}

function described(pc: RTCPeerConnection): RTCSessionDescription {
  if (pc.localDescription === null) throw new Error("no_description");
  return pc.localDescription;
}

function nameOf(route: Route | null): CallFigures["route"] {
  if (route === null) return "unknown";
  return route.local === "relay" ? `relay_${route.protocol}` : "direct";
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
