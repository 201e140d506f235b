/**
 * The socket to the server: one view in, commands out, and the relay between the parties of a call.
 *
 * Nothing here is an event that could be missed. A push carries the whole small truth for this screen, so a lost, doubled
 * or late one does no harm: the highest `seq` counts, a heartbeat every 5 s tells the server which one this page has, and
 * an unanswered heartbeat ends the socket and begins a new one. Commands and relayed bodies survive a reconnect.
 */
import { io } from "socket.io-client";
import { Cell, type Readable } from "./cell";
import { ServerClock } from "./clock";
import { Lifetime, type Stop } from "./lifetime";
import { type Address, Mailbox, type Numbered, pageNumbers } from "./mailbox";
import { type CommandEnvelope, Outbox } from "./outbox";
import type { RelayChannel } from "./peer";
import { pageTimers, type Timers } from "./timers";
import type {
  Beat,
  BeatReply,
  Closing,
  CommandReply,
  IceCredentials,
  MediaSign,
  Problem,
  RelayAck,
  RelayPush,
  RelayReply,
  RelayRequest,
} from "./types";

export interface Push<View> {
  seq: number;
  /** Server time of the push, in ms. */
  at: number;
  view: View;
  /** For the call in the view; null where there is none. */
  ice: IceCredentials | null;
}

export type LinkState =
  /** Not up yet since the page began. */
  | "connecting"
  | "up"
  /** Lost; it is being tried again. */
  | "down"
  /** The server said that this page shall not come back: see `closing`. `reopen` tries all the same. */
  | "closed";

/** The part of a Socket.IO client socket that is used here. */
export interface Wire {
  readonly connected: boolean;
  /** Whether it reconnects by itself. */
  readonly active: boolean;
  connect(): unknown;
  disconnect(): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: what comes is given its type by the listener.
  on(event: string, listener: (...args: any[]) => void): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: and what is answered, by the acknowledgement.
  emit(event: string, body: unknown, answer?: (body: any) => void): unknown;
}

export interface SignalingOptions {
  namespace: "/kiosk" | "/desk";
  /** The server's origin; the page's own where absent. */
  url?: string;
  /** A desk passes `workerTimers`, since a hidden tab's own timers sleep. */
  timers?: Timers;
  /** For tests: a wire that has not been connected. */
  wire?: Wire;
}

export const BEAT_EVERY = 5_000;
/** An older beat without an answer means that the socket is dead, whatever it says. */
export const BEAT_ANSWER = 4_000;
const RETRY_AFTER = 2_000;
const EXPIRES_IN = 10_000;

export class Signaling<View, Command> {
  readonly clock = new ServerClock();
  readonly #timers: Timers;
  readonly #lifetime = new Lifetime();
  readonly #wire: Wire;
  readonly #namespace: string;
  readonly #views = new Cell<Push<View> | null>(null);
  readonly #link = new Cell<LinkState>("connecting");
  readonly #closing = new Cell<Problem | null>(null);
  readonly #outbox = new Outbox<Command>();
  readonly #mailboxes = new Map<string, Mailbox>();
  readonly #nextNumber = pageNumbers();
  #fresh = true;
  #witness: () => MediaSign | null = () => null;
  #stopWaiting: Stop = () => {};

  constructor(options: SignalingOptions) {
    this.#timers = options.timers ?? pageTimers;
    this.#namespace = options.namespace;
    this.#wire = options.wire ?? connectTo(options);
    this.#wire.on("connect", () => this.#connected());
    this.#wire.on("disconnect", () => this.#lost());
    this.#wire.on("connect_error", (error: Error & { data?: Problem }) => this.#refused(error.data));
    this.#wire.on("closing", ({ error }: Closing) => this.#closing.set(error));
    this.#wire.on("view", (push: Push<View>) => this.#received(push));
    this.#wire.on("relay", (message: RelayPush) => this.#relayed(message));
    this.#lifetime.add(this.#timers.every(BEAT_EVERY, () => this.#beat()));
    this.#lifetime.add(this.#timers.every(1_000, () => this.#outbox.expire(this.clock.now())));
    this.#wire.connect();
  }

  /** The newest push; null until the first. */
  get views(): Readable<Push<View> | null> {
    return this.#views;
  }

  get link(): Readable<LinkState> {
    return this.#link;
  }

  /** Why the server closed the socket or would not open it; null while it is up. */
  get closing(): Readable<Problem | null> {
    return this.#closing;
  }

  /**
   * Ask the server for something, within `expiresIn` ms.
   *
   * Resolves when it is done and journalled; the views that show it come by themselves. Rejects with `CommandRefused`.
   */
  command(command: Command, { expiresIn = EXPIRES_IN } = {}): Promise<{ seq: number }> {
    const envelope = { id: crypto.randomUUID(), expires: Math.round(this.clock.now()) + expiresIn, command };
    const answered = this.#outbox.add(envelope);
    this.#sendCommand(envelope);
    return answered;
  }

  /** The way to one other party of a call. End it when they or the call are gone. */
  relay(address: Address): RelayChannel & { end(): void } {
    const mailbox = this.#mailbox(address);
    const isUp = (): boolean => this.#wire.connected;
    return {
      get up() {
        return isUp();
      },
      send: (body) => this.#sendRelay(mailbox, mailbox.post(body)),
      listen: (listener) => {
        const { stop, acknowledge } = mailbox.listen(listener);
        this.#acknowledge(mailbox, acknowledge);
        return stop;
      },
      end: () => this.#mailboxes.delete(keyOf(address)),
    };
  }

  /** Let heartbeats say whether media flows, as `witness` tells: a call then outlives a lost socket. */
  witnessMedia(witness: () => MediaSign | null): void {
    this.#witness = witness;
  }

  /** Try again after `closed`: "work here instead". */
  reopen(): void {
    if (this.#link.value === "closed") this.#link.set("down");
    this.#closing.set(null);
    this.#wire.connect();
  }

  end(): void {
    this.#lifetime.end();
    this.#stopWaiting();
    this.#outbox.end();
    this.#wire.disconnect();
    this.#link.set("closed");
  }

  #connected(): void {
    this.#fresh = true;
    this.#closing.set(null);
    this.#link.set("up");
    this.#beat();
    for (const envelope of this.#outbox.unanswered()) this.#sendCommand(envelope);
    for (const mailbox of this.#mailboxes.values()) {
      for (const numbered of mailbox.unsent()) this.#sendRelay(mailbox, numbered);
    }
  }

  #lost(): void {
    this.#stopWaiting();
    if (this.#lifetime.ended) return;
    if (this.#isFinal(this.#closing.value)) {
      this.#link.set("closed");
      this.#wire.disconnect();
      return;
    }
    if (this.#link.value !== "connecting") this.#link.set("down");
    if (!this.#wire.active) this.#retryLater();
  }

  #refused(error: Problem | undefined): void {
    if (error?.id) this.#closing.set(error);
    this.#lost();
  }

  /** Coming back would not help. A kiosk whose key is not accepted tries on: there is nobody to sign in again. */
  #isFinal(error: Problem | null): boolean {
    if (error === null || error.category !== "identity") return false;
    return error.id !== "unauthenticated" || this.#namespace === "/desk";
  }

  #retryLater(): void {
    this.#stopWaiting = this.#timers.after(RETRY_AFTER, () => this.#wire.connect());
  }

  /** A new socket's first push counts as it is: the server may have begun a new journal. */
  #received(push: Push<View>): void {
    const newest = this.#views.value;
    if (!this.#fresh && newest !== null && push.seq < newest.seq) return;
    this.#fresh = false;
    this.#views.set(push);
  }

  #beat(): void {
    if (!this.#wire.connected) return;
    const sent = Date.now();
    this.#stopWaiting();
    this.#stopWaiting = this.#timers.after(BEAT_ANSWER, () => {
      this.#wire.disconnect();
      this.#wire.connect();
    });
    const beat: Beat = { seq: this.#views.value?.seq ?? 0, media: this.#witness() };
    this.#wire.emit("beat", beat, (reply: BeatReply) => {
      this.#stopWaiting();
      if (reply.ok) this.clock.read({ sent, at: reply.at, received: Date.now() });
    });
  }

  #sendCommand(envelope: CommandEnvelope<Command>): void {
    if (!this.#wire.connected) return;
    this.#wire.emit("command", envelope, (reply: CommandReply) => {
      const delay = this.#outbox.answer(envelope.id, reply);
      if (delay === null) return;
      this.#timers.after(delay, () => {
        const again = this.#outbox.unansweredOne(envelope.id);
        if (again !== null) this.#sendCommand(again);
      });
    });
  }

  #sendRelay(mailbox: Mailbox, { n, body }: Numbered): void {
    if (!this.#wire.connected) return;
    const { call, own, other } = mailbox.address;
    const request: RelayRequest = { call, from: own, to: other, n, body };
    this.#wire.emit("relay", request, (reply: RelayReply) => {
      if (reply.ok || reply.error.category !== "busy") mailbox.settled(n);
      else this.#timers.after(reply.error.retry_after ?? RETRY_AFTER, () => this.#sendUnsent(mailbox, n));
    });
  }

  /** Those from `n` on, so that they stay in order. */
  #sendUnsent(mailbox: Mailbox, n: number): void {
    if (!mailbox.holds(n)) return;
    for (const numbered of mailbox.unsent()) this.#sendRelay(mailbox, numbered);
  }

  #relayed({ call, from, to, n, body }: RelayPush): void {
    const mailbox = this.#mailbox({ call, own: to, other: from });
    this.#acknowledge(mailbox, mailbox.take({ n, body }));
  }

  #acknowledge({ address }: Mailbox, n: number | null): void {
    if (n === null || !this.#wire.connected) return;
    const { call, own, other } = address;
    const ack: RelayAck = { call, from: other, to: own, n };
    this.#wire.emit("relay_ack", ack);
  }

  #mailbox(address: Address): Mailbox {
    const key = keyOf(address);
    const mailbox = this.#mailboxes.get(key) ?? new Mailbox(address, this.#nextNumber);
    this.#mailboxes.set(key, mailbox);
    return mailbox;
  }
}

function keyOf({ call, own, other }: Address): string {
  return `${call}/${own}/${other}`;
}

function connectTo({ namespace, url = location.origin }: SignalingOptions): Wire {
  return io(new URL(namespace, url).href, {
    transports: ["websocket"],
    autoConnect: false,
    forceNew: true,
    reconnectionDelay: 250,
    reconnectionDelayMax: 1_500,
    timeout: 5_000,
  });
}
