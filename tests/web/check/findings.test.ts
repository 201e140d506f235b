import { beforeEach, expect, test } from "vitest";
import { browserName } from "../../../guide_server/web/check/browser_facts";
import {
  type CallFigures,
  type Findings,
  gradeOf,
  NOTHING_FOUND,
  verdictOf,
} from "../../../guide_server/web/check/findings";
import { reportOf } from "../../../guide_server/web/check/report";
import { chooseDevice, chosenDevices } from "../../../guide_server/web/devices";

const done = <Result>(result: Result) => ({ state: "done", result }) as const;
const failed = (why: string) => ({ state: "failed", why }) as const;
const CALL: CallFigures = {
  framesPerSecond: 29.8,
  roundTrip: 31,
  loss: 0,
  loudness: 0.6,
  width: 1280,
  height: 720,
  route: "relay_udp",
};
const GOOD: Findings = {
  missing: [],
  camera: done({ width: 1280, height: 720 }),
  microphone: done({ heard: true }),
  speaker: done({ heard: true }),
  socket: done({ roundTrip: 12 }),
  relays: [
    { route: "udp", trial: done({ after: 40 }) },
    { route: "tcp", trial: done({ after: 60 }) },
    { route: "tls", trial: done({ after: 90 }) },
  ],
  call: done(CALL),
};
const relays = (...trials: NonNullable<Findings["relays"]>[number]["trial"][]): Findings["relays"] =>
  trials.map((trial) => ({ route: "udp", trial }));

beforeEach(() => localStorage.clear());

test.each<[string, Partial<Findings>, string]>([
  ["everything works", {}, "ready"],
  ["there are no relays, and none are needed", { relays: [] }, "ready"],
  ["nobody has listened for the tone", { speaker: { state: "waiting" } }, "usable"],
  ["the tone was not heard", { speaker: done({ heard: false }) }, "not_ready"],
  ["there is no camera", { camera: failed("missing") }, "usable"],
  ["there is no microphone", { microphone: failed("refused") }, "not_ready"],
  ["nobody spoke", { microphone: done({ heard: false }) }, "usable"],
  ["one relay is shut off", { relays: relays(failed("701"), done({ after: 5 })) }, "usable"],
  ["all relays are shut off", { relays: relays(failed("701"), failed("401")) }, "not_ready"],
  ["the server is far away", { socket: done({ roundTrip: 301 }) }, "usable"],
  ["the server cannot be reached", { socket: failed("closed") }, "not_ready"],
  ["no picture came back", { call: failed("no_picture") }, "not_ready"],
  ["pictures stand still", { call: done({ ...CALL, framesPerSecond: 0.4 }) }, "not_ready"],
  ["pictures are few", { call: done({ ...CALL, framesPerSecond: 19.4 }) }, "usable"],
  ["packets are lost", { call: done({ ...CALL, loss: 3.1 }) }, "usable"],
  ["the browser lacks a part", { missing: ["webrtc"] }, "not_ready"],
  ["something is still being tried", { call: { state: "running" } }, "running"],
])("where %s", (_, change, verdict) => {
  expect(verdictOf({ ...GOOD, ...change })).toBe(verdict);
});

test("before anything was tried nothing is said", () => {
  expect(verdictOf(NOTHING_FOUND)).toBe("not_begun");
  expect(gradeOf(NOTHING_FOUND)).toMatchObject({ browser: "good", call: "waiting", relays: "waiting" });
});

test("the report says what was measured, line by line", () => {
  const at = Date.parse("2026-01-01T23:59:58Z");
  expect(reportOf({ ...GOOD, camera: failed("busy") }, "Chrome 150, Linux", at)).toBe(
    [
      "Vägvisare: kontroll före passet",
      "2 januari 2026 00:59",
      "Du kan ta samtal.",
      "",
      "Webbläsare: bra (Chrome 150, Linux)",
      "Kamera: går, men inte bra (används av ett annat program)",
      "Mikrofon: bra (din röst hördes)",
      "Högtalare: bra (Tonen hördes)",
      "Servern: bra (12 ms)",
      "Reläer: bra (UDP 40 ms; TCP 60 ms; TLS 90 ms)",
      "Provsamtal: bra (30 bilder i sekunden; 1280 × 720; 31 ms fram och tillbaka; 0.0 % går förlorat; " +
        "ljudet kom tillbaka; genom relä över UDP)",
      "",
    ].join("\n"),
  );
});

test.each([
  ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0.1.2 Safari/537.36", "Chrome 150, Linux"],
  [
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0",
    "Edg 150, Windows",
  ],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14.1; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Firefox 140, Mac OS",
  ],
  ["", "?"],
])("a browser is told by family and main version: %s", (agent, name) => {
  expect(browserName(agent)).toBe(name);
});

test("devices are remembered, and forgotten for the usual one", () => {
  chooseDevice("camera", "c");
  chooseDevice("speaker", "s");
  expect(chosenDevices()).toEqual({ camera: "c", speaker: "s" });
  chooseDevice("camera", null);
  expect(chosenDevices()).toEqual({ speaker: "s" });
});

test.each(["", "null", "[]", "7", "{", '{"camera": 1, "other": "x"}'])(
  "what was kept may be anything: %s",
  (kept) => {
    localStorage.setItem("desk.devices", kept);
    expect(chosenDevices()).toEqual({});
  },
);
