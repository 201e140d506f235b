/** UK29: a test call is judged by what was decoded between two moments, and by what the guide said of it. */
import { expect, test } from "vitest";
import { measured, type Stats, sampled } from "../../../kiosk_client/web/kiosk/self_test/quality";

const GUIDE = { tone: -20, floor: -90 };

function stats(at: number, { frames = 0, lost = 0, received = 0 }): Stats[] {
  return [
    {
      type: "inbound-rtp",
      kind: "video",
      timestamp: at,
      framesDecoded: frames,
      packetsLost: lost,
      packetsReceived: received,
    },
    { type: "inbound-rtp", kind: "audio", timestamp: at, packetsLost: 0, packetsReceived: 50 },
    { type: "remote-inbound-rtp", kind: "video", timestamp: at, roundTripTime: 0.04, fractionLost: 0.02 },
    { type: "remote-inbound-rtp", kind: "audio", timestamp: at, fractionLost: 0 },
    { type: "candidate-pair", timestamp: at, nominated: true, currentRoundTripTime: 0.05 },
    { type: "candidate-pair", timestamp: at, nominated: false, currentRoundTripTime: 9 },
  ];
}

function finding(seconds: number, lit: number) {
  return { seconds, frames: lit + 3, lit, tone: -30, floor: -85 };
}

test("pictures are counted between the two moments, each side's by its own clock", () => {
  const before = sampled(stats(10_000, { frames: 100, received: 1_000 }), finding(4, 60));
  const after = sampled(stats(15_000, { frames: 220, received: 1_900, lost: 100 }), finding(9, 160));
  expect(measured(before, after, GUIDE)).toEqual({
    round_trip_ms: 50,
    loss_in: 10,
    loss_out: 2,
    frames_in: 24,
    frames_out: 20,
    guide: GUIDE,
    kiosk: { tone: -30, floor: -85 },
  });
});

test("a guide who said nothing saw and heard nothing", () => {
  const silent = sampled([], null);
  expect(measured(silent, silent, GUIDE)).toMatchObject({
    round_trip_ms: null,
    loss_in: 0,
    loss_out: null,
    frames_in: 0,
    frames_out: 0,
    kiosk: { tone: -120, floor: -120 },
  });
});

test("a guide who has stopped saying anything sees nothing any more", () => {
  const last = finding(4, 60);
  const before = sampled(stats(10_000, {}), last);
  expect(measured(before, sampled(stats(15_000, {}), last), GUIDE).frames_out).toBe(0);
});

test("counters that were put back count as nothing, not as less", () => {
  const before = sampled(stats(10_000, { frames: 100, lost: 9, received: 100 }), finding(4, 60));
  const after = sampled(stats(15_000, { frames: 0, lost: 0, received: 0 }), finding(5, 0));
  expect(measured(before, after, GUIDE)).toMatchObject({ loss_in: 0, frames_in: 0, frames_out: 0 });
});
