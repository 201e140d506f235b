/** The REST API as the pages use it: same origin, JSON, and every refusal a `Refused` with a stable id. */
import { CSRF_HEADER, type FieldProblem, type Me, type ProblemBody } from "./api_types";
import { ownZone } from "./local_time";

export class Refused extends Error {
  /** `id` as the server names it; `offline` where the server did not answer. */
  constructor(
    readonly id: string,
    message: string,
    readonly problems: readonly FieldProblem[] = [],
  ) {
    super(message);
  }

  /** The fields at fault. */
  get fields(): readonly string[] {
    return this.problems.map(({ field }) => field);
  }
}

export type Query = Readonly<Record<string, string | number | null | undefined>>;

/** `path` with the parts of `query` that are set. */
export function address(path: string, query: Query = {}): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") parts.set(name, String(value));
  }
  const search = parts.toString();
  return search === "" ? path : `${path}?${search}`;
}

export class Api {
  #csrf = "";

  /** Who is signed in. Must be asked once before anything is changed: it brings the token for that. And the clock. */
  async me(): Promise<Me> {
    const me = await this.get<Me>("/api/me");
    this.#csrf = me.csrf;
    ownZone.value = me.zone;
    return me;
  }

  get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
    return this.#ask<T>(address(path, query), { method: "GET", ...(signal ? { signal } : {}) });
  }

  send<T = void>(method: "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { [CSRF_HEADER]: this.#csrf };
    if (body === undefined) return this.#ask<T>(path, { method, headers });
    headers["Content-Type"] = "application/json";
    return this.#ask<T>(path, { method, headers, body: JSON.stringify(body) });
  }

  async #ask<T>(path: string, init: RequestInit): Promise<T> {
    const response = await fetch(path, { ...init, credentials: "same-origin" }).catch((fault: unknown) => {
      if (fault instanceof DOMException && fault.name === "AbortError") throw fault;
      throw new Refused("offline", "The server did not answer.");
    });
    if (!response.ok) throw await refusal(response);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }
}

async function refusal(response: Response): Promise<Refused> {
  const problem = (await response.json().catch(() => null)) as ProblemBody | null;
  if (problem === null) return new Refused("internal_fault", `The server answered ${response.status}.`);
  return new Refused(problem.id, problem.message, problem.fields);
}
