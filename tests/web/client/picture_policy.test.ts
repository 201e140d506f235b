/** Sound first: when the picture rests, when it is tried again, and what a part of it is. */
import { describe, expect, test } from "vitest";
import { cropOf } from "../../../signaling/client/lens";
import {
  FIRST_REST,
  FORGIVEN,
  GRACE,
  LEAST,
  LONGEST_REST,
  PATIENCE,
  PicturePolicy,
} from "../../../signaling/client/picture_policy";

const ENOUGH = { available: 10 * LEAST, lost: 0.15 };
const THIN = { available: LEAST - 1, lost: 0 };
const LOST = { available: null, lost: 0.5 };
const LOOK = 500;

/** Looks twice a second, and says over how many ms the picture was sent and then rested. */
class Network {
  readonly #policy = new PicturePolicy();
  now = 0;

  /** Whether the picture is sent after `ms` of this weather. */
  after(ms: number, weather: typeof THIN | typeof LOST): boolean {
    let sent = true;
    for (const end = this.now + ms; this.now < end; this.now += LOOK) {
      sent = this.#policy.step({ now: this.now, ...weather });
    }
    return sent;
  }

  /** Milliseconds from the last look until the picture is sent, or rests. */
  until(sent: boolean, weather: typeof THIN | typeof LOST): number {
    const from = Math.max(0, this.now - LOOK);
    while (this.after(LOOK, weather) !== sent) if (this.now - from > 1e6) throw new Error("It never is.");
    return this.now - LOOK - from;
  }
}

describe("the picture", () => {
  test("goes on through loss, a gust and an unknown network", () => {
    const network = new Network();
    expect(network.after(60_000, ENOUGH)).toBe(true);
    expect(network.after(PATIENCE, THIN)).toBe(true);
    expect(network.after(LOOK, ENOUGH)).toBe(true);
    expect(network.after(PATIENCE, THIN)).toBe(true);
  });

  test.each([
    ["carries little", THIN],
    ["loses much", LOST],
  ])("rests where the network %s", (_, weather) => {
    const network = new Network();
    expect(network.until(false, weather)).toBe(GRACE + PATIENCE);
  });

  test("is tried again, each time after a longer rest, and comes back by itself", () => {
    const network = new Network();
    const rests: number[] = [];
    for (let trial = 0; trial < 5; trial += 1) {
      network.until(false, THIN);
      rests.push(network.until(true, THIN));
    }
    expect(rests).toEqual([1, 2, 4, 6, 6].map((times) => times * FIRST_REST));
    expect(rests.at(-1)).toBe(LONGEST_REST);
    expect(network.after(FORGIVEN + LOOK, ENOUGH)).toBe(true);
    network.until(false, THIN);
    expect(network.until(true, THIN)).toBe(FIRST_REST);
  });
});

describe("a part of the picture", () => {
  test("is the whole where nothing else is wanted", () => {
    expect(cropOf({ zoom: 1, at: [0.2, 0.9] }, 640, 480)).toEqual({ x: 0, y: 0, width: 640, height: 480 });
  });

  test("lies where it is asked for, and never beyond the edges", () => {
    expect(cropOf({ zoom: 2, at: [0.5, 0.5] }, 640, 480)).toEqual({
      x: 160,
      y: 120,
      width: 320,
      height: 240,
    });
    expect(cropOf({ zoom: 2, at: [0.5, 1] }, 640, 480)).toEqual({ x: 160, y: 240, width: 320, height: 240 });
    for (const zoom of [1.4, 1.96, 3]) {
      const { x, y, width, height } = cropOf({ zoom, at: [1, 0] }, 641, 479);
      expect([x + width <= 641, y, width % 2, height % 2]).toEqual([true, 0, 0, 0]);
    }
  });
});
