/**
 * The shell around the model: it hears the server, the agent, the clock and the devices, and does what the model asks.
 *
 * Decide nothing here. Whatever a resident could notice is computed in model.ts and screen.ts.
 */
import { type Signal, signal } from "@preact/signals";
import { CommandRefused, Signaling, warmUp } from "../../../signaling/client";
import type { KioskCommand, KioskView } from "../../../signaling/client/types";
import { Agent } from "./agent";
import { CallRoom } from "./call_room";
import { begin, heard, keyOf, sayingOf } from "./ear";
import type { Effect, Event } from "./events";
import { watchHeadset } from "./headset";
import { next } from "./model";
import { countdown, type Screen, screenOf } from "./screen";
import { Sounds } from "./sounds";
import { type Line, nameLine } from "./speech/phrases";
import { Voice } from "./speech/voice";
import { firstState, mediaWanted, type State } from "./state";
import type { Machine, Pictures } from "./view/stage";

const TICK = 1_000;
/** Several times in the agent's patience (`browser.py`), after which a page counts as hung. */
const ALIVE_EVERY = 500;
const PROFILE_EVERY = 15_000;
const WAITING_TONE_EVERY = 12_000;
/** Less than the agent waits before it reports a tap again. */
const SETTLE_AFTER = 3_000;

export class KioskPage {
  readonly #state = signal(firstState(performance.now(), callOver()));
  readonly #agent = new Agent();
  readonly #sounds = new Sounds();
  readonly #voice = new Voice();
  readonly #said = signal<readonly Line[]>([]);
  readonly #signaling = new Signaling<KioskView, KioskCommand>({ namespace: "/kiosk" });
  readonly #room = new CallRoom({
    signaling: this.#signaling,
    hasLeft: (call) => this.#state.value.left === call,
    onPicture: (picture) => this.tell({ type: "picture", picture }),
    onQuality: (quality, sending) => this.tell({ type: "quality", quality, sending }),
    onDevices: (devices) => this.tell({ type: "devices", devices }),
    qr: (text) => this.#agent.qr(text),
    onShared: (shared) => this.tell({ type: "shared", shared }),
    relayOnly: new URLSearchParams(location.search).has("relay"),
  });

  get state(): Signal<State> {
    return this.#state;
  }

  get pictures(): Pictures {
    return this.#room;
  }

  /** What this machine does when asked. A screen that has become a kiosk knows it at once. */
  readonly machine: Machine = {
    print: (slip) => this.#agent.print(slip),
    technician: (pin, deed) => this.#agent.technician(pin, deed),
    enrol: async (code) => {
      await this.#agent.enrol(code);
      await this.#learn();
    },
  };

  /** What the voice says now, for eyes beside. */
  get said(): Signal<readonly Line[]> {
    return this.#said;
  }

  /** A key was pressed. Answers whether it was meant for the ear, and so for nothing else. */
  readonly press = (name: string): boolean => {
    const key = keyOf(name, this.#state.value);
    if (key !== null) this.tell(heard(this.#state.value, key));
    return key !== null;
  };

  /** Runs for as long as the page lives. */
  start(): void {
    this.#agent.open();
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
    watchHeadset({
      plugged: () => this.tell(begin(this.#state.value)),
      unplugged: () => this.tell({ type: "hear", ear: null }),
    });
    void this.#learn();
    void warmUp();
  }

  /** Something happened. */
  readonly tell = (event: Event): void => {
    const before = this.#state.value;
    const { state, effects } = next(before, event);
    this.#state.value = state;
    this.#keepRoom(before, state);
    for (const effect of effects) void this.#do(effect);
    this.#sound(before, state);
    this.#speak(before, state);
    if (screenOf(before).name !== screenOf(state).name) this.#sayAlive();
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
        return this.#call(effect);
      case "answer": {
        const { call, choice, language } = effect;
        // What came too late is no longer on the next view.
        await this.#signaling.command({ type: "choose", call, choice, language }).catch(() => {});
        return;
      }
      case "hang_up":
        // A refusal means that the call is over already, which the next view shows.
        await this.#signaling.command({ type: "hang_up", call: effect.call }).catch(() => {});
        return;
      case "rate":
        // A face that came too late is no loss to the resident.
        await this.#signaling.command({ type: "rate", call: effect.call, mood: effect.mood }).catch(() => {});
        return;
      case "sample":
        return this.#say([nameLine(effect.language)]);
      case "reopen":
        return this.#signaling.reopen();
    }
  }

  async #journal(language: string): Promise<void> {
    try {
      const { call, tapped_at } = await this.#agent.tap(language);
      this.tell({ type: "journalled", call, tappedAt: tapped_at });
    } catch {
      this.tell({ type: "refused", call: null, error: "unavailable" });
    }
  }

  async #call({ call, tappedAt, ...asked }: Extract<Effect, { type: "call" }>): Promise<void> {
    const also = [...asked.also];
    const { language, ticket } = asked;
    const granted = this.#signaling.command({
      type: "call",
      call,
      language,
      also,
      ticket,
      tapped_at: tappedAt,
    });
    this.#room.expect(call, granted);
    try {
      await granted;
    } catch (error) {
      const why = error instanceof CommandRefused ? error.id : "unavailable";
      this.tell({ type: "refused", call, error: why });
      return;
    }
    // Not while the guide answers and the picture comes up: it writes to the disk that the journal may share.
    // Where the agent does not hear it, it reports the tap again, and the server knows it already.
    setTimeout(() => void this.#agent.settled(call).catch(() => {}), SETTLE_AFTER);
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
      this.#agent.alive(screenOf(this.#state.value).name);
    });
  }

  #hum(): void {
    const { name } = screenOf(this.#state.value);
    if (name === "waiting" || name === "ringing") this.#play("waiting");
  }

  /** Whoever is led by ear hears what is new; whoever no longer is hears nothing more. */
  #speak(before: State, state: State): void {
    const [then, now] = [sayingOf(before), sayingOf(state)];
    if (now === null && then !== null) void this.#say([]);
    if (now !== null && now.id !== then?.id) void this.#say(now.lines);
  }

  async #say(lines: readonly Line[]): Promise<void> {
    const { ear, comfort } = this.#state.value.visit;
    const said = await this.#voice.say(lines, comfort.volume);
    if (said !== null) this.#said.value = ear === null ? [] : said;
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

/** The call of the visit before this one, which the agent knows to be over: see `left` in the model. */
function callOver(): string | null {
  const over = new URLSearchParams(location.hash.slice(1)).get("over");
  history.replaceState(null, "", location.pathname + location.search);
  return over;
}
