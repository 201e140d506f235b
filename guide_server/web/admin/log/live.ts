/**
 * Calls of the shown page that still go on, as the live pool has them: asked for every few seconds, without reading the
 * log anew. Once one of them has ended the page is read again, for its outcome.
 */
import { signal } from "@preact/signals";
import type { Api } from "../../api";
import type { Board, BoardCall, CallId, LogPage } from "../../api_types";

export const EVERY = 5_000;

export class LiveCalls {
  readonly calls = signal<ReadonlyMap<CallId, BoardCall>>(new Map());
  readonly now = signal(Date.now());
  /** How many calls have begun since the page was read, where it is the newest one. */
  readonly unseen = signal(0);
  readonly #api: Api;
  readonly #reload: () => void;
  /** Those for whose end the page was read anew, each once: every reading is audited. */
  readonly #ended = new Set<CallId>();

  constructor(api: Api, reload: () => void) {
    this.#api = api;
    this.#reload = reload;
  }

  /** Follow the open calls of `page`; `newest`: whether calls that begin now belong on it. Returns how to stop. */
  follow(page: LogPage, newest: boolean): () => void {
    const open = page.rows.filter(({ outcome }) => outcome === null).map(({ call }) => call);
    const shown = new Set(page.rows.map(({ call }) => call));
    this.unseen.value = 0;
    if (open.length === 0 && !newest) return () => undefined;
    const stop = new AbortController();
    const look = async () => {
      if (document.hidden) return;
      const board = await this.#api.get<Board>("/api/board", {}, stop.signal).catch(() => null);
      if (board === null || stop.signal.aborted) return;
      this.calls.value = new Map(board.calls.map((call) => [call.call, call]));
      this.now.value = board.at;
      this.unseen.value = newest ? board.calls.filter(({ call }) => !shown.has(call)).length : 0;
      const ended = open.filter((call) => !this.calls.value.has(call) && !this.#ended.has(call));
      for (const call of ended) this.#ended.add(call);
      if (ended.length > 0) this.#reload();
    };
    const timer = setInterval(look, EVERY);
    void look();
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }
}
