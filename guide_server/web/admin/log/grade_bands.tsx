import type { Grade } from "../../api_types";
import { isolated, say, sayCode } from "../texts";
import type { End } from "./grades";
import { type Drawn, positionOf } from "./timeline";

/** What one end takes of the drawing's height. */
export const BAND = 56;
const [NAME, HEIGHT, LETTER] = [18, 16, 7];
/** Beyond this the name stands to the left of where its band begins, not to the right. */
const FLIP = 900;
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
        const begin = positionOf(stretches[0]?.start ?? 0, drawn);
        return (
          <g key={guide} class="band" data-end={guide === null ? "kiosk" : "guide"}>
            <text class="band__name" x={begin} y={y + NAME - 5} text-anchor={begin > FLIP ? "end" : "start"}>
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
                  {width > word.length * LETTER && (
                    <text class="band__word" x={x} y={y + NAME + HEIGHT + 14}>
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
