/** What a page needs of the signaling client. Everything with an `end()` belongs to whoever made it. */
export { type CallFacts, CallMedia, type CallMediaOptions, type PictureState } from "./call";
export { Cell, type Readable } from "./cell";
export type { ServerClock } from "./clock";
export type { Kind, Tracks } from "./connection";
export { CommandRefused } from "./errors";
export { Lifetime, type Stop } from "./lifetime";
export { type DeviceChoice, type DeviceFact, LocalMedia } from "./media";
export { Peer, type PeerOptions, type RelayChannel } from "./peer";
export type { Quality, Route } from "./quality";
export {
  type LinkState,
  type Push,
  Signaling,
  type SignalingOptions,
} from "./socket";
export { pageTimers, type Timers } from "./timers";
export type { IceCredentials, MediaSign, PartyRole, Problem, RelayBody } from "./types";
export { workerTimers } from "./worker_timers";
