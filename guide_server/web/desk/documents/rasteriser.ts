/** One open document: a worker of its own, which is gone with it. */
import type { Timers } from "../../../../signaling/client";
import { LARGEST_FILE } from "./kinds";
import type { Answer, Raster, Request } from "./pages";
import { DocumentUnreadable } from "./problems";

/** In ms, for opening a file and for each page. A worker that needs longer is ended. */
export const RASTER_DEADLINE = 15_000;

/** What of a Worker is used: for tests. */
export type RasterWorker = Pick<Worker, "postMessage" | "terminate" | "addEventListener">;

type Wish = { file: ArrayBuffer } | { page: number };

export class Rasteriser {
  readonly #worker: RasterWorker;
  readonly #timers: Timers;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #last = 0;

  constructor(worker: RasterWorker, timers: Timers) {
    this.#worker = worker;
    this.#timers = timers;
    const addEventListener = worker.addEventListener.bind(worker) as Worker["addEventListener"];
    addEventListener("message", ({ data }: MessageEvent<Answer>) => this.#waiting.get(data.id)?.(data));
    addEventListener("error", () => this.#giveUp());
  }

  /** How many pages there are. Rejects with DocumentUnreadable. */
  async open(file: Blob): Promise<number> {
    if (file.size === 0) throw new DocumentUnreadable("document_empty");
    if (file.size > LARGEST_FILE) throw new DocumentUnreadable("document_too_large");
    const answer = await this.#ask({ file: await bytesOf(file) });
    if ("count" in answer) return answer.count;
    throw new DocumentUnreadable("problem" in answer ? answer.problem : "document_broken");
  }

  /** A page, drawn. Rejects with DocumentUnreadable. */
  async draw(page: number): Promise<Raster> {
    const answer = await this.#ask({ page });
    if ("raster" in answer) return answer.raster;
    throw new DocumentUnreadable("problem" in answer ? answer.problem : "document_page_broken");
  }

  /** Whoever still waits is refused. */
  end(): void {
    this.#giveUp();
  }

  #ask(wish: Wish): Promise<Answer> {
    const id = ++this.#last;
    const request: Request = { id, ...wish };
    return new Promise((resolve) => {
      const late = this.#timers.after(RASTER_DEADLINE, () => {
        this.#worker.terminate();
        this.#waiting.get(id)?.({ id, problem: "document_too_slow" });
      });
      this.#waiting.set(id, (answer) => {
        late();
        this.#waiting.delete(id);
        resolve(answer);
      });
      this.#worker.postMessage(request, "file" in request ? [request.file] : []);
    });
  }

  /** Also where the worker fell: over its memory, or because it could not be loaded. */
  #giveUp(): void {
    this.#worker.terminate();
    for (const [id, answer] of this.#waiting) answer({ id, problem: "document_broken" });
  }
}

/** A file that cannot be read any more, such as one on a stick that was pulled out. */
async function bytesOf(file: Blob): Promise<ArrayBuffer> {
  try {
    return await file.arrayBuffer();
  } catch {
    throw new DocumentUnreadable("document_broken");
  }
}
