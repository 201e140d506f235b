/** How it went: three faces, or none. Nobody is asked who they are, and “Done” beside them skips it. */
import { MOODS } from "../state";
import { useStage } from "./stage";

const MOUTHS = {
  good: "M7.5 13.5c1.2 2.6 7.8 2.6 9 0",
  fair: "M8 14.7h8",
  poor: "M7.5 16c1.2-2.6 7.8-2.6 9 0",
} as const;

export function Faces() {
  const { state, say, act } = useStage();
  const { mood } = state.visit;
  return (
    <section class="faces" aria-label={say("mood.ask")}>
      <p class="faces__ask" role="status">
        {say(mood === null ? "mood.ask" : "mood.thanks")}
      </p>
      <div class="faces__row">
        {MOODS.map((face) => (
          <button
            type="button"
            class="face"
            key={face}
            data-mood={face}
            aria-pressed={mood === face}
            disabled={mood !== null && mood !== face}
            onClick={() => act({ type: "rate", mood: face })}
          >
            <svg class="face__drawing" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
              <path d={`M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.7 9.2v.6M15.3 9.2v.6${MOUTHS[face]}`} />
            </svg>
            {say(`mood.${face}`)}
          </button>
        ))}
      </div>
    </section>
  );
}
