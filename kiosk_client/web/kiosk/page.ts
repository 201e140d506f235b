/**
 * The shell around the model: it hears the server, the agent, the clock and the devices, and does what the model asks.
 *
 * Decide nothing here. Whatever a resident could notice is computed in model.ts and screen.ts.
 */
import { type Signal, signal } from "@preact/signals";
import { CommandRefused, Signaling } from "../../../signaling/client";
import type { KioskCommand, KioskView } from "../../../signaling/client/types";
import { Agent } from "./agent";
import { CallRoom } from "./call_room";
import { type Effect, type Event, firstState, mediaWanted, next, type State } from "./model";
import { countdown, type Screen, screenOf } from "./screen";
import { Sounds } from "./sounds";
import type { Pictures } from "./view/stage";

const TICK = 1_000;
const ALIVE_EVERY = 2_000;
const PROFILE_EVERY = 15_000;
const WAITING_TONE_EVERY = 12_000;

export class KioskPage {
  readonly #state = signal(firstState(performance.now()));
  readonly #agent = new Agent();
  readonly #sounds = new Sounds();
  readonly #signaling = new Signaling<KioskView, KioskCommand>({ namespace: "/kiosk" });
  readonly #room = new CallRoom({
    signaling: this.#signaling,
    hasLeft: (call) => this.#state.value.left === call,
    onPicture: (picture) => this.tell({ type: "picture", picture }),
    onDevices: (devices) => this.tell({ type: "devices", devices }),
    relayOnly: new URLSearchParams(location.search).has("relay"),
  });

  get state(): Signal<State> {
    return this.#state;
  }

  get pictures(): Pictures {
    return this.#room;
  }

  /** Runs for as long as the page lives. */
  start(): void {
    const { views, link, closing } = this.#signaling;
    const linked = (): void =>
      this.tell({ type: "link", link: link.value, closing: closing.value?.id ?? null });
    link.subscribe(linked);
    closing.subscribe(linked);
    views.subscribe((push) => {
      if (push !== null) this.tell({ type: "view", view: push.view });
    });
    setInterval(() => this.tell({ type: "tick", now: performance.now() }), TICK);
    setInterval(() => this.#sayAlive(), ALIVE_EVERY);
    setInterval(() => void this.#learn(), PROFILE_EVERY);
    setInterval(() => this.#hum(), WAITING_TONE_EVERY);
    void this.#learn();
  }

  /** Something happened. */
  readonly tell = (event: Event): void => {
    const before = this.#state.value;
    const { state, effects } = next(before, event);
    this.#state.value = state;
    this.#keepRoom(before, state);
    for (const effect of effects) void this.#do(effect);
    this.#sound(before, state);
  };

  #keepRoom(before: State, state: State): void {
    if (before.visit !== state.visit) this.#room.let(state.visit);
    this.#room.wanted = mediaWanted(state) && screenOf(state).name !== "closed";
  }

  async #do(effect: Effect): Promise<void> {
    switch (effect.type) {
      case "tap":
        return this.#journal(effect.language);
      case "call":
        return this.#call(effect.call, effect.language, effect.tappedAt);
      case "hang_up":
        // A refusal means that the call is over already, which the next view shows.
        await this.#signaling.command({ type: "hang_up", call: effect.call }).catch(() => {});
        return;
      case "reopen":
        return this.#signaling.reopen();
    }
  }

  async #journal(language: string): Promise<void> {
    try {
      const { call, tapped_at } = await this.#agent.tap(language);
      this.tell({ type: "journalled", call, tappedAt: tapped_at });
    } catch {
      this.tell({ type: "refused", error: "unavailable" });
    }
  }

  async #call(call: string, language: string, tappedAt: number): Promise<void> {
    const granted = this.#signaling.command({ type: "call", call, language, tapped_at: tappedAt });
    this.#room.expect(call, granted);
    try {
      await granted;
    } catch (error) {
      this.tell({ type: "refused", error: error instanceof CommandRefused ? error.id : "unavailable" });
      return;
    }
    // Where the agent does not hear it, it reports the tap again, and the server knows it already.
    await this.#agent.settled(call).catch(() => {});
  }

  async #learn(): Promise<void> {
    try {
      this.tell({ type: "profile", profile: await this.#agent.profile() });
    } catch {
      // The agent is being started anew; what it said before stands.
    }
  }

  /** Said from a frame: a page that has stopped painting falls silent. */
  #sayAlive(): void {
    requestAnimationFrame(() => {
      this.#agent.alive(screenOf(this.#state.value).name).catch(() => {});
    });
  }

  #hum(): void {
    const { name } = screenOf(this.#state.value);
    if (name === "waiting" || name === "ringing") this.#play("waiting");
  }

  #sound(before: State, state: State): void {
    if (countdown(before) === null && countdown(state) !== null) this.#play("still_there");
    if (inCall(screenOf(before)) && screenOf(state).name === "ended") this.#play("ended");
  }

  #play(sound: Parameters<Sounds["play"]>[0]): void {
    this.#sounds.play(sound, this.#state.value.visit.comfort.volume);
  }
}

function inCall({ name }: Screen): boolean {
  return name === "live" || name === "interrupted" || name === "connecting";
}
