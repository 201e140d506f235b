import type { Query } from "../../api";

/** The REST API for a view's model: whoever is not signed in any more is led to the sign-in page. */
export interface Asks {
  get<T>(path: string, query: Query, signal: AbortSignal): Promise<T>;
  send<T = void>(method: "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<T>;
}
