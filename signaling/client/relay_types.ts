/** What two parties say to each other through the server, which does not interpret it. See PROTOCOL.md. */

export type PartyRole = "kiosk" | "guide";

export interface Description {
  kind: "description";
  /** The sender's RTCPeerConnection: a random name, new for each. */
  pc: string;
  /** The receiver's, where the sender knows it. */
  to_pc: string | null;
  type: "offer" | "answer";
  sdp: string;
}

export interface Candidate {
  candidate: string;
  sdpMid: string | null;
  sdpMLineIndex: number | null;
  usernameFragment: string | null;
}

export interface Candidates {
  kind: "candidates";
  pc: string;
  candidates: Candidate[];
  /** No more will come (RFC 8838 §14). */
  end: boolean;
}

export type RelayBody = Description | Candidates;

/** ICE servers as a view push carries them: short-lived, per call. */
export interface IceCredentials {
  urls: string[];
  username: string;
  credential: string;
  /** Server time in ms. */
  expires: number;
}
