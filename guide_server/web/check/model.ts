/** The check before the shift: what is tried, in which order, and what came of it. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { type DeviceFact, LocalMedia } from "../../../signaling/client";
import { Api, Refused } from "../api";
import type { Me, OwnShift, Relays, ShiftChoice } from "../api_types";
import { type ChosenDevices, chooseDevice, chosenDevices, type DeviceRole, KIND_OF } from "../devices";
import { missingParts } from "./browser_facts";
import { type Findings, NOTHING_FOUND, type Trial, type Verdict, verdictOf, WAITING } from "./findings";
import { LoopCall } from "./loop_call";
import { followLevel, playTone } from "./sound";
import { iceServersOf, tryEcho, tryRelay } from "./trials";

const NO_RELAYS: Relays = { relays: [], username: "", credential: "" };
/** On the meter's scale: quieter is the room, not a voice. */
const VOICE = 0.35;
/** Milliseconds that a camera may take to open. */
const OPENING = 10_000;

export type Saved = "untouched" | "saving" | "saved" | "failed" | "none_left";

export class CheckModel {
  readonly found = signal<Findings>({ ...NOTHING_FOUND, missing: missingParts() });
  readonly verdict: ReadonlySignal<Verdict> = computed(() => verdictOf(this.found.value));
  readonly me = signal<Me | null>(null);
  readonly shift = signal<OwnShift | null>(null);
  readonly saved = signal<Saved>("untouched");
  /** 0 to 1. */
  readonly level = signal(0);
  readonly devices = signal<readonly MediaDeviceInfo[]>([]);
  readonly chosen = signal<ChosenDevices>(chosenDevices());
  readonly picture = signal<MediaStream | null>(null);
  /** What comes back of the call with oneself, while it lasts. */
  readonly returned = signal<MediaStream | null>(null);
  readonly toning = signal(false);
  readonly #api = new Api();
  /** One choice after the other, or an older one could win. */
  #saving: Promise<void> = Promise.resolve();
  #wished: ShiftChoice | null = null;
  #local: LocalMedia | null = null;
  #stopLevel: (() => void) | null = null;
  #call: LoopCall | null = null;

  constructor(private readonly toSignIn: () => void) {
    navigator.mediaDevices?.addEventListener("devicechange", () => void this.#list());
  }

  async load(): Promise<void> {
    try {
      this.me.value = await this.#api.me();
      this.shift.value = await this.#api.get<OwnShift>("/api/shift");
      await this.#list();
    } catch (fault) {
      if (fault instanceof Refused && fault.id === "signed_out") this.toSignIn();
    }
  }

  /** Try everything. Must come from a click: a browser sounds and listens only then. */
  async begin(): Promise<void> {
    if (this.verdict.value === "running") return;
    this.found.value = { ...NOTHING_FOUND, missing: missingParts(), speaker: this.found.value.speaker };
    if (this.found.value.missing.length > 0) return;
    this.#find({ call: { state: "running" } });
    const relays = this.#relays();
    await Promise.all([this.#open(), this.#trySocket(), relays]);
    await this.#tryCall(await relays);
  }

  async playTone(): Promise<void> {
    this.toning.value = true;
    this.#find({ speaker: { state: "running" } });
    await playTone().catch(() => undefined);
    this.toning.value = false;
  }

  heardTone(heard: boolean): void {
    this.#find({ speaker: { state: "done", result: { heard } } });
  }

  async choose(role: DeviceRole, id: string | null): Promise<void> {
    chooseDevice(role, id);
    this.chosen.value = chosenDevices();
    if (role === "speaker") this.#find({ speaker: WAITING });
    else if (this.#local !== null) await this.#open();
  }

  devicesFor(role: DeviceRole): MediaDeviceInfo[] {
    return this.devices.value.filter(({ kind, deviceId }) => kind === KIND_OF[role] && deviceId !== "");
  }

  /** Serve this language today, or not; the last one stays. */
  async serve(language: string, today: boolean): Promise<void> {
    const shift = this.shift.value;
    if (shift === null) return;
    const languages = shift.languages.map((each) => (each.language === language ? { ...each, today } : each));
    const chosen = languages.filter((each) => each.today).map((each) => each.language);
    this.shift.value = { ...shift, languages };
    if (chosen.length === 0) {
      this.#wished = null;
      this.saved.value = "none_left";
      return;
    }
    this.saved.value = "saving";
    const wish: ShiftChoice = { languages: chosen };
    this.#wished = wish;
    this.#saving = this.#saving.then(() => this.#save(wish));
    await this.#saving;
  }

  end(): void {
    this.#call?.end();
    this.#stopLevel?.();
    this.#local?.end();
  }

  async #save(wish: ShiftChoice): Promise<void> {
    const done = await this.#api.send("PATCH", "/api/shift", wish).then(
      () => true,
      () => false,
    );
    if (this.#wished === wish) this.saved.value = done ? "saved" : "failed";
  }

  #find(more: Partial<Findings>): void {
    this.found.value = { ...this.found.value, ...more };
  }

  /** Open camera and microphone as the desk would, and listen. */
  async #open(): Promise<void> {
    this.#find({ camera: { state: "running" }, microphone: { state: "running" } });
    this.#stopLevel?.();
    this.#local?.end();
    const local = new LocalMedia({ choice: this.chosen.value });
    this.#local = local;
    await Promise.race([local.open(), rest(OPENING)]);
    if (this.#local !== local) return;
    const { audio, video } = local.tracks.value;
    this.picture.value = video === null ? null : new MediaStream([video]);
    this.#find({
      camera: video === null ? failed(local.facts.value.video) : done(sizeOf(video)),
      microphone: audio === null ? failed(local.facts.value.audio) : done({ heard: false }),
    });
    if (audio !== null) this.#stopLevel = followLevel(audio, (level) => this.#hear(level));
    await this.#list();
  }

  #hear(level: number): void {
    this.level.value = level;
    const { microphone } = this.found.value;
    if (level < VOICE || microphone.state !== "done" || microphone.result.heard) return;
    this.#find({ microphone: done({ heard: true }) });
  }

  async #list(): Promise<void> {
    this.devices.value = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  }

  async #trySocket(): Promise<void> {
    this.#find({ socket: { state: "running" } });
    const address = new URL("/api/check/echo", location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const socket = await settled(tryEcho(address.href), (roundTrip) => ({ roundTrip }));
    this.#find({ socket });
  }

  /** Each relay by itself, so that one that is shut off does not hide behind the others. */
  async #relays(): Promise<Relays> {
    const given = await this.#api.get<Relays>("/api/check/relays").catch(() => NO_RELAYS);
    this.#find({ relays: given.relays.map(({ route }) => ({ route, trial: { state: "running" } })) });
    const trials = given.relays.map(async (relay, index) => {
      const trial = await settled(tryRelay(relay, given), (after) => ({ after }));
      const relays = (this.found.value.relays ?? []).map((each, at) =>
        at === index ? { ...each, trial } : each,
      );
      this.#find({ relays });
    });
    await Promise.all(trials);
    return given;
  }

  async #tryCall(relays: Relays): Promise<void> {
    const tracks = Object.values(this.#local?.tracks.value ?? {}).filter((track) => track !== null);
    if (tracks.length === 0) {
      this.#find({ call: { state: "failed", why: "no_devices" } });
      return;
    }
    const tried = this.found.value.relays ?? [];
    if (tried.length > 0 && tried.every(({ trial }) => trial.state !== "done")) {
      this.#find({ call: { state: "failed", why: "no_way" } });
      return;
    }
    const call = new LoopCall(iceServersOf(relays));
    this.#call = call;
    this.returned.value = call.returned;
    const trial = await settled(call.measure(tracks), (figures) => figures);
    this.returned.value = null;
    this.#find({ call: trial });
  }
}

async function settled<Value, Result>(
  trying: Promise<Value>,
  resultOf: (value: Value) => Result,
): Promise<Trial<Result>> {
  try {
    return done(resultOf(await trying));
  } catch (fault) {
    return { state: "failed", why: fault instanceof Error ? fault.message.slice(0, 40) : "unknown" };
  }
}

function done<Result>(result: Result): Trial<Result> {
  return { state: "done", result };
}

function failed(fact: DeviceFact): { state: "failed"; why: string } {
  return { state: "failed", why: fact };
}

function sizeOf(track: MediaStreamTrack): { width: number; height: number } {
  const { width = 0, height = 0 } = track.getSettings();
  return { width, height };
}

function rest(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
