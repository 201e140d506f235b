/**
 * What the desk knows and can ask for, without a pixel: the newest view, the link, the media, and the guide's wishes.
 *
 * Everything shown comes from the view. The model adds only what the server cannot know: what is under way from here
 * (`pending`), what was refused (`notice`), and the devices of this machine.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import {
  ABSENT,
  type CallFacts,
  CallMedia,
  CommandRefused,
  type Conversation,
  callFacts,
  KIOSK,
  type Kind,
  Lifetime,
  type Link,
  type LinkState,
  LocalMedia,
  lasting,
  NOTHING_SHARED,
  type PictureState,
  type Problem,
  type Push,
  type Quality,
  type Readable,
  type Shared,
  Signaling,
  warmUp,
  workerTimers,
} from "../../../signaling/client";
import type {
  ChosenReason,
  ChosenStatus,
  DeskCall,
  DeskCommand,
  DeskRing,
  DeskView,
  DeskWrapUp,
  Grade,
  GuestRole,
  PassReason,
} from "../../../signaling/client/types";
import { chosenDevices, toChosenSpeaker } from "../devices";
import { DocumentModel } from "./documents/document_model";
import { Heartbeat, type Sleep } from "./reachability";
import { isSlow } from "./resident_signs";

/** To whom a call shall go: one of the three. */
export type Wanted = { guide: string } | { language: string } | { topic: string };

/** What the middle of the desk is about. */
export type Stage =
  | { kind: "ready" }
  | { kind: "ringing"; ring: DeskRing }
  | { kind: "call"; call: DeskCall }
  | { kind: "wrap_up"; wrapUp: DeskWrapUp };

export function stageOf(view: DeskView): Stage {
  if (view.call !== null) return { kind: "call", call: view.call };
  if (view.ring !== null) return { kind: "ringing", ring: view.ring };
  if (view.wrap_up !== null) return { kind: "wrap_up", wrapUp: view.wrap_up };
  return { kind: "ready" };
}

/** The part of the view that media follow. */
export function factsOf(view: DeskView): CallFacts | null {
  const { ring, call } = view;
  if (ring !== null) {
    return callFacts({ call: ring.call, own: ring.epoch, state: "ringing", onHold: false }, ring.parties);
  }
  if (call === null) return null;
  const { id, epoch: own, state, held_since } = call;
  return callFacts({ call: id, own, state, onHold: held_since !== null }, call.parties);
}

/** The camera is open while calls can come, and for no longer. */
export function needsCamera(view: DeskView): boolean {
  return view.status === "available" || view.status === "ringing" || view.call !== null;
}

const VOLUME = "desk.volume";

function keptVolume(): number {
  const kept = Number(localStorage.getItem(VOLUME) ?? 1);
  return kept >= 0 && kept <= 1 ? kept : 1;
}

export interface DeskOptions {
  /** Keep media on the TURN server. */
  relayOnly?: boolean;
  /** A call to join once the link is up: for leaders. */
  join?: string | null;
  fromBoard?: boolean;
}

export class DeskModel {
  readonly #lifetime = new Lifetime();
  /** A hidden tab's own timers sleep, and a guide whose tab is hidden must still be reachable. */
  readonly #timers = workerTimers(
    new Worker(new URL("../../../signaling/client/ticker.ts", import.meta.url), { type: "module" }),
  );
  readonly #signaling: Signaling<DeskView, DeskCommand>;
  readonly #media = signal<{ local: LocalMedia; call: CallMedia<DeskView> } | null>(null);
  readonly #push = signal<Push<DeskView> | null>(null);
  readonly #now = signal(Date.now());
  readonly #heartbeat = new Heartbeat();
  #slow = ABSENT;

  readonly link = signal<LinkState>("connecting");
  readonly closing = signal<Problem | null>(null);
  readonly picture = signal<PictureState>("none");
  readonly quality = signal<Quality | null>(null);
  /** How the resident comes through, as it lasts; null before anything has. */
  readonly grade = signal<Grade | null>(null);
  /** Too few pictures come to a resident who signs, and that has lasted. */
  readonly slow = signal(false);
  readonly devices = signal<{ audio: string; video: string }>({ audio: "opening", video: "opening" });
  /** Whoever else takes part besides the resident: each plays in a video element by its own `show`. */
  readonly guests = signal<readonly Link[]>([]);
  /** What is written and shown in the call; nothing outside of one. */
  readonly shared = signal<Shared>(NOTHING_SHARED);
  /** What the guide shows the resident. */
  readonly documents = new DocumentModel({
    shared: this.shared,
    conversation: () => this.conversation,
    timers: this.#timers,
    makeWorker: () =>
      new Worker(new URL("./documents/raster_worker.ts", import.meta.url), { type: "module" }),
  });
  readonly microphoneOn = signal(true);
  readonly cameraOn = signal(true);
  /** The microphone is open for as long as a key is held, though it is off. */
  readonly talking = signal(false);
  /** How loud the others are here, from 0 to 1. Kept in this browser. */
  readonly volume = signal(keptVolume());
  /** The resident's sound and picture; null while there is none. */
  readonly resident = signal<MediaStream | null>(null);
  /** This desk was asleep and could not be reached, until somebody has seen it. */
  readonly slept = signal<Sleep | null>(null);
  /** A command is on its way: its button waits. */
  readonly pending = signal(false);
  /** The id of the last refusal, until something else is asked. */
  readonly notice = signal<string | null>(null);

  readonly view: ReadonlySignal<DeskView | null> = computed(() => this.#push.value?.view ?? null);
  readonly stage: ReadonlySignal<Stage> = computed(() =>
    this.view.value === null ? { kind: "ready" } : stageOf(this.view.value),
  );
  /** The server's time, told every second. */
  readonly now: ReadonlySignal<number> = computed(() => this.#now.value);

  /** Whether a leader came here from the board. */
  readonly fromBoard: boolean;
  /** The call that they came to join, until they have asked to. */
  #toJoin: string | null;

  constructor({ relayOnly = false, join = null, fromBoard = false }: DeskOptions = {}) {
    this.fromBoard = fromBoard;
    this.#toJoin = join;
    this.#signaling = new Signaling<DeskView, DeskCommand>({ namespace: "/desk", timers: this.#timers });
    this.#follow(this.#signaling.link, (link) => {
      this.link.value = link;
    });
    this.#follow(this.#signaling.closing, (error) => {
      this.closing.value = error;
    });
    this.#follow(this.#signaling.views, (push) => this.#received(push, relayOnly));
    this.#lifetime.add(
      this.#timers.every(1_000, () => {
        this.#now.value = this.#signaling.clock.now();
        this.#noticeSleep();
        this.#noticeSlow();
      }),
    );
  }

  get local(): LocalMedia | null {
    return this.#media.value?.local ?? null;
  }

  /** What is written and shown in the call; null where there is none. */
  get conversation(): Conversation | null {
    return this.#media.value?.call.conversation.value ?? null;
  }

  /** Play the resident in `video`; call the result when the element goes away. */
  showResident(video: HTMLVideoElement): () => void {
    void toChosenSpeaker(video);
    return this.#media.value?.call.show(video) ?? (() => {});
  }

  /** `minutes` is how long a guide who goes away plans to be gone; null where that is open. */
  setStatus(status: ChosenStatus, reason: ChosenReason | null = null, minutes: number | null = null): void {
    const chosen_at = Math.round(this.#signaling.clock.now());
    const back_at = minutes === null ? null : chosen_at + minutes * 60_000;
    void this.#ask({ type: "set_status", status, reason, chosen_at, back_at });
  }

  take(): void {
    const ring = this.view.value?.ring;
    if (ring) void this.#ask({ type: "take", call: ring.call, epoch: ring.epoch });
  }

  pass(reason: PassReason | null = null): void {
    const ring = this.view.value?.ring;
    if (ring) void this.#ask({ type: "pass", call: ring.call, epoch: ring.epoch, reason });
  }

  hangUp(): void {
    const call = this.view.value?.call;
    if (call) void this.#ask({ type: "hang_up", call: call.id });
  }

  hold(on: boolean): void {
    const call = this.view.value?.call;
    if (call) void this.#ask({ type: "hold", call: call.id, on });
  }

  /** Send the resident on and be out of the call. */
  transfer(to: Wanted): void {
    const call = this.view.value?.call;
    if (call) void this.#ask({ type: "transfer", call: call.id, ...to });
  }

  invite(role: GuestRole, to: Wanted): void {
    const call = this.view.value?.call;
    if (call) void this.#ask({ type: "invite", call: call.id, role, ...to });
  }

  /** Let the colleague with this number lead, and leave. */
  handOver(epoch: number): void {
    const call = this.view.value?.call;
    if (call) void this.#ask({ type: "hand_over", call: call.id, epoch });
  }

  dismiss(epoch: number): void {
    const call = this.view.value?.call;
    if (call) void this.#ask({ type: "dismiss", call: call.id, epoch });
  }

  /** Ask the leader to come, or say that it is no longer needed. */
  askForHelp(on: boolean): void {
    void this.#ask({ type: on ? "ask_for_help" : "withdraw_help" });
  }

  /** Resolves with whether it was accepted. */
  async finishWrapUp(topic: string, disposition: string, referredTo: string | null): Promise<boolean> {
    const wrapUp = this.view.value?.wrap_up;
    if (!wrapUp) return false;
    const said = { call: wrapUp.call, topic, disposition, referred_to: referredTo };
    return this.#ask({ type: "finish_wrap_up", ...said });
  }

  extendWrapUp(): void {
    const wrapUp = this.view.value?.wrap_up;
    if (wrapUp) void this.#ask({ type: "extend_wrap_up", call: wrapUp.call });
  }

  toggle(kind: Kind): void {
    const on = kind === "audio" ? this.microphoneOn : this.cameraOn;
    on.value = !on.value;
    this.#enable(kind);
  }

  /** Push to talk: the microphone is open while `on`, and then as it was. */
  talk(on: boolean): void {
    if (this.talking.value === on) return;
    this.talking.value = on;
    this.#enable("audio");
  }

  setVolume(volume: number): void {
    this.volume.value = Math.min(1, Math.max(0, volume));
    localStorage.setItem(VOLUME, String(this.volume.value));
  }

  /** This desk was superseded by a newer one: work here instead. */
  workHere(): void {
    this.#signaling.reopen();
  }

  end(): void {
    this.documents.end();
    this.#closeMedia();
    this.#lifetime.end();
    this.#signaling.end();
  }

  #enable(kind: Kind): void {
    const on = kind === "audio" ? this.microphoneOn.value || this.talking.value : this.cameraOn.value;
    this.#media.value?.call.enable(kind, on);
  }

  /** At each beat and before each view: after a sleep the server's word that it was one may come first. */
  #noticeSleep(): void {
    const sleep = this.#heartbeat.beat(Date.now());
    const status = this.view.value?.status ?? "offline";
    if (sleep !== null && status !== "offline") this.slept.value = sleep;
  }

  #noticeSlow(): void {
    const language = this.view.value?.call?.language ?? "";
    this.#slow = lasting(this.#slow, isSlow(this.shared.value, language), this.#timers.now());
    this.slow.value = this.#slow.shown;
  }

  #follow<T>(readable: Readable<T>, listener: (value: T) => void): void {
    this.#lifetime.add(readable.subscribe(listener));
  }

  #received(push: Push<DeskView> | null, relayOnly: boolean): void {
    this.#noticeSleep();
    this.#push.value = push;
    this.#now.value = this.#signaling.clock.now();
    if (push === null) return;
    if (this.#toJoin !== null) void this.#ask({ type: "join", call: this.#toJoin });
    this.#toJoin = null;
    if (needsCamera(push.view)) this.#openMedia(relayOnly);
    else if (push.view.status === "away" || push.view.status === "offline") this.#closeMedia();
  }

  #openMedia(relayOnly: boolean): void {
    if (this.#media.value !== null) return;
    void warmUp();
    const local = new LocalMedia({ choice: chosenDevices(), timers: this.#timers });
    void local.open();
    const call = new CallMedia<DeskView>({
      signaling: this.#signaling,
      media: local,
      factsOf,
      relayOnly,
      timers: this.#timers,
    });
    this.#media.value = { local, call };
    this.#enable("audio");
    this.#enable("video");
    call.links.subscribe((links) => {
      this.guests.value = links.filter((link) => link.number !== KIOSK);
    });
    call.conversation.subscribe((conversation) =>
      conversation?.shared.subscribe((shared) => {
        this.shared.value = shared;
      }),
    );
    call.remote.subscribe((stream) => {
      this.resident.value = stream;
    });
    call.picture.subscribe((picture) => {
      this.picture.value = picture;
    });
    call.quality.subscribe((quality) => {
      this.quality.value = quality;
    });
    call.grade.subscribe((grade) => {
      this.grade.value = grade;
    });
    local.facts.subscribe((facts) => {
      this.devices.value = facts;
    });
  }

  #closeMedia(): void {
    this.#media.value?.call.end();
    this.#media.value?.local.end();
    this.#media.value = null;
    this.guests.value = [];
    this.picture.value = "none";
    this.resident.value = null;
    this.quality.value = null;
    this.grade.value = null;
  }

  async #ask(command: DeskCommand): Promise<boolean> {
    this.pending.value = true;
    this.notice.value = null;
    try {
      await this.#signaling.command(command);
      return true;
    } catch (error) {
      this.notice.value = error instanceof CommandRefused ? error.id : "no_answer";
      return false;
    } finally {
      this.pending.value = false;
    }
  }
}
