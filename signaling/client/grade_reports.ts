/** Tells the server how the first of the others comes through, where that changed for a while. */
import { Cell, type Readable } from "./cell";
import { gradeOf } from "./grade";
import { GradeWatch } from "./grade_watch";
import type { Quality } from "./quality";
import type { Sending } from "./talk/table_messages";
import type { Grade, MediaGrade } from "./types";

/** The greatest figures that the server takes (PROTOCOL.md §5.4). */
const MOST = { frames: 240, loss: 100, roundTrip: 60_000, kilobits: 1_000_000 };

export interface Heard {
  call: string;
  /** Milliseconds, monotonic. */
  now: number;
  quality: Quality;
  /** Whether the other side's picture is meant to come. */
  sending: Sending;
}

export class GradeReports {
  readonly #send: (command: MediaGrade) => Promise<unknown>;
  readonly #lasts = new Cell<Grade | null>(null);
  #watch = new GradeWatch();

  constructor(send: (command: MediaGrade) => Promise<unknown>) {
    this.#send = send;
  }

  /** The grade that lasts, whether or not the server could be told; null before any has. */
  get lasts(): Readable<Grade | null> {
    return this.#lasts;
  }

  /** Call this with every reading while the two talk. */
  read({ call, now, quality, sending }: Heard): void {
    const watch = this.#watch;
    const grade = watch.step(now, gradeOf(quality, sending));
    if (grade === null) return;
    this.#lasts.set(grade);
    this.#send({ type: "media_grade", call, grade, ...figuresOf(quality) }).catch(() => {
      if (this.#watch === watch) this.#watch = new GradeWatch();
    });
  }

  /** Nothing is to be graded: it is on hold, or nobody is there. What comes after is told anew. */
  rest(): void {
    this.#watch = new GradeWatch();
    this.#lasts.set(null);
  }
}

function figuresOf(quality: Quality): Pick<MediaGrade, "frames" | "loss" | "round_trip" | "kilobits"> {
  const { framesPerSecond, loss, roundTrip, kilobitsPerSecond } = quality;
  return {
    frames: whole(framesPerSecond, MOST.frames),
    loss: whole(loss, MOST.loss),
    round_trip: roundTrip === null ? null : whole(roundTrip, MOST.roundTrip),
    kilobits: whole(kilobitsPerSecond, MOST.kilobits),
  };
}

function whole(figure: number, most: number): number {
  return Math.round(Math.min(Math.max(figure, 0), most));
}
