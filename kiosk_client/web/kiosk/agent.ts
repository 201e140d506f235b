/** The agent on this machine, which serves this page: same origin, over loopback. */
import type { Profile } from "./model";

export interface JournalledTap {
  /** The call's id, everywhere. */
  call: string;
  /** By the kiosk's clock, in ms since 1970 UTC. */
  tapped_at: number;
}

/** Every method rejects where the agent does not answer; it is started anew by the machine, and the page with it. */
export class Agent {
  /** What is known without the server, and how this kiosk stands with it. */
  async profile(): Promise<Profile> {
    const answer = await fetch("/profile", { signal: AbortSignal.timeout(5_000) });
    if (!answer.ok) throw new Error(`The agent answered ${answer.status}.`);
    return answer.json();
  }

  /** A resident asks for a guide: on disk when this resolves. */
  async tap(language: string): Promise<JournalledTap> {
    const answer = await this.#post("/tap", { language });
    return answer.json();
  }

  /** The server has this call. */
  async settled(call: string): Promise<void> {
    await this.#post("/settled", { call });
  }

  /** This page paints. Without it for a while the browser is started anew. */
  async alive(screen: string): Promise<void> {
    await this.#post("/alive", { screen });
  }

  async #post(path: string, body: object): Promise<Response> {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(5_000),
    });
    if (!answer.ok) throw new Error(`The agent answered ${answer.status}.`);
    return answer;
  }
}
