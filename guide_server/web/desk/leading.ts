/** What a leader has to do with a desk: comes to it from the board, to join a call. */
import type { DeskCall, DeskView, PartyLine } from "../../../signaling/client/types";

/** Where a page that came from the board goes on: loaded anew it finds itself in the call, and joins it no second time. */
export const JOINED = "?from=board";

/** The call that the board's link names; null where there is none to join. */
export function callToJoin(search: string): string | null {
  const call = new URLSearchParams(search).get("join");
  return call !== null && /^[0-9a-f-]{36}$/.test(call) ? call : null;
}

export function isFromBoard(search: string): boolean {
  return callToJoin(search) !== null || new URLSearchParams(search).get("from") === "board";
}

/** Another party who leads the guides: from the moment they came, before any picture. */
export function leaderIn(call: DeskCall): PartyLine | null {
  return call.parties.find(({ role, epoch }) => role === "leader" && epoch !== call.epoch) ?? null;
}

/** Whoever signed off has nobody to ask. */
export function mayAsk(view: DeskView): boolean {
  return view.status !== "offline";
}

/** A leader without languages is rung for nobody: there is nothing to become available for. */
export function comesOnlyToJoin(fromBoard: boolean, view: DeskView): boolean {
  return fromBoard && view.languages.length === 0;
}
