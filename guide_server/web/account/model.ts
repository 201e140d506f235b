/** One's own way in: the password, the second step, and every other browser. */
import { signal } from "@preact/signals";
import { Api, Refused } from "../api";
import type {
  BackupCodes,
  FirstCode,
  Me,
  NewOwnPassword,
  OfferedKey,
  OwnAccount,
  OwnPassword,
} from "../api_types";
import type { Key } from "./texts";

/** Which part of the page a sentence belongs to. */
export type Part = "password" | "step" | "everywhere";
export interface Said {
  part: Part;
  key: Key;
  fault: boolean;
}

const FIELDS = ["password", "new", "code"] as const;
const KNOWN = ["rate_limited", "offline"] as const;

export class AccountModel {
  readonly me = signal<Me | null>(null);
  readonly account = signal<OwnAccount | null>(null);
  /** For the telephone, while its first code is awaited. */
  readonly offered = signal<OfferedKey | null>(null);
  /** Fresh backup codes, until they are kept. */
  readonly codes = signal<readonly string[] | null>(null);
  readonly said = signal<Said | null>(null);
  readonly working = signal(false);
  readonly #api = new Api();

  constructor(private readonly toSignIn: () => void) {}

  async load(): Promise<void> {
    await this.#guarded("password", async () => {
      this.me.value = await this.#api.me();
      await this.#reload();
    });
  }

  changePassword(old: string, fresh: string): Promise<boolean> {
    return this.#guarded("password", async () => {
      const wish: NewOwnPassword = { old, new: fresh };
      await this.#api.send("POST", "/api/me/password", wish);
      this.said.value = { part: "password", key: "password.changed", fault: false };
    });
  }

  beginStep(password: string): Promise<boolean> {
    return this.#guarded("step", async () => {
      const wish: OwnPassword = { password };
      this.offered.value = await this.#api.send<OfferedKey>("POST", "/api/me/second-step", wish);
    });
  }

  confirmStep(code: string): Promise<boolean> {
    return this.#guarded("step", async () => {
      const wish: FirstCode = { code };
      const made = await this.#api.send<BackupCodes>("POST", "/api/me/second-step/confirmation", wish);
      this.offered.value = null;
      this.codes.value = made.codes;
      await this.#reload();
    });
  }

  cancelStep(): void {
    this.offered.value = null;
    this.said.value = null;
  }

  kept(): void {
    this.codes.value = null;
  }

  removeStep(password: string): Promise<boolean> {
    return this.#guarded("step", async () => {
      const wish: OwnPassword = { password };
      await this.#api.send("POST", "/api/me/second-step/removal", wish);
      this.said.value = { part: "step", key: "step.removed", fault: false };
      await this.#reload();
    });
  }

  signOutEverywhere(): Promise<boolean> {
    return this.#guarded("everywhere", async () => {
      await this.#api.send("DELETE", "/api/sessions");
      this.toSignIn();
    });
  }

  async #reload(): Promise<void> {
    this.account.value = await this.#api.get<OwnAccount>("/api/me/account");
  }

  /** Whether it was done; if not, the page says why. */
  async #guarded(part: Part, work: () => Promise<void>): Promise<boolean> {
    this.working.value = true;
    this.said.value = null;
    try {
      await work();
      return true;
    } catch (fault) {
      if (fault instanceof Refused && fault.id === "signed_out") this.toSignIn();
      else this.said.value = { part, key: faultOf(fault), fault: true };
      return false;
    } finally {
      this.working.value = false;
    }
  }
}

function faultOf(fault: unknown): Key {
  if (!(fault instanceof Refused)) return "fault.other";
  const field = FIELDS.find((name) => fault.fields.includes(name));
  if (field !== undefined) return `fault.${field}`;
  const known = KNOWN.find((id) => id === fault.id);
  return known === undefined ? "fault.other" : `fault.${known}`;
}
