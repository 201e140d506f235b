/** The agent on this machine, which serves this page: same origin, over loopback. */
import type { Texts } from "../../../signaling/theme/i18n";
import type { Profile } from "./model";

export interface JournalledTap {
  /** The call's id, everywhere. */
  call: string;
  /** By the kiosk's clock, in ms since 1970 UTC. */
  tapped_at: number;
}

/** Every method rejects where the agent does not answer; it is started anew by the machine, and the page with it. */
export class Agent {
  #line: WebSocket | null = null;

  /** What is known without the server, and how this kiosk stands with it. */
  async profile(): Promise<Profile> {
    const answer = await fetch("/profile", { signal: AbortSignal.timeout(5_000) });
    if (!answer.ok) throw new Error(`The agent answered ${answer.status}.`);
    return answer.json();
  }

  /** The municipality's own words, by language: laid over the page's. */
  async texts(): Promise<Readonly<Record<string, Texts>>> {
    const answer = await fetch("/texts", { signal: AbortSignal.timeout(2_000) });
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

  /** The modules of a QR code, row by row, "1" for dark. */
  async qr(text: string): Promise<readonly string[]> {
    const answer: { rows: readonly string[] } = await (await this.#post("/qr", { text })).json();
    return answer.rows;
  }

  /** This page paints. Where the line is silent or ends, the browser is started anew. */
  alive(screen: string): void {
    const line = this.#line;
    if (line === null || line.readyState > WebSocket.OPEN) {
      this.#line = new WebSocket("/alive");
      this.#line.onopen = () => this.alive(screen);
    } else if (line.readyState === WebSocket.OPEN) {
      line.send(JSON.stringify({ screen }));
    }
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
