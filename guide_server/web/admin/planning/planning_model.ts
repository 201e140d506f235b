/** What the planning view knows and can do: the reckoned period, and the trial that was asked for last. */
import { effect, signal } from "@preact/signals";
import { type Api, address, Refused } from "../../api";
import type { NamedPeriod, NewTrial, PlanningPage, TrialPage } from "../../api_types";
import { Fetched } from "../../remote";

type Wish = NewTrial["wish"];

/** Days as `yyyy-mm-dd`; null where the server's own choice is meant. */
export interface PlannedPeriod {
  from: string | null;
  to: string | null;
  period: NamedPeriod | null;
}

const EVERY = 2_000;

export class PlanningModel {
  readonly page = new Fetched<PlanningPage>();
  readonly trial = new Fetched<TrialPage>();
  /** The id of the problem with the last wish. */
  readonly refused = signal<string | null>(null);

  constructor(
    private readonly api: Api,
    private readonly guarded: <T>(answer: Promise<T>) => Promise<T>,
  ) {
    effect(() => {
      const { value, problem } = this.trial.state.value;
      if (value?.trial?.state !== "running" && problem === null) return;
      const timer = setTimeout(() => void this.look(), EVERY);
      return () => clearTimeout(timer);
    });
  }

  /** Show this period. */
  follow(period: PlannedPeriod): void {
    this.refused.value = null;
    void this.page.load((abort) => this.guarded(this.api.get("/api/planning", { ...period }, abort)));
    void this.look();
  }

  look(): Promise<void> {
    return this.trial.load((abort) => this.guarded(this.api.get("/api/planning/trial", {}, abort)));
  }

  /** Ask the simulator about the period that is shown. */
  async start(wish: Wish): Promise<void> {
    const { start = null, end = null } = this.page.state.value.value ?? {};
    await this.#change("/api/planning/trials", { from: start, to: end, wish });
  }

  async cancel(trial: number): Promise<void> {
    await this.#change(`/api/planning/trials/${trial}/cancellation`);
  }

  exportAddress(period: PlannedPeriod): string {
    return address("/api/planning.csv", { ...period });
  }

  async #change(path: string, body?: NewTrial): Promise<void> {
    this.refused.value = null;
    try {
      await this.guarded(this.api.send("POST", path, body));
    } catch (fault) {
      this.refused.value = fault instanceof Refused ? fault.id : "other";
    }
    await this.look();
  }
}
