/** UA3: how one call came through over time, told end by end from its moments. */
import { expect, test } from "vitest";
import { endsOf } from "../../../guide_server/web/admin/log/grades";
import type { CallRow, Moment, Timeline } from "../../../guide_server/web/api_types";

type Told = [second: number, type: string, detail?: string | undefined, end?: string];

/** `end`: “kiosk”, or the name of a guide. */
function told(moments: readonly Told[], state: CallRow["state"] = "ended"): Timeline {
  const all = moments.map(([second, type, detail, end], index): Moment => {
    const by = end === undefined ? null : end === "kiosk" ? "kiosk" : "guide";
    const guide_name = end === undefined || end === "kiosk" ? null : end;
    return { seq: index + 1, at: second * 1_000, type, by, guide_name, detail: detail ?? null };
  });
  return { call: { state } as CallRow, rings: [], screens: [], moments: all };
}

const inSeconds = (timeline: Timeline, now = 0) =>
  endsOf(timeline, now).map(({ guide, stretches }) => [
    guide,
    stretches.map(({ grade, start, end }) => [grade, start / 1_000, end / 1_000]),
  ]);

test("each end's grades follow each other to the end of the talk, the kiosk first", () => {
  const timeline = told([
    [5, "call_live"],
    [8, "media_graded", "good", "Amal"],
    [9, "media_graded", "poor", "kiosk"],
    [30, "media_graded", "fair", "kiosk"],
    [60, "call_ended", "completed"],
    [70, "wrapped_up"],
  ]);
  expect(inSeconds(timeline)).toEqual([
    [
      null,
      [
        ["poor", 9, 30],
        ["fair", 30, 60],
      ],
    ],
    ["Amal", [["good", 8, 60]]],
  ]);
});

test("nobody knows on hold, and it is told anew afterwards", () => {
  const timeline = told([
    [8, "media_graded", "good", "kiosk"],
    [20, "put_on_hold"],
    [40, "taken_off_hold"],
    [43, "media_graded", "good", "kiosk"],
    [60, "call_ended"],
  ]);
  expect(inSeconds(timeline)).toEqual([
    [
      null,
      [
        ["good", 8, 20],
        ["good", 43, 60],
      ],
    ],
  ]);
});

test("a guest who leaves, and a lead who hands over, have no more to say", () => {
  const timeline = told([
    [8, "media_graded", "good", "Amal"],
    [9, "media_graded", "poor", "Bo"],
    [20, "lead_changed", undefined, "Bo"],
    [30, "guest_left", undefined, "Bo"],
    [60, "call_ended"],
  ]);
  expect(inSeconds(timeline)).toEqual([
    ["Amal", [["good", 8, 20]]],
    ["Bo", [["poor", 9, 30]]],
  ]);
});

test("what goes on lasts until now, and what nobody graded has no ends", () => {
  expect(inSeconds(told([[8, "media_graded", "fair", "kiosk"]], "live"), 20_000)).toEqual([
    [null, [["fair", 8, 20]]],
  ]);
  expect(inSeconds(told([[0, "call_tapped"]], "waiting"), 20_000)).toEqual([]);
});
