/** What every part of the page is given: the state, the screen computed from it, the words, and a way to act. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Conversation, Stop } from "../../../../signaling/client";
import type { Agent } from "../agent";
import type { Act } from "../events";
import type { Screen } from "../screen";
import type { State } from "../state";
import type { Say } from "../texts";

/** The call's pictures, played in video elements, and its words. Call the result when the element goes away. */
export interface Pictures {
  guide(video: HTMLVideoElement): Stop;
  /** An interpreter or a colleague, by number. */
  guest(number: number, video: HTMLVideoElement): Stop;
  /** The resident's own. */
  mirror(video: HTMLVideoElement): Stop;
  /** The modules of a QR code, row by row. Rejects where the agent does not answer. */
  qr(text: string): Promise<readonly string[]>;
  /** The resident's camera; null where there is none. */
  ownCamera(): MediaStreamTrack | null;
  /** What is written and shown in the call; null where there is none. */
  readonly conversation: Conversation | null;
}

/** What this machine does when a resident or a technician asks for it: see `Agent`. */
export type Machine = Pick<Agent, "print" | "enrol" | "technician">;

export interface Stage {
  state: State;
  screen: Screen;
  say: Say;
  act(act: Act): void;
  pictures: Pictures;
  machine: Machine;
}

export const StageContext = createContext<Stage | null>(null);

export function useStage(): Stage {
  const stage = useContext(StageContext);
  if (stage === null) throw new Error("Outside the stage.");
  return stage;
}
