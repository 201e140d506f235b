/** What the sign-in page knows: who is already here, which ways in there are, and how the last attempt went. */
import { batch, signal } from "@preact/signals";
import { Api, Refused } from "../api";
import type { Me, SignIn, WaysIn, Welcome } from "../api_types";
import type { Key } from "./texts";

const FAULTS = ["wrong_credentials", "wrong_code", "rate_limited", "busy", "offline", "unavailable"] as const;
/** What coming back from the identity provider can lead to, as the server names it in the address. */
const BROUGHT = [
  "oidc_away",
  "oidc_failed",
  "oidc_refused",
  "oidc_again",
  "oidc_no_account",
  "rate_limited",
] as const;

/** `looking` until it is known whether someone is signed in already. `code`: the password is right. */
export type Stage = { name: "looking" } | { name: "form" } | { name: "code" } | { name: "not_yours"; me: Me };

/** Homes in the order in which someone with several roles gets them. */
const HOMES = { guide: "/desk/", leader: "/board/", other: "/admin/" } as const;
/** Each page of ours, and whose it is; the server's `OWN_PAGES`. */
const OWN_PAGES = {
  desk: ["guide", "leader"],
  check: ["guide", "leader"],
  board: ["leader", "admin"],
  admin: ["leader", "analyst", "technician", "admin"],
  account: ["guide", "leader", "analyst", "technician", "admin"],
} as const satisfies Record<string, readonly Me["roles"][number][]>;

export class SignInModel {
  readonly stage = signal<Stage>({ name: "looking" });
  readonly fault = signal<Key | null>(null);
  readonly working = signal(false);
  readonly ways = signal<WaysIn>({ provider: false, button: null });
  readonly #api = new Api();
  /** What was right, while the code is asked for. */
  #given: Pick<SignIn, "login" | "password"> | null = null;

  constructor(
    private readonly next: string,
    private readonly go: (path: string) => void,
    brought = "",
  ) {
    this.fault.value = BROUGHT.find((known) => known === brought) ?? null;
  }

  /** A page that sent a guest here, or a new tab: whoever is signed in and allowed goes on at once. */
  async look(): Promise<void> {
    try {
      const me = await this.#api.me();
      if (mayOpen(me, this.next)) this.go(this.next);
      else if (this.next === "") this.go(homeOf(me));
      else this.stage.value = { name: "not_yours", me };
    } catch {
      this.stage.value = { name: "form" };
      await this.#findWays();
    }
  }

  /** Where the button for the identity provider leads. */
  get provider(): string {
    return this.next === "" ? "/api/oidc" : `/api/oidc?next=${encodeURIComponent(this.next)}`;
  }

  async signIn(login: string, password: string): Promise<void> {
    if (login.trim() === "" || password === "") {
      this.fault.value = "empty";
      return;
    }
    this.#given = { login: login.trim(), password };
    await this.#ask({ ...this.#given, next: this.next });
  }

  async giveCode(code: string): Promise<void> {
    if (this.#given === null || code.trim() === "") {
      this.fault.value = "empty_code";
      return;
    }
    await this.#ask({ ...this.#given, code: code.trim(), next: this.next });
  }

  /** From the code back to login and password. */
  restart(): void {
    this.#given = null;
    this.fault.value = null;
    this.stage.value = { name: "form" };
  }

  /** Sign out, so that someone else can sign in. */
  async leave(): Promise<void> {
    await this.#api.send("DELETE", "/api/session").catch(() => undefined);
    this.stage.value = { name: "form" };
    await this.#findWays();
  }

  async #ask(wish: SignIn): Promise<void> {
    this.fault.value = null;
    this.working.value = true;
    try {
      const welcome = await this.#api.send<Welcome>("POST", "/api/session", wish);
      this.go(welcome.go_to);
    } catch (refused) {
      const more = refused instanceof Refused && refused.id === "second_step_needed";
      batch(() => {
        this.working.value = false;
        if (more) this.stage.value = { name: "code" };
        else this.fault.value = faultOf(refused);
      });
    }
  }

  async #findWays(): Promise<void> {
    this.ways.value = await this.#api.get<WaysIn>("/api/ways-in").catch(() => this.ways.peek());
  }
}

export function homeOf(me: Me): string {
  const role = (["guide", "leader"] as const).find((each) => me.roles.includes(each)) ?? "other";
  return HOMES[role];
}

/** Whether `path` is one of our pages, and one for this person. The server decides again. */
export function mayOpen(me: Me, path: string): boolean {
  const page = /^\/(desk|check|board|admin|account)\/(\?[^#]*)?$/.exec(path)?.[1];
  const theirs: readonly string[] = OWN_PAGES[page as keyof typeof OWN_PAGES] ?? [];
  return me.roles.some((role) => theirs.includes(role));
}

function faultOf(refused: unknown): Key {
  if (!(refused instanceof Refused)) return "other_problem";
  if (refused.id === "malformed") return "wrong_credentials";
  return FAULTS.find((known) => known === refused.id) ?? "other_problem";
}
