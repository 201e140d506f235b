/** What getStats says, as far as anyone decides or shows something by it. */

/** One reading of a connection's counters. Counters only grow, but begin anew with a new connection. */
export interface Sample {
  /** Milliseconds, monotonic. */
  at: number;
  /** Everything that came, also RTCP, so that a party without devices still shows that it is there. */
  bytes: number;
  mediaPackets: number;
  framesDecoded: number;
  packetsLost: number;
  width: number;
  height: number;
  roundTrip: number | null;
  route: Route | null;
  /** The sender's estimate of what the path carries, in bits per second. */
  available: number | null;
  /** Of what this side sends, the share that the other says was lost lately: 0 to 1. */
  lossTold: number;
  /** Of the sound that came: energy, and the seconds over which it was summed (W3C webrtc-stats, totalAudioEnergy). */
  energy: number;
  seconds: number;
}

/** How the packets go. `relay` on either side means through a TURN server. */
export interface Route {
  local: RTCIceCandidateType;
  remote: RTCIceCandidateType;
  protocol: "udp" | "tcp" | "tls";
}

export interface Quality {
  /** Pictures or sound have come within the last `SILENCE` ms. */
  flowing: boolean;
  framesPerSecond: number;
  kilobitsPerSecond: number;
  /** Of the packets of the last `LOSS_OVER` ms, in percent. */
  loss: number;
  roundTrip: number | null;
  width: number;
  height: number;
  route: Route | null;
  /** The other's sound is as loud as a voice. */
  speaks: boolean;
}

export const NO_QUALITY: Quality = {
  flowing: false,
  framesPerSecond: 0,
  kilobitsPerSecond: 0,
  loss: 0,
  roundTrip: null,
  width: 0,
  height: 0,
  route: null,
  speaks: false,
};

/** A voice nearby is louder than this, a quiet room is not: root mean square, of 1. */
const VOICE = 0.015;

/** After how many milliseconds without a packet the media counts as not flowing. */
export const SILENCE = 3_000;

/**
 * Real lines lose in bursts: one half second loses a third, the next nothing, and the sound is broken all the same. So loss
 * is counted over so many ms. That is less than what must last before it is told, so that one burst alone is not.
 */
export const LOSS_OVER = 3_000;

export async function sample(pc: RTCPeerConnection, now: number): Promise<Sample> {
  const report = await pc.getStats();
  const reading: Sample = {
    at: now,
    bytes: 0,
    mediaPackets: 0,
    framesDecoded: 0,
    packetsLost: 0,
    width: 0,
    height: 0,
    roundTrip: null,
    route: null,
    available: null,
    lossTold: 0,
    energy: 0,
    seconds: 0,
  };
  report.forEach((stats: RTCStats) => {
    if (stats.type === "transport") readTransport(reading, stats as RTCTransportStats, report);
    if (stats.type === "inbound-rtp") readInbound(reading, stats as RTCInboundRtpStreamStats);
    if (stats.type === "remote-inbound-rtp") readTold(reading, stats as ToldStats);
  });
  return reading;
}

function readTransport(reading: Sample, transport: RTCTransportStats, report: RTCStatsReport): void {
  reading.bytes += transport.bytesReceived ?? 0;
  const pair = lookUp<RTCIceCandidatePairStats>(report, transport.selectedCandidatePairId);
  const local = lookUp<CandidateStats>(report, pair?.localCandidateId);
  const remote = lookUp<CandidateStats>(report, pair?.remoteCandidateId);
  if (pair?.currentRoundTripTime !== undefined) reading.roundTrip = pair.currentRoundTripTime * 1000;
  reading.available = pair?.availableOutgoingBitrate ?? null;
  if (!local || !remote) return;
  reading.route = {
    local: local.candidateType,
    remote: remote.candidateType,
    protocol: local.relayProtocol ?? local.protocol,
  };
}

function readInbound(reading: Sample, inbound: RTCInboundRtpStreamStats): void {
  reading.mediaPackets += inbound.packetsReceived ?? 0;
  reading.packetsLost += inbound.packetsLost ?? 0;
  reading.energy += inbound.totalAudioEnergy ?? 0;
  reading.seconds += inbound.totalSamplesDuration ?? 0;
  if (inbound.kind !== "video") return;
  reading.framesDecoded += inbound.framesDecoded ?? 0;
  reading.width = inbound.frameWidth ?? 0;
  reading.height = inbound.frameHeight ?? 0;
}

function readTold(reading: Sample, { fractionLost }: ToldStats): void {
  reading.lossTold = Math.max(reading.lossTold, fractionLost ?? 0);
}

/** What the other reports of our packets (W3C webrtc-stats), which TypeScript's library does not have. */
interface ToldStats extends RTCStats {
  fractionLost?: number;
}

/** The candidate's dictionary (W3C webrtc-stats), which TypeScript's library does not have. */
interface CandidateStats extends RTCStats {
  candidateType: RTCIceCandidateType;
  protocol: "udp" | "tcp";
  relayProtocol?: "udp" | "tcp" | "tls";
}

function lookUp<T>(report: RTCStatsReport, id: string | undefined): T | undefined {
  return id === undefined ? undefined : (report.get(id) as T | undefined);
}

/** The newest reading in which loss is counted from: at least `LOSS_OVER` old, or the oldest there is. */
function lossFrom(earlier: readonly Sample[], now: number): Sample | undefined {
  return earlier.findLast(({ at }) => now - at >= LOSS_OVER) ?? earlier[0];
}

/** Which of the earlier readings of one connection, oldest first, `compare` still needs after `now`. */
export function needed(earlier: readonly Sample[], now: number): readonly Sample[] {
  const from = lossFrom(earlier, now);
  return from === undefined ? earlier : earlier.slice(earlier.indexOf(from));
}

/**
 * Compare the readings of one connection: `newer` with those before it, oldest first.
 *
 * `lastMedia` is when a media packet last came.
 */
export function compare(earlier: readonly Sample[], newer: Sample, lastMedia: number | null): Quality {
  const older = earlier.at(-1) ?? newer;
  const from = lossFrom(earlier, newer.at) ?? newer;
  const seconds = Math.max(newer.at - older.at, 1) / 1000;
  const came = newer.mediaPackets - from.mediaPackets;
  const lost = Math.max(newer.packetsLost - from.packetsLost, 0);
  return {
    flowing: lastMedia !== null && newer.at - lastMedia < SILENCE,
    framesPerSecond: (newer.framesDecoded - older.framesDecoded) / seconds,
    kilobitsPerSecond: ((newer.bytes - older.bytes) * 8) / 1000 / seconds,
    loss: came + lost > 0 ? (100 * lost) / (came + lost) : 0,
    roundTrip: newer.roundTrip,
    width: newer.width,
    height: newer.height,
    route: newer.route,
    speaks: loudness(older, newer) > VOICE,
  };
}

function loudness(older: Sample, newer: Sample): number {
  const seconds = newer.seconds - older.seconds;
  return seconds > 0 ? Math.sqrt(Math.max(0, newer.energy - older.energy) / seconds) : 0;
}
