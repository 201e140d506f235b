/** A wire to no server: what was sent is kept, what the server would say is said by the test. */
import type { Wire } from "../../../signaling/client/socket";

type Body = Record<string, unknown> & { n?: number };

export interface Sent {
  event: string;
  body: Body;
  answer: (reply: unknown) => void;
}

export class FakeWire implements Wire {
  connected = false;
  active = true;
  attempts = 0;
  sent: Sent[] = [];
  readonly #listeners = new Map<string, ((...args: unknown[]) => void)[]>();

  connect(): void {
    this.attempts++;
  }

  disconnect(): void {
    if (this.connected) this.drop();
  }

  on(event: string, listener: (...args: unknown[]) => void): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  emit(event: string, body: unknown, answer: (reply: unknown) => void = () => {}): void {
    this.sent.push({ event, body: body as Body, answer });
  }

  /** The server says. */
  say(event: string, ...args: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(...args);
  }

  /** The server lets it in. What was sent before is forgotten. */
  open(): void {
    this.connected = true;
    this.sent = [];
    this.say("connect");
  }

  drop(): void {
    this.connected = false;
    this.say("disconnect");
  }

  named(event: string): Sent[] {
    return this.sent.filter((sent) => sent.event === event);
  }
}
