/** Which grade is worth telling: one that lasts. A gust is not the weather, and a lull is not the end of the storm. Pure. */
import type { Grade } from "./types";

/** The first grade of a talk is not told sooner: pictures begin small, and the way to them shall cost nothing. */
export const SETTLING = 3_000;
/** Worse for so many ms all the time before it is told. */
export const WORSE_FOR = 4_000;
/** Better for so many ms all the time before it is told. */
export const BETTER_FOR = 8_000;
/** After nothing came: "nothing comes through" must not stand there for long where both talk again. */
export const BACK_FOR = WORSE_FOR;

const RANKS: Readonly<Record<Grade, number>> = { good: 0, fair: 1, audio_only: 2, poor: 3, none: 4 };

interface Reading {
  at: number;
  grade: Grade;
}

export class GradeWatch {
  #readings: Reading[] = [];
  #told: Grade | null = null;

  /**
   * Call this about twice a second with the grade at `now`, in ms.
   *
   * Answers the grade to tell, null where there is no news. Two are at least `WORSE_FOR` apart.
   */
  step(now: number, grade: Grade): Grade | null {
    this.#readings.push({ at: now, grade });
    this.#forgetBefore(now - BETTER_FOR);
    const news = this.#news(now);
    if (news === null || news === this.#told) return null;
    this.#told = news;
    this.#readings = [{ at: now, grade }];
    return news;
  }

  #news(now: number): Grade | null {
    const told = this.#told;
    if (told === null) return best(this.#since(now - SETTLING));
    const worse = best(this.#since(now - WORSE_FOR));
    if (worse !== null && RANKS[worse] > RANKS[told]) return worse;
    const better = worst(this.#since(now - (told === "none" ? BACK_FOR : BETTER_FOR)));
    return better !== null && RANKS[better] < RANKS[told] ? better : null;
  }

  /** The grades from `since` on, and that which was there then; none where the watch began later. */
  #since(since: number): readonly Grade[] {
    const first = this.#readings.findLastIndex(({ at }) => at <= since);
    return first === -1 ? [] : this.#readings.slice(first).map(({ grade }) => grade);
  }

  #forgetBefore(since: number): void {
    const first = this.#readings.findLastIndex(({ at }) => at <= since);
    if (first > 0) this.#readings.splice(0, first);
  }
}

function best(grades: readonly Grade[]): Grade | null {
  return extreme(grades, (one, other) => RANKS[one] < RANKS[other]);
}

function worst(grades: readonly Grade[]): Grade | null {
  return extreme(grades, (one, other) => RANKS[one] > RANKS[other]);
}

function extreme(grades: readonly Grade[], before: (one: Grade, other: Grade) => boolean): Grade | null {
  return grades.reduce<Grade | null>(
    (found, grade) => (found === null || before(grade, found) ? grade : found),
    null,
  );
}
