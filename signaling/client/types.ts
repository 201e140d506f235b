/** Made by `python -m signaling.wire.typescript` from the models in signaling/wire. Do not edit. */

export type About = string;

export interface Accepted {
  ok: true;
}

/** Ask the leader for help, in a call or outside of one. */
export interface AskForHelp {
  type: "ask_for_help";
}

export type AwayReason = "break" | "lunch" | "meeting" | "other_work" | "missed_ring" | "by_admin";

/** Every 5 s: `seq` is that of the newest view shown. Without one for 15 s the sender counts as lost. */
export interface Beat {
  seq: Seq;
  media?: MediaSign | null;
}

export type BeatReply = BeatTaken | Failed;

export interface BeatTaken {
  ok: true;
  /** Of the newest view sent to this client. */
  seq: Seq;
  at: Instant;
}

/**
 * A resident tapped. `call` is new; `tapped_at` is by the kiosk's clock.
 *
 * `also`: what else the resident speaks, in order. With a `ticket` the languages are those of the ticket.
 */
export interface Call {
  type: "call";
  call: CallId;
  language: LanguageTag;
  tapped_at: Instant;
  also?: LanguageTag[];
  ticket?: TicketCode | null;
}

export type CallId = string;

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

export type CallState = "waiting" | "held" | "ringing" | "connecting" | "live" | "interrupted" | "ended";

/** As the browser's RTCIceCandidateInit, whose names it keeps. */
export interface Candidate {
  candidate: string;
  sdpMid: string | null;
  sdpMLineIndex: Count | null;
  usernameFragment: string | null;
}

export interface Candidates {
  kind: "candidates";
  pc: string;
  candidates: Candidate[];
  /** No more will come for this `pc` (RFC 8838 §14). */
  end: boolean;
}

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

/** What can be done beside waiting. `language` is set for a `substitute`. */
export interface Choice {
  kind: ChoiceKind;
  language: Language | null;
}

export type ChoiceKind = "keep_waiting" | "also" | "substitute" | "interpreter" | "ticket" | "phone";

/** The resident chooses what to do beside waiting. `language` goes with `also` and `substitute`. */
export interface Choose {
  type: "choose";
  call: CallId;
  choice: ChoiceKind;
  language?: LanguageTag | null;
}

export type ChosenReason = "break" | "lunch" | "meeting" | "other_work";

export type ChosenStatus = "available" | "away" | "offline";

/** The server is about to disconnect this client, and why. */
export interface Closing {
  error: Problem;
}

export type Code = string;

export type CommandReply = Done | Failed;

export type Count = number;

/** A session description (RFC 8829). */
export interface Description {
  kind: "description";
  /** The sender's RTCPeerConnection: a random name, new for each. */
  pc: string;
  /** The receiver's, where the sender knows it. */
  to_pc: string | null;
  type: "offer" | "answer";
  sdp: string;
}

export interface DeskCall {
  id: CallId;
  /** `connecting`, `live` or `interrupted`; `ringing` where somebody rung together has still to take. */
  state: CallState;
  epoch: Epoch;
  place: Place;
  language: Language;
  spoken: Spoken;
  tapped_at: Instant;
  taken_at: Instant;
  live_since: Instant | null;
  kiosk_connected: boolean;
  /** What the guide is in the call. The one whose role is `guide` leads it. */
  role: PartyRole;
  parties: PartyLine[];
  /** Since when it is on hold; null where it is not. */
  held_since: Instant | null;
  until: Instant | null;
  /** How the lead comes through to the resident; null where the kiosk has not said. */
  kiosk_grade?: Grade | null;
}

export type DeskCommand =
  | SetStatus
  | Take
  | Pass
  | HangUp
  | MediaUp
  | MediaDown
  | MediaGrade
  | Hold
  | Transfer
  | Invite
  | HandOver
  | Dismiss
  | Join
  | AskForHelp
  | WithdrawHelp
  | FinishWrapUp
  | ExtendWrapUp;

/** `id` is new for each command and the same when it is sent again; `expires` is by the server's clock. */
export interface DeskCommandRequest {
  id: Uuid;
  expires: Instant;
  command: DeskCommand;
}

/** The guide asked the leader for help. */
export interface DeskHelp {
  since: Instant;
  /** The leader who answered; null while nobody has. */
  coming: Guide | null;
}

export interface DeskRing {
  call: CallId;
  epoch: Epoch;
  place: Place;
  /** The one that was tapped. */
  language: Language;
  spoken: Spoken;
  tapped_at: Instant;
  until: Instant;
  /** What the guide is asked to be in the call. */
  role: PartyRole;
  parties: PartyLine[];
}

export interface DeskView {
  type: "desk";
  guide: Guide;
  status: GuideStatus;
  reason: AwayReason | null;
  since: Instant;
  /** What the guide chose to be after the present call or wrap-up. */
  next_status: GuideStatus | null;
  next_reason: AwayReason | null;
  /** Whether it was an admin who chose it. */
  next_by_admin?: boolean;
  next_back_at?: Instant | null;
  /** When a guide who is away plans to be back. */
  back_at?: Instant | null;
  /** What the guide can help residents in today. */
  languages: Language[];
  skills: Skill[];
  ring: DeskRing | null;
  call: DeskCall | null;
  wrap_up: DeskWrapUp | null;
  queue: QueueLine[];
  /** Whom the lead of a call could invite or send the resident on to: free, and of its language. */
  colleagues: Guide[];
  /** Until the guide withdraws it or, once a leader answered, moves on. */
  help?: DeskHelp | null;
  /** The languages that residents can ask for here. */
  offered: Language[];
  /** What a call can have been about, in the order in which to show them. */
  topics: Code[];
  dispositions: Code[];
  /** Each of `topics` in one group; none where they are few enough to stand in one row. */
  topic_groups?: TopicGroup[];
  /** To whom a resident can have been referred on. */
  referrals?: Code[];
}

/** Show `view` unless one with a greater `seq` is shown. `at` is the server's clock when it was sent. */
export interface DeskViewPush {
  seq: Seq;
  at: Instant;
  view: DeskView;
  ice: IceCredentials | null;
}

export interface DeskWrapUp {
  call: CallId;
  language: Language;
  place: Place;
  until: Instant;
  extensions_left: Count;
}

/** Take back the invitation with the number `epoch`, or let that guest go. */
export interface Dismiss {
  type: "dismiss";
  call: CallId;
  epoch: Epoch;
}

/** The command is committed; a view of at least this `seq` shows its effect. */
export interface Done {
  ok: true;
  seq: Seq;
}

export interface EndedCall {
  id: CallId;
  language: Language;
  outcome: CallOutcome;
  at: Instant;
  /** Where the outcome is `ticket_given`. */
  ticket: Ticket | null;
}

/** `POST /kiosk/enrol`: bind this key to the kiosk of the one-time code. */
export interface Enrolment {
  code: string;
  /** The raw Ed25519 public key, base64url without padding (RFC 8037 §2). */
  public_key: string;
}

export type Epoch = number;

export type ErrandOutcome = "done" | "current" | "failed" | "went_back";

/** It is kept, or nobody wants to know any more. Do not send it again. */
export interface ErrandReceipt {
  asked_at: Instant;
}

/** `POST /kiosk/errands`: what came of an update. */
export interface ErrandReport {
  errand: "update";
  /** The instant of the wish. */
  asked_at: Instant;
  outcome: ErrandOutcome;
}

/**
 * `GET /kiosk/errands`: what an admin wants of this kiosk as soon as no resident is served.
 *
 * Each is the instant of the wish, which names it.
 */
export interface Errands {
  /** When a self-test was asked for that none has answered yet. */
  self_test: Instant | null;
  /** When a restart was asked for, that no other run of the agent has heard of. */
  restart?: Instant | null;
  /** When an update of the software was asked for that has no outcome yet. */
  update?: Instant | null;
}

export type ErrorCategory = "refused" | "invalid" | "identity" | "busy";

export type ErrorId =
  | "unknown_kiosk"
  | "unknown_guide"
  | "unknown_call"
  | "unknown_language"
  | "unknown_topic"
  | "no_shared_language"
  | "nobody_free"
  | "call_full"
  | "unknown_ticket"
  | "ticket_over"
  | "call_already_open"
  | "not_your_call"
  | "too_late"
  | "not_now"
  | "command_expired"
  | "command_reused"
  | "malformed"
  | "too_large"
  | "unknown_event"
  | "not_allowed"
  | "unauthenticated"
  | "revoked"
  | "superseded"
  | "rate_limited"
  | "unavailable"
  | "draining"
  | "relay_closed"
  | "too_slow"
  | "unresponsive"
  | "bad_code"
  | "no_test_guide";

export interface ExtendWrapUp {
  type: "extend_wrap_up";
  call: CallId;
}

export interface Failed {
  ok: false;
  error: Problem;
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

export interface FinishWrapUp {
  type: "finish_wrap_up";
  call: CallId;
  topic: Code;
  /** What came of the call, from the municipality's list. */
  disposition: Code;
  /** To whom the resident was referred on, where that is so. */
  referred_to?: Code | null;
}

export type Grade = "good" | "fair" | "audio_only" | "poor" | "none";

export type GuestRole = "interpreter" | "colleague";

export interface Guide {
  id: Id;
  name: Name;
}

/** What the test guide says each second over the data channel, of all the call until now. */
export interface GuideFinding {
  /** Since the first frame. */
  seconds: number;
  /** Pictures decoded. */
  frames: number;
  /** Those that were more than black. */
  lit: number;
  /** Level at the kiosk's tone, 1 kHz, in the last second, in dB below full scale. */
  tone: number;
  /** Median level of all other pitches. */
  floor: number;
}

export type GuideStatus = "offline" | "available" | "ringing" | "in_call" | "wrap_up" | "away";

/** Let the colleague with the number `epoch` lead the call, and leave. */
export interface HandOver {
  type: "hand_over";
  call: CallId;
  epoch: Epoch;
}

export interface HangUp {
  type: "hang_up";
  call: CallId;
}

/** Ask the resident to wait a moment, or return. */
export interface Hold {
  type: "hold";
  call: CallId;
  on: boolean;
}

export type How = "asked" | "also" | "substitute";

/** ICE servers for one call, as an RTCIceServer has them, good until `expires`. */
export interface IceCredentials {
  urls: string[];
  username: string;
  credential: string;
  expires: Instant;
}

export type Id = string;

export type Instant = number;

/** Ask one more into the call. Exactly one of `guide`, `language` and `topic` is set. */
export interface Invite {
  type: "invite";
  call: CallId;
  role: GuestRole;
  guide?: Id | null;
  language?: LanguageTag | null;
  topic?: Code | null;
}

/** A leader joins a live call as a guest whom every party is shown. */
export interface Join {
  type: "join";
  call: CallId;
}

export interface KioskCall {
  id: CallId;
  state: CallState;
  language: Language;
  /** The languages that the resident can be helped in, in order; the first is `language`. */
  accepts: Language[];
  /** What the resident shares with the guide whose desk rings or who took the call. */
  spoken: Spoken | null;
  /** By the kiosk's own clock. */
  tapped_at: Instant;
  /** Counts this call's rings; 0 before the first. Relay and media reports name it. */
  epoch: Count;
  /** 1 for the next in line among those who wait for the same language; null once taken. */
  position: Count | null;
  /** What the screen offers beside waiting; empty before it does, and after an answer. */
  choices: Choice[];
  /** How long from now until a guide answers; null where no number would be honest. */
  wait: WaitRange | null;
  /** Who took the call; null while it rings. */
  guide: Guide | null;
  /** Everybody but the kiosk, by number. */
  parties: PartyLine[];
  /** The guide asked the resident to wait a moment: neither sends sound or picture. */
  on_hold: boolean;
  /** When the present state ends by itself. */
  until: Instant | null;
}

export type KioskCommand = Call | Choose | Rate | HangUp | MediaUp | MediaDown | MediaGrade;

/** `id` is new for each command and the same when it is sent again; `expires` is by the server's clock. */
export interface KioskCommandRequest {
  id: Uuid;
  expires: Instant;
  command: KioskCommand;
}

export interface KioskView {
  type: "kiosk";
  place: Place;
  /** The number that a resident may call instead. */
  phone: Name;
  /** All languages offered, in the order in which to show them. */
  languages: LanguageService[];
  call: KioskCall | null;
  /** This kiosk's last call, until the next one. */
  ended: EndedCall | null;
}

/** Show `view` unless one with a greater `seq` is shown. `at` is the server's clock when it was sent. */
export interface KioskViewPush {
  seq: Seq;
  at: Instant;
  view: KioskView;
  ice: IceCredentials | null;
}

export type Language = string;

/** How one language is served at this moment. */
export interface LanguageService {
  language: Language;
  /** Guides who speak it and are signed on and not away. */
  on_duty: Count;
  free: Count;
  waiting: Count;
  /** Whether it is served at this time of the day: a tap while it is not ends as `outside_hours`. */
  open: boolean;
  /** When it is next served here, where it is closed and that is known. */
  opens_at: Instant | null;
  /** How long one who asked now would wait; null where a guide is free, or no number would be honest. */
  wait?: WaitRange | null;
}

export type LanguageTag = string;

export type Level = "basic" | "good" | "fluent";

/** The sender has received nothing for a while and tries to mend it. */
export interface MediaDown {
  type: "media_down";
  call: CallId;
  epoch: Epoch;
}

/**
 * How sound and picture come through to the sender, where that changed for a while, and by what figures.
 *
 * Sent once the talk has gone on for 3 s, and then seldom: the server grants what is too much and does not
 * keep it.
 */
export interface MediaGrade {
  type: "media_grade";
  call: CallId;
  grade: Grade;
  /** Pictures a second. */
  frames: number;
  /** Of the packets, in percent. */
  loss: number;
  /** Milliseconds; null where it is not known. */
  round_trip: number | null;
  /** A second. */
  kilobits: number;
}

/** Whether frames or sound of this call arrived since the last beat. */
export interface MediaSign {
  call: CallId;
  flowing: boolean;
}

/**
 * The sender decodes the other's picture or hears its sound.
 *
 * `epoch` is the number of the guide or guest whose link with the kiosk it is: a kiosk names the other
 * party, everybody else themselves.
 */
export interface MediaUp {
  type: "media_up";
  call: CallId;
  epoch: Epoch;
}

export type Milliseconds = number;

export type Mode = "speak" | "sign";

export type Mood = "good" | "fair" | "poor";

export type Name = string;

export interface OpenTime {
  opens: Instant;
  closes: Instant;
}

/** `GET /kiosk/texts`: the municipality's own words, which a kiosk lays over its page's. */
export interface OwnTexts {
  /** By language, by the key of the page's text. */
  texts: Record<string, Record<string, string>>;
}

/** One party of a call besides the kiosk, whose number is 0. */
export interface PartyLine {
  /** The number by which relay and media reports name the party. */
  epoch: Epoch;
  role: PartyRole;
  /** Null on a kiosk while the desk rings. */
  guide: Guide | null;
  state: PartyState;
}

export type PartyRole = "guide" | "interpreter" | "colleague" | "leader";

export type PartyState = "ringing" | "joining" | "present";

export interface Pass {
  type: "pass";
  call: CallId;
  epoch: Epoch;
  reason?: PassReason | null;
}

export type PassReason = "not_ready" | "language" | "conflict_of_interest" | "technical" | "other";

/** A kiosk and where it stands. */
export interface Place {
  kiosk: Id;
  name: Name;
  site: Id;
  site_name: Name;
  neighbourhood: Id;
  neighbourhood_name: Name;
}

/** Decide by `id` or `category`; `message` is English for whoever reads a log. */
export interface Problem {
  id: ErrorId;
  category: ErrorCategory;
  message: string;
  retry_after?: Milliseconds | null;
}

/** `GET /kiosk/profile`, and the answer to an enrolment: what a kiosk keeps for days without a server. */
export interface Profile {
  place: Place;
  phone: Name;
  /** All languages offered, in the order in which to show them. */
  languages: Language[];
  /** When the site is open, from now on; none where it always is, and from an older server. */
  hours?: OpenTime[];
}

/** One language of the queue, as a guide sees it. */
export interface QueueLine {
  language: Language;
  waiting: Count;
  /** When the one who waits longest tapped. */
  oldest: Instant | null;
  free: Count;
}

/** The resident says how it went: of this kiosk's last call, once, before the next one. */
export interface Rate {
  type: "rate";
  call: CallId;
  mood: Mood;
}

export interface RefusedTap {
  call: CallId;
  error: Problem;
}

/** Everything from this party up to and including `n` was received. */
export interface RelayAck {
  call: CallId;
  from: Count;
  /** The reader's own number. */
  to: Count;
  n: RelayNumber;
}

export type RelayBody = Description | Candidates;

export type RelayNumber = number;

export interface RelayPush {
  call: CallId;
  from: Count;
  to: Count;
  n: RelayNumber;
  body: RelayBody;
}

export type RelayReply = Accepted | Failed;

/** An `n` that is not greater than one taken before does nothing again. */
export interface RelayRequest {
  call: CallId;
  /** The sender's own number in the call; 0 for the kiosk. */
  from: Count;
  to: Count;
  n: RelayNumber;
  body: RelayBody;
}

/** The test guide's answer, with all its candidates. It hangs up by itself. */
export interface SelfTestAnswer {
  sdp: string;
}

/** `POST /kiosk/self-test/call`: an offer with all its candidates, and the data channel `self-test`. */
export interface SelfTestCall {
  sdp: string;
}

/** It is kept. Do not send it again. */
export interface SelfTestReceipt {
  id: Uuid;
}

/** `POST /kiosk/self-test`: the verdict of one self-test, sound where no check has a fault. */
export interface SelfTestReport {
  /** Made with the test. Sent again until it is acknowledged, and kept once. */
  id: Uuid;
  /** When it was finished. */
  at: Instant;
  checks: CheckReport[];
}

export type Seq = number;

export interface SetStatus {
  type: "set_status";
  status: ChosenStatus;
  reason?: ChosenReason | null;
  /** When the guide chose, by the server's clock: an older choice than the newest known has no effect. */
  chosen_at?: Instant | null;
  /** When a guide who goes away plans to be back: shown, never enforced. */
  back_at?: Instant | null;
}

/** One language of a guide. */
export interface Skill {
  language: Language;
  level: Level;
  mode: Mode;
}

/** What the resident and the guide share. */
export interface Spoken {
  language: Language;
  how: How;
}

export interface Take {
  type: "take";
  call: CallId;
  epoch: Epoch;
}

export interface Tap {
  call: CallId;
  language: LanguageTag;
  tapped_at: Instant;
}

/** `settled` are in the journal now, whether by this report or before. Report neither list again. */
export interface TapReceipt {
  settled: CallId[];
  refused: RefusedTap[];
}

/** `POST /kiosk/taps`: taps that no `Done` came for. They ring no one; they are logged. */
export interface TapReport {
  taps: Tap[];
}

/** The right to come back, to any kiosk, and to stand at the old place. Good for one return. */
export interface Ticket {
  code: TicketCode;
  /** When it is worthwhile to come back. Coming sooner is allowed. */
  from: Instant;
  until: Instant;
}

export type TicketCode = string;

/** Topics that are shown together, in their order. */
export interface TopicGroup {
  group: Code;
  topics: Code[];
}

/** Send the resident on and leave. Exactly one of `guide`, `language` and `topic` is set. */
export interface Transfer {
  type: "transfer";
  call: CallId;
  guide?: Id | null;
  language?: LanguageTag | null;
  topic?: Code | null;
}

/** `GET /kiosk/turn`: with what a kiosk tries its TURN servers; null where there are none. */
export interface TurnServers {
  ice: IceCredentials | null;
}

export type Uuid = string;

/** Whole minutes. `low` is 0 where it may be a matter of moments. */
export interface WaitRange {
  low: Count;
  high: Count;
}

/** No help is needed any more. */
export interface WithdrawHelp {
  type: "withdraw_help";
}

/** What a kiosk may send. */
export interface KioskEvents {
  command: (message: KioskCommandRequest, ack: (reply: CommandReply) => void) => void;
  beat: (message: Beat, ack: (reply: BeatReply) => void) => void;
  relay: (message: RelayRequest, ack: (reply: RelayReply) => void) => void;
  relay_ack: (message: RelayAck, ack: (reply: RelayReply) => void) => void;
}

/** What a kiosk hears. */
export interface KioskPushes {
  view: (message: KioskViewPush) => void;
  relay: (message: RelayPush) => void;
  closing: (message: Closing) => void;
}

/** What a desk may send. */
export interface DeskEvents {
  command: (message: DeskCommandRequest, ack: (reply: CommandReply) => void) => void;
  beat: (message: Beat, ack: (reply: BeatReply) => void) => void;
  relay: (message: RelayRequest, ack: (reply: RelayReply) => void) => void;
  relay_ack: (message: RelayAck, ack: (reply: RelayReply) => void) => void;
}

/** What a desk hears. */
export interface DeskPushes {
  view: (message: DeskViewPush) => void;
  relay: (message: RelayPush) => void;
  closing: (message: Closing) => void;
}

/** Every language a resident can choose, by its own name. */
export const LANGUAGES = [
  { tag: "sv", endonym: "Svenska", swedish: "svenska", english: "Swedish", direction: "ltr", script: "Latn" },
  { tag: "en", endonym: "English", swedish: "engelska", english: "English", direction: "ltr", script: "Latn" },
  { tag: "fi", endonym: "Suomi", swedish: "finska", english: "Finnish", direction: "ltr", script: "Latn" },
  { tag: "ar", endonym: "العربية", swedish: "arabiska", english: "Arabic", direction: "rtl", script: "Arab" },
  { tag: "so", endonym: "Soomaali", swedish: "somaliska", english: "Somali", direction: "ltr", script: "Latn" },
  { tag: "tr", endonym: "Türkçe", swedish: "turkiska", english: "Turkish", direction: "ltr", script: "Latn" },
  { tag: "ti", endonym: "ትግርኛ", swedish: "tigrinska", english: "Tigrinya", direction: "ltr", script: "Ethi" },
  { tag: "fa", endonym: "فارسی", swedish: "persiska", english: "Persian", direction: "rtl", script: "Arab" },
  { tag: "prs", endonym: "دری", swedish: "dari", english: "Dari", direction: "rtl", script: "Arab" },
  { tag: "ckb", endonym: "کوردیی ناوەندی", swedish: "sorani (centralkurdiska)", english: "Central Kurdish (Sorani)", direction: "rtl", script: "Arab" },
  { tag: "kmr", endonym: "Kurmancî", swedish: "kurmanji (nordkurdiska)", english: "Northern Kurdish (Kurmanji)", direction: "ltr", script: "Latn" },
  { tag: "es", endonym: "Español", swedish: "spanska", english: "Spanish", direction: "ltr", script: "Latn" },
  { tag: "pl", endonym: "Polski", swedish: "polska", english: "Polish", direction: "ltr", script: "Latn" },
  { tag: "ru", endonym: "Русский", swedish: "ryska", english: "Russian", direction: "ltr", script: "Cyrl" },
  { tag: "uk", endonym: "Українська", swedish: "ukrainska", english: "Ukrainian", direction: "ltr", script: "Cyrl" },
  { tag: "bs", endonym: "Bosanski", swedish: "bosniska", english: "Bosnian", direction: "ltr", script: "Latn" },
  { tag: "aii", endonym: "ܣܘܪܝܬ", swedish: "assyriska (nyöstarameiska)", english: "Assyrian (Neo-Aramaic)", direction: "rtl", script: "Syrc" },
  { tag: "el", endonym: "Ελληνικά", swedish: "grekiska", english: "Greek", direction: "ltr", script: "Grek" },
  { tag: "bn", endonym: "বাংলা", swedish: "bengaliska", english: "Bengali", direction: "ltr", script: "Beng" },
  { tag: "swl", endonym: "Svenskt teckenspråk", swedish: "svenskt teckenspråk", english: "Swedish Sign Language", direction: "ltr", script: "Latn" },
] as const;
export type OfferedLanguage = (typeof LANGUAGES)[number];
