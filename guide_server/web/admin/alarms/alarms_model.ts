/** The alarms, for their page and for the figure beside its name: asked for again and again. */
import { computed, type ReadonlySignal } from "@preact/signals";
import type { AlarmPage } from "../../api_types";
import { Fetched } from "../../remote";
import type { Asks } from "../parts/asks";

export const EVERY = 15_000;

export class AlarmsModel {
  readonly page = new Fetched<AlarmPage>();
  /** How many last; 0 while it is not known. */
  readonly count: ReadonlySignal<number> = computed(() => this.page.state.value.value?.lasting.length ?? 0);

  constructor(private readonly api: Asks) {}

  start(): void {
    void this.load();
    setInterval(() => void this.load(), EVERY);
  }

  load(): Promise<void> {
    return this.page.load((signal) => this.api.get<AlarmPage>("/api/alarms", {}, signal));
  }
}
