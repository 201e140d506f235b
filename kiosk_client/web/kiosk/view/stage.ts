/** What every part of the page is given: the state, the screen computed from it, the words, and a way to act. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Stop } from "../../../../signaling/client";
import type { Act, State } from "../model";
import type { Screen } from "../screen";
import type { Say } from "../texts";

/** Plays the call's pictures in video elements. Call the result when the element goes away. */
export interface Pictures {
  guide(video: HTMLVideoElement): Stop;
  /** The resident's own. */
  mirror(video: HTMLVideoElement): Stop;
}

export interface Stage {
  state: State;
  screen: Screen;
  say: Say;
  act(act: Act): void;
  pictures: Pictures;
}

export const StageContext = createContext<Stage | null>(null);

export function useStage(): Stage {
  const stage = useContext(StageContext);
  if (stage === null) throw new Error("Outside the stage.");
  return stage;
}
