/** Made by `python -m guide_server.typescript` from guide_server's `models.py`. Do not edit. */

/** The header that carries a session's token. */
export const CSRF_HEADER = "X-CSRF-Token";

export type About = string;

export type AlarmKind =
  | "kiosk_dark"
  | "self_test_failed"
  | "self_test_missing"
  | "language_unserved"
  | "queue_long"
  | "webhook_disabled"
  | "mail_failing";

export interface AlarmLine {
  kind: AlarmKind;
  /** The id of the kiosk, the language or the webhook that it is about; empty where it is the service. */
  subject: string;
  /** What people call the subject; a language by its tag. */
  name: string;
  since: Instant;
  /** Null while it lasts. */
  until: Instant | null;
}

export interface AlarmPage {
  /** The newest first. */
  lasting: AlarmLine[];
  /** The last ones that ended. */
  over: AlarmLine[];
  /** Whether notices are sent by e-mail to anybody. */
  mailed: boolean;
}

export interface ApprovalPage {
  rows: ApprovalRow[];
}

/** A request for a second pair of eyes, and what became of it. */
export interface ApprovalRow {
  id: Count;
  at: Instant;
  until: Instant;
  asked_by: string;
  /** Whether whoever looks asked for it: then somebody else decides. */
  own: boolean;
  what: Deed;
  given: Record<string, string | number>;
  /** Whom it concerns, by name, where it is about an account. */
  about: string;
  why: string;
  state: ApprovalState;
  decided_at: Instant | null;
  decided_by: string | null;
}

export type ApprovalState = "waits" | "approved" | "refused" | "done" | "expired";

export interface ApprovalVerdict {
  approve: boolean;
}

export type AreaName = "languages" | "hours" | "sites" | "topics" | "waiting" | "retention" | "texts";

export interface AskedErrand {
  errand: ErrandName;
  state: ErrandState;
  asked_at: Instant;
  done_at: Instant | null;
  /** Once it is done. */
  outcome: ErrandOutcome | null;
}

/** To whom a call shall ring. */
export interface Assignment {
  guide: Id;
}

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
  | "ask_self_test"
  | "ask_restart"
  | "ask_update"
  | "add_staff"
  | "change_staff"
  | "set_second_factor"
  | "drop_second_factor"
  | "start_trial"
  | "cancel_trial"
  | "forget_notes"
  | "destroy_records"
  | "extract_call"
  | "erase_call"
  | "read_board"
  | "read_directory"
  | "read_place"
  | "read_notes"
  | "read_approvals"
  | "ask_approval"
  | "decide_approval"
  | "add_webhook"
  | "change_webhook"
  | "replay_webhook"
  | "remove_webhook"
  | "add_token"
  | "revoke_token"
  | "change_settings";

export interface AuditPage {
  rows: AuditRow[];
}

/** The newest rows, or those older than `before`. */
export interface AuditReading {
  before?: number | null;
  why?: Purpose;
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

/**
 * Why a guide is away: chosen by the guide, but for the last two.
 *
 * `MISSED_RING` is set by the exchange, `BY_ADMIN` by an admin who sent the guide away or off.
 */
export type AwayReason = "break" | "lunch" | "meeting" | "other_work" | "missed_ring" | "by_admin";

/** Shown once: only hashes are kept. */
export interface BackupCodes {
  codes: string[];
}

/** The pool as it is at `at`. */
export interface Board {
  at: Instant;
  /** Within which a resident should be answered. */
  target: Milliseconds;
  today: BoardToday;
  zone: string;
  /** Of the languages that are on the board. */
  names: LanguageName[];
  languages: BoardLanguage[];
  guides: BoardGuide[];
  calls: BoardCall[];
  /** Names of kiosks that are enrolled, were connected before and are not now. */
  dark_kiosks: string[];
}

/** An open call. It names where the kiosk stands, never who stands before it. */
export interface BoardCall {
  call: CallId;
  state: CallState;
  kiosk_name: string;
  site_name: string;
  neighbourhood_name: string;
  language: Language;
  queued_at: Instant;
  taken_at: Instant | null;
  /** At whose desk it rings or is. */
  guide_name: string | null;
  /** Why that guide was rung: the matcher's one line. Empty while no desk has rung. */
  because: string;
  live_since: Instant | null;
  on_hold: boolean;
  /** Null before a talk, as `guide_end`. */
  kiosk_end: BoardEnd | null;
  guide_end: BoardEnd | null;
  /** Interpreters, colleagues and leaders in the call. */
  guests: BoardGuest[];
  /** To whom it could be assigned: free and with a language in common, the longest idle first. */
  takers: BoardTaker[];
}

/** One end of a talk, as it last said. */
export interface BoardEnd {
  /** Whether its socket is up; a talk goes on without. */
  connected: boolean;
  /** Whether it sees or hears the other end. */
  receives: boolean;
  /** How sound and picture come through to it; null where it has not said. */
  grade: Grade | null;
}

export interface BoardGuest {
  name: string;
  role: Role;
  state: PartyState;
}

export interface BoardGuide {
  id: Id;
  name: string;
  status: GuideStatus;
  reason: AwayReason | null;
  since: Instant;
  /** What the guide is to be after the present call or wrap-up, where somebody chose. */
  next_status: GuideStatus | null;
  /** When a guide who is away plans to be back. */
  back_at: Instant | null;
  languages: Language[];
  connected: boolean;
  /** Which rings at this desk or is led or joined from it. */
  call: CallId | null;
  help: BoardHelp | null;
}

/** The guide asked the leader for help. */
export interface BoardHelp {
  since: Instant;
  /** The name of the leader who answered. */
  coming: string | null;
}

/** One language that somebody waits for or can serve. */
export interface BoardLanguage {
  language: Language;
  waiting: Count;
  /** When the one who waits longest was put in line. */
  oldest: Instant | null;
  on_duty: Count;
  free: Count;
}

export interface BoardTaker {
  id: Id;
  name: string;
}

/** The day so far, since midnight in the municipality. */
export interface BoardToday {
  /** Calls that were let into the queue, but for those that may still be answered within the target. */
  decided: Count;
  /** Those of them that a guide took within the target. */
  within_target: Count;
  abandoned: Count;
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
  | "ticket_given"
  | "recovered_unknown";

/** One call. */
export interface CallReading {
  why?: Purpose;
}

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
  referred_to: Code | null;
  /** The language that resident and guide shared; null where none did, or nobody was rung. */
  spoken: LanguageTag | null;
  how: HelpedHow | null;
  interpreter_name: string | null;
  /** The call whose ticket this one began with. */
  ticket_of: CallId | null;
  /** An admin gave it priority. */
  urgent: boolean;
  /** How sound and picture came through at their worst, at either end; null where that is not known. */
  quality: Grade | null;
  /** How long they came through poorly, or not at all, at either end. */
  poor: Milliseconds | null;
}

/** Where a call is in its life. `call_table` says how it moves. */
export type CallState = "waiting" | "held" | "ringing" | "connecting" | "live" | "interrupted" | "ended";

export type CheckName =
  | "page"
  | "camera"
  | "microphone"
  | "turn"
  | "call"
  | "disk"
  | "clock"
  | "printer"
  | "touch";

export interface CheckReport {
  name: CheckName;
  /** False where there was nothing to try, such as TURN where none is set. */
  tried: boolean;
  faults?: Fault[];
  figures?: Record<string, number>;
  /** What the faults are about, where the check has several parts. */
  about?: About[];
}

/** What a resident who waits can choose. */
export type ChoiceKind = "keep_waiting" | "also" | "substitute" | "interpreter" | "ticket" | "phone";

export type Code = string;

export type Count = number;

export interface DarkDay {
  /** Counted from the kiosk's first contact on: before that it was not there to be dark. */
  open: Milliseconds;
  /** While a server ran. */
  dark: Milliseconds;
  /** While none ran, or none that reached the store: no kiosk can have had contact then. */
  no_server: Milliseconds;
  day: string;
}

/**
 * Of some time up to now: how long it was open at the kiosk, by the rules in force then, and how long of
 * that it had no contact.
 */
export interface DarkTime {
  /** Counted from the kiosk's first contact on: before that it was not there to be dark. */
  open: Milliseconds;
  /** While a server ran. */
  dark: Milliseconds;
  /** While none ran, or none that reached the store: no kiosk can have had contact then. */
  no_server: Milliseconds;
}

/** What may need two admins. */
export type Deed = "export" | "roles" | "erasure" | "retention";

/** Why a message was not taken. */
export type DeliveryFault =
  | "forbidden_address"
  | "unreachable"
  | "untrusted"
  | "timed_out"
  | "cut_off"
  | "redirected"
  | "refused"
  | "gone";

/** Everything that the log's filters and the lists of the admin page name. */
export interface DirectoryPage {
  neighbourhoods: Named[];
  sites: Named[];
  kiosks: Kiosk[];
  /** Everyone with an account; for admins only. */
  guides: Guide[];
  /** Those offered here, in the order in which kiosks show them. */
  languages: LanguageName[];
  topics: Code[];
  dispositions: Code[];
  /** What another admin has to approve first. */
  second_admin_for: Deed[];
  /** Whether an identity provider lets people in too: then a guide needs no password of ours. */
  provider: boolean;
  /** Whether anyone may read how equal the service was, at `/service/`. */
  publishes: boolean;
  /** Whether there are places of the demo's: then there are calls that nobody made. */
  demo: boolean;
  /** The municipality's time zone, as the IANA data base names it: whose days the log's periods are. */
  zone: string;
}

/** Shown once: the store keeps only its hash. */
export interface EnrolmentCode {
  kiosk: Id;
  code: string;
  expires: Instant;
}

/** One language in one neighbourhood. */
export interface EqualityCell {
  language: LanguageTag;
  neighbourhood: Id;
  kept_back: boolean;
  within_target: Share | null;
  left: Share | null;
  p90_wait: Milliseconds | null;
}

/** One language in one hour of the day, over the whole period. */
export interface EqualityHour {
  /** Empty: all those together that are kept back. */
  language: string;
  hour: number;
  kept_back: boolean;
  within_target: Share | null;
}

/** One language, one neighbourhood, or all. A small line is kept back and has no figures. */
export interface EqualityLine {
  key: string;
  name: string;
  kept_back: boolean;
  taps?: Count | null;
  offered?: Count | null;
  handled?: Count | null;
  /** Handled within the target, of those offered. */
  within_target?: Share | null;
  /** Tapped and left before a guide came, of those offered. */
  left?: Share | null;
  median_wait?: Milliseconds | null;
  p90_wait?: Milliseconds | null;
  /** The true P90 lies between this and `p90_high` with 95 % confidence. */
  p90_low?: Milliseconds | null;
  p90_high?: Milliseconds | null;
  /** From the tap until both sides receive each other: median of the handled; null over long periods. */
  first_word?: Milliseconds | null;
  first_word_p90?: Milliseconds | null;
}

export interface EqualityPage {
  start: string;
  end: string;
  target: Milliseconds;
  /** Whether these calls are a demonstration's, and nobody made them. */
  demo: boolean;
  total: EqualityLine;
  languages: EqualityLine[];
  neighbourhoods: EqualityLine[];
  cells: EqualityCell[];
  /** Empty where they would give away what is kept back. */
  hours: EqualityHour[];
  ratio: WaitRatio | null;
  /** Asked for, and nobody was ever reached. */
  unserved: LanguageTag[];
  /** Of the languages. */
  names: LanguageName[];
}

export interface Erasure {
  /** Null where another admin has to approve it first. */
  receipt: ReceiptRow | null;
  approval: Count | null;
}

export interface ErasureWish {
  ground: Ground;
}

export type ErrandName = "self_test" | "restart" | "update";

export type ErrandOutcome = "done" | "current" | "failed" | "went_back";

export type ErrandState = "asked" | "heard" | "done" | "unheard" | "undone";

export interface ErrandsPage {
  /** Every kiosk of the directory, in its order. */
  kiosks: KioskErrands[];
}

export interface Estimate {
  value: number;
  low: number;
  high: number;
}

/** An export that waits for another admin. */
export interface ExportRequest {
  approval: number;
  /** When it is void. */
  until: Instant;
}

/** One guide more, on these weekdays from then to then. */
export interface ExtraGuideWish {
  kind: "extra_guide";
  languages: LanguageTag[];
  weekdays: number[];
  /** Minutes after midnight. */
  begins: number;
  ends: number;
}

export type Fault =
  | "page_silent"
  | "camera_closed"
  | "camera_black"
  | "camera_frozen"
  | "microphone_closed"
  | "microphone_deaf"
  | "turn_unknown"
  | "turn_shut"
  | "call_unreachable"
  | "call_declined"
  | "call_busy"
  | "call_unconnected"
  | "call_guide_unseen"
  | "call_guide_unheard"
  | "call_kiosk_unseen"
  | "call_kiosk_unheard"
  | "call_stutters"
  | "call_lossy"
  | "call_slow"
  | "disk_unwritable"
  | "disk_full"
  | "clock_unknown"
  | "clock_wrong"
  | "printer_without_cups"
  | "printer_silent"
  | "printer_missing"
  | "touch_unknown"
  | "touch_missing";

export interface FieldProblem {
  field: string;
  message: string;
  reason?: string | null;
}

export type Figure =
  | "brightness"
  | "contrast"
  | "motion"
  | "tone_db"
  | "above_db"
  | "relays"
  | "slowest_ms"
  | "round_trip_ms"
  | "loss_in_percent"
  | "loss_out_percent"
  | "frames_in"
  | "frames_out"
  | "guide_above_db"
  | "kiosk_above_db"
  | "free_mb"
  | "seconds_ahead";

/** Which one language of one guide would help most? */
export interface FindSkillWish {
  kind: "find_skill";
}

export interface FirstCode {
  code: string;
}

export interface FleetKiosk {
  kiosk: Id;
  /** Of its software, as it last told; null: it never did. */
  version: string | null;
  /** Whether another kiosk in use runs a newer one. */
  behind: boolean;
  connected: boolean;
  /** Since when it has contact, or has none; null: it never had any that is known of. */
  since: Instant | null;
  /** Of today and the six days before. */
  week: DarkTime;
  /** Of today and the 29 days before. */
  month: DarkTime;
  /** The last 14, today last. */
  days: DarkDay[];
  /** How many residents tapped there in the same days. */
  calls_week: Count;
  calls_month: Count;
  /** In how many of the month's calls an end said how picture and sound came through. */
  talks_graded: Count;
  /** In how many of those they were poor, or did not come, for a while. */
  talks_poor: Count;
}

export interface FleetPage {
  /** Those in use, in the directory's order. */
  kiosks: FleetKiosk[];
  /** The newest version that one of them runs. */
  newest: string | null;
}

/** What a guide is to be: at once, or after the call or wrap-up that the guide is in. */
export interface ForcedStatus {
  status: "available" | "away" | "offline";
}

/** A guide who speaks one language more. */
export interface FurtherLanguageWish {
  kind: "further_language";
  guide: Id;
  language: LanguageTag;
}

/** How sound and picture come through at one end of a talk: what that end receives, the best first. */
export type Grade = "good" | "fair" | "audio_only" | "poor" | "none";

/** Why a call is erased. Stands in the receipt. */
export type Ground = "objection" | "unlawful" | "mistake";

export interface Guide {
  id: Id;
  login: string;
  name: string;
  languages: LanguageTag[];
  /** How well the guide speaks or signs each of them. */
  skills: Skill[];
  interprets: LanguageTag[];
  /** What the guide knows well: a resident can be sent on to somebody who does. */
  topics: Code[];
  active: boolean;
  /** Whether a code is asked for when signing in by password. */
  second_step: boolean;
  /** None while the first ones wait for a second admin. */
  roles: StaffRole[];
  /** What was asked for, where a second admin has to approve it. */
  asked_roles?: StaffRole[] | null;
}

export interface GuideChange {
  roles?: StaffRole[] | null;
  languages?: LanguageTag[] | null;
  /** Goes with `languages`, and replaces all that was said of them. */
  skills?: Skill[] | null;
  interprets?: LanguageTag[] | null;
  topics?: Code[] | null;
  /** False: may no longer sign in, and is signed out everywhere. */
  active?: boolean | null;
  /** A new one signs the guide out everywhere. */
  password?: string | null;
  /** Why it is changed, for whoever reads the history. */
  note?: SafeText | null;
  /** The number of the version that this takes back, where it does. */
  undoes?: number | null;
  /** The number of the newest version that the preview told; left out: whichever it is. */
  base?: number | null;
}

export interface GuideChanged {
  /** Whether the roles wait for a second admin; everything else is done. */
  waits: boolean;
}

/** One thing about an account that differs, in the form in which a change gives it. */
export interface GuideDifference {
  field: GuideField;
  /** Null: the account was not there. */
  before: unknown;
  after: unknown;
}

/** What was found that a change leads to. */
export interface GuideEffect {
  id: GuideEffectId;
  params: Record<string, string | number>;
}

export type GuideEffectId =
  | "last_speaker"
  | "last_interpreter"
  | "at_work"
  | "in_call"
  | "first_speaker"
  | "further_speaker"
  | "first_interpreter"
  | "further_interpreter"
  | "not_rung"
  | "one_admin_left";

export type GuideField = "name" | "roles" | "languages" | "skills" | "interprets" | "topics" | "active";

export interface GuidePreview {
  changes: GuideDifference[];
  effects: GuideEffect[];
  /** Whether the roles would have to wait for a second admin; everything else is done at once. */
  waits: boolean;
  /** The number of the account's newest version; 0: none is kept, or it is a new account. */
  base: Count;
}

export type GuideStatus = "offline" | "available" | "ringing" | "in_call" | "wrap_up" | "away";

/** One change of an account. */
export interface GuideVersion {
  number: Count;
  at: Instant;
  /** By name. */
  who: string;
  /** By name, where a second admin approved it. */
  approved_by: string | null;
  note: string;
  /** The number of the version that this one took back. */
  undoes: Count | null;
  /** Whether the account was added; `changes` then say with what. */
  is_new: boolean;
  changes: GuideDifference[];
  /** Whether the password was replaced. */
  password: boolean;
}

/** The newest changes of an account, or those older than `before`. */
export interface GuideVersions {
  versions: GuideVersion[];
  /** Whether there are older ones. */
  more: boolean;
}

export interface GuideVersionsBefore {
  before?: number | null;
}

/** What is given replaces what was. */
export interface GuideWish {
  roles?: StaffRole[] | null;
  languages?: LanguageTag[] | null;
  /** Goes with `languages`, and replaces all that was said of them. */
  skills?: Skill[] | null;
  interprets?: LanguageTag[] | null;
  topics?: Code[] | null;
  /** False: may no longer sign in, and is signed out everywhere. */
  active?: boolean | null;
  /** A new one signs the guide out everywhere. */
  password?: string | null;
}

/** How a resident and a guide came to understand each other. */
export type HelpedHow = "asked" | "also" | "substitute" | "interpreter";

export type Id = string;

export type Instant = number;

/** One kind of record under the plan. */
export interface KeptKind {
  kind: ReceiptKind;
  /** After so many whole days it is destroyed; null: it is kept, for want of a decision. */
  days: Count | null;
  decision: string;
  /** What is over its time at this moment, by table; the job looks every ten minutes. */
  due: Record<string, Count>;
  /** The day on which the oldest that is kept is destroyed. */
  next: string | null;
}

export interface KeptNote {
  guide_name: string;
  at: Instant;
  /** When it is destroyed. */
  until: Instant;
  text: string;
}

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

/** A kiosk, and whether it has contact at this moment. */
export interface KioskContact {
  id: Id;
  name: string;
  site: Id;
  site_name: string;
  neighbourhood: Id;
  neighbourhood_name: string;
  state: KioskState;
  connected: boolean;
}

export interface KioskErrands {
  kiosk: Id;
  /** What may be asked of this kiosk: what it last said that it can; nothing of a revoked one. */
  able: ErrandName[];
  /** The last wish for each errand, as long as it is kept. */
  asked: AskedErrand[];
}

export interface KioskHour {
  weekday: number;
  hour: number;
  /** The share of the hour in which the kiosk was open, over the period. */
  open: number;
  taps: Count;
  /** Those of the taps that found it closed. */
  outside: Count;
}

export interface KioskHours {
  /** None: all of them together, for those who may not read the log. */
  kiosk: Id | null;
  name: string;
  site_name: string;
  taps: Count;
  outside: Count;
  hours: KioskHour[];
}

export interface KioskList {
  kiosks: KioskContact[];
}

export interface KioskSelfTest {
  kiosk: Id;
  /** None: it never told of one, or not since it was enrolled here. */
  newest: SelfTest | null;
  /** Whether a night has gone by without one. */
  overdue: boolean;
  /** When a test was asked for that none has answered yet. */
  asked_at: Instant | null;
}

export type KioskState = "awaits_enrolment" | "enrolled" | "revoked";

export type Language = string;

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

export type Level = "basic" | "good" | "fluent";

export interface LogExport {
  from?: string | null;
  to?: string | null;
  period?: NamedPeriod | null;
  why?: Purpose;
  kiosk?: Id | null;
  site?: Id | null;
  neighbourhood?: Id | null;
  language?: LanguageTag | null;
  outcome?: CallOutcome | null;
  spoken?: LanguageTag | null;
  how?: HelpedHow | null;
  ticket?: TicketPart | null;
  waited?: Waited | null;
  topic?: Code | null;
  quality?: Grade | null;
  guide?: Id | null;
  approval?: number | null;
  public?: boolean;
}

/** What the selected calls come to. The rest was turned away, failed or is open. */
export interface LogFigures {
  /** All of them. */
  taps: Count;
  /** Those that were let into the queue. */
  offered: Count;
  /** Calls in which picture and sound came up both ways. */
  handled: Count;
  /** The resident left, or the kiosk was lost, before a talk began. */
  abandoned: Count;
  /** Handled, and taken within `target`. */
  within_target: Count;
  target: Milliseconds;
  median_wait: Milliseconds | null;
  /** Nine of ten handled calls waited no longer. */
  p90_wait: Milliseconds | null;
}

/** Calls alike are sorted by id, so that every order is total. */
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
  /** Null where one guide's calls are selected: the log is not for measuring people. */
  figures: LogFigures | null;
}

export interface LogQuery {
  from?: string | null;
  to?: string | null;
  period?: NamedPeriod | null;
  why?: Purpose;
  kiosk?: Id | null;
  site?: Id | null;
  neighbourhood?: Id | null;
  language?: LanguageTag | null;
  outcome?: CallOutcome | null;
  spoken?: LanguageTag | null;
  how?: HelpedHow | null;
  ticket?: TicketPart | null;
  waited?: Waited | null;
  topic?: Code | null;
  quality?: Grade | null;
  guide?: Id | null;
  sort?: LogOrder;
  order?: "asc" | "desc";
  page?: number;
}

/** Which calls; every part narrows. */
export interface LogSelection {
  from?: string | null;
  to?: string | null;
  period?: NamedPeriod | null;
  why?: Purpose;
  kiosk?: Id | null;
  site?: Id | null;
  neighbourhood?: Id | null;
  language?: LanguageTag | null;
  outcome?: CallOutcome | null;
  spoken?: LanguageTag | null;
  how?: HelpedHow | null;
  ticket?: TicketPart | null;
  waited?: Waited | null;
  topic?: Code | null;
  quality?: Grade | null;
  guide?: Id | null;
}

/** A selection under a name. */
export interface LogView {
  id: number;
  name: string;
  shared: boolean;
  /** Whether it is the reader's, who alone may forget it. */
  own: boolean;
  owner_name: string;
  selection: LogQuery;
}

export interface LogViews {
  views: LogView[];
}

/** Shown once: the store keeps only a hash of `token`. */
export interface MadeToken {
  token: string;
  info: TokenInfo;
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
  /** The municipality's time zone, as the IANA data base names it: by whose clock the pages tell times. */
  zone: string;
}

/** By the standard names of contact centres. What no call has is null. */
export interface Measures {
  /** As all that is null of a count: kept back from whoever may not read the log, in lines. */
  taps: Count | null;
  /** Let into the queue. */
  offered: Count;
  /** Picture and sound came up both ways. */
  handled: Count | null;
  /** The resident left, or the kiosk was lost, before a talk began. */
  abandoned: Count;
  /** Those of the abandoned that ended within 10 seconds. */
  short_abandoned: Count | null;
  /** Outside hours, or more waited than the pool takes. */
  turned_away: Count | null;
  /** Handled, and taken within the target. */
  within_target: Count;
  /** Within the target, divided by offered. */
  service_level: number | null;
  /** ASA: of the handled. */
  average_wait: Milliseconds | null;
  median_wait: Milliseconds | null;
  p90_wait: Milliseconds | null;
  average_talk: Milliseconds | null;
  average_wrap_up: Milliseconds | null;
  /** Talk and wrap-up, divided by the guides' time on duty; only of all calls of a time. */
  occupancy: number | null;
}

export type Milliseconds = number;

export type Mode = "speak" | "sign";

/** One fact of the call, as the journal has it. */
export interface Moment {
  seq: number;
  at: Instant;
  type: Code;
  by: Role | null;
  guide_name: string | null;
  /** What the guide is to the call, where that is not to lead it. */
  role?: Role | null;
  /** How it ended, where the moment is an end; the topic, where it is a wrap-up or asked for; a grade. */
  detail?: Code | null;
  /** Those that it is about. */
  languages?: LanguageTag[];
  /** What the screen offered. */
  choices?: ChoiceKind[];
  /** Why this desk rang: the matcher's one line. */
  because?: string;
  /** Why the guide passed. */
  reason?: PassReason | null;
  /** The guide to whom the resident was sent. */
  to_name?: string | null;
  /** From when a ticket is good. */
  start?: Instant | null;
  /** Until when a ticket is good. */
  until?: Instant | null;
  /** By what sound and picture were graded; the grade is the detail. */
  figures?: MomentFigures | null;
}

/** What one end of the talk received when it graded that. */
export interface MomentFigures {
  /** Pictures a second. */
  frames: Count;
  /** Of the packets, in percent. */
  loss: Count;
  round_trip: Milliseconds | null;
  /** A second. */
  kilobits: Count;
}

export interface Named {
  id: Id;
  name: string;
}

/** Days that move on with the calendar. Weeks are those of ISO 8601: they begin on Monday. */
export type NamedPeriod =
  | "today"
  | "yesterday"
  | "this_week"
  | "last_week"
  | "this_month"
  | "last_month"
  | "this_year"
  | "last_year";

export interface NewGuide {
  login: string;
  name: SafeText;
  /** Left out where the identity provider alone lets this person in. */
  password?: string | null;
  languages: LanguageTag[];
  roles?: StaffRole[];
  /** How well, where it is not fluently; of `languages` only. */
  skills?: Skill[];
  /** What this person interprets on call, for a guide who does not speak it. */
  interprets?: LanguageTag[];
  /** What this person knows well, of the pool's topics. */
  topics?: Code[];
  /** Why it is added, for whoever reads the history. */
  note?: SafeText | null;
}

export interface NewLogView {
  name: SafeText;
  /** Whether everyone who reads the log sees it. */
  shared?: boolean;
  /** Its page and purpose are not kept. */
  selection: LogQuery;
}

/** What a guide writes in their own words. The server refuses it where no note is kept. */
export interface NewNote {
  text: SafeText;
}

export interface NewOwnPassword {
  old: string;
  new: string;
}

export interface NewToken {
  name: string;
  scopes: Scope[];
  /** After how many it is refused. */
  days: number;
}

export interface NewTrial {
  from?: string | null;
  to?: string | null;
  wish: ExtraGuideWish | FurtherLanguageWish | FindSkillWish;
}

export interface NewWebhook {
  name: SafeText;
  url: string;
  stream: Stream;
  /** Tell it what happened from this day on; null: from now on. */
  since?: string | null;
}

export interface NoteTerms {
  /** After so many days a note is destroyed. */
  days: Count;
  /** The municipality's decision that says so. */
  decision: string;
}

/** For the telephone. Counts only once a code of it was given back. */
export interface OfferedKey {
  /** To be typed where the code cannot be seen. */
  key: string;
  /** The rows of the QR code, `1` for dark, without the quiet zone. */
  qr: string[];
}

/** How I sign in. */
export interface OwnAccount {
  /** Whether a password of ours opens the account. */
  password: boolean;
  second_step_since: Instant | null;
  /** How many are left. */
  backup_codes: Count;
}

/** What the guide who asks did today. Nobody else is told. */
export interface OwnDay {
  taken: Count;
  passed: Count;
  missed: Count;
  talk: Milliseconds;
  languages: OwnLanguage[];
}

export interface OwnLanguage {
  language: LanguageTag;
  calls: Count;
}

export interface OwnName {
  sv: string;
  /** Null: as in Swedish, unless the page comes with an English name. */
  en: string | null;
}

/** What the municipality calls its codes, where it says so itself; by code. */
export interface OwnNames {
  topic: Record<string, OwnName>;
  topic_group: Record<string, OwnName>;
  disposition: Record<string, OwnName>;
  referral: Record<string, OwnName>;
}

export interface OwnPassword {
  password: string;
}

export interface OwnShift {
  languages: ShiftLanguage[];
  /** When today is over, and all are served again. */
  until: Instant;
}

/** How far a party of a call, other than the kiosk, has come into it. */
export type PartyState = "ringing" | "joining" | "present";

/** Why a guide passed on a ring. */
export type PassReason = "not_ready" | "language" | "conflict_of_interest" | "technical" | "other";

export interface PatienceEstimate {
  mean: Milliseconds;
  low: Milliseconds;
  high: Milliseconds;
  /** How many left before a guide came: so many have shown their patience. */
  left: Count;
}

/** So many residents would still wait after so long (Kaplan and Meier). */
export interface PatienceStep {
  wait: Milliseconds;
  share: number;
  low: number;
  high: number;
}

/** What a guide should know of the place where a resident stands. */
export interface PlaceCard {
  /** The municipality's own words; may be empty. */
  information: string;
  /** When residents are no longer served there; null where that is not known. */
  closes_at: Instant | null;
  /** What the last calls there were about, the newest first. */
  recent: RecentTopic[];
}

/** Somebody who was at work in the period, and what they spoke last. */
export interface PlannedGuide {
  guide: Id;
  name: string;
  languages: LanguageTag[];
}

/** One language in one hour of the week. */
export interface PlanningHour {
  weekday: number;
  hour: number;
  /** In the hour. */
  taps: Estimate;
  /** Whether from the hour's own taps; else the language's taps are spread as everybody's are. */
  own: boolean;
  /** The fewest guides who meet the target, by Erlang A. */
  needed: Count;
  needed_low: Count;
  needed_high: Count;
  /** Guides of the language at work, on average. */
  on_duty: number;
}

export interface PlanningLanguage {
  /** None: all together, as if every guide spoke everything. */
  language: LanguageTag | null;
  taps_per_week: number;
  /** Ring, talk and wrap-up, on average. */
  handling: Milliseconds;
  /** Whether from this language's talks; else from all. */
  own_handling: boolean;
  /** None where nobody left: then it is reckoned as if nobody ever did. */
  patience: PatienceEstimate | null;
  own_patience: boolean;
  /** Guide hours in a week by which the need was above those at work. */
  lacking: number;
  hours: PlanningHour[];
}

export interface PlanningPage {
  /** None where the period has no day that is over and had calls before it ended. */
  start: string | null;
  end: string | null;
  weeks: number;
  /** Of how many of the days it is not kept by which hours it was served: they are reckoned by today's. */
  days_by_todays_hours: Count;
  /** Taps that a language needs, and talks that are needed in all, for a figure. */
  least: Count;
  taps: Count;
  talks: Count;
  /** The target: this share of those offered is answered within `within`, … */
  share: number;
  within: Milliseconds;
  /** … and nine of ten of those who are answered wait at most so long. */
  nine_of_ten: Milliseconds;
  /** None where there is too little to reckon with. */
  everybody: PlanningLanguage | null;
  languages: PlanningLanguage[];
  scarce: ScarceLanguage[];
  /** Of all languages together. */
  patience: PatienceStep[];
  kiosks: KioskHours[];
  /** Of whole months, and of a language no more than is published: for those who may not read the log. */
  as_published: boolean;
  /** Whether a file is given of whole months that are over, and of no other period. */
  files_of_months: boolean;
  guides: PlannedGuide[];
  names: LanguageName[];
  /** The time zone of the municipality: an IANA name. */
  zone: string;
}

/**
 * Whole days, both included, of which those that are not over are left out; the last eight weeks.
 *
 * For those who may not read the log whole months that are over; the last two.
 */
export interface PlanningQuery {
  from?: string | null;
  to?: string | null;
  period?: NamedPeriod | null;
  why?: Purpose;
}

/** What every refused request is answered with. */
export interface ProblemBody {
  id: string;
  message: string;
  fields?: FieldProblem[];
}

export interface Proof {
  running: boolean;
  /** When the chains were last read; null: not since this server started. */
  at: Instant | null;
  chains: ProvedChain[];
}

/** What became of reading a hash chain from its beginning. */
export interface ProvedChain {
  name: string;
  rows: Count;
  destroyed: Count;
  /** The last row's number and link: note it down somewhere else. */
  newest: string;
  broken: string | null;
}

/** One call as a public record shows it: no id, no kiosk, no staff, and no second of the tap. */
export interface PublicCall {
  tapped_at: Instant;
  neighbourhood_name: string;
  site_name: string;
  language: LanguageTag;
  outcome: CallOutcome | null;
  rings: Count;
  wait: Milliseconds | null;
  talk: Milliseconds | null;
  topic: Code | null;
  disposition: Code | null;
  referred_to: Code | null;
  spoken: LanguageTag | null;
  how: HelpedHow | null;
  with_ticket: boolean;
  urgent: boolean;
  quality: Grade | null;
}

export interface PublicLogPage {
  start: string;
  end: string;
  total: Count;
  page: number;
  pages: number;
  rows: PublicCall[];
  figures: LogFigures | null;
}

export interface PublishedCell {
  language: LanguageTag;
  neighbourhood: Id;
  offered: Count | null;
  within_percent: number | null;
}

/** A language, a neighbourhood, or all, as residents may read of it: no count under five follows. */
export interface PublishedLine {
  key: string;
  name: string;
  /** Who asked for help during the hours; kept back, as all that is null, where few did. */
  offered: Count | null;
  /** Answered within the target, of those. */
  within_percent: number | null;
  /** Left before a guide came, of those. */
  left_percent: number | null;
  /** Nine of ten of the answered waited no longer. */
  p90_wait: Milliseconds | null;
}

/** One whole month. No other periods are published, so that none can be held against another. */
export interface PublishedMonth {
  month: string;
  target: Milliseconds;
  demo: boolean;
  total: PublishedLine;
  languages: PublishedLine[];
  neighbourhoods: PublishedLine[];
  cells: PublishedCell[];
  ratio: WaitRatio | null;
  names: LanguageName[];
}

/** Why an admin reads the log. Stands in the audit. */
export type Purpose = "follow_up" | "complaint" | "fault" | "public_records_request";

/** What was destroyed. */
export type ReceiptKind =
  | "calls"
  | "notes"
  | "audit"
  | "self_tests"
  | "sessions"
  | "operations"
  | "erased_call";

/** What was destroyed. It tells of nobody. */
export interface ReceiptRow {
  id: Count;
  at: Instant;
  kind: ReceiptKind;
  /** What was older than this is gone; null where it was one call. */
  until: Instant | null;
  counts: Record<string, Count>;
  decision: string;
  who: string;
  why: string;
}

/** The newest receipts, or those older than `before`. */
export interface Receipts {
  receipts: ReceiptRow[];
}

export interface ReceiptsBefore {
  before?: number | null;
}

export interface RecentTopic {
  topic: Code;
  at: Instant;
}

/** All that is kept of one call, column by column as the tables have it. */
export interface RegisterExtract {
  call: Record<string, string | number | boolean | null>;
  rings: Record<string, string | number | boolean | null>[];
  /** Of the journal. */
  entries: Record<string, string | number | boolean | null>[];
  notes: Record<string, string | number | boolean | null>[];
  /** Who read of this call by its id, and why. */
  readings: Record<string, string | number | boolean | null>[];
  /** When the plan destroys it; null: never, for want of a decision. */
  destroyed_on: string | null;
}

/** One call, given out. */
export interface RegisterReading {
  why?: Purpose;
}

export interface Relay {
  /** How the browser reaches it. */
  route: "udp" | "tcp" | "tls";
  url: string;
}

/** The relays of calls, none where calls go directly; one password for all of them, for a few minutes. */
export interface Relays {
  relays: Relay[];
  username: string;
  credential: string;
}

export interface Replay {
  /** The day from which on it is told everything once more. */
  since: string;
}

export interface ReviewPage {
  plan: KeptKind[];
  receipts: ReceiptRow[];
  proof: Proof;
}

/** One desk rang, to lead the call or to join it as a guest. */
export interface Ring {
  epoch: number;
  guide_name: string;
  role: Role;
  at: Instant;
  taken_at: Instant | null;
  ended_at: Instant | null;
  outcome: RingOutcome | null;
  because: string;
  /** When the guide was out of the call; null while rung or in it. */
  left_at: Instant | null;
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
export type Role = "kiosk" | "guide" | "interpreter" | "colleague" | "leader" | "admin";

export type SafeText = string;

/** A language with too few taps for a figure. */
export interface ScarceLanguage {
  language: LanguageTag;
  /** None: so few that the number is not shown. */
  taps: Count | null;
}

/** What a machine's token may read. Only an admin's routes have one, and only such as change nothing. */
export type Scope = "calls:read" | "statistics:read" | "kiosks:read" | "alarms:read";

/** What stood on the resident's screen from `at` on, until the next one. */
export interface Screen {
  at: Instant;
  state: CallState;
  /** 1 for the next in line; null where the screen told no place. */
  position: Count | null;
  /** What it offered beside waiting. */
  choices: ChoiceKind[];
  on_hold: boolean;
  /** How it said that the call had ended, on the last one. */
  outcome: CallOutcome | null;
}

export interface SelfTest {
  /** When the kiosk finished it. */
  at: Instant;
  sound: boolean;
  checks: CheckReport[];
}

export interface SelfTestHistory {
  /** All that are kept, the newest first. */
  tests: SelfTest[];
}

export interface SelfTestsPage {
  /** Every kiosk of the directory, in its order. */
  kiosks: KioskSelfTest[];
}

/** One area as it is in force. */
export interface SettingsArea {
  area: AreaName;
  /** 0: nobody changed it from the page. */
  version: Count;
  changed_at: Instant | null;
  /** By name; null for version 0. */
  changed_by: string | null;
  note: string;
  /** Whether the settings file's content is in force: there is no version, or the newest went back to it. */
  from_file: boolean;
  content: Record<string, unknown>;
  /** What the settings file says, with the environment. */
  file: Record<string, unknown>;
}

export interface SettingsChange {
  content: Record<string, unknown>;
  base: number;
  note?: SafeText | null;
}

export interface SettingsChanged {
  /** Null where another admin has to approve it first. */
  version: SettingsVersion | null;
  approval: Count | null;
}

export interface SettingsDifference {
  /** Keys and places joined by dots; empty: the whole. */
  path: string;
  /** Null where there was nothing. */
  before: unknown;
  after: unknown;
}

/** What was measured of a change's consequences. */
export interface SettingsEffect {
  id: SettingsEffectId;
  params: Record<string, string | number>;
}

export type SettingsEffectId =
  | "waiting_in_language"
  | "guide_without_language"
  | "topic_in_use"
  | "hours_close"
  | "destroys";

export interface SettingsPage {
  areas: SettingsArea[];
  /** Whether a shorter retention waits for another admin. */
  second_admin_for_retention: boolean;
}

export interface SettingsPreview {
  changes: SettingsDifference[];
  effects: SettingsEffect[];
  /** Whether another admin would have to approve it. */
  waits: boolean;
}

/** Have an area as it was before the version `number`; 0: as the settings file has it. */
export interface SettingsUndo {
  number: number;
  base: number;
  note?: SafeText | null;
}

export interface SettingsVersion {
  number: Count;
  at: Instant;
  /** By name. */
  who: string;
  note: string;
  /** The number of the version that this one took back. */
  undoes: Count | null;
  /** Whether it went back to the settings file, whose present content is then shown. */
  from_file: boolean;
  content: Record<string, unknown>;
}

/** The newest versions of an area, or those older than `before`. */
export interface SettingsVersions {
  versions: SettingsVersion[];
  /** Whether there are older ones. */
  more: boolean;
}

/** What an area should become. */
export interface SettingsWish {
  content: Record<string, unknown>;
  base: number;
}

/** A share from 0 to 1, and between which bounds the true one lies with 95 % confidence. */
export interface Share {
  share: number;
  low: number;
  high: number;
}

export interface ShiftChoice {
  languages: LanguageTag[];
}

/** One language of mine that residents can be helped in. */
export interface ShiftLanguage {
  language: Language;
  level: Level;
  mode: Mode;
  /** Whether I serve it today. */
  today: boolean;
}

export interface ShiftNotes {
  /** Null where no note is kept. */
  terms: NoteTerms | null;
  notes: KeptNote[];
}

/** The kiosk's words in one language; in Swedish, with what is said of a language, where it has none. */
export interface ShippedTexts {
  /** Those that there are words in. */
  languages: LanguageTag[];
  said_in: LanguageTag;
  texts: Record<string, string>;
}

export interface ShippedTextsQuery {
  language: LanguageTag;
}

export interface SignIn {
  login: string;
  password: string;
  /** Where the account has a second step: from the telephone, or a backup code. */
  code?: string | null;
  next?: string;
}

/** One language of a guide. */
export interface Skill {
  language: Language;
  level: Level;
  mode: Mode;
}

export type StaffRole = "guide" | "leader" | "analyst" | "technician" | "admin";

export interface StatisticsExport {
  from?: string | null;
  to?: string | null;
  period?: NamedPeriod | null;
  why?: Purpose;
  step?: Step | null;
  versus?: Versus | null;
  versus_from?: string | null;
  versus_to?: string | null;
  part: StatisticsPart;
}

export interface StatisticsHour {
  /** Monday is 0. */
  weekday: number;
  hour: number;
  /** Without percentiles. */
  measures: Measures;
}

/** One language, neighbourhood, site or topic. A small line is kept back and has no measures. */
export interface StatisticsLine {
  /** Empty: calls of which no guide said what they were about. */
  key: string;
  name: string;
  kept_back: boolean;
  measures: Measures | null;
  /** Of the period that is compared with, without percentiles; null of no such call, or of too few. */
  before: Measures | null;
}

export interface StatisticsPage {
  start: string;
  end: string;
  versus_start: string | null;
  versus_end: string | null;
  step: Step;
  target: Milliseconds;
  /** Whether these calls are a demonstration's, and nobody made them. */
  demo: boolean;
  /** Whether a file is given of whole months that are over, and of no other period. */
  files_of_months: boolean;
  total: Measures;
  before: Measures | null;
  languages: StatisticsLine[];
  neighbourhoods: StatisticsLine[];
  /** Empty for whoever may not read the log: a neighbourhood's sites would tell each other's counts. */
  sites: StatisticsLine[];
  topics: StatisticsLine[];
  hours: StatisticsHour[];
  trend: TrendPoint[];
  /** Of the languages. */
  names: LanguageName[];
}

/** One table of the page. */
export type StatisticsPart =
  | "measures"
  | "trend"
  | "hours"
  | "languages"
  | "neighbourhoods"
  | "sites"
  | "topics";

export interface StatisticsQuery {
  from?: string | null;
  to?: string | null;
  period?: NamedPeriod | null;
  why?: Purpose;
  step?: Step | null;
  versus?: Versus | null;
  versus_from?: string | null;
  versus_to?: string | null;
}

/** How long each point of a trend is. */
export type Step = "day" | "week" | "month";

/** What a webhook is told of. */
export type Stream = "calls" | "alarms";

/** What a ticket was to a call. */
export type TicketPart = "given" | "returned";

export interface Timeline {
  call: CallRow;
  rings: Ring[];
  moments: Moment[];
  /** What the resident saw, by the kiosk's own view at the time; without the minutes that it estimated. */
  screens: Screen[];
  /** What its guides wrote about it, where such notes are kept. */
  notes?: KeptNote[];
}

export interface TokenInfo {
  id: Id;
  name: string;
  scopes: string[];
  created_at: Instant;
  /** The admin's name. */
  created_by: string;
  expires_at: Instant;
  /** To the minute; null: never. */
  used_at: Instant | null;
  revoked_at: Instant | null;
}

export interface TokenList {
  /** All that ever were, the newest first. */
  tokens: TokenInfo[];
}

export interface TrendPoint {
  /** The first day of the day, week or month. */
  first: string;
  measures: Measures;
}

export interface TrialEffect {
  /** None: all together. */
  language: LanguageTag | null;
  taps_per_week: number;
  before: TrialMeasures;
  after: TrialMeasures;
  /** Residents a week who are answered in time and would not have been. */
  more_in_time: TrialFigure;
}

/** Without bounds where the plays are too few to tell. */
export interface TrialFigure {
  value: number;
  low: number | null;
  high: number | null;
}

/** None where nobody was offered, or answered. */
export interface TrialMeasures {
  /** Seconds. */
  p90_wait: TrialFigure | null;
  service_level: TrialFigure | null;
  abandonment: TrialFigure | null;
}

export interface TrialPage {
  /** The newest; None where there was none yet. */
  trial: TrialView | null;
}

export type TrialState = "running" | "done" | "failed" | "cancelled";

export interface TrialView {
  id: Count;
  /** By name. */
  asked_by: string;
  asked_at: Instant;
  start: string;
  end: string;
  wish: ExtraGuideWish | FurtherLanguageWish | FindSkillWish;
  state: TrialState;
  /** How far it has come, from 0 to 1. */
  share: number;
  /** When it ends at the latest. */
  until: Instant;
  ended_at: Instant | null;
  /** How many days were played, and how often. */
  days: Count | null;
  plays: Count | null;
  /** Among how many changes the best were chosen. */
  considered: Count | null;
  /** The most helpful first; empty until it is done, or where nothing can help. */
  tried: TriedChange[];
  /** Whether what it found is not for whoever asks: single calls may follow from it. */
  kept_back: boolean;
}

export interface TriedChange {
  change: ExtraGuideWish | FurtherLanguageWish;
  guide_name: string | null;
  /** On everybody first. */
  effects: TrialEffect[];
}

export interface VersionsBefore {
  before?: number | null;
}

/** What a period is compared with. */
export type Versus = "previous" | "last_year" | "chosen";

/** The longest P90 wait of a language to the shortest. The aim is at most 2. */
export interface WaitRatio {
  worst: LanguageTag;
  best: LanguageTag;
  ratio: number;
}

/** How long a call waited for a guide, or for its end. */
export type Waited = "within_target" | "longer" | "long";

/** How one can sign in here, besides login and password. */
export interface WaysIn {
  /** Whether an account of the identity provider will do. */
  provider: boolean;
  /** What the button for it says; null: the page's own words. */
  button: string | null;
}

/** One message sent once. `fault` is null where it was taken. */
export interface WebhookAttempt {
  message: string;
  at: Instant;
  took: Milliseconds;
  status: number | null;
  fault: DeliveryFault | null;
}

export interface WebhookAttempts {
  /** The last ones, the newest first. */
  attempts: WebhookAttempt[];
}

export interface WebhookInfo {
  id: Id;
  name: string;
  url: string;
  stream: Stream;
  state: WebhookState;
  /** The number of the last message that was taken. */
  cursor: number;
  /** Attempts in a row that failed. */
  failures: Count;
  failing_since: Instant | null;
  /** When it is tried again, where it fails. */
  next_at: Instant;
  /** When a message was last taken. */
  taken_at: Instant | null;
  created_at: Instant;
  /** Until then messages are signed with the key before as well; null: with one key. */
  both_keys_until: Instant | null;
}

export interface WebhookList {
  webhooks: WebhookInfo[];
  /** Whether `http` may be used. */
  plain: boolean;
}

/** What is given replaces what was. */
export interface WebhookPatch {
  name?: SafeText | null;
  url?: string | null;
  /** Active again: it goes on with the first message that it did not take. */
  state?: "active" | "paused" | null;
}

/** Shown once, and from then on only used. */
export interface WebhookSecret {
  id: Id;
  /** `whsec_` and the key in base64, as Standard Webhooks has it. */
  secret: string;
}

export type WebhookState = "active" | "paused" | "disabled";

export interface Welcome {
  me: Me;
  /** Where to go now: a path on this server. */
  go_to: string;
}
