/**
 * Opens one file and draws its pages, apart from everything else: the page of the desk never reads a byte of it.
 *
 * Whoever made it ends it when the document is closed, and where it does not answer in time (see rasteriser.ts).
 */
import { LARGEST_SHEET } from "../../../../signaling/client/talk/sheets";
import { kindOf } from "./kinds";
import { beginAnew, limitMemory, wentBeyond } from "./memory_limit";
import type { Answer, Pages, Raster, Request } from "./pages";
import { openPicture } from "./picture_pages";
import { type DocumentProblem, DocumentUnreadable } from "./problems";

/** JPEG, the best that goes through. Print stays sharp with the first. */
const QUALITIES = [0.85, 0.6, 0.3] as const;

limitMemory();

let pages: Pages | null = null;

async function open(file: Uint8Array<ArrayBuffer>): Promise<Pages> {
  const kind = kindOf(file);
  if (kind !== "pdf") return openPicture(kind, file);
  // Only whoever opens a PDF waits for what reads it.
  const { openPdf } = await import("./pdf_pages");
  return openPdf(file);
}

async function raster(page: number): Promise<Raster> {
  if (pages === null || !(page >= 1 && page <= pages.count))
    throw new DocumentUnreadable("document_page_broken");
  const canvas = await pages.draw(page);
  for (const quality of QUALITIES) {
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality });
    if (blob.size > LARGEST_SHEET || blob.type !== "image/jpeg") continue;
    return { bytes: await blob.arrayBuffer(), width: canvas.width, height: canvas.height };
  }
  throw new DocumentUnreadable("document_page_broken");
}

async function answered(request: Request): Promise<Answer> {
  const { id } = request;
  beginAnew();
  try {
    const answer =
      "page" in request ? { id, raster: await raster(request.page) } : await counted(id, request);
    // What could not be unpacked was left out: that is not the page.
    return wentBeyond() ? { id, problem: "document_broken" } : answer;
  } catch (error) {
    return { id, problem: wentBeyond() ? "document_broken" : problemOf(error) };
  }
}

async function counted(id: number, { file }: { file: ArrayBuffer }): Promise<Answer> {
  pages = await open(new Uint8Array(file));
  return { id, count: pages.count };
}

function problemOf(error: unknown): DocumentProblem {
  return error instanceof DocumentUnreadable ? error.id : "document_broken";
}

let turn: Promise<unknown> = Promise.resolve();

addEventListener("message", ({ data }: MessageEvent<Request>) => {
  turn = turn.then(async () => {
    const answer = await answered(data);
    const heavy = "raster" in answer ? [answer.raster.bytes] : [];
    postMessage(answer, { transfer: heavy });
  });
});
