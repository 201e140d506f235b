/** What is typed, pointed at and handed over: what of the other party's words is believed, and what comes of it. */
import { describe, expect, test } from "vitest";
import { Cell } from "../../../signaling/client/cell";
import type { Line, Said } from "../../../signaling/client/talk/line";
import {
  fromUnitSquare,
  isSheet,
  mapped,
  straighten,
  WHOLE,
} from "../../../signaling/client/talk/perspective";
import {
  coming,
  EMPTY,
  gone,
  heard,
  LONGEST_STROKE,
  laid,
  MOST_STROKES,
  type Shared,
} from "../../../signaling/client/talk/shared";
import { findSheet } from "../../../signaling/client/talk/sheet_finder";
import type { Sheet } from "../../../signaling/client/talk/sheets";
import { LONGEST, LOST, read, typed } from "../../../signaling/client/talk/t140";
import { LONGEST_MESSAGE, parse, safeLink } from "../../../signaling/client/talk/table_messages";
import { TextLine } from "../../../signaling/client/talk/text_line";
import type { Timers } from "../../../signaling/client/timers";

const CORNERS = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;

describe("real-time text", () => {
  const TEXTS = ["", "h", "hej", "hej då", "hi", "سلام", "سلام عليكم", "ሰላም", "👩‍👧 å\nä", "hej\nhopp"];

  test("turns any text into any other at the reader's", () => {
    for (const before of TEXTS) {
      for (const after of TEXTS) expect(read(before, typed(before, after))).toBe(after);
    }
  });

  test("sends a new line as T.140 writes it, and reads all that it allows", () => {
    expect(typed("a", "a\nb")).toBe("\u2028b");
    expect(read("a", "\r\nb\u2028c\rd")).toBe("a\nb\nc\nd");
  });

  test("takes back only what is there", () => {
    expect(read("a", "\b\b\bb")).toBe("b");
  });

  test("lets nothing through that could harm", () => {
    expect(read("", "a\u0000\u001b[31m\u202eb\ufeff\u2067c\ud800")).toBe("a[31mbc");
    expect(read("", LOST)).toBe(LOST);
    expect([...read("", "x".repeat(LONGEST * 2))]).toHaveLength(LONGEST);
  });
});

/** One end of a line that may be cut: what is said then is lost. */
class Wire {
  readonly up = new Cell(true);
  other: Wire | null = null;
  #listener: (said: Said) => void = () => {};

  listen(listener: (said: Said) => void): void {
    this.#listener = listener;
  }

  send(said: string): void {
    if (this.up.value && this.other?.up.value) this.other.#listener(said);
  }
}

/** Every pause is over at once. */
const HURRIED: Timers = {
  now: () => 0,
  after(_delay, action) {
    queueMicrotask(action);
    return () => {};
  },
  every: () => () => {},
};

describe("two who write to each other", () => {
  const [kiosk, desk] = [new Wire(), new Wire()];
  kiosk.other = desk;
  desk.other = kiosk;
  const resident = new TextLine(kiosk as unknown as Line, HURRIED);
  const guide = new TextLine(desk as unknown as Line, HURRIED);
  const breathe = () => new Promise((over) => setTimeout(over));

  test("miss nothing of it after the line was cut, whichever way it changed meanwhile", async () => {
    for (const [before, meanwhile] of [
      ["Storgatan 4", "Storgatan 4B, 141 30"],
      ["Storgatan 4B, 141 30", "Stor"],
      ["", "Stor"],
    ] as const) {
      resident.write(before);
      guide.write("Hej");
      await breathe();
      expect(guide.theirs.value).toBe(before);
      desk.up.set(false);
      resident.write(meanwhile);
      await breathe();
      kiosk.up.set(false);
      for (const wire of [desk, kiosk]) wire.up.set(true);
      for (const wire of [desk, kiosk]) wire.up.set(false);
      for (const wire of [kiosk, desk]) wire.up.set(true);
      kiosk.up.set(false);
      kiosk.up.set(true);
      await breathe();
      expect(guide.theirs.value).toBe(meanwhile);
    }
  });
});

describe("messages of the table", () => {
  const SOUND = [
    { type: "want_letter" },
    { type: "want_picture", wanted: false },
    { type: "framing", zoom: 1.4, at: [0.5, 0.75] },
    { type: "corners", sheet: "a", corners: CORNERS },
    { type: "stroke", sheet: "a", stroke: "s-1", points: [[0.5, 0.25]] },
    { type: "point", sheet: "a", at: null },
    { type: "clear", sheet: "a" },
    { type: "away", document: "d" },
    { type: "look", sheet: "a", zoom: 1.25, at: [0.5, 0.5] },
    { type: "turn", sheet: "a", page: 2 },
    { type: "seen", sheet: "a" },
    { type: "unseen", sheet: "a", fault: "late" },
    { type: "note", id: "n", text: "Kommunhuset", link: "https://example.org/" },
    { type: "answer", note: "n", answer: "taken" },
    {
      type: "signs",
      microphone: "lost",
      camera: "on",
      sending: "network",
      frames: 24.5,
      loss: 0,
      delay: 40,
    },
  ];

  test.each(SOUND)("$type is understood", (message) => {
    expect(parse(JSON.stringify(message))).toEqual(message);
  });

  test.each([
    "",
    "null",
    "[]",
    '{"type":"__proto__"}',
    '{"type":"stroke","sheet":"a","stroke":"s","points":[[2,0]]}',
    '{"type":"stroke","sheet":"a","stroke":"s","points":[[1e999,0]]}',
    '{"type":"stroke","sheet":"a b","stroke":"s","points":[]}',
    '{"type":"corners","sheet":"a","corners":[[0,0]]}',
    '{"type":"framing","zoom":9,"at":[0.5,0.5]}',
    '{"type":"framing","zoom":0,"at":[0.5,0.5]}',
    '{"type":"framing","zoom":2,"at":[2,0.5]}',
    '{"type":"look","sheet":"a","zoom":4,"at":[0,0]}',
    '{"type":"turn","sheet":"a","page":1.5}',
    '{"type":"unseen","sheet":"a","fault":"<b>"}',
    '{"type":"away","document":"../d"}',
    '{"type":"note","id":"n","text":"","link":null}',
    '{"type":"note","id":"n","text":"a","link":"javascript:alert(1)"}',
    '{"type":"signs","microphone":"on","camera":"on","sending":"on","frames":-1,"loss":0,"delay":0}',
    `{"type":"want_letter","more":"${"x".repeat(LONGEST_MESSAGE)}"}`,
  ])("%s is ignored", (said) => {
    expect(parse(said)).toBeNull();
  });

  test("only web addresses that hide nothing may be shown", () => {
    expect(safeLink("https://example.org/å")).toBe("https://example.org/%C3%A5");
    for (const bad of ["file:///etc/passwd", "data:text/html,x", "https://a:b@example.org", "x", 7]) {
      expect(safeLink(bad)).toBeNull();
    }
  });
});

describe("what is shared", () => {
  const letter: Sheet = {
    id: "a",
    document: "a",
    page: 1,
    pages: 1,
    picture: new Blob(),
    width: 2,
    height: 3,
    corners: CORNERS,
  };
  const shown: Shared = laid(EMPTY, 0, letter);

  test("strokes of two parties never mix and have an end", () => {
    let shared = shown;
    const stroke = { type: "stroke", sheet: "a", stroke: "s", points: Array(200).fill([0, 0]) } as const;
    for (let time = 0; time < 20; time++) shared = heard(shared, 1, stroke, 0);
    shared = heard(shared, 0, stroke, 0);
    expect(shared.strokes.map(({ by, points }) => [by, points.length])).toEqual([
      [1, LONGEST_STROKE],
      [0, 200],
    ]);
    for (let time = 0; time < 2 * MOST_STROKES; time++) {
      shared = heard(shared, 1, { ...stroke, stroke: `s${time}` }, 0);
    }
    expect(shared.strokes).toHaveLength(MOST_STROKES);
  });

  test("a mark on a letter that is not there is none", () => {
    const stale = { type: "point", sheet: "b", at: [0, 0] } as const;
    expect(heard(shown, 1, stale, 0)).toBe(shown);
  });

  test("marks stay while pages are turned, and go with the document", () => {
    const page = (number: number, document = "d"): Sheet => ({
      ...letter,
      id: `${document}-${number}`,
      document,
      page: number,
      pages: 2,
    });
    let shared = laid(EMPTY, 1, page(1));
    shared = heard(shared, 0, { type: "stroke", sheet: "d-1", stroke: "s", points: [[0, 0]] }, 1);
    shared = laid(laid(shared, 1, page(2)), 1, page(1));
    expect(shared.strokes.map(({ sheet }) => sheet)).toEqual(["d-1"]);
    expect(laid(shared, 1, page(1, "e")).strokes).toEqual([]);
    expect(laid(shared, 2, page(1)).strokes).toEqual([]);
    const away = heard(shared, 0, { type: "away", document: "d" }, 1);
    expect([away.sheet, away.strokes]).toEqual([null, []]);
  });

  test("a document that is on its way can be put away as well", () => {
    const header = { ...letter, document: "d", bytes: 9, sha256: "" };
    const awaiting = coming(EMPTY, 1, { header, share: 0.5 });
    expect(heard(awaiting, 0, { type: "away", document: "d" }, 0).coming).toBeNull();
    expect(gone(awaiting, 1)).toEqual(EMPTY);
  });

  test("only whoever laid a sheet hears of its pages and of who sees it", () => {
    const pages = laid(EMPTY, 1, { ...letter, pages: 3 });
    const turn = (page: number) => ({ type: "turn", sheet: "a", page }) as const;
    expect(heard(pages, 0, turn(3), 1).wantedPage).toBe(3);
    expect(heard(pages, 0, turn(4), 1)).toBe(pages);
    expect(heard(pages, 1, turn(3), 0)).toBe(pages);
    const refused = heard(pages, 0, { type: "unseen", sheet: "a", fault: "damaged" }, 1);
    expect(refused.delivery.fault).toBe("damaged");
    expect(heard(refused, 0, { type: "seen", sheet: "a" }, 1).delivery).toEqual({
      share: 0,
      seenBy: [0],
      fault: null,
    });
  });

  test("a guide says where all look, a kiosk does not", () => {
    const look = { type: "look", sheet: "a", zoom: 2, at: [0, 1] } as const;
    expect(heard(shown, 1, look, 0).look).toEqual({ zoom: 2, at: [0, 1] });
    expect(heard(shown, 0, look, 1)).toBe(shown);
  });

  test("only a resident is handed notes, and only the resident answers", () => {
    const note = { type: "note", id: "n", text: "a", link: null } as const;
    expect(heard(EMPTY, 0, note, 1)).toBe(EMPTY);
    const handed = { ...EMPTY, note };
    expect(heard(handed, 2, { type: "answer", note: "n", answer: "taken" }, 1)).toBe(handed);
    expect(heard(handed, 0, { type: "answer", note: "n", answer: "taken" }, 1).answer).toBe("taken");
  });
});

describe("a sheet in a photograph", () => {
  const SHEET = [
    [0.2, 0.1],
    [0.9, 0.2],
    [0.8, 0.95],
    [0.1, 0.8],
  ] as const;
  const SIZE = { width: 160, height: 120 };

  /** A white sheet with a dark stroke along its top, on a dark table. */
  function photograph(): { data: Uint8ClampedArray; width: number; height: number } {
    const data = new Uint8ClampedArray(4 * SIZE.width * SIZE.height).fill(40);
    const map = fromUnitSquare(SHEET);
    for (let y = 0; y < 1; y += 0.002) {
      for (let x = 0; x < 1; x += 0.002) {
        const [column, row] = mapped(map, [x, y]);
        const place = Math.floor(row * SIZE.height) * SIZE.width + Math.floor(column * SIZE.width);
        data.fill(y > 0.2 && y < 0.3 && x > 0.1 && x < 0.9 ? 10 : 230, 4 * place, 4 * place + 3);
      }
    }
    return { data, ...SIZE };
  }

  test("is found by its corners", () => {
    const found = findSheet(photograph());
    for (const [place, corner] of found.entries()) {
      const there = SHEET[place] ?? [0, 0];
      expect(Math.hypot(corner[0] - there[0], corner[1] - there[1])).toBeLessThan(0.03);
    }
  });

  test("is laid straight", () => {
    const sheet = { data: new Uint8ClampedArray(4 * 100 * 100), width: 100, height: 100 };
    straighten(photograph(), SHEET, sheet);
    const light = (x: number, y: number): number => sheet.data[4 * (y * 100 + x)] ?? 0;
    for (const x of [20, 50, 80]) {
      expect(light(x, 25)).toBeLessThan(60);
      expect(light(x, 10)).toBeGreaterThan(180);
      expect(light(x, 60)).toBeGreaterThan(180);
    }
  });

  test("where there is none the whole photograph stands", () => {
    const data = new Uint8ClampedArray(4 * SIZE.width * SIZE.height).fill(90);
    expect(findSheet({ data, ...SIZE })).toEqual(WHOLE);
    expect(isSheet([SHEET[0], SHEET[2], SHEET[1], SHEET[3]])).toBe(false);
  });
});
