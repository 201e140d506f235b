/**
 * The document that the guide shows: opened and drawn by a worker, and laid before all page by page.
 *
 * The file stays on this machine and in this page's memory, and is forgotten when the document is closed by either side,
 * when something else is laid in its place, and with the call. What is shown at the moment is `model.shared`.
 */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import {
  type Conversation,
  KIOSK,
  Lifetime,
  SHEET_DEADLINE,
  type Shared,
  type Sheet,
  type Stop,
  type Timers,
  tame,
  WHOLE_PHOTO,
} from "../../../../signaling/client";
import type { Raster } from "./pages";
import { type DocumentProblem, DocumentUnreadable } from "./problems";
import { Rasteriser, type RasterWorker } from "./rasteriser";

/** As much of a file's name as fits a line. */
const LONGEST_NAME = 80;

export interface DocumentOptions {
  shared: ReadonlySignal<Shared>;
  /** Null where there is no call. */
  conversation(): Conversation | null;
  timers: Timers;
  makeWorker(): RasterWorker;
}

interface Open {
  id: string;
  rasteriser: Rasteriser;
  pages: number;
  /** The page that was asked for last. */
  wanted: number;
  /** Whether a page of it has been laid before all. */
  laid: boolean;
}

export class DocumentModel {
  readonly #options: DocumentOptions;
  readonly #lifetime = new Lifetime();
  #open: Open | null = null;
  #stopDeadline: Stop = () => {};

  /** The last file's name, made harmless, until it is closed. It never leaves this page. */
  readonly name = signal<string | null>(null);
  readonly busy = signal<"opening" | "drawing" | null>(null);
  /** Why the last file or page could not be shown, until something else is tried. */
  readonly problem = signal<DocumentProblem | null>(null);

  constructor(options: DocumentOptions) {
    this.#options = options;
    this.#lifetime.add(effect(() => this.#follow(options.shared.value)));
  }

  /** Open `file` and lay its first page before all. */
  async show(file: File): Promise<void> {
    const conversation = this.#options.conversation();
    if (conversation === null) return;
    if (this.#open?.laid) conversation.putAway();
    this.#closed();
    const rasteriser = new Rasteriser(this.#options.makeWorker(), this.#options.timers);
    const open: Open = { id: crypto.randomUUID(), rasteriser, pages: 0, wanted: 1, laid: false };
    this.#open = open;
    this.name.value = tame(file.name, LONGEST_NAME);
    await this.#attempt(open, "opening", async () => {
      open.pages = await rasteriser.open(file);
      await this.#lay(open);
    });
    if (this.#open === open && !open.laid) this.#forget();
  }

  /** Turn to page `page`, or send it again. */
  async turn(page: number): Promise<void> {
    const open = this.#open;
    if (open === null || page < 1 || page > open.pages) return;
    open.wanted = page;
    await this.#attempt(open, "drawing", () => this.#lay(open));
  }

  end(): void {
    this.#lifetime.end();
    this.#closed();
  }

  async #attempt(open: Open, what: "opening" | "drawing", deed: () => Promise<void>): Promise<void> {
    this.problem.value = null;
    this.busy.value = what;
    try {
      await deed();
    } catch (error) {
      if (!(error instanceof DocumentUnreadable)) throw error;
      if (this.#open === open) this.problem.value = error.id;
    } finally {
      if (this.#open === open) this.busy.value = null;
    }
  }

  /** Whoever turns on while a page is being drawn sees the last one asked for. */
  async #lay(open: Open): Promise<void> {
    const page = open.wanted;
    const raster = await open.rasteriser.draw(page);
    if (this.#open !== open || open.wanted !== page) return;
    open.laid = true;
    void this.#options.conversation()?.lay(sheetOf(open, page, raster));
    this.#stopDeadline();
    this.#stopDeadline = this.#options.timers.after(SHEET_DEADLINE, () => {
      this.problem.value = "document_not_received";
    });
  }

  /** What the others did with it. */
  #follow({ sheet, delivery, wantedPage }: Shared): void {
    const open = this.#open;
    if (open === null || !open.laid) return;
    if (sheet?.document !== open.id) {
      this.#closed();
      return;
    }
    if (delivery.seenBy.includes(KIOSK)) {
      this.#stopDeadline();
      if (this.problem.peek() === "document_not_received") this.problem.value = null;
    } else if (delivery.fault !== null) {
      this.#stopDeadline();
      this.problem.value = "document_not_received";
    }
    if (wantedPage !== null && wantedPage !== open.wanted) void this.turn(wantedPage);
  }

  #forget(): void {
    this.#stopDeadline();
    this.#open?.rasteriser.end();
    this.#open = null;
    this.busy.value = null;
  }

  #closed(): void {
    this.#forget();
    this.name.value = null;
    this.problem.value = null;
  }
}

function sheetOf({ id, pages }: Open, page: number, { bytes, width, height }: Raster): Sheet {
  const picture = new Blob([bytes], { type: "image/jpeg" });
  return { id: `${id}-${page}`, document: id, page, pages, picture, width, height, corners: WHOLE_PHOTO };
}
