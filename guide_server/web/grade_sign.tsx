import type { Grade } from "./api_types";

const BARS: Readonly<Record<Grade, number>> = { good: 4, fair: 3, audio_only: 2, poor: 1, none: 0 };
const [WIDTH, GAP, STEP] = [3, 1, 3];

/** How a talk comes through, as bars beside the word for it: as many as it is good, and none crossed out. */
export function GradeSign({ grade }: { grade: Grade }) {
  return (
    <svg class="grade-sign" viewBox="0 0 16 13" aria-hidden="true" data-grade={grade}>
      {[1, 2, 3, 4].map((bar) => (
        <rect
          key={bar}
          class={bar <= BARS[grade] ? "grade-sign__bar" : "grade-sign__bar grade-sign__bar--missing"}
          x={(bar - 1) * (WIDTH + GAP) + 0.5}
          y={12.5 - bar * STEP}
          width={WIDTH - 0.5}
          height={bar * STEP}
        />
      ))}
      {grade === "none" && <path class="grade-sign__cross" d="M1 1 L15 12" />}
    </svg>
  );
}
