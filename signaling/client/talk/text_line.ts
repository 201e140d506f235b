import { Cell, type Readable } from "../cell";
import { Lifetime, type Stop } from "../lifetime";
import type { Timers } from "../timers";
import type { Line } from "./line";
import { anew, LOST, read, typed } from "./t140";

/** The first character goes at once, what follows it together. T.140 allows 500 ms, RFC 8865 advises 300. */
const BATCH = 80;

/** What is typed both ways between this party and one other. It keeps nothing beyond `end`. */
export class TextLine {
  readonly #line: Line;
  readonly #timers: Timers;
  readonly #lifetime = new Lifetime();
  readonly #theirs = new Cell("");
  #own = "";
  #sent = "";
  #resting: Stop | null = null;
  #wasUp = false;

  constructor(line: Line, timers: Timers) {
    this.#line = line;
    this.#timers = timers;
    line.listen((said) => {
      if (typeof said === "string") this.#theirs.set(read(this.#theirs.value, said));
    });
    this.#lifetime.add(line.up.subscribe((up) => this.#changed(up)));
  }

  get theirs(): Readable<string> {
    return this.#theirs;
  }

  /** All of what this party has written, as it stands now. */
  write(text: string): void {
    this.#own = text;
    if (this.#resting === null) this.#flush();
  }

  end(): void {
    this.#resting?.();
    this.#lifetime.end();
    this.#theirs.set("");
    this.#own = this.#sent = "";
  }

  #changed(up: boolean): void {
    if (!up) return;
    if (this.#wasUp) this.#begunAnew();
    this.#wasUp = true;
    this.#flush();
  }

  /** What was under way may be lost, both ways: here that is marked, and one's own words are said again. */
  #begunAnew(): void {
    this.#theirs.set(read(this.#theirs.value, LOST));
    if (this.#sent === "") return;
    this.#line.send(anew(this.#own));
    this.#sent = this.#own;
  }

  #flush(): void {
    if (this.#own === this.#sent || !this.#line.up.value) return;
    this.#line.send(typed(this.#sent, this.#own));
    this.#sent = this.#own;
    this.#resting = this.#timers.after(BATCH, () => {
      this.#resting = null;
      this.#flush();
    });
  }
}
