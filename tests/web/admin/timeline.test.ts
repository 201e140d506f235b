import { describe, expect, test } from "vitest";
import {
  besideBar,
  layOut,
  positionOf,
  type Stretch,
  stretchesOf,
} from "../../../guide_server/web/admin/log/timeline";
import type { CallRow, Moment, Timeline } from "../../../guide_server/web/api_types";

const CALL = { state: "ended" } as CallRow;

/** A timeline told as `[second, type, detail?]`. */
function told(moments: [number, string, string?][], call: CallRow = CALL): Timeline {
  const all = moments.map(
    ([second, type, detail], index): Moment => ({
      seq: index + 1,
      at: second * 1_000,
      type,
      by: null,
      guide_name: null,
      detail: detail ?? null,
    }),
  );
  return { call, rings: [], screens: [], moments: all };
}

const inSeconds = (stretches: readonly Stretch[]) =>
  stretches.map(({ stage, start, end }) => [stage, start / 1_000, end / 1_000]);

describe("the stages of a call", () => {
  test("follow its moments to the end of the wrap-up", () => {
    const timeline = told([
      [0, "call_tapped"],
      [1, "rang"],
      [5, "ring_taken"],
      [6, "media_up"],
      [7, "ring_ended", "accepted"],
      [7, "call_live"],
      [60, "call_interrupted"],
      [70, "call_resumed"],
      [90, "call_ended", "completed"],
      [100, "wrapped_up", "school"],
    ]);
    expect(inSeconds(stretchesOf(timeline, 0))).toEqual([
      ["waiting", 0, 1],
      ["ringing", 1, 5],
      ["connecting", 5, 7],
      ["live", 7, 60],
      ["interrupted", 60, 70],
      ["live", 70, 90],
      ["wrap_up", 90, 100],
    ]);
  });

  test("go back to waiting where a guide passed it on", () => {
    const timeline = told([
      [0, "rang"],
      [4, "ring_ended", "declined"],
      [9, "rang"],
      [12, "call_ended", "abandoned_ringing"],
    ]);
    expect(inSeconds(stretchesOf(timeline, 0))).toEqual([
      ["ringing", 0, 4],
      ["waiting", 4, 9],
      ["ringing", 9, 12],
    ]);
  });

  test("go on until now while the call does", () => {
    const open = told([[0, "call_tapped"]], { state: "waiting" } as CallRow);
    expect(inSeconds(stretchesOf(open, 30_000))).toEqual([["waiting", 0, 30]]);
    expect(stretchesOf(told([]), 30_000)).toEqual([]);
  });
});

describe("guests and calls that are sent on", () => {
  test("a guest's ring does not interrupt the talk", () => {
    const timeline = told([
      [0, "call_live"],
      [5, "rang"],
      [9, "ring_ended", "accepted"],
      [20, "call_ended", "completed"],
    ]);
    const beside = timeline.moments.map((moment) =>
      moment.type.startsWith("r") ? { ...moment, role: "colleague" as const } : moment,
    );
    expect(inSeconds(stretchesOf({ ...timeline, moments: beside }, 0))).toEqual([["live", 0, 20]]);
  });

  test("a call that was sent on waits, also once its first guide has wrapped up", () => {
    const timeline = told([
      [0, "call_live"],
      [5, "call_sent_on", "school"],
      [9, "wrapped_up", "school"],
      [20, "call_ended", "abandoned_waiting"],
    ]);
    expect(inSeconds(stretchesOf(timeline, 0))).toEqual([
      ["live", 0, 5],
      ["waiting", 5, 20],
    ]);
  });
});

describe("the drawing", () => {
  const stretch = (stage: Stretch["stage"], start: number, end: number): Stretch => ({ stage, start, end });

  test("is true to time and fills the width", () => {
    const drawn = layOut([stretch("waiting", 0, 400), stretch("ringing", 400, 800)], 1_000);
    expect(drawn.map(({ x, width, cut }) => [x, width, cut])).toEqual([
      [0, 500, false],
      [500, 500, false],
    ]);
  });

  test("cuts one long talk, so that the rest can be seen", () => {
    const drawn = layOut([stretch("ringing", 0, 100), stretch("live", 100, 100_000)], 1_000);
    expect(drawn.map(({ cut }) => cut)).toEqual([false, true]);
    expect(drawn[0]?.width).toBeCloseTo(500, -1);
    expect(drawn.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(1_000);
  });

  test("puts an instant into its stretch, and what lies outside at the edge", () => {
    const drawn = layOut([stretch("waiting", 0, 400), stretch("ringing", 400, 800)], 1_000);
    expect(positionOf(200, drawn)).toBeCloseTo(250);
    expect(positionOf(-5, drawn)).toBe(0);
    expect(positionOf(9_999, drawn)).toBe(1_000);
    expect(positionOf(1, [])).toBe(0);
  });
});

describe("the name of whom it rang for", () => {
  test("stands after the bar, before one that ends at the edge, and above one that fills the drawing", () => {
    expect(besideBar({ from: 0, to: 400 }, 300, 1_200)).toBe("after");
    expect(besideBar({ from: 700, to: 1_200 }, 300, 1_200)).toBe("before");
    expect(besideBar({ from: 40, to: 1_150 }, 300, 1_200)).toBe("above");
  });
});
