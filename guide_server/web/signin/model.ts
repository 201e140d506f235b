/** What the sign-in page knows: who is already here, and how the last attempt went. */
import { signal } from "@preact/signals";
import { Api, Refused } from "../api";
import type { Me, SignIn, Welcome } from "../api_types";
import type { Key } from "./texts";

const FAULTS = ["wrong_credentials", "rate_limited", "busy", "offline", "unavailable"] as const;

/** `looking` until it is known whether someone is signed in already. */
export type Stage = { name: "looking" } | { name: "form" } | { name: "not_yours"; me: Me };

/** Homes in the order in which someone with several roles gets them. */
const HOMES = { guide: "/desk/", leader: "/board/", admin: "/admin/" } as const;
/** Who may open each page. */
const OPEN_TO = { desk: ["guide", "leader"], board: ["leader", "admin"], admin: ["admin"] } as const;

export class SignInModel {
  readonly stage = signal<Stage>({ name: "looking" });
  readonly fault = signal<Key | null>(null);
  readonly working = signal(false);
  readonly #api = new Api();

  constructor(
    private readonly next: string,
    private readonly go: (path: string) => void,
  ) {}

  /** A page that sent a guest here, or a new tab: whoever is signed in and allowed goes on at once. */
  async look(): Promise<void> {
    try {
      const me = await this.#api.me();
      if (mayOpen(me, this.next)) this.go(this.next);
      else if (this.next === "") this.go(homeOf(me));
      else this.stage.value = { name: "not_yours", me };
    } catch {
      this.stage.value = { name: "form" };
    }
  }

  async signIn(login: string, password: string): Promise<void> {
    if (login.trim() === "" || password === "") {
      this.fault.value = "empty";
      return;
    }
    this.fault.value = null;
    this.working.value = true;
    try {
      const wish: SignIn = { login: login.trim(), password, next: this.next };
      const welcome = await this.#api.send<Welcome>("POST", "/api/session", wish);
      this.go(welcome.go_to);
    } catch (refused) {
      this.working.value = false;
      this.fault.value = faultOf(refused);
    }
  }

  /** Sign out, so that someone else can sign in. */
  async leave(): Promise<void> {
    await this.#api.send("DELETE", "/api/session").catch(() => undefined);
    this.stage.value = { name: "form" };
  }
}

export function homeOf(me: Me): string {
  const role = (["guide", "leader"] as const).find((each) => me.roles.includes(each)) ?? "admin";
  return HOMES[role];
}

/** Whether `path` is one of our pages, and one for this person. The server decides again. */
export function mayOpen(me: Me, path: string): boolean {
  const page = /^\/(desk|board|admin)\/(\?[^#]*)?$/.exec(path)?.[1] as keyof typeof OPEN_TO | undefined;
  return page !== undefined && OPEN_TO[page].some((role) => me.roles.includes(role));
}

function faultOf(refused: unknown): Key {
  if (!(refused instanceof Refused)) return "other_problem";
  if (refused.id === "malformed") return "wrong_credentials";
  return FAULTS.find((known) => known === refused.id) ?? "other_problem";
}
