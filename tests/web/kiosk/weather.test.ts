/** UK13, UK14, UK16, UK33: what a resident is told of sound and picture in a call, and how loud it can be. */
import { describe, expect, test } from "vitest";
import { callNotices, guideUnseen } from "../../../kiosk_client/web/kiosk/screen";
import { LOUDEST } from "../../../kiosk_client/web/kiosk/state";
import { gainOf } from "../../../kiosk_client/web/kiosk/volume";
import { BREATH } from "../../../kiosk_client/web/kiosk/weather";
import type { Shared } from "../../../signaling/client";
import { LASTING, NO_QUALITY, NOTHING_SHARED, type Quality, type Sending } from "../../../signaling/client";
import { call, Story } from "./story";

const GUIDE = { epoch: 1, role: "guide", guide: { id: "g1", name: "Amina" }, state: "present" } as const;
const GOOD: Quality = { ...NO_QUALITY, flowing: true, framesPerSecond: 25, roundTrip: 40 };
const WELL: Shared["signs"][number] = {
  number: 1,
  picture: true,
  microphone: "on",
  camera: "on",
  sending: "on",
  frames: 25,
  loss: 0,
  delay: 40,
};

class Talk extends Story {
  constructor(language = "so") {
    super();
    this.see(call("live", { language, parties: [GUIDE] })).play({ type: "picture", picture: "up" });
  }

  /** So long it is like this, read twice a second. */
  feel(ms: number, quality: Partial<Quality> = {}, sending: Sending = "on"): this {
    for (let passed = 0; passed < ms; passed += 500) {
      this.play({ type: "tick", now: this.state.now + 500 });
      this.play({ type: "quality", quality: { ...GOOD, ...quality }, sending });
    }
    return this;
  }

  /** The guide's page says how things are there. */
  told(signs: Partial<typeof WELL>): this {
    return this.play({ type: "shared", shared: { ...NOTHING_SHARED, signs: [{ ...WELL, ...signs }] } });
  }

  get notices(): readonly string[] {
    return callNotices(this.state);
  }
}

describe("in a call a resident is told", () => {
  test("nothing while all is well, and nothing of a gust", () => {
    expect(
      new Talk()
        .told({})
        .feel(20_000)
        .feel(LASTING - 1_000, { loss: 40 })
        .feel(500).notices,
    ).toEqual([]);
  });

  test.each([{ loss: 15 }, { roundTrip: 900 }, { framesPerSecond: 4 }])(
    "of a poor network that lasts, until it is well again for as long: %o",
    (bad) => {
      const talk = new Talk().feel(LASTING + 1_000, bad);
      expect(talk.notices).toEqual(["poor"]);
      expect(talk.feel(LASTING - 1_000).notices).toEqual(["poor"]);
      expect(talk.feel(2_000).notices).toEqual([]);
    },
  );

  test("that the own picture rests while sound goes on", () => {
    expect(new Talk().feel(500, {}, "network").notices).toEqual(["sound_only"]);
  });

  test("why the guide is not seen, in place of a picture that stands still", () => {
    const rests = new Talk().told({ sending: "network" }).feel(9_000, { framesPerSecond: 0 });
    expect([guideUnseen(rests.state), rests.notices]).toEqual(["guide_sound_only", ["guide_sound_only"]]);
    expect(new Talk().told({ sending: "off" }).notices).toEqual(["guide_unseen"]);
    expect(new Talk().told({ camera: "lost" }).notices).toEqual(["guide_unseen"]);
    expect(new Talk().told({ microphone: "missing" }).notices).toEqual(["guide_unheard"]);
  });

  test("no fault of a guide who has put the call on hold", () => {
    const talk = new Talk().told({ sending: "off" });
    talk.see(call("live", { parties: [GUIDE], on_hold: true }));
    expect(talk.notices).toEqual([]);
  });

  test("that the picture is too slow to sign by, either way, and only where hands speak", () => {
    expect(new Talk("swl").told({}).feel(9_000, { framesPerSecond: 15 }).notices).toEqual(["sign_slow"]);
    expect(new Talk("swl").told({ frames: 12 }).feel(9_000).notices).toEqual(["sign_slow"]);
    expect(new Talk("swl").told({}).feel(9_000).notices).toEqual([]);
    expect(new Talk("so").told({}).feel(9_000, { framesPerSecond: 15 }).notices).toEqual([]);
  });

  test("who speaks, at once and through a breath", () => {
    const talk = new Talk().feel(500, { speaks: true });
    expect(talk.state.weather.speaks.shown).toBe(true);
    expect(talk.feel(BREATH - 500).state.weather.speaks.shown).toBe(true);
    expect(talk.feel(1_000).state.weather.speaks.shown).toBe(false);
  });
});

test("the volume has more than four steps over more than 18 dB, and silence", () => {
  const steps = Array.from({ length: LOUDEST }, (_, step) => 20 * Math.log10(gainOf(step + 1)));
  expect(steps.length).toBeGreaterThanOrEqual(4);
  expect((steps.at(-1) ?? 0) - (steps[0] ?? 0)).toBeGreaterThanOrEqual(18);
  expect(gainOf(0)).toBe(0);
});
