/**
 * What the desk knows and can ask for, without a pixel: the newest view, the link, the media, and the guide's wishes.
 *
 * Everything shown comes from the view. The model adds only what the server cannot know: what is under way from here
 * (`pending`), what was refused (`notice`), and the devices of this machine.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import {
  type CallFacts,
  CallMedia,
  CommandRefused,
  type Kind,
  Lifetime,
  type LinkState,
  LocalMedia,
  type PictureState,
  type Problem,
  type Push,
  type Quality,
  type Readable,
  Signaling,
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
} from "../../../signaling/client/types";

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
  if (view.ring !== null) return { call: view.ring.call, epoch: view.ring.epoch, state: "ringing" };
  const call = view.call;
  if (call === null) return null;
  if (call.state !== "connecting" && call.state !== "live" && call.state !== "interrupted") return null;
  return { call: call.id, epoch: call.epoch, state: call.state };
}

/** The camera is open while calls can come, and for no longer. */
export function needsCamera(view: DeskView): boolean {
  return view.status === "available" || view.status === "ringing" || view.call !== null;
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

  readonly link = signal<LinkState>("connecting");
  readonly closing = signal<Problem | null>(null);
  readonly picture = signal<PictureState>("none");
  readonly quality = signal<Quality | null>(null);
  readonly devices = signal<{ audio: string; video: string }>({ audio: "opening", video: "opening" });
  readonly microphoneOn = signal(true);
  readonly cameraOn = signal(true);
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

  constructor({ relayOnly = false }: { relayOnly?: boolean } = {}) {
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
      }),
    );
  }

  get local(): LocalMedia | null {
    return this.#media.value?.local ?? null;
  }

  /** Play the resident in `video`; call the result when the element goes away. */
  showResident(video: HTMLVideoElement): () => void {
    return this.#media.value?.call.show(video) ?? (() => {});
  }

  setStatus(status: ChosenStatus, reason: ChosenReason | null = null): void {
    void this.#ask({ type: "set_status", status, reason });
  }

  take(): void {
    const ring = this.view.value?.ring;
    if (ring) void this.#ask({ type: "take", call: ring.call, epoch: ring.epoch });
  }

  pass(): void {
    const ring = this.view.value?.ring;
    if (ring) void this.#ask({ type: "pass", call: ring.call, epoch: ring.epoch });
  }

  hangUp(): void {
    const call = this.view.value?.call;
    if (call) void this.#ask({ type: "hang_up", call: call.id });
  }

  finishWrapUp(topic: string, disposition: string): void {
    const wrapUp = this.view.value?.wrap_up;
    if (wrapUp) void this.#ask({ type: "finish_wrap_up", call: wrapUp.call, topic, disposition });
  }

  extendWrapUp(): void {
    const wrapUp = this.view.value?.wrap_up;
    if (wrapUp) void this.#ask({ type: "extend_wrap_up", call: wrapUp.call });
  }

  toggle(kind: Kind): void {
    const on = kind === "audio" ? this.microphoneOn : this.cameraOn;
    on.value = !on.value;
    this.#media.value?.call.enable(kind, on.value);
  }

  /** This desk was superseded by a newer one: work here instead. */
  workHere(): void {
    this.#signaling.reopen();
  }

  end(): void {
    this.#closeMedia();
    this.#lifetime.end();
    this.#signaling.end();
  }

  #follow<T>(readable: Readable<T>, listener: (value: T) => void): void {
    this.#lifetime.add(readable.subscribe(listener));
  }

  #received(push: Push<DeskView> | null, relayOnly: boolean): void {
    this.#push.value = push;
    this.#now.value = this.#signaling.clock.now();
    if (push === null) return;
    if (needsCamera(push.view)) this.#openMedia(relayOnly);
    else if (push.view.status === "away" || push.view.status === "offline") this.#closeMedia();
  }

  #openMedia(relayOnly: boolean): void {
    if (this.#media.value !== null) return;
    const local = new LocalMedia({ timers: this.#timers });
    void local.open();
    const call = new CallMedia<DeskView>({
      signaling: this.#signaling,
      role: "guide",
      media: local,
      factsOf,
      relayOnly,
      timers: this.#timers,
    });
    this.#media.value = { local, call };
    call.enable("audio", this.microphoneOn.value);
    call.enable("video", this.cameraOn.value);
    call.picture.subscribe((picture) => {
      this.picture.value = picture;
    });
    call.quality.subscribe((quality) => {
      this.quality.value = quality;
    });
    local.facts.subscribe((facts) => {
      this.devices.value = facts;
    });
  }

  #closeMedia(): void {
    this.#media.value?.call.end();
    this.#media.value?.local.end();
    this.#media.value = null;
    this.picture.value = "none";
    this.quality.value = null;
  }

  async #ask(command: DeskCommand): Promise<void> {
    this.pending.value = true;
    this.notice.value = null;
    try {
      await this.#signaling.command(command);
    } catch (error) {
      this.notice.value = error instanceof CommandRefused ? error.id : "no_answer";
    } finally {
      this.pending.value = false;
    }
  }
}
