/** What a file is, how large it says it is, and what comes of showing one: without a browser's worker. */
import { signal } from "@preact/signals";
import { describe, expect, test, vi } from "vitest";
import { DocumentModel } from "../../../guide_server/web/desk/documents/document_model";
import { kindOf, LARGEST_FILE, pictureSize } from "../../../guide_server/web/desk/documents/kinds";
import { type Answer, type Request, SHARP, scaleOf } from "../../../guide_server/web/desk/documents/pages";
import { DOCUMENT_PROBLEMS } from "../../../guide_server/web/desk/documents/problems";
import { RASTER_DEADLINE, type RasterWorker } from "../../../guide_server/web/desk/documents/rasteriser";
import en from "../../../guide_server/web/desk/texts/en.json";
import sv from "../../../guide_server/web/desk/texts/sv.json";
import {
  type Conversation,
  NOTHING_SHARED,
  SHEET_DEADLINE,
  type Shared,
  type Sheet,
  type Timers,
} from "../../../signaling/client";
import { laid } from "../../../signaling/client/talk/shared";

const latin = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe("what a file is", () => {
  test.each([
    ["pdf", latin("%PDF-1.4\n")],
    ["jpeg", latin("\xff\xd8\xff\xe1")],
    ["png", latin("\x89PNG\r\n\x1a\n")],
    ["webp", latin("RIFF\0\0\0\0WEBPVP8 ")],
  ])("%s is known by its first bytes", (kind, bytes) => {
    expect(kindOf(bytes)).toBe(kind);
  });

  test.each([
    ["document_empty", ""],
    ["document_unknown_kind", "<svg xmlns='http://www.w3.org/2000/svg'>"],
    ["document_unknown_kind", "<!doctype html>%PDF-1.4"],
    ["document_unknown_kind", "PK\x03\x04"],
    ["document_unknown_kind", "GIF89a"],
    ["document_unknown_kind", "%PD"],
  ])("%s: %j", (problem, bytes) => {
    expect(() => kindOf(latin(bytes))).toThrow(problem);
  });

  test("too much is told before it is looked at", () => {
    expect(() => kindOf(new Uint8Array(LARGEST_FILE + 1))).toThrow("document_too_large");
  });
});

/** A picture's head: signature, and numbers where the format has them. */
function head(text: string, numbers: readonly [at: number, bytes: readonly number[]][]): Uint8Array {
  const bytes = new Uint8Array(40);
  bytes.set(latin(text));
  for (const [at, some] of numbers) bytes.set(some, at);
  return bytes;
}

describe("how large a picture says it is", () => {
  const jpeg = (height: number, width: number): Uint8Array =>
    head("\xff\xd8\xff\xe0\0\x04ab\xff\xc2\0\x11\x08", [
      [13, [height >> 8, height & 255, width >> 8, width & 255]],
    ]);

  test.each([
    ["png", head("\x89PNG\r\n\x1a\n", [[16, [0, 0, 4, 0, 0, 0, 3, 0]]]), { width: 1_024, height: 768 }],
    ["jpeg", jpeg(768, 1_024), { width: 1_024, height: 768 }],
    ["webp", head("RIFF\0\0\0\0WEBPVP8X", [[24, [0xff, 3, 0, 0xff, 2, 0]]]), { width: 1_024, height: 768 }],
    ["webp", head("RIFF\0\0\0\0WEBPVP8 ", [[26, [0, 4, 0, 3]]]), { width: 1_024, height: 768 }],
    ["webp", head("RIFF\0\0\0\0WEBPVP8L", [[21, [0xff, 0xc3, 0xbf, 0]]]), { width: 1_024, height: 768 }],
  ] as const)("%s", (kind, bytes, size) => {
    expect(pictureSize(kind, bytes)).toEqual(size);
  });

  test.each([
    ["document_too_many_pixels", "png", head("\x89PNG\r\n\x1a\n", [[16, [0, 0, 255, 255, 0, 0, 255, 255]]])],
    ["document_too_many_pixels", "jpeg", jpeg(65_000, 65_000)],
    ["document_broken", "jpeg", latin("\xff\xd8\xff\xe0\xff\xff")],
    ["document_broken", "jpeg", jpeg(0, 10)],
    ["document_broken", "png", latin("\x89PNG\r\n\x1a\n")],
    ["document_broken", "webp", latin("RIFF\0\0\0\0WEBPVP8?")],
  ] as const)("%s: %s", (problem, kind, bytes) => {
    expect(() => pictureSize(kind, bytes)).toThrow(problem);
  });
});

test("a page is drawn sharp and no larger, whatever box it has", () => {
  for (const [width, height] of [
    [595, 842],
    [1e9, 1e9],
    [1, 1],
  ] as const) {
    expect(Math.max(width, height) * scaleOf(width, height)).toBeCloseTo(SHARP);
  }
  expect(scaleOf(100, 80, 1)).toBe(1);
});

test("each problem has its words", () => {
  for (const texts of [sv, en] as Record<string, string>[]) {
    for (const problem of DOCUMENT_PROBLEMS) expect(texts[`document.problem.${problem}`]).toMatch(/\.$/);
  }
});

/** A worker whose answers the test gives. */
class FakeWorker {
  readonly asked: Request[] = [];
  ended = false;
  #hear: (event: { data: Answer }) => void = () => {};
  #fall: () => void = () => {};

  addEventListener(type: string, listener: (event: { data: Answer }) => void): void {
    if (type === "message") this.#hear = listener;
    else this.#fall = listener as unknown as () => void;
  }

  postMessage(request: Request): void {
    this.asked.push(request);
  }

  terminate(): void {
    this.ended = true;
  }

  async answer(answer: object): Promise<void> {
    this.#hear({ data: { id: this.asked.at(-1)?.id ?? 0, ...answer } as Answer });
    await settled();
  }

  async fall(): Promise<void> {
    this.#fall();
    await settled();
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  await new Promise((resolve) => setTimeout(resolve));
}

const RASTER = { raster: { bytes: new ArrayBuffer(8), width: 20, height: 30 } };

/** A guide's page with a call, and what it laid there. */
function desk() {
  const shared = signal<Shared>(NOTHING_SHARED);
  const workers: FakeWorker[] = [];
  const due: { delay: number; action: () => void; stopped: boolean }[] = [];
  const timers: Timers = {
    now: () => 0,
    after: (delay, action) => {
      const one = { delay, action, stopped: false };
      due.push(one);
      return () => {
        one.stopped = true;
      };
    },
    every: () => () => {},
  };
  const conversation = {
    lay: async (sheet: Sheet) => {
      shared.value = laid(shared.value, 1, sheet);
    },
    putAway: vi.fn(() => {
      shared.value = NOTHING_SHARED;
    }),
  };
  const documents = new DocumentModel({
    shared,
    conversation: () => conversation as unknown as Conversation,
    timers,
    makeWorker: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker as unknown as RasterWorker;
    },
  });
  const pass = (time: number): void => {
    for (const one of due.filter(({ delay, stopped }) => !stopped && delay <= time)) one.action();
  };
  return { documents, shared, workers, pass, conversation };
}

const FILE = new File(["%PDF-1.4"], "Ansökan\u202egnp.pdf");

async function opened(pages = 3) {
  const made = desk();
  void made.documents.show(FILE);
  await settled();
  await made.workers[0]?.answer({ count: pages });
  await made.workers[0]?.answer(RASTER);
  return made;
}

describe("a document that is shown", () => {
  test("is laid page by page, under a name that is of no harm", async () => {
    const { documents, shared, workers } = await opened();
    expect(documents.name.value).toBe("Ansökangnp.pdf");
    expect(shared.value.sheet).toMatchObject({ page: 1, pages: 3, width: 20, height: 30, by: 1 });
    shared.value = { ...shared.value, wantedPage: 3 };
    await workers[0]?.answer(RASTER);
    expect(shared.value.sheet).toMatchObject({ page: 3, pages: 3 });
  });

  test("shows the last of the pages that were asked for in a hurry", async () => {
    const { documents, shared, workers } = await opened();
    void documents.turn(2);
    const second = workers[0]?.asked.at(-1)?.id;
    void documents.turn(3);
    await workers[0]?.answer(RASTER);
    await workers[0]?.answer({ ...RASTER, id: second });
    expect(shared.value.sheet?.page).toBe(3);
  });

  test("is forgotten, and its worker ended, when the resident puts it away", async () => {
    const { documents, shared, workers } = await opened();
    shared.value = NOTHING_SHARED;
    expect(workers[0]?.ended).toBe(true);
    expect(documents.name.value).toBeNull();
  });

  test("makes way for the next", async () => {
    const { documents, workers, conversation } = await opened();
    void documents.show(FILE);
    await settled();
    expect(conversation.putAway).toHaveBeenCalledOnce();
    expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
  });

  test("that the resident has not seen in time is said so, until it is seen", async () => {
    const { documents, shared, pass } = await opened();
    pass(SHEET_DEADLINE);
    expect(documents.problem.value).toBe("document_not_received");
    shared.value = { ...shared.value, delivery: { share: 1, seenBy: [0], fault: null } };
    expect(documents.problem.value).toBeNull();
    shared.value = { ...shared.value, delivery: { share: 1, seenBy: [], fault: "damaged" } };
    expect(documents.problem.value).toBe("document_not_received");
  });
});

describe("a file that cannot be shown", () => {
  test("says why, and lays nothing", async () => {
    const { documents, shared, workers } = desk();
    void documents.show(FILE);
    await settled();
    expect(documents.busy.value).toBe("opening");
    await workers[0]?.answer({ problem: "document_encrypted" });
    expect(documents.problem.value).toBe("document_encrypted");
    expect([documents.busy.value, shared.value.sheet, workers[0]?.ended]).toEqual([null, null, true]);
  });

  test("is given up when it takes too long, and its worker with it", async () => {
    const { documents, workers, pass } = desk();
    void documents.show(FILE);
    await settled();
    pass(RASTER_DEADLINE);
    await settled();
    expect(documents.problem.value).toBe("document_too_slow");
    expect(workers[0]?.ended).toBe(true);
  });

  test("may take its worker down, and nothing else", async () => {
    const { documents, workers } = desk();
    void documents.show(FILE);
    await settled();
    await workers[0]?.fall();
    expect(documents.problem.value).toBe("document_broken");
  });

  test("is not even read where it is too large", async () => {
    const { documents, workers } = desk();
    await documents.show(new File([new Uint8Array(LARGEST_FILE + 1)], "a.pdf"));
    expect(documents.problem.value).toBe("document_too_large");
    expect(workers[0]?.asked).toEqual([]);
  });
});
