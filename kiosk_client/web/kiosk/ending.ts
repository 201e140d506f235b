/** How a visit's call came to its end. Pure. */
import type { CallOutcome, Ticket } from "../../../signaling/client/types";
import type { State } from "./state";

/** In the words that a resident needs. */
export type Ending =
  | "thanks"
  | "stopped"
  | "no_guide"
  | "outside_hours"
  | "waited_long"
  | "broke_off"
  | "crowded"
  | "ticket"
  | "unknown_ticket"
  | "ticket_over"
  | "unreachable";

const ENDINGS: Readonly<Record<CallOutcome, Ending>> = {
  completed: "thanks",
  abandoned_waiting: "stopped",
  abandoned_ringing: "stopped",
  no_guide_available: "no_guide",
  outside_hours: "outside_hours",
  wait_limit: "waited_long",
  setup_failed: "broke_off",
  guide_lost: "broke_off",
  kiosk_lost: "broke_off",
  ended_by_admin: "broke_off",
  rejected_overload: "crowded",
  ticket_given: "ticket",
  recovered_unknown: "broke_off",
};

const REFUSALS: Readonly<Record<string, Ending>> = {
  unknown_language: "no_guide",
  rate_limited: "crowded",
  call_already_open: "broke_off",
  unknown_ticket: "unknown_ticket",
  ticket_over: "ticket_over",
};

export function endingOf({ visit, view, left }: State): Ending {
  if (visit.request?.refused) return REFUSALS[visit.request.refused] ?? "unreachable";
  const outcome = view?.ended?.id === visit.call ? view?.ended?.outcome : undefined;
  if (outcome !== undefined) return ENDINGS[outcome];
  return left === visit.call && view?.call?.guide == null ? "stopped" : "thanks";
}

export function ticketOf({ visit, view }: State): Ticket | null {
  return view?.ended?.id === visit.call ? (view?.ended?.ticket ?? null) : null;
}

/** Whether nothing is left to read, to write down or to take along. */
export function isWell(ending: Ending): boolean {
  return ending === "thanks" || ending === "stopped";
}
