/** Made by `python -m guide_server.typescript` from guide_server/models.py. Do not edit. */

/** The header that carries a session's token. */
export const CSRF_HEADER = "X-CSRF-Token";

/** What was done. */
export type AuditAction =
  | "read_log"
  | "export_log"
  | "read_call"
  | "read_report"
  | "read_audit"
  | "add_place"
  | "make_enrolment_code"
  | "enrol_kiosk"
  | "revoke_kiosk"
  | "add_staff"
  | "change_staff";

export interface AuditPage {
  rows: AuditRow[];
}

/** Who read or changed what. */
export interface AuditRow {
  id: number;
  at: Instant;
  who: string;
  what: AuditAction;
  /** Which records were asked for, or what was changed. */
  given: Record<string, string | number>;
  rows: Count;
  /** A `Purpose`; empty where something was changed. */
  why: string;
}

export type CallId = string;

/** How a call ended. Exactly one per call. */
export type CallOutcome =
  | "completed"
  | "abandoned_waiting"
  | "abandoned_ringing"
  | "no_guide_available"
  | "outside_hours"
  | "wait_limit"
  | "setup_failed"
  | "guide_lost"
  | "kiosk_lost"
  | "ended_by_admin"
  | "rejected_overload"
  | "recovered_unknown";

/** One call of the session log. */
export interface CallRow {
  call: CallId;
  kiosk: Id;
  kiosk_name: string;
  site_name: string;
  neighbourhood_name: string;
  language: LanguageTag;
  tapped_at: Instant;
  state: CallState;
  outcome: CallOutcome | null;
  guide_name: string | null;
  rings: Count;
  /** From the arrival at the server to the take; where nobody took it, to the end. */
  wait: Milliseconds | null;
  /** From the first picture both ways to the end. */
  talk: Milliseconds | null;
  ended_at: Instant | null;
  topic: Code | null;
  disposition: Code | null;
}

/** Where a call is in its life. `call_table` says how it moves. */
export type CallState = "waiting" | "held" | "ringing" | "connecting" | "live" | "interrupted" | "ended";

export type Code = string;

export type Count = number;

/** Everything that the log's filters and the lists of the admin page name. */
export interface DirectoryPage {
  neighbourhoods: Named[];
  sites: Named[];
  kiosks: Kiosk[];
  guides: Guide[];
  /** Those offered here, in the order in which kiosks show them. */
  languages: LanguageName[];
  topics: Code[];
  dispositions: Code[];
  /** The municipality's time zone, as the IANA data base names it: whose days the log's periods are. */
  zone: string;
}

/** Shown once: the store keeps only its hash. */
export interface EnrolmentCode {
  kiosk: Id;
  code: string;
  expires: Instant;
}

export interface FieldProblem {
  field: string;
  message: string;
}

export interface Guide {
  id: Id;
  login: string;
  name: string;
  languages: LanguageTag[];
  active: boolean;
}

/** What is given replaces what was. */
export interface GuideChange {
  languages?: LanguageTag[] | null;
  /** False: may no longer sign in, and is signed out everywhere. */
  active?: boolean | null;
  /** A new one signs the guide out everywhere. */
  password?: string | null;
}

export type Id = string;

export type Instant = number;

export interface Kiosk {
  id: Id;
  name: string;
  site: Id;
  site_name: string;
  neighbourhood: Id;
  neighbourhood_name: string;
  phone: string;
  state: KioskState;
}

export type KioskState = "awaits_enrolment" | "enrolled" | "revoked";

export interface LanguageName {
  tag: LanguageTag;
  /** Its own name for itself, as shown to a resident. */
  endonym: string;
  swedish: string;
  english: string;
  direction: "ltr" | "rtl";
  /** ISO 15924. A sign language has that of the texts shown with it. */
  script: "Arab" | "Beng" | "Cyrl" | "Ethi" | "Grek" | "Latn" | "Syrc";
}

export type LanguageTag = string;

/** What the selected calls come to. The rest was turned away, failed or is open. */
export interface LogFigures {
  /** All of them. */
  taps: Count;
  /** Those that were let into the queue. */
  offered: Count;
  /** Calls in which picture and sound came up both ways. */
  handled: Count;
  /** The resident left before a guide took the call. */
  abandoned: Count;
  /** Handled, and taken within `target`. */
  within_target: Count;
  target: Milliseconds;
  median_wait: Milliseconds | null;
  /** Nine of ten handled calls waited no longer. */
  p90_wait: Milliseconds | null;
}

/** What the log may be sorted by; calls alike are sorted by id, so that every order is total. */
export type LogOrder =
  | "queued_at"
  | "kiosk"
  | "site"
  | "neighbourhood"
  | "language"
  | "outcome"
  | "rings"
  | "wait_ms"
  | "talk_ms";

export interface LogPage {
  start: string;
  end: string;
  total: Count;
  page: number;
  pages: number;
  rows: CallRow[];
  figures: LogFigures;
}

export interface LogQuery {
  from?: string | null;
  to?: string | null;
  kiosk?: Id | null;
  neighbourhood?: Id | null;
  language?: LanguageTag | null;
  outcome?: CallOutcome | null;
  why?: Purpose;
  sort?: LogOrder;
  order?: "asc" | "desc";
  page?: number;
}

/** Who is signed in. */
export interface Me {
  staff: Id;
  login: string;
  name: string;
  roles: StaffRole[];
  /** To be sent as X-CSRF-Token with every request that changes something. */
  csrf: string;
  /** When the session ends at the latest. */
  expires: Instant;
}

export type Milliseconds = number;

/** One fact of the call, as the journal has it. */
export interface Moment {
  seq: number;
  at: Instant;
  type: Code;
  by: Role | null;
  guide_name: string | null;
  /** How it ended, where the moment is an end; the topic, where it is a wrap-up. */
  detail: Code | null;
}

export interface Named {
  id: Id;
  name: string;
}

export interface NewGuide {
  login: string;
  name: SafeText;
  password: string;
  languages: LanguageTag[];
}

/** What every refused request is answered with. */
export interface ProblemBody {
  id: string;
  message: string;
  fields?: FieldProblem[];
}

/** Why an admin reads the log. Stands in the audit. */
export type Purpose = "follow_up" | "complaint" | "fault" | "public_records_request";

export interface Ring {
  epoch: number;
  guide_name: string;
  at: Instant;
  taken_at: Instant | null;
  ended_at: Instant | null;
  outcome: RingOutcome | null;
  because: string;
}

/**
 * How one ring of one desk ended. Exactly one per ring.
 *
 * A ring stays open from the first sound at the desk until picture and sound flow both ways (`ACCEPTED`),
 * so that a take whose media never came up is told apart from one that led to a talk.
 */
export type RingOutcome =
  | "accepted"
  | "declined"
  | "timed_out"
  | "withdrawn"
  | "guide_lost"
  | "setup_failed"
  | "superseded";

/** What someone is to a call. A call has at most four parties. */
export type Role = "kiosk" | "guide" | "interpreter" | "colleague" | "admin";

export type SafeText = string;

export interface SignIn {
  login: string;
  password: string;
  /** The page that was asked for before; followed only where it is one of ours and allowed. */
  next?: string;
}

export type StaffRole = "guide" | "admin";

export interface Timeline {
  call: CallRow;
  rings: Ring[];
  moments: Moment[];
}

export interface Welcome {
  me: Me;
  /** Where to go now: a path on this server. */
  go_to: string;
}
