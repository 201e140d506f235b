/**
 * What a guide has said of a call so far, kept in this tab over a reload or a crash until it is sent.
 *
 * The tab's own store forgets when the tab is closed, and holds one call's draft at most.
 */

export interface Draft {
  topic: string | null;
  disposition: string | null;
  referredTo: string | null;
  note: string;
}

export const EMPTY_DRAFT: Draft = { topic: null, disposition: null, referredTo: null, note: "" };

const KEY = "desk.draft";

export function readDraft(call: string, store: Storage = sessionStorage): Draft {
  try {
    const kept: unknown = JSON.parse(store.getItem(KEY) ?? "null");
    if (typeof kept !== "object" || kept === null) return EMPTY_DRAFT;
    const { call: of, topic, disposition, referredTo, note } = kept as Record<string, unknown>;
    if (of !== call) return EMPTY_DRAFT;
    return {
      topic: textOf(topic),
      disposition: textOf(disposition),
      referredTo: textOf(referredTo),
      note: textOf(note) ?? "",
    };
  } catch {
    return EMPTY_DRAFT;
  }
}

export function keepDraft(call: string, draft: Draft, store: Storage = sessionStorage): void {
  store.setItem(KEY, JSON.stringify({ call, ...draft }));
}

export function forgetDraft(store: Storage = sessionStorage): void {
  store.removeItem(KEY);
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
