/** The agent on this machine, which serves this page: same origin, over loopback. */
import type { Texts } from "../../../signaling/theme/i18n";
import type { Profile } from "./state";

/** Milliseconds in which the agent answers, and what it asks. */
const PATIENCE = 5_000;
const PRINTER_PATIENCE = 15_000;
const SERVER_PATIENCE = 20_000;

export interface JournalledTap {
  /** The call's id, everywhere. */
  call: string;
  /** By the kiosk's clock, in ms since 1970 UTC. */
  tapped_at: number;
}

/** What a technician may do at the screen. */
export type Deed = "test" | "restart" | "leave";

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

  /** Put a slip on paper: a PNG. */
  async print(slip: Blob): Promise<void> {
    await this.#send("/print", slip, "image/png", PRINTER_PATIENCE);
  }

  /** Make this screen the kiosk of a one-time code. Rejects with the error's id. */
  async enrol(code: string): Promise<void> {
    await this.#post("/enrol", { code }, SERVER_PATIENCE);
  }

  /** Rejects where the PIN is another one. */
  async technician(pin: string, deed: Deed): Promise<void> {
    await this.#post("/technician", { pin, deed });
  }

  /** From now on the agent hears of this page's end at once. */
  open(): WebSocket {
    this.#line = new WebSocket("/alive");
    return this.#line;
  }

  /** This page paints. Where the line is silent or ends, the browser is started anew. */
  alive(screen: string): void {
    const there = this.#line !== null && this.#line.readyState <= WebSocket.OPEN;
    const line = there && this.#line !== null ? this.#line : this.open();
    if (line.readyState === WebSocket.OPEN) line.send(JSON.stringify({ screen }));
    else line.onopen = () => this.alive(screen);
  }

  #post(path: string, body: object, patience = PATIENCE): Promise<Response> {
    return this.#send(path, JSON.stringify(body), "application/json", patience);
  }

  async #send(path: string, body: BodyInit, type: string, patience: number): Promise<Response> {
    const headers = { "Content-Type": type };
    const answer = await fetch(path, {
      method: "POST",
      headers,
      body,
      signal: AbortSignal.timeout(patience),
    });
    if (answer.ok) return answer;
    const { id }: { id?: string } = await answer.json().catch(() => ({}));
    throw new Error(id ?? `The agent answered ${answer.status}.`);
  }
}
