/**
 * Where in the page one is. All of it stands in the address, so that a selection can be kept, sent and gone back to.
 */

import { address } from "../api";
import type {
  CallOutcome,
  Grade,
  HelpedHow,
  LogOrder,
  LogQuery,
  NamedPeriod,
  Purpose,
  StaffRole,
  Step,
  TicketPart,
  Versus,
  Waited,
} from "../api_types";
import { AREAS, type Area } from "./settings/contents";

export const VIEWS = [
  "log",
  "statistics",
  "equality",
  "planning",
  "board",
  "kiosks",
  "alarms",
  "guides",
  "integrations",
  "settings",
  "readings",
  "review",
] as const;
/** A view that stands in the navigation. */
export type NavView = (typeof VIEWS)[number];
export type View = NavView | "report";
const ALL_VIEWS: readonly View[] = [...VIEWS, "report"];

/** Whose each view is. The server decides again, for everything that a view asks for. */
const ROLES: Record<View, readonly StaffRole[]> = {
  log: ["admin"],
  statistics: ["leader", "analyst", "admin"],
  report: ["leader", "analyst", "admin"],
  equality: ["leader", "analyst", "admin"],
  planning: ["leader", "admin"],
  board: ["admin"],
  kiosks: ["technician", "admin"],
  alarms: ["leader", "technician", "admin"],
  guides: ["admin"],
  integrations: ["admin"],
  settings: ["admin"],
  readings: ["admin"],
  review: ["admin"],
};

/** The views of somebody with these roles, in the order of the navigation. */
export function viewsOf(roles: readonly StaffRole[]): NavView[] {
  return VIEWS.filter((view) => isFor(view, roles));
}

/** Whether somebody with these roles may see the view. */
export function isFor(view: View, roles: readonly StaffRole[]): boolean {
  return ROLES[view].some((role) => roles.includes(role));
}

export interface Place {
  view: View;
  /** The log's selection, order and page; kept while one call is looked at. */
  log: LogQuery;
  /** How the period's measures are shown; the period is the log's. */
  statistics: StatisticsChoice;
  /** Of the monthly report, such as “2026-10”; null: the last one that is over. */
  month: string | null;
  /** Whether the log is shown as a public record, without any id or name. */
  record: boolean;
  /** Whether of the kiosks only those are shown that somebody has to see to. */
  unwell: boolean;
  /** Of the settings. */
  area: Area;
  /** The call that is looked at. */
  call: string | null;
}

export interface StatisticsChoice {
  step: Step | null;
  versus: Versus | "nothing";
  versus_from: string | null;
  versus_to: string | null;
}

export const PURPOSES: readonly Purpose[] = ["follow_up", "complaint", "fault", "public_records_request"];
export const OUTCOMES: readonly CallOutcome[] = [
  "completed",
  "abandoned_waiting",
  "abandoned_ringing",
  "no_guide_available",
  "outside_hours",
  "wait_limit",
  "setup_failed",
  "guide_lost",
  "kiosk_lost",
  "ended_by_admin",
  "rejected_overload",
  "ticket_given",
  "recovered_unknown",
];
export const HOWS: readonly HelpedHow[] = ["asked", "also", "substitute", "interpreter"];
export const TICKETS: readonly TicketPart[] = ["given", "returned"];
export const STEPS: readonly Step[] = ["day", "week", "month"];
export const VERSUS: readonly StatisticsChoice["versus"][] = ["previous", "last_year", "chosen", "nothing"];
/** The best first. */
export const GRADES: readonly Grade[] = ["good", "fair", "audio_only", "poor", "none"];
export const WAITS: readonly Waited[] = ["within_target", "longer", "long"];
export const PERIODS: readonly NamedPeriod[] = [
  "today",
  "yesterday",
  "this_week",
  "last_week",
  "this_month",
  "last_month",
  "this_year",
  "last_year",
];
const SORTS: readonly LogOrder[] = [
  "queued_at",
  "kiosk",
  "site",
  "neighbourhood",
  "language",
  "outcome",
  "rings",
  "wait_ms",
  "talk_ms",
];
/** The parts of a selection that narrow it. */
export const NARROWING = [
  "from",
  "to",
  "period",
  "neighbourhood",
  "site",
  "kiosk",
  "language",
  "spoken",
  "how",
  "waited",
  "ticket",
  "topic",
  "quality",
  "outcome",
  "guide",
] as const;

/** Read an address's search. What is not known is left out, so that an old or mistyped link still opens. */
export function placeOf(search: string): Place {
  const given = new URLSearchParams(search);
  const text = (name: string) => given.get(name) || null;
  const oneOf = <T extends string>(name: string, known: readonly T[]) =>
    known.find((value) => value === given.get(name)) ?? null;
  const page = Number(given.get("page") ?? "1");
  const period = oneOf("period", PERIODS);
  return {
    view: oneOf("view", ALL_VIEWS) ?? "log",
    log: {
      from: period === null ? dayOf(given.get("from")) : null,
      to: period === null ? dayOf(given.get("to")) : null,
      period,
      neighbourhood: text("neighbourhood"),
      site: text("site"),
      kiosk: text("kiosk"),
      language: text("language"),
      spoken: text("spoken"),
      how: oneOf("how", HOWS),
      waited: oneOf("waited", WAITS),
      ticket: oneOf("ticket", TICKETS),
      topic: text("topic"),
      quality: oneOf("quality", GRADES),
      outcome: oneOf("outcome", OUTCOMES),
      guide: text("guide"),
      why: oneOf("why", PURPOSES) ?? "follow_up",
      sort: oneOf("sort", SORTS) ?? "queued_at",
      order: oneOf("order", ["asc", "desc"] as const) ?? "desc",
      page: Number.isInteger(page) && page > 0 ? page : 1,
    },
    statistics: {
      step: oneOf("step", STEPS),
      versus: oneOf("versus", VERSUS) ?? "previous",
      versus_from: dayOf(given.get("versus_from")),
      versus_to: dayOf(given.get("versus_to")),
    },
    month: monthOf(given.get("month")),
    record: given.get("record") === "public",
    unwell: given.get("only") === "unwell",
    area: oneOf("area", AREAS) ?? AREAS[0],
    call: text("call"),
  };
}

/** A day of the calendar such as “2026-11-23”; null for the thirtieth of February. */
function dayOf(text: string | null): string | null {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(`${text}T`) ? text : null;
}

function monthOf(text: string | null): string | null {
  return dayOf(`${text}-01`) === null ? null : text;
}

const USUAL: Readonly<Record<string, string>> = {
  view: "log",
  why: "follow_up",
  sort: "queued_at",
  order: "desc",
  page: "1",
  versus: "previous",
  area: AREAS[0],
};

/** The search of a place; what is as usual is left out. */
export function searchOf(place: Place): string {
  const parts = new URLSearchParams();
  const record = place.record ? "public" : null;
  const all = {
    view: place.view,
    ...place.log,
    record,
    ...place.statistics,
    month: place.month,
    only: place.unwell ? "unwell" : null,
    area: place.area,
    call: place.call,
  };
  for (const [name, value] of Object.entries(all)) {
    if (value !== null && value !== undefined && String(value) !== USUAL[name])
      parts.set(name, String(value));
  }
  const search = parts.toString();
  return search === "" ? "" : `?${search}`;
}

/** `place` with another selection, from its first page. Days that are chosen take the place of a named period. */
export function narrowed(place: Place, change: LogQuery): Place {
  const days = change.from !== undefined || change.to !== undefined;
  return { ...place, log: { ...place.log, ...(days && { period: null }), ...change, page: 1 } };
}

/** `place` with the period's measures shown otherwise. */
export function shown(place: Place, change: Partial<StatisticsChoice>): Place {
  return { ...place, statistics: { ...place.statistics, ...change } };
}

/** Sorted by `sort`; asked for again, the other way round. Times and durations begin with the greatest. */
export function sortedBy(place: Place, sort: LogOrder): Place {
  const greatestFirst = sort === "queued_at" || sort.endsWith("_ms");
  const first = greatestFirst ? "desc" : "asc";
  const order = place.log.sort !== sort ? first : place.log.order === "asc" ? "desc" : "asc";
  return { ...place, log: { ...place.log, sort, order, page: 1 } };
}

export function isNarrowed(place: Place): boolean {
  return NARROWING.some((name) => place.log[name] !== null);
}

/** `place` as it was saved, for the purpose that is stated now. */
export function savedAs(place: Place, selection: LogQuery): Place {
  const { log } = placeOf(address("", { ...selection }));
  return { ...place, log: { ...log, why: place.log.why ?? "follow_up" } };
}
