/** What happens to the page, and what it does about it. */
import type { LinkState, PictureState, Quality, Sending, Shared } from "../../../signaling/client";
import type { ChoiceKind, KioskView, Mood } from "../../../signaling/client/types";
import type { Aside, CaptionLook, Comfort, Ear, Panel, Profile, State, Step } from "./state";

export type Event =
  | { type: "tick"; now: number }
  | { type: "profile"; profile: Profile }
  | { type: "link"; link: LinkState; closing: string | null }
  | { type: "view"; view: KioskView }
  | { type: "picture"; picture: PictureState }
  | { type: "devices"; devices: State["devices"] }
  | { type: "shared"; shared: Shared }
  | { type: "quality"; quality: Quality; sending: Sending }
  | { type: "journalled"; call: string; tappedAt: number }
  /** `call` is null where the tap did not even come to be one. */
  | { type: "refused"; call: string | null; error: string }
  | Act;

/** What a resident does. */
export type Act =
  | { type: "touch" }
  | { type: "go"; step: Step }
  | { type: "choose"; language: string }
  /** On the step `ticket` with the number that was typed. */
  | { type: "talk"; camera: boolean }
  /** Speaks this language too, or rather does not. Said in a call it stays said. */
  | { type: "also"; language: string }
  | { type: "digits"; digits: string }
  /** To what the screen offers while waiting. */
  | { type: "answer"; choice: ChoiceKind; language: string | null }
  | { type: "leave" }
  | { type: "rate"; mood: Mood }
  | { type: "sample"; language: string }
  /** Be led by ear from here; null ends it. */
  | { type: "hear"; ear: Ear | null }
  | { type: "done" }
  | { type: "adjust"; comfort: Partial<Comfort> }
  | { type: "panel"; panel: Panel | null }
  /** Work here although the page is open elsewhere. */
  | { type: "reopen" }
  /** The upper corner was touched, which opens nothing for whoever does it by chance. */
  | { type: "knock" }
  | { type: "captions"; captions: Partial<CaptionLook> }
  /** Null: back to what lies before all, or to the controls. */
  | { type: "aside"; aside: Aside | null }
  | { type: "switch"; what: "microphone" | "camera" | "mirror" };

export type Effect =
  /** Write the tap to this machine's disk, then answer with `journalled`. */
  | { type: "tap"; language: string }
  | {
      type: "call";
      call: string;
      language: string;
      also: readonly string[];
      ticket: string | null;
      tappedAt: number;
    }
  | { type: "answer"; call: string; choice: ChoiceKind; language: string | null }
  | { type: "hang_up"; call: string }
  | { type: "rate"; call: string; mood: Mood }
  /** Let a language be heard: its own name, spoken. */
  | { type: "sample"; language: string }
  | { type: "reopen" };

export interface Change {
  state: State;
  effects: readonly Effect[];
}
