import type { Grade } from "../../api_types";
import { isolated, say, sayCode } from "../texts";
import type { End } from "./grades";
import { type Drawn, positionOf } from "./timeline";

/** What one end takes of the drawing's height. */
export const BAND = 44;
const [NAME, HEIGHT, LETTER] = [16, 20, 8];
/** The better it came through, the fuller the band. */
const FULLNESS: Readonly<Record<Grade, number>> = {
  good: 1,
  fair: 0.75,
  audio_only: 0.5,
  poor: 0.3,
  none: 0.1,
};

/** A band for each end: how full it is and a word say the grade. */
export function GradeBands({
  ends,
  drawn,
  top,
}: {
  ends: readonly End[];
  drawn: readonly Drawn[];
  top: number;
}) {
  return (
    <>
      {ends.map(({ guide, stretches }, row) => {
        const y = top + row * BAND;
        return (
          <g key={guide} class="band" data-end={guide === null ? "kiosk" : "guide"}>
            <text class="band__name" x={positionOf(stretches[0]?.start ?? 0, drawn)} y={y + NAME - 3}>
              {nameOf(guide)}
            </text>
            {stretches.map(({ grade, start, end }) => {
              const x = positionOf(start, drawn);
              const width = Math.max(2, positionOf(end, drawn) - x);
              const height = HEIGHT * FULLNESS[grade];
              const word = sayCode("quality", grade);
              return (
                <g key={start} class={`band__part band__part--${grade}`} data-grade={grade}>
                  <title>{word}</title>
                  <rect class="band__frame" x={x} y={y + NAME} width={width} height={HEIGHT} />
                  <rect
                    class="band__fill"
                    x={x}
                    y={y + NAME + HEIGHT - height}
                    width={width}
                    height={height}
                  />
                  {width > word.length * LETTER + 12 && (
                    <text class="band__word" x={x + 6} y={y + NAME + 15}>
                      {word}
                    </text>
                  )}
                </g>
              );
            })}
          </g>
        );
      })}
    </>
  );
}

export function nameOf(guide: string | null): string {
  return guide === null ? say.value("grades.kiosk") : say.value("grades.guide", { name: isolated(guide) });
}
