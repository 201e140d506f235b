/** Made by `python -m signaling.wire.typescript` from the models in signaling/wire. Do not edit. */

export interface Accepted {
  ok: true;
}

export type AwayReason = "break" | "lunch" | "meeting" | "other_work" | "missed_ring";

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

/** A resident tapped. `call` is new; `tapped_at` is by the kiosk's clock. */
export interface Call {
  type: "call";
  call: CallId;
  language: LanguageTag;
  tapped_at: Instant;
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
  /** `connecting`, `live` or `interrupted`. */
  state: CallState;
  epoch: Epoch;
  place: Place;
  language: Language;
  tapped_at: Instant;
  taken_at: Instant;
  live_since: Instant | null;
  kiosk_connected: boolean;
  until: Instant | null;
}

export type DeskCommand =
  | SetStatus
  | Take
  | Pass
  | HangUp
  | MediaUp
  | MediaDown
  | FinishWrapUp
  | ExtendWrapUp;

/** `id` is new for each command and the same when it is sent again; `expires` is by the server's clock. */
export interface DeskCommandRequest {
  id: Uuid;
  expires: Instant;
  command: DeskCommand;
}

export interface DeskRing {
  call: CallId;
  epoch: Epoch;
  place: Place;
  language: Language;
  tapped_at: Instant;
  until: Instant;
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
  /** What the guide speaks today. */
  languages: Language[];
  ring: DeskRing | null;
  call: DeskCall | null;
  wrap_up: DeskWrapUp | null;
  queue: QueueLine[];
  /** What a call can have been about, in the order in which to show them. */
  topics: Code[];
  dispositions: Code[];
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
}

/** `POST /kiosk/enrol`: bind this key to the kiosk of the one-time code. */
export interface Enrolment {
  code: string;
  /** The raw Ed25519 public key, base64url without padding (RFC 8037 §2). */
  public_key: string;
}

export type Epoch = number;

export type ErrorCategory = "refused" | "invalid" | "identity" | "busy";

export type ErrorId =
  | "unknown_kiosk"
  | "unknown_guide"
  | "unknown_call"
  | "unknown_language"
  | "unknown_topic"
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
  | "bad_code";

export interface ExtendWrapUp {
  type: "extend_wrap_up";
  call: CallId;
}

export interface Failed {
  ok: false;
  error: Problem;
}

export interface FinishWrapUp {
  type: "finish_wrap_up";
  call: CallId;
  topic: Code;
  /** What came of the call, from the municipality's list. */
  disposition: Code;
}

export interface Guide {
  id: Id;
  name: Name;
}

export type GuideStatus = "offline" | "available" | "ringing" | "in_call" | "wrap_up" | "away";

export interface HangUp {
  type: "hang_up";
  call: CallId;
}

/** ICE servers for one call, as an RTCIceServer has them, good until `expires`. */
export interface IceCredentials {
  urls: string[];
  username: string;
  credential: string;
  expires: Instant;
}

export type Id = string;

export type Instant = number;

export interface KioskCall {
  id: CallId;
  state: CallState;
  language: Language;
  /** By the kiosk's own clock. */
  tapped_at: Instant;
  /** Counts this call's rings; 0 before the first. Relay and media reports name it. */
  epoch: Count;
  /** 1 for the next in line among those who wait for the same language; null once taken. */
  position: Count | null;
  /** Who took the call; null while it rings. */
  guide: Guide | null;
  /** When the present state ends by itself. */
  until: Instant | null;
}

export type KioskCommand = Call | HangUp | MediaUp | MediaDown;

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
}

export type LanguageTag = string;

/** The sender has received nothing for a while and tries to mend it. */
export interface MediaDown {
  type: "media_down";
  call: CallId;
  epoch: Epoch;
}

/** Whether frames or sound of this call arrived since the last beat. */
export interface MediaSign {
  call: CallId;
  flowing: boolean;
}

/** The sender decodes the other's picture or hears its sound. */
export interface MediaUp {
  type: "media_up";
  call: CallId;
  epoch: Epoch;
}

export type Milliseconds = number;

export type Name = string;

export type PartyRole = "kiosk" | "guide";

export interface Pass {
  type: "pass";
  call: CallId;
  epoch: Epoch;
}

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
}

/** One language of the queue, as a guide sees it. */
export interface QueueLine {
  language: Language;
  waiting: Count;
  /** When the one who waits longest tapped. */
  oldest: Instant | null;
  free: Count;
}

export interface RefusedTap {
  call: CallId;
  error: Problem;
}

/** Everything from this party up to and including `n` was received. */
export interface RelayAck {
  call: CallId;
  epoch: Epoch;
  from: PartyRole;
  n: RelayNumber;
}

export type RelayBody = Description | Candidates;

export type RelayNumber = number;

export interface RelayPush {
  call: CallId;
  epoch: Epoch;
  from: PartyRole;
  n: RelayNumber;
  body: RelayBody;
}

export type RelayReply = Accepted | Failed;

/** An `n` that is not greater than one taken before does nothing again. */
export interface RelayRequest {
  call: CallId;
  epoch: Epoch;
  to: PartyRole;
  n: RelayNumber;
  body: RelayBody;
}

export type Seq = number;

export interface SetStatus {
  type: "set_status";
  status: ChosenStatus;
  reason?: ChosenReason | null;
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

export type Uuid = string;

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
