import type { Screen, Timeline } from "../../api_types";
import { Columns } from "../parts/columns";
import { clockDuration, say, sayCode, times } from "../texts";

/** What stood on the resident's screen, one screen after the other, and for how long where that is known. */
export function ScreensTable({ timeline }: { timeline: Timeline }) {
  const start = timeline.moments[0]?.at ?? timeline.call.tapped_at;
  return (
    <div class="table-frame">
      <table class="table table--narrow">
        <Columns
          of={["call.time", { figures: "call.since" }, { figures: "screens.stood" }, "screens.shown"]}
        />
        <tbody>
          {timeline.screens.map((screen, nth) => (
            <tr key={screen.at} data-screen={screen.state}>
              <td class="table__time">{times.value.clock(screen.at)}</td>
              <td class="table__figures">{clockDuration(screen.at - start)}</td>
              <td class="table__figures">{stood(screen, timeline.screens[nth + 1])}</td>
              <td>
                <span class="table__main">{wordsOf(screen)}</span>
                {screen.choices.length > 0 && (
                  <span class="table__side">
                    {screen.choices.map((choice) => sayCode("choice", choice)).join(" · ")}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The last one of a call that is over stood until the resident left, which nobody tells. */
function stood(screen: Screen, next: Screen | undefined): string {
  if (next !== undefined) return clockDuration(next.at - screen.at);
  return screen.outcome === null ? say.value("screens.still") : "–";
}

function wordsOf({ state, position, on_hold, outcome }: Screen): string {
  if (outcome !== null) {
    return say.value("screens.ended", { outcome: sayCode("outcome", outcome).toLocaleLowerCase() });
  }
  if (on_hold) return say.value("screens.on_hold");
  const words = sayCode("screens", state);
  return position === null
    ? words
    : `${words} ${say.value("screens.position", { position: String(position) })}`;
}
