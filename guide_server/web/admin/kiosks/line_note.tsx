import type { FleetKiosk } from "../../api_types";
import { count, say } from "../texts";

const [WIDTH, HEIGHT] = [120, 8];

/** In how many of the month's talks sound and picture were poor for a while: a bar, and the same in words. */
export function LineNote({ of: { talks_graded: graded, talks_poor: poor } }: { of: FleetKiosk }) {
  if (graded === 0) return null;
  const words = say.value("fleet.poor", { poor: count(poor), graded: count(graded) });
  return (
    <div class="fleet__line" data-poor={poor}>
      <svg class="fleet__strip" width={WIDTH} height={HEIGHT} aria-hidden="true">
        <rect class="fleet__open" x={0.5} y={0.5} width={WIDTH - 1} height={HEIGHT - 1} />
        <rect class="fleet__fill" x={0.5} y={0.5} width={((WIDTH - 1) * poor) / graded} height={HEIGHT - 1} />
      </svg>
      <span class="table__side">{words}</span>
    </div>
  );
}
