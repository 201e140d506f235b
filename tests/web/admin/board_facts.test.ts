import { expect, test } from "vitest";
import type {
  Board,
  BoardCall,
  BoardEnd,
  BoardGuide,
  BoardLanguage,
  Grade,
} from "../../../guide_server/web/api_types";
import {
  asking,
  bandOf,
  byConcern,
  byNeed,
  isTroubled,
  qualityOf,
  serviceLevel,
  talkOf,
} from "../../../guide_server/web/board_facts";

const UP: BoardEnd = { connected: true, receives: true, grade: null };

function call(parts: Partial<BoardCall> = {}): BoardCall {
  const talk = { state: "live", live_since: 1, on_hold: false, kiosk_end: UP, guide_end: UP } as const;
  return { call: "c", guests: [], takers: [], ...talk, ...parts } as unknown as BoardCall;
}

function board(parts: Partial<Board>): Board {
  return { calls: [], guides: [], languages: [], ...parts } as unknown as Board;
}

test.each([
  [0, "within"],
  [80_000, "within"],
  [80_001, "soon"],
  [120_000, "soon"],
  [120_001, "over"],
] as const)("a wait of %d ms is %s a target of two minutes", (waited, band) => {
  expect(bandOf(waited, 120_000)).toBe(band);
});

const DEAF: BoardEnd = { connected: true, receives: false, grade: null };
const UNLINKED: BoardEnd = { connected: false, receives: true, grade: null };

test.each([
  [{ kiosk_end: null, guide_end: null, state: "waiting" }, null],
  [{ live_since: null, state: "connecting", kiosk_end: DEAF }, "connecting"],
  [{ kiosk_end: DEAF, guide_end: DEAF, state: "interrupted" }, "nobody_receives"],
  [{ kiosk_end: DEAF }, "kiosk_deaf"],
  [{ guide_end: DEAF }, "guide_deaf"],
  [{ state: "interrupted" }, "interrupted"],
  [{ kiosk_end: UNLINKED }, "kiosk_unlinked"],
  [{ guide_end: UNLINKED, on_hold: true }, "guide_unlinked"],
  [{ on_hold: true }, "on_hold"],
  [{}, "good"],
] as const)("a talk of which is known %j is %s", (parts, talk) => {
  expect(talkOf(call(parts as Partial<BoardCall>))).toBe(talk);
});

const graded = (grade: Grade | null): BoardEnd => ({ ...UP, grade });

test.each([
  ["good", "good", { grade: "good", where: "both" }],
  ["poor", "good", { grade: "poor", where: "kiosk" }],
  ["fair", "none", { grade: "none", where: "guide" }],
  ["audio_only", "fair", { grade: "audio_only", where: "kiosk" }],
  ["poor", "poor", { grade: "poor", where: "both" }],
  [null, "fair", { grade: "fair", where: "guide" }],
  ["fair", null, { grade: "fair", where: "kiosk" }],
  [null, null, null],
] as const)(
  "what a talk is worth by a kiosk that has it %s and a guide who has it %s",
  (kiosk, guide, worse) => {
    expect(qualityOf(call({ kiosk_end: graded(kiosk), guide_end: graded(guide) }))).toEqual(worse);
  },
);

test("nobody is told how a talk comes through that is on hold or has not begun", () => {
  const ends = { kiosk_end: graded("poor"), guide_end: graded("poor") };
  expect(qualityOf(call({ ...ends, on_hold: true }))).toBeNull();
  expect(qualityOf(call({ ...ends, live_since: null }))).toBeNull();
  expect(qualityOf(call({ kiosk_end: null, guide_end: null, state: "waiting" }))).toBeNull();
});

test("what troubles a leader stands first, what goes well last", () => {
  const calls = [
    call({ call: "well" }),
    call({ call: "rings", state: "ringing", kiosk_end: null, guide_end: null }),
    call({ call: "waits", state: "waiting", kiosk_end: null, guide_end: null }),
    call({ call: "silent", kiosk_end: DEAF }),
    call({ call: "jerky", guide_end: graded("poor") }),
    call({ call: "uneven", guide_end: graded("fair") }),
  ];
  const order = byConcern(board({ calls })).map((each) => each.call);
  expect(order).toEqual(["silent", "jerky", "waits", "rings", "well", "uneven"]);
  expect([isTroubled("on_hold"), isTroubled("kiosk_unlinked")]).toEqual([false, true]);
});

test("the language with the longest wait stands first", () => {
  const line = (language: string, oldest: number | null, waiting = 0) =>
    ({ language, oldest, waiting, free: 0, on_duty: 0 }) as BoardLanguage;
  const languages = [line("sv", null), line("so", 9, 1), line("ar", 5, 2), line("ti", null)];
  expect(byNeed(board({ languages })).map((each) => each.language)).toEqual(["ar", "so", "sv", "ti"]);
});

test("who asked for help first stands first", () => {
  const guide = (id: string, since: number | null) =>
    ({ id, help: since === null ? null : { since, coming: null } }) as unknown as BoardGuide;
  const guides = [guide("late", 9), guide("none", null), guide("early", 5)];
  expect(asking(board({ guides })).map(({ id }) => id)).toEqual(["early", "late"]);
});

test("without a call there is no service level", () => {
  const day = (decided: number, within_target: number) =>
    board({ today: { decided, within_target, abandoned: 0 } });
  expect(serviceLevel(day(0, 0))).toBeNull();
  expect(serviceLevel(day(4, 3))).toBe(0.75);
});
