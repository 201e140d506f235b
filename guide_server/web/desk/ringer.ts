/** How the desk calls for attention: two soft rising notes, the tab's title and icon, and the system's notification. */
import { toChosenSpeaker } from "../devices";
import ringingIcon from "./ringing.svg?url";

/** Hertz: an E and the A above it. */
const NOTES = [659.25, 880] as const;
const NOTE_SECONDS = 0.28;
const PERIOD_MS = 2_400;
const LOUDNESS = 0.18;
/** Loading an icon takes the browser's time, and a guide who takes at once shall be seen at once. In ms. */
const ICON_AFTER = 700;
const SINK = "desk.ring_sink";

/** W3C Web Audio 1.1, which TypeScript's library does not have yet. */
type SinkContext = AudioContext & { setSinkId?(sink: string): Promise<void> };

export class Ringer {
  #context: SinkContext | null = null;
  #stop: (() => void) | null = null;

  /** Where it sounds: a device's id, or "" for where calls sound. Kept in this browser. */
  get sink(): string {
    return localStorage.getItem(SINK) ?? "";
  }

  /** Sound there from now on. Resolves with whether it can: a device that is gone leaves the system's choice. */
  async choose(sink: string): Promise<boolean> {
    localStorage.setItem(SINK, sink);
    this.unlock();
    return this.#useSink();
  }

  /** A browser lets a page sound only after a gesture: call this from the click that makes the guide available. */
  unlock(): void {
    if (this.#context === null) {
      this.#context = new AudioContext();
      void this.#useSink();
    }
    void this.#context.resume();
    if ("Notification" in window && Notification.permission === "default") {
      void Notification.requestPermission();
    }
  }

  /** Ring until `stop`. `title` is shown in the tab and in the notification, `body` in the notification. */
  ring(title: string, body: string): void {
    if (this.#stop !== null) return;
    const quietTitle = document.title;
    const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]");
    const quietIcon = icon?.href;
    let bright = false;
    let soon: ReturnType<typeof setTimeout> | undefined;
    const beat = (): void => {
      this.#sound();
      bright = !bright;
      document.title = bright ? `● ${title}` : title;
      soon = setTimeout(() => {
        if (icon && quietIcon) icon.href = bright ? ringingIcon : quietIcon;
      }, ICON_AFTER);
    };
    const timer = setInterval(beat, PERIOD_MS);
    const notification = this.#notify(title, body);
    this.#stop = () => {
      clearInterval(timer);
      clearTimeout(soon);
      document.title = quietTitle;
      if (icon && quietIcon && icon.href !== quietIcon) icon.href = quietIcon;
      notification?.close();
    };
    beat();
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
  }

  /** Tell once of something that is not a call. */
  remind(title: string, body: string): void {
    this.#sound();
    this.#notify(title, body, "reminder");
  }

  /** The ringing once, to hear whether it can be heard. */
  test(): void {
    this.unlock();
    this.#sound();
  }

  async #useSink(): Promise<boolean> {
    const context = this.#context;
    if (context === null) return true;
    try {
      await context.setSinkId?.(this.sink);
      if (this.sink === "") await toChosenSpeaker(context);
      return true;
    } catch {
      // The device was unplugged, or is not allowed: it sounds where the system sounds.
      return false;
    }
  }

  #sound(): void {
    const context = this.#context;
    if (context === null) return;
    NOTES.forEach((hertz, index) => {
      const begin = context.currentTime + index * NOTE_SECONDS * 0.8;
      const tone = new OscillatorNode(context, { type: "sine", frequency: hertz });
      const volume = new GainNode(context, { gain: 0 });
      volume.gain.setValueAtTime(0, begin);
      volume.gain.linearRampToValueAtTime(LOUDNESS, begin + 0.03);
      volume.gain.exponentialRampToValueAtTime(0.001, begin + NOTE_SECONDS * 2);
      tone.connect(volume).connect(context.destination);
      tone.start(begin);
      tone.stop(begin + NOTE_SECONDS * 2);
    });
  }

  #notify(title: string, body: string, tag = "ring"): Notification | null {
    if (!("Notification" in window) || Notification.permission !== "granted" || document.hasFocus())
      return null;
    const notification = new Notification(title, { body, tag, requireInteraction: true });
    notification.addEventListener("click", () => window.focus());
    return notification;
  }
}
