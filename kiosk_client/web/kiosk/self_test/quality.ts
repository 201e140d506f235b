/** What a test call was like between two moments of it (W3C webrtc-stats, and what the guide said). */
import { SILENCE, type ToneHeard } from "./tone";

/** What the guide says: `GuideFinding` in PROTOCOL.md. */
export interface Finding extends ToneHeard {
  seconds: number;
  frames: number;
  lit: number;
}

/** `in` came from the guide, `out` came to it. */
export interface Seen {
  round_trip_ms: number | null;
  /** Percent of the packets; null where the guide never told. */
  loss_in: number;
  loss_out: number | null;
  /** Pictures decoded a second; of those that came to the guide, the ones that were more than black. */
  frames_in: number;
  frames_out: number;
  /** The guide's tone, here. */
  guide: ToneHeard;
  /** This kiosk's tone, at the guide. */
  kiosk: ToneHeard;
}

export interface Sample {
  /** Milliseconds of any clock. */
  at: number;
  frames: number;
  lost: number;
  received: number;
  roundTrip: number | null;
  lossOut: number | null;
  finding: Finding | null;
}

export type Stats = Record<string, unknown> & { type: string; timestamp: number };

const MOST_FRAMES = 240;

export function sampled(stats: readonly Stats[], finding: Finding | null): Sample {
  const inbound = stats.filter(({ type }) => type === "inbound-rtp");
  const told = stats.filter(({ type }) => type === "remote-inbound-rtp");
  const pairs = stats.filter(({ type, nominated }) => type === "candidate-pair" && nominated === true);
  return {
    at: Math.max(0, ...stats.map(({ timestamp }) => timestamp)),
    frames: total(inbound, "framesDecoded"),
    lost: Math.max(0, total(inbound, "packetsLost")),
    received: total(inbound, "packetsReceived"),
    roundTrip: greatest([...told, ...pairs], ["roundTripTime", "currentRoundTripTime"]),
    lossOut: greatest(told, ["fractionLost"]),
    finding,
  };
}

export function measured(before: Sample, after: Sample, guide: ToneHeard): Seen {
  const seconds = Math.max(0.001, (after.at - before.at) / 1_000);
  const lost = Math.max(0, after.lost - before.lost);
  const received = Math.max(0, after.received - before.received);
  return {
    round_trip_ms: after.roundTrip === null ? null : after.roundTrip * 1_000,
    loss_in: (100 * lost) / Math.max(1, lost + received),
    loss_out: after.lossOut === null ? null : 100 * after.lossOut,
    frames_in: rate(after.frames - before.frames, seconds),
    frames_out: shown(before.finding, after.finding),
    guide,
    kiosk: after.finding === null ? SILENCE : { tone: after.finding.tone, floor: after.finding.floor },
  };
}

/** By the guide's own clock. */
function shown(before: Finding | null, after: Finding | null): number {
  if (before === null || after === null || after.seconds <= before.seconds) return 0;
  return rate(after.lit - before.lit, after.seconds - before.seconds);
}

function rate(count: number, seconds: number): number {
  return Math.min(MOST_FRAMES, Math.max(0, count / seconds));
}

function total(stats: readonly Stats[], name: string): number {
  return stats.reduce((sum, each) => sum + numberIn(each, name), 0);
}

function greatest(stats: readonly Stats[], names: readonly string[]): number | null {
  const found = stats.flatMap((each) =>
    names.filter((name) => name in each).map((name) => numberIn(each, name)),
  );
  return found.length === 0 ? null : Math.max(...found);
}

function numberIn(stats: Stats, name: string): number {
  const value = stats[name];
  return typeof value === "number" ? value : 0;
}
