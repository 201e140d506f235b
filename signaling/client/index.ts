/** What a page needs of the signaling client. Everything with an `end()` belongs to whoever made it. */
export {
  type CallFacts,
  CallMedia,
  type CallMediaOptions,
  callFacts,
  KIOSK,
  type PictureState,
} from "./call";
export { Cell, type Readable } from "./cell";
export type { ServerClock } from "./clock";
export { type Kind, type Tracks, warmUp } from "./connection";
export { CommandRefused } from "./errors";
export { FOR_SIGNING, gradeOf } from "./grade";
export { ABSENT, LASTING, lasting, type Sign } from "./lasting";
export { Lifetime, type Stop } from "./lifetime";
export { Link } from "./link";
export { type DeviceChoice, type DeviceFact, LocalMedia } from "./media";
export { Peer, type PeerOptions, type RelayChannel } from "./peer";
export { NO_QUALITY, type Quality, type Route } from "./quality";
export {
  type LinkState,
  type Push,
  Signaling,
  type SignalingOptions,
} from "./socket";
export { Conversation } from "./talk/conversation";
export { CLOSEST, type Framing, type Point, type Quad, WHOLE_PICTURE } from "./talk/geometry";
export { isSheet, straighten, straightSize, WHOLE as WHOLE_PHOTO } from "./talk/perspective";
export {
  EMPTY as NOTHING_SHARED,
  type Laid,
  type Shared,
  type Stroke,
  type Written,
} from "./talk/shared";
export { findSheet } from "./talk/sheet_finder";
export { SHEET_DEADLINE } from "./talk/sheet_post";
export { LARGEST_SHEET, MOST_PAGES, MOST_PIXELS, type Sheet, WIDEST_SHEET } from "./talk/sheets";
export { LONGEST as LONGEST_TEXT, LOST, tame } from "./talk/t140";
export {
  LONGEST_LINK,
  LONGEST_NOTE,
  type Note,
  type NoteAnswer,
  type Sending,
  type SheetFault,
  type Signs,
  safeLink,
} from "./talk/table_messages";
export { pageTimers, type Timers } from "./timers";
export type { IceCredentials, MediaSign, PartyRole, Problem, RelayBody } from "./types";
export { workerTimers } from "./worker_timers";
