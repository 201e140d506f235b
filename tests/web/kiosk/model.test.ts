// @vitest-environment node
import { describe, expect, test } from "vitest";
import { ANSWER, FAREWELL, IDLE } from "../../../kiosk_client/web/kiosk/patience";
import { countdown } from "../../../kiosk_client/web/kiosk/screen";
import { DEFAULT_COMFORT, mediaWanted, visited } from "../../../kiosk_client/web/kiosk/state";
import { NOTHING_SHARED, type Shared } from "../../../signaling/client";
import { coming, laid } from "../../../signaling/client/talk/shared";
import { PAGE } from "../kiosk_gallery/states";
import { asking, CALL, call, inQueue, over, Story, view } from "./story";

describe("from the tap to the call", () => {
  test("a tap is written to disk before the server hears of it", () => {
    const story = asking();
    expect(story.effects).toEqual([{ type: "tap", language: "so" }]);
    story.play({ type: "journalled", call: CALL, tappedAt: 7 });
    expect(story.effects.at(-1)).toMatchObject({ type: "call", call: CALL, language: "so", tappedAt: 7 });
  });

  test("a second tap while the first is under way does nothing", () => {
    const story = asking().play({ type: "talk", camera: true });
    expect(story.effects).toHaveLength(1);
  });

  test("camera and microphone open with the tap and not before", () => {
    expect(mediaWanted(new Story({ type: "choose", language: "so" }).state)).toBe(false);
    expect(mediaWanted(asking().state)).toBe(true);
  });

  test("whoever asks to be heard only is not seen", () => {
    const story = new Story({ type: "choose", language: "so" }, { type: "talk", camera: false });
    expect(story.state.visit).toMatchObject({ camera: false, microphone: true });
  });

  test("a page that was loaded anew finds its call and the resident's language", () => {
    const story = new Story().see(call("live"));
    expect(story.state.visit).toMatchObject({ call: CALL, language: "so" });
    expect(mediaWanted(story.state)).toBe(true);
  });

  test("in a call the language cannot be changed by a stray hand", () => {
    const story = inQueue().play({ type: "choose", language: "sv" }, { type: "go", step: "languages" });
    expect(story.state.visit.language).toBe("so");
    expect(story.screen.name).toBe("waiting");
  });
});

describe("leaving", () => {
  test("closes camera and microphone at once, whatever the server still shows", () => {
    const story = inQueue().see(call("live")).play({ type: "leave" });
    expect(mediaWanted(story.state)).toBe(false);
    expect(story.effects.at(-1)).toEqual({ type: "hang_up", call: CALL });
    expect(mediaWanted(story.see(call("live")).state)).toBe(false);
  });

  test("is said again for as long as the server shows the call", () => {
    const story = inQueue().play({ type: "leave" });
    const before = story.effects.length;
    story.see(call("waiting")).see(call("waiting")).see(view()).see(view());
    expect(story.effects.slice(before)).toEqual([
      { type: "hang_up", call: CALL },
      { type: "hang_up", call: CALL },
    ]);
  });

  test("outlives the visit: the next person does not land in the call", () => {
    const story = inQueue().play({ type: "leave" }, { type: "done" }).see(call("waiting"));
    expect(story.screen.name).toBe("start");
  });

  test("is told before the next person's tap where the server has not heard of it", () => {
    const story = inQueue().play({ type: "leave" }, { type: "done" });
    story.play({ type: "choose", language: "ar" }, { type: "talk", camera: true });
    const before = story.effects.length;
    story.play({ type: "journalled", call: "next", tappedAt: 9 });
    expect(story.effects.slice(before)).toMatchObject([
      { type: "hang_up", call: CALL },
      { type: "call", call: "next" },
    ]);
  });

  test("before the tap has an id there is nothing to leave", () => {
    const story = asking().play({ type: "leave" });
    expect(story.screen.name).toBe("waiting");
  });
});

describe("the end of a visit", () => {
  test("forgets everything that the resident chose", () => {
    const story = inQueue().play({ type: "adjust", comfort: { text: 2, volume: 5 } }, { type: "leave" });
    story.see(over("completed")).play({ type: "done" });
    expect(visited(story.state)).toBe(false);
    expect(story.state.visit.comfort).toBe(DEFAULT_COMFORT);
  });

  test("comes by itself after the last words", () => {
    const story = inQueue().see(call("live")).see(over("completed"));
    expect(story.wait(FAREWELL - 1_000).screen.name).toBe("ended");
    expect(story.wait(1_000).screen.name).toBe("start");
  });

  test.each(["ticket_given", "wait_limit", "guide_lost"] as const)(
    "is announced too where something stands there to write down: %s",
    (outcome) => {
      const ticket = outcome === "ticket_given" ? { code: "482913", from: 0, until: 1 } : null;
      const story = inQueue().see(over(outcome, CALL, ticket));
      for (let times = 0; times < 10; times++) {
        story.wait(IDLE);
        expect(countdown(story.state)).toBe(ANSWER / 1_000);
        story.play({ type: "touch" });
        expect(story.screen.name).toBe("ended");
      }
      expect(story.wait(IDLE + ANSWER).screen.name).toBe("start");
    },
  );

  test("is announced, and a touch puts it off as often as one likes", () => {
    const story = new Story({ type: "choose", language: "so" });
    for (let times = 0; times < 10; times++) {
      story.wait(IDLE);
      expect(countdown(story.state)).toBe(ANSWER / 1_000);
      story.play({ type: "touch" });
      expect(countdown(story.state)).toBeNull();
    }
  });

  test("comes within a minute when the resident has walked away", () => {
    const story = new Story({ type: "choose", language: "so" }).wait(IDLE + ANSWER);
    expect(IDLE + ANSWER).toBeLessThanOrEqual(60_000);
    expect(story.screen.name).toBe("start");
  });

  test("never comes in a call, however long the hands rest", () => {
    const story = inQueue().see(call("live")).play({ type: "picture", picture: "up" }).wait(3_600_000);
    expect(countdown(story.state)).toBeNull();
    expect(story.screen.name).toBe("live");
  });

  test("does not trouble an untouched screen", () => {
    expect(countdown(new Story().wait(3_600_000).state)).toBeNull();
  });
});

describe("a refused tap", () => {
  test("closes camera and microphone and can be tried again", () => {
    const story = asking().play({ type: "refused", call: null, error: "no_answer" });
    expect(mediaWanted(story.state)).toBe(false);
    story.play({ type: "talk", camera: true });
    expect(story.effects.at(-1)).toEqual({ type: "tap", language: "so" });
  });

  test("says nothing about the next one", () => {
    const story = asking().play({ type: "journalled", call: CALL, tappedAt: 7 }, { type: "leave" });
    story.play({ type: "talk", camera: true }, { type: "refused", call: CALL, error: "no_answer" });
    expect(mediaWanted(story.state)).toBe(true);
    story.play(
      { type: "journalled", call: "next", tappedAt: 9 },
      { type: "refused", call: CALL, error: "no_answer" },
    );
    expect(story.screen.name).toBe("waiting");
  });

  test("that comes after the call was seen changes nothing", () => {
    const story = inQueue().play({ type: "refused", call: null, error: "no_answer" });
    expect(story.screen.name).toBe("waiting");
  });
});

test("a kiosk that is enrolled again opens the socket that was closed for good", () => {
  const story = new Story({ type: "link", link: "closed", closing: "revoked" });
  story.play({ type: "profile", profile: { standing: "enrolled" } });
  expect(story.effects).toEqual([{ type: "reopen" }]);
});

test("a second page does not fight the first for the kiosk", () => {
  const story = new Story({ type: "link", link: "closed", closing: "superseded" });
  story.play({ type: "profile", profile: { standing: "enrolled" } });
  expect(story.effects).toEqual([]);
});

describe("what lies before all", () => {
  const talk = (): Story =>
    new Story().see(call("live", { language: "sv" })).play({ type: "picture", picture: "up" });
  const share = (story: Story, shared: Shared): string | null =>
    story.play({ type: "shared", shared }).state.visit.aside;
  const shown = laid(NOTHING_SHARED, 1, PAGE);

  test("a document takes the place of the controls, even while it is on its way, and gives it back", () => {
    const story = talk();
    const header = { ...PAGE, bytes: 9, sha256: "" };
    expect(share(story, coming(NOTHING_SHARED, 1, { header, share: 0 }))).toBe("document");
    expect(share(story, shown)).toBe("document");
    expect(share(story, NOTHING_SHARED)).toBeNull();
  });

  test("whoever writes on beside it is not called back by each new page", () => {
    const story = talk();
    share(story, shown);
    story.play({ type: "aside", aside: "write" });
    expect(share(story, laid(shown, 1, { ...PAGE, id: "d-3", page: 3 }))).toBe("write");
    expect(story.play({ type: "aside", aside: null }).state.visit.aside).toBe("document");
    story.play({ type: "aside", aside: "write" });
    expect(share(story, NOTHING_SHARED)).toBe("write");
    expect(story.play({ type: "aside", aside: null }).state.visit.aside).toBeNull();
  });

  test("a letter and a document make way for each other", () => {
    const story = talk();
    expect(share(story, { ...NOTHING_SHARED, letterWanted: true })).toBe("letter");
    expect(share(story, shown)).toBe("document");
    expect(share(story, laid(shown, 0, PAGE))).toBe("letter");
  });
});
