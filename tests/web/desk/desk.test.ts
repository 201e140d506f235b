import { describe, expect, test } from "vitest";
import { factsOf, needsCamera, stageOf } from "../../../guide_server/web/desk/desk_model";
import { theirGradeOf } from "../../../guide_server/web/desk/quality_line";
import type { DeskCall, DeskRing, DeskView, DeskWrapUp, Place } from "../../../signaling/client/types";

const PLACE: Place = {
  kiosk: "k",
  name: "Screen 1",
  site: "s",
  site_name: "Library",
  neighbourhood: "n",
  neighbourhood_name: "North",
};
const IDLE: DeskView = {
  type: "desk",
  guide: { id: "g", name: "Amina" },
  status: "available",
  reason: null,
  since: 0,
  next_status: null,
  next_reason: null,
  languages: ["sv"],
  skills: [{ language: "sv", level: "fluent", mode: "speak" }],
  ring: null,
  call: null,
  wrap_up: null,
  queue: [],
  colleagues: [],
  offered: ["sv", "ti"],
  topics: ["school"],
  dispositions: ["solved"],
};
const SPOKEN = { language: "ti", how: "asked" } as const;
const RING: DeskRing = {
  call: "c",
  epoch: 3,
  place: PLACE,
  language: "ti",
  spoken: SPOKEN,
  tapped_at: 0,
  until: 25_000,
  role: "guide",
  parties: [{ epoch: 3, role: "guide", guide: { id: "g", name: "Amina" }, state: "ringing" }],
};
const CALL: DeskCall = {
  id: "c",
  state: "live",
  epoch: 3,
  place: PLACE,
  language: "ti",
  spoken: SPOKEN,
  tapped_at: 0,
  taken_at: 1,
  live_since: 2,
  kiosk_connected: true,
  role: "guide",
  parties: [
    { epoch: 3, role: "guide", guide: { id: "g", name: "Amina" }, state: "present" },
    { epoch: 4, role: "interpreter", guide: { id: "h", name: "Noor" }, state: "ringing" },
  ],
  held_since: null,
  until: null,
};
const WRAP_UP: DeskWrapUp = { call: "c", language: "ti", place: PLACE, until: 120_000, extensions_left: 5 };

describe("the middle of the desk", () => {
  test("is a call before all else", () => {
    expect(stageOf({ ...IDLE, call: CALL, ring: RING, wrap_up: WRAP_UP }).kind).toBe("call");
    expect(stageOf({ ...IDLE, ring: RING, wrap_up: WRAP_UP }).kind).toBe("ringing");
    expect(stageOf({ ...IDLE, wrap_up: WRAP_UP }).kind).toBe("wrap_up");
    expect(stageOf(IDLE).kind).toBe("ready");
  });
});

describe("media", () => {
  test("are prepared while the desk rings and follow the call's epoch", () => {
    expect(factsOf({ ...IDLE, ring: RING })).toEqual({
      call: "c",
      own: 3,
      state: "ringing",
      first: 0,
      others: [{ number: 0, isOpen: false }],
      onHold: false,
    });
    expect(factsOf({ ...IDLE, call: CALL })).toMatchObject({
      own: 3,
      others: [
        { number: 0, isOpen: true },
        { number: 4, isOpen: false },
      ],
    });
    expect(factsOf({ ...IDLE, wrap_up: WRAP_UP })).toBeNull();
  });

  test("need the camera while calls can come, and for no longer", () => {
    expect(needsCamera(IDLE)).toBe(true);
    expect(needsCamera({ ...IDLE, status: "in_call", call: CALL })).toBe(true);
    for (const status of ["away", "offline", "wrap_up"] as const) {
      expect(needsCamera({ ...IDLE, status })).toBe(false);
    }
  });
});

describe("how the desk comes through", () => {
  const SIGNS = {
    number: 0,
    picture: true,
    microphone: "on",
    camera: "on",
    sending: "on",
    frames: 30,
    loss: 0,
    delay: 40,
  } as const;

  test("is judged by what the other side tells", () => {
    expect(theirGradeOf(SIGNS, true)).toBe("good");
    expect(theirGradeOf({ ...SIGNS, frames: 4 }, true)).toBe("poor");
    expect(theirGradeOf({ ...SIGNS, loss: 6 }, true)).toBe("fair");
  });

  test("is not worse for a picture that is not sent", () => {
    expect(theirGradeOf({ ...SIGNS, frames: 0 }, false)).toBe("good");
  });
});
