import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Ringer } from "../../../guide_server/web/desk/ringer";

const made: { title: string; body: string; closed: boolean }[] = [];

class FakeNotification extends EventTarget {
  static permission = "granted";
  readonly #one: { title: string; body: string; closed: boolean };

  constructor(title: string, { body = "" }: NotificationOptions) {
    super();
    this.#one = { title, body, closed: false };
    made.push(this.#one);
  }

  close(): void {
    this.#one.closed = true;
  }
}

beforeEach(() => {
  made.length = 0;
  vi.useFakeTimers();
  vi.stubGlobal("Notification", FakeNotification);
  document.head.innerHTML = '<link rel="icon" href="/quiet.svg" />';
  document.title = "Quiet";
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const icon = () => document.querySelector("link")?.href ?? "";

test("a ring shows in title and icon, and both are quiet again when it stops", () => {
  vi.spyOn(document, "hasFocus").mockReturnValue(true);
  const quiet = icon();
  const ringer = new Ringer();
  ringer.ring("A call in Tigrinya", "Screen 1");
  expect(document.title).toBe("● A call in Tigrinya");
  vi.advanceTimersByTime(1_000);
  expect(icon()).not.toBe(quiet);
  vi.advanceTimersByTime(2_400);
  expect(document.title).toBe("A call in Tigrinya");
  expect(icon()).toBe(quiet);
  ringer.stop();
  expect([document.title, icon()]).toEqual(["Quiet", quiet]);
  vi.advanceTimersByTime(10_000);
  expect(document.title).toBe("Quiet");
});

test("whoever works in another window is notified once, for as long as it rings", () => {
  vi.spyOn(document, "hasFocus").mockReturnValue(false);
  const ringer = new Ringer();
  ringer.ring("A call in Tigrinya", "Screen 1 · has waited 2 minutes");
  ringer.ring("A call in Tigrinya", "Screen 1 · has waited 2 minutes");
  expect(made).toEqual([
    { title: "A call in Tigrinya", body: "Screen 1 · has waited 2 minutes", closed: false },
  ]);
  ringer.stop();
  expect(made[0]?.closed).toBe(true);
});

test("whoever looks at the desk is not notified of what they see", () => {
  vi.spyOn(document, "hasFocus").mockReturnValue(true);
  new Ringer().ring("A call", "Screen 1");
  expect(made).toEqual([]);
});
