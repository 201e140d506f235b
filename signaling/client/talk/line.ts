/**
 * The data channels between two parties: what they type, point at and lay on the table, beside sound and picture.
 *
 * Both sides make each channel with the same number, so nothing has to be announced (W3C WebRTC §6.2, `negotiated`). A
 * party that has none, such as a headless one, never opens them and misses only them.
 */
import { Cell, type Readable } from "../cell";

export type LineName = "text" | "table" | "sheet";

/** RFC 8865 names the channel for text; the others are ours (PROTOCOL.md, "Data channels"). Ordered and reliable. */
export const CHANNELS: Readonly<Record<LineName, { id: number; label: string; protocol: string }>> = {
  text: { id: 0, label: "t140", protocol: "t140" },
  table: { id: 1, label: "table", protocol: "vagvisare.table.1" },
  sheet: { id: 2, label: "sheet", protocol: "vagvisare.sheet.1" },
};
export const LINE_NAMES: readonly LineName[] = ["text", "table", "sheet"];

export type Said = string | ArrayBuffer;

/** So many messages wait for the take; whoever says more before it is not heard. */
const MOST_WAITING = 64;
/** Above so many bytes in the browser's hands a sender waits. */
const FULL = 256 * 1024;

/** One such channel for as long as the two are in the call, over however many connections. */
export class Line {
  #channel: RTCDataChannel | null = null;
  #gateOpen = false;
  #listener: ((said: Said) => void) | null = null;
  #waiting: Said[] = [];
  #held: string[] = [];
  readonly #up = new Cell(false);

  /** What is sent arrives, as far as is known. It may go down and come up again, and then something may be lost. */
  get up(): Readable<boolean> {
    return this.#up;
  }

  /** A new connection's channel. The old one is heard no more. */
  bind(channel: RTCDataChannel): void {
    this.#channel = channel;
    this.#up.set(false);
    channel.binaryType = "arraybuffer";
    channel.bufferedAmountLowThreshold = FULL / 2;
    channel.addEventListener("open", () => this.#changed(channel));
    channel.addEventListener("close", () => this.#changed(channel));
    channel.addEventListener("message", ({ data }: MessageEvent<Said>) => {
      if (channel === this.#channel) this.#heard(data);
    });
  }

  /** Both have taken: let words through. */
  open(): void {
    if (this.#gateOpen) return;
    this.#gateOpen = true;
    this.#raise();
    this.#deliver();
  }

  /** One listener; what came before it is handed to it first. */
  listen(listener: (said: Said) => void): void {
    this.#listener = listener;
    this.#deliver();
  }

  /** Send, or keep it until the line is up: the oldest is dropped where too much is kept. */
  send(said: string): void {
    if (this.#up.value) this.#put(said);
    else this.#held = [...this.#held, said].slice(-MOST_WAITING);
  }

  /** Send something large. Resolves when more may follow; false where the line is down and it was not sent. */
  async push(said: string | ArrayBuffer): Promise<boolean> {
    const channel = this.#channel;
    if (channel === null || !this.#up.value) return false;
    if (channel.bufferedAmount > FULL) await drained(channel);
    return this.#up.value && channel === this.#channel && this.#put(said);
  }

  end(): void {
    this.#channel = null;
    this.#listener = null;
    this.#waiting = [];
    this.#held = [];
    this.#up.set(false);
  }

  #changed(channel: RTCDataChannel): void {
    if (channel !== this.#channel) return;
    if (channel.readyState === "open") this.#raise();
    else this.#up.set(false);
  }

  #raise(): void {
    if (!this.#gateOpen || this.#channel?.readyState !== "open") return;
    this.#up.set(true);
    const held = this.#held;
    this.#held = [];
    for (const said of held) this.#put(said);
  }

  #put(said: string | ArrayBuffer): boolean {
    try {
      // The two overloads are one method; TypeScript asks for one at a time.
      if (typeof said === "string") this.#channel?.send(said);
      else this.#channel?.send(said);
      return true;
    } catch {
      // The channel closed meanwhile, which its event tells.
      return false;
    }
  }

  #heard(said: Said): void {
    if (this.#gateOpen && this.#listener !== null) this.#listener(said);
    else if (this.#waiting.length < MOST_WAITING) this.#waiting.push(said);
  }

  #deliver(): void {
    if (!this.#gateOpen || this.#listener === null) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const said of waiting) this.#listener(said);
  }
}

/** All lines to one other party. */
export type Lines = Readonly<Record<LineName, Line>>;

export function newLines(): Lines {
  return { text: new Line(), table: new Line(), sheet: new Line() };
}

function drained(channel: RTCDataChannel): Promise<void> {
  return new Promise((resolve) => {
    channel.addEventListener("bufferedamountlow", () => resolve(), { once: true });
    channel.addEventListener("close", () => resolve(), { once: true });
  });
}
