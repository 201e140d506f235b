/** Plays events to the model, as the shell does, and keeps what it asked to be done. */
import type { Effect, Event } from "../../../kiosk_client/web/kiosk/events";
import { next } from "../../../kiosk_client/web/kiosk/model";
import { screenOf } from "../../../kiosk_client/web/kiosk/screen";
import { firstState, type State } from "../../../kiosk_client/web/kiosk/state";
import type { CallOutcome, CallState, KioskCall, KioskView, Ticket } from "../../../signaling/client/types";

export const CALL = "0197f0c2-5a51-7cc3-a3c5-0f6f1c2d3e4f";

export function view(more: Partial<KioskView> = {}): KioskView {
  return {
    type: "kiosk",
    place: {
      kiosk: "k1",
      name: "Skärm 1",
      site: "s1",
      site_name: "Biblioteket",
      neighbourhood: "n1",
      neighbourhood_name: "Vårby",
    },
    phone: "08-123 456 78",
    languages: [
      { language: "sv", on_duty: 1, free: 1, waiting: 0, open: true, opens_at: null },
      { language: "so", on_duty: 1, free: 0, waiting: 2, open: true, opens_at: null },
      { language: "ti", on_duty: 0, free: 0, waiting: 0, open: true, opens_at: null },
    ],
    call: null,
    ended: null,
    ...more,
  };
}

export function call(state: CallState, more: Partial<KioskCall> = {}): KioskView {
  const guide = state === "waiting" || state === "ringing" ? null : { id: "g1", name: "Amina" };
  const open = {
    id: CALL,
    state,
    language: "so",
    accepts: ["so"],
    spoken: null,
    tapped_at: 0,
    epoch: 1,
    position: null,
    choices: [],
    wait: null,
    guide,
    parties: [],
    on_hold: false,
    until: null,
  };
  return view({ call: { ...open, ...more } });
}

export function over(outcome: CallOutcome, id = CALL, ticket: Ticket | null = null): KioskView {
  return view({ ended: { id, language: "so", outcome, at: 0, ticket } });
}

export class Story {
  state: State = firstState(0);
  readonly effects: Effect[] = [];

  constructor(...events: Event[]) {
    this.play({ type: "link", link: "up", closing: null }, { type: "view", view: view() }, ...events);
  }

  play(...events: Event[]): this {
    for (const event of events) {
      const { state, effects } = next(this.state, event);
      this.state = state;
      this.effects.push(...effects);
    }
    return this;
  }

  /** Let so many ms pass, a tick each second. */
  wait(ms: number): this {
    const end = this.state.now + ms;
    while (this.state.now < end) this.play({ type: "tick", now: Math.min(this.state.now + 1_000, end) });
    return this;
  }

  see(seen: KioskView): this {
    return this.play({ type: "view", view: seen });
  }

  get screen() {
    return screenOf(this.state);
  }
}

/** A resident who has chosen Somali and asked for a guide. */
export function asking(): Story {
  return new Story({ type: "choose", language: "so" }, { type: "talk", camera: true });
}

/** The same, once the tap is on disk and the server has the call. */
export function inQueue(): Story {
  return asking()
    .play({ type: "journalled", call: CALL, tappedAt: 7 })
    .see(call("waiting", { position: 2, wait: { low: 4, high: 9 } }));
}
