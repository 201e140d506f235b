/**
 * Carries sheets between this party and the others: what lies here goes to everybody, again where a line was down, and
 * what the others lay is judged before it is shown.
 *
 * A sheet that is not whole within `SHEET_DEADLINE` is dropped, and whoever sent it is told.
 */
import { Lifetime, type Stop } from "../lifetime";
import type { Timers } from "../timers";
import type { Line, Said } from "./line";
import { type Arrival, BARE, type Header, judged, type Sheet, SheetReader, sendSheet } from "./sheets";
import type { SheetFault } from "./table_messages";

/** In ms, for all of one sheet. */
export const SHEET_DEADLINE = 30_000;
/** So many documents that were put away are remembered: what is still on its way of them is not shown. */
const MOST_GONE = 100;

export interface SheetPostOptions {
  timers: Timers;
  /** Another party's sheet is here. */
  onSheet(by: number, sheet: Sheet): void;
  /** A share of another party's sheet is here; null: it is not coming any more. */
  onComing(by: number, coming: { header: Header; share: number } | null): void;
  /** Another party's sheet came, and cannot be shown. */
  onFault(by: number, sheet: string, fault: SheetFault): void;
  /** Nothing of this party's lies there. */
  onBare(by: number): void;
  /** So much of one's own sheet has been handed over to everybody. */
  onSent(share: number): void;
}

interface Way {
  line: Line;
  reader: SheetReader;
  share: number;
  /** What was announced last: what came before it is late. */
  newest: Header | null;
  /** What is handed over now: one sheet after the other. */
  sending: Promise<unknown>;
  stopDeadline: Stop;
}

export class SheetPost {
  readonly #options: SheetPostOptions;
  readonly #ways = new Map<number, Way>();
  #own: Sheet | null = null;
  #gone: string[] = [];

  constructor(options: SheetPostOptions) {
    this.#options = options;
  }

  join(number: number, line: Line): Stop {
    const lifetime = new Lifetime();
    const reader = new SheetReader();
    const way: Way = {
      line,
      reader,
      share: 0,
      newest: null,
      sending: Promise.resolve(),
      stopDeadline: () => {},
    };
    this.#ways.set(number, way);
    line.listen((said) => this.#heard(number, way, said));
    lifetime.add(
      line.up.subscribe((up) => {
        if (up) this.#deliver(way);
        else this.#cutOff(number, way);
      }),
    );
    lifetime.add(() => this.#cutOff(number, way));
    lifetime.add(() => this.#ways.delete(number));
    return () => lifetime.end();
  }

  /** Lay a sheet of one's own before everybody. Resolves when it was handed over to whoever can be reached now. */
  async lay(sheet: Sheet): Promise<void> {
    this.#own = sheet;
    for (const way of this.#ways.values()) this.#deliver(way);
    await Promise.all([...this.#ways.values()].map(({ sending }) => sending));
  }

  /** This document is not wanted any more, whoever's it is, though some of it may still be on its way. */
  putAway(document: string): void {
    this.#gone = [...this.#gone, document].slice(-MOST_GONE);
    if (this.#own?.document === document) this.#own = null;
    for (const [number, way] of this.#ways) {
      if (way.reader.header?.document === document) this.#cutOff(number, way);
    }
  }

  /** Nothing of one's own lies there any more: another party's does. */
  withdraw(): void {
    this.#own = null;
  }

  end(): void {
    this.#own = null;
    this.#gone = [];
  }

  #deliver(way: Way): void {
    const sheet = this.#own;
    way.share = 0;
    way.sending = way.sending.then(() => this.#send(way, sheet));
  }

  async #send(way: Way, sheet: Sheet | null): Promise<void> {
    if (sheet !== this.#own || !way.line.up.value) return;
    if (sheet === null) {
      await way.line.push(BARE);
      return;
    }
    await sendSheet(way.line, sheet, {
      isWanted: () => this.#own === sheet,
      onProgress: (share) => {
        way.share = share;
        const reached = [...this.#ways.values()].filter(({ line }) => line.up.value);
        this.#options.onSent(Math.min(share, ...reached.map((one) => one.share)));
      },
    });
  }

  #heard(number: number, way: Way, said: Said): void {
    const arrival = way.reader.read(said);
    if (arrival === null) return;
    if (arrival.kind === "bare") {
      this.#options.onBare(number);
      return;
    }
    if (this.#gone.includes(arrival.header.document)) {
      this.#cutOff(number, way);
      return;
    }
    this.#arrived(number, way, arrival);
  }

  #arrived(number: number, way: Way, arrival: Exclude<Arrival, { kind: "bare" }>): void {
    const { onComing, onFault } = this.#options;
    const { header } = arrival;
    switch (arrival.kind) {
      case "coming":
        if (arrival.share === 0) this.#await(number, way, header);
        onComing(number, { header, share: arrival.share });
        return;
      case "dropped":
        this.#cutOff(number, way);
        onFault(number, header.id, "damaged");
        return;
      case "whole":
        way.stopDeadline();
        void this.#judge(number, way, header, arrival.bytes);
    }
  }

  async #judge(number: number, way: Way, header: Header, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const verdict = await judged(header, bytes);
    const isWanted = way.newest === header && !this.#gone.includes(header.document);
    if (!isWanted || this.#ways.get(number) !== way) return;
    if (typeof verdict === "string") {
      this.#options.onComing(number, null);
      this.#options.onFault(number, header.id, verdict);
    } else {
      this.#options.onSheet(number, verdict);
    }
  }

  #await(number: number, way: Way, header: Header): void {
    way.newest = header;
    way.stopDeadline();
    way.stopDeadline = this.#options.timers.after(SHEET_DEADLINE, () => {
      this.#cutOff(number, way);
      this.#options.onFault(number, header.id, "late");
    });
  }

  #cutOff(number: number, way: Way): void {
    way.stopDeadline();
    if (way.reader.header === null) return;
    way.reader.drop();
    this.#options.onComing(number, null);
  }
}
