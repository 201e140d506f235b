/** How long the page waits for a hand: then it asks whether anyone is there, and begins anew. */
import { endingOf, isWell } from "./ending";
import { mediaWanted, type State, type Visit, visited } from "./state";

/** After so long without a touch the page asks whether anyone is there; after `ANSWER` more it begins anew. */
export const IDLE = 40_000;
export const ANSWER = 20_000;
/** How many times longer both are for whoever asked for more time. */
export const UNHURRIED = 3;
/** How long the last words of a visit stay, where there is nothing in them to write down. */
export const FAREWELL = 45_000;

/** How long the page asks whether anyone is there, in ms. */
export function answerTime({ comfort }: Visit): number {
  return comfort.unhurried ? ANSWER * UNHURRIED : ANSWER;
}

/** Whether all that is left is to say goodbye: that may end unsaid. A number or a ticket may not. */
export function isGoodbye(state: State): boolean {
  return state.visit.endedAt !== null && isWell(endingOf(state));
}

/** Milliseconds until this visit ends for want of a hand; null where it does not. Never in a call. */
export function patience(state: State): number | null {
  if (mediaWanted(state) || !visited(state)) return null;
  const { touchedAt, endedAt, comfort } = state.visit;
  const pace = comfort.unhurried ? UNHURRIED : 1;
  const rest = isGoodbye(state) ? FAREWELL : IDLE + ANSWER;
  return Math.max(touchedAt, endedAt ?? touchedAt) + rest * pace - state.now;
}
