/** How this desk is arranged at the moment: nothing of it is anybody's business but the guide's who sits there. */
import { signal } from "@preact/signals";
import { AS_IT_COMES } from "./framing";

/** What the right side shows in a call: one thing at a time. */
export const PANELS = ["write", "give", "place", "people", "view"] as const;
export type Panel = (typeof PANELS)[number] | "language";

export class Room {
  readonly panel = signal<Panel>("write");
  readonly framing = signal(AS_IT_COMES);
  readonly ownPicture = signal(true);
  /** The window in which the resident's picture floats over other programs; null while it does not. */
  readonly floating = signal<Window | null>(null);
  readonly help = signal(false);
  readonly sound = signal(false);

  /** Each call begins alike. */
  reset(panel: Panel): void {
    this.panel.value = panel;
    this.framing.value = AS_IT_COMES;
    this.floating.value?.close();
  }
}
