import { describe, expect, it, vi } from "vitest";
import { Cell } from "../../../signaling/client/cell";
import { ServerClock } from "../../../signaling/client/clock";
import { Lifetime } from "../../../signaling/client/lifetime";
import { Mailbox, pageNumbers } from "../../../signaling/client/mailbox";
import { FULL, GROWING, PictureRamp, SETTLED } from "../../../signaling/client/picture_ramp";
import { compare, LOSS_OVER, needed, type Sample } from "../../../signaling/client/quality";
import { withStartBitrate } from "../../../signaling/client/start_bitrate";

describe("a cell", () => {
  it("tells the present value at once and only changes after that", () => {
    const cell = new Cell(1);
    const heard: number[] = [];
    const stop = cell.subscribe((value) => heard.push(value));
    cell.set(1);
    cell.set(2);
    stop();
    cell.set(3);
    expect(heard).toEqual([1, 2]);
  });
});

describe("a lifetime", () => {
  it("stops the newest first, once, and what comes too late at once", () => {
    const order: string[] = [];
    const lifetime = new Lifetime();
    lifetime.add(() => order.push("first"));
    lifetime.add(() => order.push("second"));
    lifetime.end();
    lifetime.end();
    lifetime.add(() => order.push("late"));
    expect(order).toEqual(["second", "first", "late"]);
  });
});

describe("the server's clock", () => {
  it("is read best over the shortest round trip", () => {
    const clock = new ServerClock();
    clock.read({ sent: 0, at: 10_050, received: 100 });
    expect(clock.now(200)).toBe(10_200);
    clock.read({ sent: 1_000, at: 12_000, received: 1_900 });
    expect(clock.now(200)).toBe(10_200);
    clock.read({ sent: 2_000, at: 12_015, received: 2_010 });
    expect(clock.now(200)).toBe(10_210);
  });

  it("is followed when it drifts", () => {
    const clock = new ServerClock();
    clock.read({ sent: 0, at: 5, received: 10 });
    clock.read({ sent: 400_000, at: 401_025, received: 400_050 });
    expect(clock.now(0)).toBe(1_000);
  });
});

describe("a mailbox", () => {
  it("numbers a page loaded anew above what it sent before", () => {
    const [older, newer] = [pageNumbers(1_700_000_000_000.5), pageNumbers(1_700_000_060_000.25)];
    for (let sent = 0; sent < 1_000; sent++) older();
    expect(newer()).toBeGreaterThan(older());
  });

  it("has one listener, who hears everything once", () => {
    const mailbox = new Mailbox({ call: "c", own: 1, other: 0 }, pageNumbers(0));
    const body = { kind: "candidates", pc: "p", candidates: [], end: false } as const;
    expect(mailbox.take({ n: 2, body: { ...body, candidates: [] } })).toBeNull();
    const listener = vi.fn();
    const { stop, acknowledge } = mailbox.listen(listener);
    expect(acknowledge).toBe(2);
    expect(mailbox.take({ n: 2, body: { ...body, candidates: [] } })).toBe(2);
    stop();
    expect(mailbox.take({ n: 3, body: { ...body, candidates: [] } })).toBeNull();
    expect(listener).toHaveBeenCalledTimes(1);
  });
});

describe("the picture", () => {
  it("stays small while it rings, grows when the path is known to carry it, and is then left to the browser", () => {
    const ramp = new PictureRamp();
    expect(ramp.step({ open: null, available: 2_000_000 })).toBeNull();
    expect(ramp.step({ open: 100, available: 2_000_000 })).toBeNull();
    expect(ramp.step({ open: SETTLED, available: 2_000_000 })).toBe(GROWING);
    expect(ramp.step({ open: SETTLED + 500, available: 2_000_000 })).toBeNull();
    expect(ramp.step({ open: SETTLED + 1_000, available: 2_000_000 })).toBe(FULL);
  });

  it("grows in the end even where nothing is known of the path", () => {
    const ramp = new PictureRamp();
    expect(ramp.step({ open: 2_000, available: null })).toBeNull();
    expect(ramp.step({ open: 2_500, available: 150_000 })).toBe(GROWING);
  });
});

describe("a start bit rate", () => {
  const OFFER = [
    "v=0",
    "m=audio 9 UDP/TLS/RTP/SAVPF 111",
    "a=rtpmap:111 opus/48000/2",
    "a=fmtp:111 minptime=10",
    "m=video 9 UDP/TLS/RTP/SAVPF 96 97 98",
    "a=rtpmap:96 VP8/90000",
    "a=rtpmap:97 rtx/90000",
    "a=fmtp:97 apt=96",
    "a=rtpmap:98 VP9/90000",
    "a=fmtp:98 profile-id=0",
    "a=ssrc:1 cname:x",
    "",
  ].join("\r\n");

  it("is stated for each picture format and for nothing else", () => {
    const lines = withStartBitrate(OFFER).split("\r\n");
    expect(lines.filter((line) => line.startsWith("a=fmtp:"))).toEqual([
      "a=fmtp:111 minptime=10",
      "a=fmtp:96 x-google-start-bitrate=1000",
      "a=fmtp:97 apt=96",
      "a=fmtp:98 profile-id=0;x-google-start-bitrate=1000",
    ]);
    expect(lines.filter((line) => !line.startsWith("a=fmtp:"))).toEqual(
      OFFER.split("\r\n").filter((line) => !line.startsWith("a=fmtp:")),
    );
  });

  it("leaves a description without pictures as it is", () => {
    const audio = OFFER.slice(0, OFFER.indexOf("m=video"));
    expect(withStartBitrate(audio)).toBe(audio);
  });
});

describe("quality", () => {
  const older: Sample = {
    at: 1_000,
    bytes: 10_000,
    mediaPackets: 100,
    framesDecoded: 30,
    packetsLost: 0,
    width: 640,
    height: 480,
    roundTrip: 20,
    route: null,
    available: null,
    lossTold: 0,
    energy: 0,
    seconds: 0,
  };

  it("is what happened between two readings", () => {
    const newer = {
      ...older,
      at: 3_000,
      bytes: 135_000,
      mediaPackets: 190,
      packetsLost: 10,
      framesDecoded: 88,
    };
    expect(compare([older], newer, 3_000)).toMatchObject({
      flowing: true,
      framesPerSecond: 29,
      kilobitsPerSecond: 500,
      loss: 10,
    });
  });

  it("says that nothing flows after three seconds without media", () => {
    expect(compare([older], { ...older, at: 4_500 }, 1_500).flowing).toBe(false);
    expect(compare([older], { ...older, at: 4_499 }, 1_500).flowing).toBe(true);
    expect(compare([], older, null).flowing).toBe(false);
  });

  it("counts the loss of a line that loses in bursts over three seconds, and all else since the last reading", () => {
    let earlier: readonly Sample[] = [];
    let last = older;
    const losses: number[] = [];
    for (let look = 0; look < 40; look += 1) {
      const lost = look % 4 === 0 ? 20 : 0; // in each fourth half second two fifths are lost
      const newer = {
        ...last,
        at: last.at + 500,
        mediaPackets: last.mediaPackets + 50 - lost,
        packetsLost: last.packetsLost + lost,
        framesDecoded: last.framesDecoded + 15,
      };
      const quality = compare(earlier, newer, newer.at);
      losses.push(quality.loss);
      if (look > 0) expect(quality.framesPerSecond).toBe(30);
      earlier = [...needed(earlier, newer.at), newer];
      last = newer;
    }
    const settled = losses.slice(LOSS_OVER / 500);
    expect(Math.min(...settled)).toBeGreaterThan(5);
    expect(Math.max(...settled)).toBeLessThan(15);
    expect(earlier).toHaveLength(LOSS_OVER / 500 + 1);
  });
});
