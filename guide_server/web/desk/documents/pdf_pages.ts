/**
 * A PDF as pages, by pdf.js, all of it in this worker: a file that hangs or swells takes no more than the worker along.
 *
 * Nothing in a file is run: no script, no form that computes, no action, and nothing is fetched but pdf.js's own fonts.
 */
import { AnnotationMode, getDocument, type PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import * as parser from "pdfjs-dist/legacy/build/pdf.worker.mjs";
import { MOST_PAGES } from "../../../../signaling/client/talk/sheets";
import { MOST_PIXELS_READ } from "./kinds";
import { type Pages, scaleOf, THINNEST } from "./pages";
import { DocumentUnreadable } from "./problems";

// With it pdf.js parses here, instead of in a further worker that would outlive this one's end.
Object.assign(globalThis, { pdfjsWorker: parser });

/** Fonts that every PDF may use without bringing them, and the decoder for JPEG 2000: see pdf_parts_plugin.ts. */
const PARTS = `${import.meta.env.BASE_URL}pdf/`;

export async function openPdf(file: Uint8Array<ArrayBuffer>): Promise<Pages> {
  const document = await opened(file);
  if (document.numPages > MOST_PAGES) throw new DocumentUnreadable("document_too_many_pages");
  return { count: document.numPages, draw: (page) => drawn(document, page) };
}

async function opened(data: Uint8Array<ArrayBuffer>): Promise<PDFDocumentProxy> {
  const loading = getDocument({
    data,
    isEvalSupported: false,
    enableXfa: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWasm: false,
    useWorkerFetch: true,
    wasmUrl: PARTS,
    standardFontDataUrl: PARTS,
    maxImageSize: MOST_PIXELS_READ,
    canvasMaxAreaInBytes: 4 * MOST_PIXELS_READ,
    stopAtErrors: false,
    verbosity: 0,
    CanvasFactory: Canvases,
    FilterFactory: NoFilters,
  });
  // A password is not asked for: it would have to be told to whoever stands beside.
  loading.onPassword = () => void loading.destroy();
  try {
    return await loading.promise;
  } catch (error) {
    const isLocked = error instanceof Error && error.name === "PasswordException";
    throw new DocumentUnreadable(isLocked ? "document_encrypted" : "document_broken");
  }
}

async function drawn(document: PDFDocumentProxy, number: number): Promise<OffscreenCanvas> {
  try {
    const page = await document.getPage(number);
    const asItIs = page.getViewport({ scale: 1 });
    const viewport = page.getViewport({ scale: scaleOf(asItIs.width, asItIs.height) });
    const [width, height] = [Math.round(viewport.width), Math.round(viewport.height)];
    if (!(width >= THINNEST && height >= THINNEST)) throw new DocumentUnreadable("document_page_broken");
    const canvas = new OffscreenCanvas(width, height);
    const canvasContext = canvas.getContext("2d", { alpha: false });
    await page.render({
      canvas: null,
      canvasContext: canvasContext as unknown as CanvasRenderingContext2D,
      viewport,
      // "print" draws without waiting for frames, which a worker and a hidden tab do not get.
      intent: "print",
      // What is filled in is drawn; what could be pressed is a picture of it.
      annotationMode: AnnotationMode.ENABLE,
      background: "#ffffff",
    }).promise;
    page.cleanup();
    return canvas;
  } catch {
    throw new DocumentUnreadable("document_page_broken");
  }
}

interface Drawing {
  canvas: OffscreenCanvas | null;
  context: OffscreenCanvasRenderingContext2D | null;
}

/** pdf.js makes its own canvases in the document, which a worker does not have. */
class Canvases {
  create(width: number, height: number): Drawing {
    const canvas = new OffscreenCanvas(width, height);
    return { canvas, context: canvas.getContext("2d", { willReadFrequently: true }) };
  }

  reset({ canvas }: Drawing, width: number, height: number): void {
    if (canvas !== null) Object.assign(canvas, { width, height });
  }

  destroy(drawing: Drawing): void {
    this.reset(drawing, 0, 0);
    Object.assign(drawing, { canvas: null, context: null });
  }
}

/** SVG filters, likewise; where there is none pdf.js composes pixel by pixel. */
class NoFilters {
  addFilter = none;
  addHCMFilter = none;
  addAlphaFilter = none;
  addLuminosityFilter = none;
  addHighlightHCMFilter = none;
  destroy(): void {}
}

function none(): string {
  return "none";
}
