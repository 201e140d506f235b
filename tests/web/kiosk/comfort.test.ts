/** What makes a visit easy: time enough, a screen that rests at night, and one face at the end. */
import { describe, expect, test } from "vitest";
import { ANSWER, IDLE, UNHURRIED } from "../../../kiosk_client/web/kiosk/patience";
import { countdown, dimmed } from "../../../kiosk_client/web/kiosk/screen";
import { CALL, inQueue, over, Story } from "./story";

describe("more time", () => {
  test("is asked for with one tap, and makes every wait for a hand three times as long", () => {
    const story = new Story(
      { type: "choose", language: "so" },
      { type: "adjust", comfort: { unhurried: true } },
    );
    story.wait(IDLE * UNHURRIED - 1_000);
    expect(countdown(story.state)).toBeNull();
    story.wait(1_000);
    expect(countdown(story.state)).toBe((ANSWER * UNHURRIED) / 1_000);
  });

  test("is given again for every touch, as often as anyone likes", () => {
    const story = new Story({ type: "choose", language: "so" });
    for (let times = 0; times < 12; times += 1) {
      story.wait(IDLE + 1_000);
      expect(countdown(story.state)).toBeGreaterThan(18);
      story.play({ type: "touch" });
      expect(countdown(story.state)).toBeNull();
    }
    expect(story.state.visit.language).toBe("so");
  });
});

describe("the night", () => {
  test("dims a screen that nobody uses, until a hand touches it", () => {
    const story = new Story().wait(61_000);
    expect(dimmed(story.state, 23)).toBe(true);
    expect(dimmed(story.state, 12)).toBe(false);
    story.play({ type: "touch" });
    expect(dimmed(story.state, 23)).toBe(false);
    expect(dimmed(inQueue().wait(61_000).state, 3)).toBe(false);
  });
});

describe("three faces", () => {
  const talked = () => inQueue().see(over("completed"));

  test("say once how it went, of that call", () => {
    const story = talked().play({ type: "rate", mood: "fair" }, { type: "rate", mood: "good" });
    expect(story.effects.filter(({ type }) => type === "rate")).toEqual([
      { type: "rate", call: CALL, mood: "fair" },
    ]);
  });

  test("may be left alone, and nothing of them stays", () => {
    const story = talked().play({ type: "rate", mood: "good" }, { type: "done" });
    expect(story.state.visit.mood).toBeNull();
    expect(inQueue().play({ type: "rate", mood: "good" }).state.visit.mood).toBeNull();
  });
});

describe("the corner that a technician knocks at", () => {
  const knocks = (story: Story, times: number, apart: number): void => {
    for (let knock = 0; knock < times; knock += 1) story.play({ type: "knock" }).wait(apart);
  };
  const enrolled = { standing: "enrolled", technician: true } as const;

  test("opens the panel after five knocks in a row, on any screen, offline too", () => {
    const story = new Story(
      { type: "profile", profile: enrolled },
      { type: "link", link: "down", closing: null },
    );
    knocks(story, 4, 500);
    expect(story.state.visit.panel).toBeNull();
    knocks(story, 1, 0);
    expect(story.state.visit.panel).toBe("technician");
  });

  test("opens nothing for slow knocks, nor where no PIN is set, and closes by itself", () => {
    const slow = new Story({ type: "profile", profile: enrolled });
    knocks(slow, 20, 1_500);
    expect(slow.state.visit.panel).toBeNull();
    const unset = new Story({ type: "profile", profile: { standing: "enrolled", technician: false } });
    knocks(unset, 9, 100);
    expect(unset.state.visit.panel).toBeNull();
    const open = new Story({ type: "profile", profile: enrolled });
    knocks(open, 5, 0);
    expect(open.wait(IDLE + ANSWER).state.visit.panel).toBeNull();
  });
});
