/** Sheets that come in pieces from a page that is not trusted, and sheets that go out over lines that break. */
import { describe, expect, test } from "vitest";
import { Cell, Conversation, NOTHING_SHARED } from "../../../signaling/client";
import { plainJpegSize } from "../../../signaling/client/talk/jpeg";
import type { Line, Lines, Said } from "../../../signaling/client/talk/line";
import { SHEET_DEADLINE, SheetPost, type SheetPostOptions } from "../../../signaling/client/talk/sheet_post";
import {
  BARE,
  type Header,
  judged,
  LARGEST_SHEET,
  MOST_PAGES,
  type Sheet,
  SheetReader,
} from "../../../signaling/client/talk/sheets";
import type { Timers } from "../../../signaling/client/timers";

const CORNERS = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;

/** The bones of a JPEG: what stands before the picture's data decides. */
function jpeg({ width = 20, height = 30, extra = [] as readonly number[] } = {}): Uint8Array<ArrayBuffer> {
  const frame = [0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0];
  return Uint8Array.from([
    0xff,
    0xd8,
    ...extra,
    ...frame,
    0xff,
    0xda,
    0,
    8,
    1,
    1,
    0,
    0,
    63,
    0,
    7,
    0xff,
    0xd9,
  ]);
}

const EXIF = [0xff, 0xe1, 0, 8, 0x45, 0x78, 0x69, 0x66, 0, 0];
const COMMENT = [0xff, 0xfe, 0, 4, 0x3c, 0x62];

describe("a plain JPEG", () => {
  test("says how large it is", () => {
    expect(plainJpegSize(jpeg({ width: 1_654, height: 2_340 }))).toEqual({ width: 1_654, height: 2_340 });
    expect(plainJpegSize(jpeg({ extra: [0xff, 0xe0, 0, 4, 0x4a, 0x46] }))).toEqual({ width: 20, height: 30 });
  });

  test.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array()],
    ["a page of HTML", new TextEncoder().encode("<html><script>alert(1)</script></html>")],
    ["an SVG", new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ["a PNG", Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0])],
    ["one with EXIF", jpeg({ extra: EXIF })],
    ["one with a comment", jpeg({ extra: COMMENT })],
    ["one with something behind it", Uint8Array.from([...jpeg(), 0x50, 0x4b, 3, 4])],
    ["one that ends early", jpeg().slice(0, 12)],
    ["one with two frames", jpeg({ extra: [...jpeg().slice(2, 15)] })],
    [
      "a segment that leads nowhere",
      Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff, 0, 0, 0, 0, 0, 0xff, 0xd9]),
    ],
  ])("is not %s", (_, bytes) => {
    expect(plainJpegSize(bytes)).toBeNull();
  });
});

const HEADER: Header = {
  id: "d-1",
  document: "d",
  page: 1,
  pages: 3,
  bytes: jpeg().length,
  width: 20,
  height: 30,
  corners: CORNERS,
  sha256: "",
};

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function header(of: Uint8Array<ArrayBuffer>, other: object = {}): Promise<Header> {
  return { ...HEADER, bytes: of.length, sha256: await sha256(of), ...other };
}

function buffer(bytes: Uint8Array<ArrayBuffer>): ArrayBuffer {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

describe("a sheet in pieces", () => {
  test("is whole with its last byte", async () => {
    const reader = new SheetReader();
    const said = await header(jpeg());
    expect(reader.read(JSON.stringify(said))).toEqual({ kind: "coming", header: said, share: 0 });
    expect(reader.read(buffer(jpeg().slice(0, 10)))).toMatchObject({ kind: "coming" });
    const whole = reader.read(buffer(jpeg().slice(10)));
    expect(whole).toMatchObject({ kind: "whole", bytes: jpeg() });
    expect(await judged(said, jpeg())).toMatchObject({ id: "d-1", page: 1, pages: 3, width: 20 });
  });

  test.each<[string, object]>([
    ["more bytes than fit", { bytes: LARGEST_SHEET + 1 }],
    ["no bytes", { bytes: 0 }],
    ["half a byte", { bytes: 0.5 }],
    ["a side too long", { width: 9_000 }],
    ["too many pixels", { width: 8_000, height: 8_000 }],
    ["no height", { height: 0 }],
    ["too many pages", { pages: MOST_PAGES + 1 }],
    ["a page behind the last", { page: 4 }],
    ["page nought", { page: 0 }],
    ["a checksum that is none", { sha256: "x".repeat(64) }],
    ["a name that is a path", { id: "../../etc" }],
    ["a name that turns round", { document: "ann\u202egnp.exe" }],
    [
      "corners outside",
      {
        corners: [
          [0, 0],
          [2, 0],
          [1, 1],
          [0, 1],
        ],
      },
    ],
  ])("whose header says %s is not begun", async (_, other) => {
    const reader = new SheetReader();
    expect(reader.read(JSON.stringify(await header(jpeg(), other)))).toBeNull();
    expect(reader.read(buffer(jpeg()))).toBeNull();
  });

  test.each<[string, string]>([
    ["nothing", ""],
    ["half an object", "{"],
    ["a list", "[]"],
    ["a number", "7"],
    ["a text", '"null"'],
    ["too much", `{"x":"${"x".repeat(2_000)}"}`],
    ["a deep nest", "[".repeat(5_000)],
  ])("that begins with %s is not begun", (_, said) => {
    const reader = new SheetReader();
    expect(reader.read(said)).toBeNull();
    expect(reader.read(buffer(jpeg()))).toBeNull();
  });

  test("is dropped where more comes than was said, or in crumbs", async () => {
    const reader = new SheetReader();
    reader.read(JSON.stringify(await header(jpeg())));
    expect(reader.read(new ArrayBuffer(1_000))).toMatchObject({ kind: "dropped" });
    expect(reader.read(buffer(jpeg()))).toBeNull();
    reader.read(JSON.stringify(await header(jpeg(), { bytes: LARGEST_SHEET })));
    let last = null;
    for (let crumbs = 0; crumbs <= LARGEST_SHEET / 1_024; crumbs++) last = reader.read(new ArrayBuffer(1));
    expect(last).toMatchObject({ kind: "dropped" });
  });

  test("is damaged where its pieces are out of order or changed", async () => {
    const said = await header(jpeg());
    const swapped = Uint8Array.from([...jpeg().slice(10), ...jpeg().slice(0, 10)]);
    expect(await judged(said, swapped)).toBe("damaged");
  });

  test.each<[string, Uint8Array<ArrayBuffer>]>([
    ["no picture", new TextEncoder().encode("<script>alert(1)</script>") as Uint8Array<ArrayBuffer>],
    ["of another size than was said", jpeg({ width: 60_000, height: 60_000 })],
    ["a picture with EXIF", jpeg({ extra: EXIF })],
  ])("is foreign where it is %s", async (_, bytes) => {
    expect(await judged(await header(bytes), bytes)).toBe("foreign");
  });
});

/** A line whose other end is a list. */
class FakeLine {
  readonly up = new Cell(false);
  readonly said: Said[] = [];
  hear: (said: Said) => void = () => {};
  /** So many messages go through before it breaks. */
  breaksAfter = Number.POSITIVE_INFINITY;

  listen(listener: (said: Said) => void): void {
    this.hear = listener;
  }

  send(said: string): void {
    this.said.push(said);
  }

  async push(said: Said): Promise<boolean> {
    if (!this.up.value) return false;
    this.said.push(said);
    if (this.said.length >= this.breaksAfter) this.up.set(false);
    return true;
  }
}

class FakeTimers implements Timers {
  #due: { at: number; action: () => void }[] = [];
  #now = 0;
  now = (): number => this.#now;
  after = (delay: number, action: () => void) => {
    const due = { at: this.#now + delay, action };
    this.#due.push(due);
    return () => {
      this.#due = this.#due.filter((one) => one !== due);
    };
  };
  every = () => () => {};
  pass(time: number): void {
    this.#now += time;
    const due = this.#due.filter(({ at }) => at <= this.#now);
    this.#due = this.#due.filter((one) => !due.includes(one));
    for (const { action } of due) action();
  }
}

interface Heard {
  sheets: Sheet[];
  faults: unknown[];
  coming: (number | null)[];
  bare: number[];
  sent: number[];
}

function post(): { post: SheetPost; line: FakeLine; timers: FakeTimers; heard: Heard } {
  const timers = new FakeTimers();
  const line = new FakeLine();
  const heard: Heard = { sheets: [], faults: [], coming: [], bare: [], sent: [] };
  const options: SheetPostOptions = {
    timers,
    onSheet: (_, sheet) => heard.sheets.push(sheet),
    onFault: (...fault) => heard.faults.push(fault),
    onComing: (_, coming) => heard.coming.push(coming?.share ?? null),
    onBare: (by) => heard.bare.push(by),
    onSent: (share) => heard.sent.push(share),
  };
  const made = new SheetPost(options);
  made.join(1, line as unknown as Line);
  return { post: made, line, timers, heard };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setTimeout(resolve));
}

const BIG = new Uint8Array(100_000);
const SHEET: Sheet = { ...HEADER, picture: new Blob([BIG], { type: "image/jpeg" }) };

describe("the post", () => {
  test("says that nothing lies here when a line comes up, and sends what does when it comes up again", async () => {
    const { post: own, line, heard } = post();
    line.up.set(true);
    await settle();
    expect(line.said).toEqual([BARE]);
    line.breaksAfter = 4;
    await own.lay(SHEET);
    expect(line.up.value).toBe(false);
    expect(heard.sent.at(-1)).toBeLessThan(1);
    line.breaksAfter = Number.POSITIVE_INFINITY;
    line.said.length = 0;
    line.up.set(true);
    await settle();
    const pieces = line.said.slice(1) as ArrayBuffer[];
    expect(JSON.parse(line.said[0] as string)).toMatchObject({ id: "d-1", bytes: BIG.length });
    expect(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0)).toBe(BIG.length);
    expect(Math.max(...pieces.map(({ byteLength }) => byteLength))).toBe(16 * 1024);
    expect(heard.sent.at(-1)).toBe(1);
  });

  test("sends no more of a sheet that is not wanted any more", async () => {
    const { post: own, line } = post();
    line.up.set(true);
    await settle();
    line.said.length = 0;
    const handing = own.lay(SHEET);
    own.putAway("d");
    await handing;
    expect(line.said).toEqual([]);
  });

  test("hands on what has come whole and is a picture", async () => {
    const { line, heard } = post();
    line.up.set(true);
    line.hear(JSON.stringify(await header(jpeg())));
    line.hear(buffer(jpeg()));
    await settle();
    expect(heard.sheets.map(({ id }) => id)).toEqual(["d-1"]);
    line.hear(BARE);
    expect(heard.bare).toEqual([1]);
  });

  test("gives up what is not whole in time, and says so", async () => {
    const { line, timers, heard } = post();
    line.up.set(true);
    line.hear(JSON.stringify(await header(jpeg())));
    line.hear(buffer(jpeg().slice(0, 5)));
    timers.pass(SHEET_DEADLINE);
    line.hear(buffer(jpeg().slice(5)));
    await settle();
    expect(heard).toMatchObject({ sheets: [], faults: [[1, "d-1", "late"]] });
    expect(heard.coming.at(-1)).toBeNull();
  });

  test("forgets half a sheet when the line goes down", async () => {
    const { line, heard, timers } = post();
    line.up.set(true);
    line.hear(JSON.stringify(await header(jpeg())));
    line.up.set(false);
    expect(heard.coming.at(-1)).toBeNull();
    timers.pass(SHEET_DEADLINE);
    expect(heard.faults).toEqual([]);
  });

  test("shows nothing of a document that was put away while it was on its way", async () => {
    const { post: own, line, heard } = post();
    line.up.set(true);
    line.hear(JSON.stringify(await header(jpeg())));
    own.putAway("d");
    line.hear(buffer(jpeg()));
    line.hear(JSON.stringify(await header(jpeg(), { id: "d-2", page: 2 })));
    line.hear(buffer(jpeg()));
    await settle();
    expect(heard.sheets).toEqual([]);
  });

  test("tells whoever sent something else what was the matter", async () => {
    const { line, heard } = post();
    line.up.set(true);
    const html = new TextEncoder().encode("<img src=x onerror=alert(1)>") as Uint8Array<ArrayBuffer>;
    line.hear(JSON.stringify(await header(html)));
    line.hear(buffer(html));
    line.hear(JSON.stringify(await header(jpeg(), { sha256: "0".repeat(64), id: "d-2" })));
    line.hear(buffer(jpeg()));
    await settle();
    expect(heard.sheets).toEqual([]);
    expect(heard.faults).toContainEqual([1, "d-2", "damaged"]);
  });
});

describe("a sheet in the talk", () => {
  const whole = async (line: FakeLine, of: Partial<Header> = {}): Promise<void> => {
    line.hear(JSON.stringify(await header(jpeg(), of)));
    line.hear(buffer(jpeg()));
    await settle();
  };
  const talk = (own: number, other: number) => {
    const conversation = new Conversation({ own, timers: new FakeTimers() });
    const lines = { text: new FakeLine(), table: new FakeLine(), sheet: new FakeLine() };
    conversation.join(other, lines as unknown as Lines);
    for (const line of Object.values(lines)) line.up.set(true);
    return { conversation, lines };
  };
  const letter: Sheet = { ...SHEET, id: "l", document: "l", page: 1, pages: 1 };

  test("of two laid at the same moment the kiosk's stays on both sides", async () => {
    const kiosk = talk(0, 1);
    void kiosk.conversation.lay(letter);
    await whole(kiosk.lines.sheet);
    expect(kiosk.conversation.shared.value.sheet?.id).toBe("l");
    const guide = talk(1, 0);
    void guide.conversation.lay(SHEET);
    await whole(guide.lines.sheet, { id: "l", document: "l", page: 1, pages: 1 });
    expect(guide.conversation.shared.value.sheet).toMatchObject({ id: "l", by: 0 });
  });

  test("a letter that the guide has seen makes way for a page", async () => {
    const { conversation, lines } = talk(0, 1);
    void conversation.lay(letter);
    lines.table.hear(JSON.stringify({ type: "seen", sheet: "l" }));
    await whole(lines.sheet);
    expect(conversation.shared.value.sheet).toMatchObject({ id: "d-1", by: 1 });
  });

  test("goes with whoever laid it, and with the talk", async () => {
    const { conversation, lines } = talk(0, 1);
    await whole(lines.sheet);
    expect(conversation.shared.value.sheet?.id).toBe("d-1");
    lines.sheet.hear(BARE);
    expect(conversation.shared.value.sheet).toBeNull();
    await whole(lines.sheet);
    conversation.end();
    expect(conversation.shared.value).toEqual(NOTHING_SHARED);
  });

  test("that cannot be painted is not there, and whoever sent it hears so", async () => {
    const { conversation, lines } = talk(0, 1);
    await whole(lines.sheet);
    conversation.witness("d-1", "foreign");
    expect(conversation.shared.value.sheet).toBeNull();
    expect(lines.table.said).toContain(JSON.stringify({ type: "unseen", sheet: "d-1", fault: "foreign" }));
  });
});
