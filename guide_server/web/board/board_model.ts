/**
 * What the board knows and can do. It asks for the whole board anew a second after each answer: one small truth, no
 * matter what was missed, and no socket of its own to keep alive on a screen that hangs on a wall for weeks.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { Api, Refused } from "../api";
import type { AlarmPage, Board, BoardCall, BoardGuide, ForcedStatus, Me } from "../api_types";

export const EVERY = 1_000;
/** Alarms come and go by the minute. */
export const ALARMS_EVERY = 10_000;
/** After so many looks in vain the board says that it is old. */
const IN_VAIN = 2;

/** What a leader looks at more closely. */
export type Chosen = { kind: "call"; id: string } | { kind: "guide"; id: string } | null;

export class BoardModel {
  readonly board = signal<Board | null>(null);
  readonly alarms = signal<AlarmPage["lasting"]>([]);
  readonly me = signal<Me | null>(null);
  readonly chosen = signal<Chosen>(null);
  /** The id of what the last wish was refused for, until the next one. */
  readonly fault = signal<string | null>(null);
  /** Whether what is shown is older than it should be. */
  readonly stale = signal(false);
  readonly #api = new Api();
  #inVain = 0;
  #alarmsAt = 0;
  #ended = false;
  #next: ReturnType<typeof setTimeout> | undefined;

  readonly call: ReadonlySignal<BoardCall | null> = computed(() => {
    const chosen = this.chosen.value;
    if (chosen?.kind !== "call") return null;
    return this.board.value?.calls.find(({ call }) => call === chosen.id) ?? null;
  });
  readonly guide: ReadonlySignal<BoardGuide | null> = computed(() => {
    const chosen = this.chosen.value;
    if (chosen?.kind !== "guide") return null;
    return this.board.value?.guides.find(({ id }) => id === chosen.id) ?? null;
  });

  constructor(private readonly go: (path: string) => void) {}

  /** Only who leads joins calls; an admin who does not lead looks on. */
  get leads(): boolean {
    return this.me.value?.roles.includes("leader") ?? false;
  }

  async start(): Promise<void> {
    try {
      this.me.value = await this.#api.me();
    } catch (fault) {
      if (isSignedOut(fault)) return this.#toSignIn();
    }
    await this.#follow();
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#next);
  }

  choose(chosen: Chosen): void {
    this.fault.value = null;
    this.chosen.value = chosen;
  }

  assign(call: string, guide: string): Promise<void> {
    return this.#wish(`/api/calls/${call}/assignment`, { guide });
  }

  forceStatus(guide: string, status: ForcedStatus["status"]): Promise<void> {
    return this.#wish(`/api/guides/${guide}/status`, { status });
  }

  answerHelp(guide: string): Promise<void> {
    return this.#wish(`/api/guides/${guide}/help`);
  }

  async signOut(): Promise<void> {
    await this.#api.send("DELETE", "/api/session").catch(() => undefined);
    this.#toSignIn();
  }

  async #follow(): Promise<void> {
    await this.#look();
    if (!this.#ended) this.#next = setTimeout(() => void this.#follow(), EVERY);
  }

  async #look(): Promise<void> {
    try {
      if (this.me.value === null) this.me.value = await this.#api.me();
      this.board.value = await this.#api.get<Board>("/api/board");
      await this.#lookForAlarms();
      this.#inVain = 0;
    } catch (fault) {
      if (isSignedOut(fault)) this.#toSignIn();
      this.#inVain += 1;
    }
    this.stale.value = this.#inVain >= IN_VAIN;
  }

  async #lookForAlarms(): Promise<void> {
    if (Date.now() - this.#alarmsAt < ALARMS_EVERY) return;
    this.alarms.value = (await this.#api.get<AlarmPage>("/api/alarms")).lasting;
    this.#alarmsAt = Date.now();
  }

  async #wish(path: string, body?: unknown): Promise<void> {
    this.fault.value = null;
    try {
      await this.#api.send("POST", path, body);
      this.chosen.value = null;
      await this.#look();
    } catch (fault) {
      if (isSignedOut(fault)) this.#toSignIn();
      this.fault.value = fault instanceof Refused ? fault.id : "other";
    }
  }

  #toSignIn(): void {
    this.end();
    this.go("/signin/?next=/board/");
  }
}

function isSignedOut(fault: unknown): boolean {
  return fault instanceof Refused && (fault.id === "signed_out" || fault.id === "not_allowed");
}
