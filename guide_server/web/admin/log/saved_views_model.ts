/** Selections of the log that were saved under a name: one's own, and those that others share. */
import { signal } from "@preact/signals";
import { type Api, Refused } from "../../api";
import type { LogQuery, LogView, LogViews } from "../../api_types";

export class SavedViews {
  readonly all = signal<readonly LogView[]>([]);
  /** The id of the problem with the last attempt. */
  readonly problem = signal<string | null>(null);
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  load(): Promise<boolean> {
    return this.#attempt(async () => this.#show(await this.#api.get<LogViews>("/api/log-views")));
  }

  /** Whether it was saved. One's own view of that name is replaced. */
  save(name: string, shared: boolean, selection: LogQuery): Promise<boolean> {
    const wished = { name, shared, selection: texts(selection) };
    return this.#attempt(async () =>
      this.#show(await this.#api.send<LogViews>("POST", "/api/log-views", wished)),
    );
  }

  forget(view: LogView): Promise<boolean> {
    return this.#attempt(async () => {
      await this.#api.send("DELETE", `/api/log-views/${view.id}`);
      this.all.value = this.all.value.filter(({ id }) => id !== view.id);
    });
  }

  #show({ views }: LogViews): void {
    this.all.value = views;
  }

  async #attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      this.problem.value = null;
      return true;
    } catch (fault) {
      this.problem.value = fault instanceof Refused ? fault.id : "other";
      return false;
    }
  }
}

/** What is set, without the page and the purpose of this reading. */
function texts({ page: _page, why: _why, ...selection }: LogQuery): Record<string, unknown> {
  return Object.fromEntries(Object.entries(selection).filter(([, value]) => value !== null));
}
