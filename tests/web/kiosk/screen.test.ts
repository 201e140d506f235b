// @vitest-environment node
import { describe, expect, test } from "vitest";
import { LINK_LOST, linkNotice, STRANDED } from "../../../kiosk_client/web/kiosk/screen";
import { mediaWanted } from "../../../kiosk_client/web/kiosk/state";
import type { CallOutcome } from "../../../signaling/client/types";
import { asking, CALL, call, inQueue, over, Story, view } from "./story";

describe("choosing a language", () => {
  test("begins with how each is served", () => {
    expect(new Story().screen).toEqual({
      name: "start",
      first: [
        { language: "sv", availability: { kind: "free" } },
        { language: "so", availability: { kind: "busy", waiting: 2, wait: null } },
        { language: "ti", availability: { kind: "away" } },
      ],
      others: [],
    });
  });

  test("offers five at once, the most used first, and the others one tap away", () => {
    const tags = ["sv", "ar", "so", "ti", "fi", "en", "fa"];
    const languages = tags.map((language) => ({
      language,
      on_duty: 1,
      free: 1,
      waiting: 0,
      open: true,
      opens_at: null,
    }));
    const { screen } = new Story().see(view({ languages }));
    expect(screen).toMatchObject({ name: "start", others: [{ language: "en" }, { language: "fa" }] });
    expect(screen.name === "start" && screen.first).toHaveLength(5);
  });

  test("a language that nobody serves now can be chosen all the same", () => {
    expect(new Story({ type: "choose", language: "ti" }).screen).toEqual({
      name: "talk",
      availability: { kind: "away" },
    });
  });

  test("works from what the agent remembers before the server has spoken", () => {
    const story = new Story();
    story.state = { ...story.state, view: null };
    story.play({ type: "profile", profile: { standing: "enrolled", languages: ["sv", "so"] } });
    expect(story.screen).toMatchObject({ name: "start", first: [{ language: "sv" }, { language: "so" }] });
  });
});

describe("on the way to a guide", () => {
  test("the place in the queue is shown with why one waits", () => {
    expect(inQueue().screen).toMatchObject({
      name: "waiting",
      position: 2,
      wait: { low: 4, high: 9 },
      guides: 1,
      reached: true,
    });
  });

  test("a kiosk whose socket was lost while waiting still waits", () => {
    expect(inQueue().see(call("held", { position: 2 })).screen).toMatchObject({
      name: "waiting",
      position: 2,
    });
  });

  test("the guide is shown with the first picture, not with the server's word", () => {
    const story = inQueue().see(call("ringing"));
    expect(story.screen).toEqual({ name: "ringing" });
    expect(story.see(call("connecting")).screen).toEqual({ name: "connecting", guide: "Amina" });
    expect(story.play({ type: "picture", picture: "up" }).screen).toEqual({ name: "live", guide: "Amina" });
  });

  test("a lost picture is said at once, before the server knows", () => {
    const story = inQueue().see(call("live")).play({ type: "picture", picture: "up" });
    expect(story.play({ type: "picture", picture: "lost" }).screen).toEqual({
      name: "interrupted",
      guide: "Amina",
    });
  });
});

const ENDINGS: [CallOutcome, string][] = [
  ["completed", "thanks"],
  ["abandoned_waiting", "stopped"],
  ["abandoned_ringing", "stopped"],
  ["no_guide_available", "no_guide"],
  ["outside_hours", "outside_hours"],
  ["wait_limit", "waited_long"],
  ["setup_failed", "broke_off"],
  ["guide_lost", "broke_off"],
  ["kiosk_lost", "broke_off"],
  ["ended_by_admin", "broke_off"],
  ["rejected_overload", "crowded"],
];

test.each(ENDINGS)("a call that ended as %s is told as %s", (outcome, ending) => {
  expect(inQueue().see(over(outcome)).screen).toMatchObject({ name: "ended", ending });
});

test.each([
  ["no_answer", "unreachable"],
  ["unavailable", "unreachable"],
  ["rate_limited", "crowded"],
  ["unknown_language", "no_guide"],
  ["an_id_of_tomorrow", "unreachable"],
])("a tap refused with %s is told as %s", (error, ending) => {
  expect(asking().play({ type: "refused", call: null, error }).screen).toMatchObject({
    name: "ended",
    ending,
  });
});

test("another resident's call is not told to this one", () => {
  expect(new Story().see(over("completed", "0197f0c2-0000-7000-8000-000000000000")).screen.name).toBe(
    "start",
  );
});

test("who hangs up while the server is away is thanked, not told of an outcome that nobody knows", () => {
  const story = inQueue()
    .see(call("live"))
    .play({ type: "link", link: "down", closing: null }, { type: "leave" });
  expect(story.screen).toMatchObject({ name: "ended", ending: "thanks" });
});

describe("without the server", () => {
  const down = { type: "link", link: "down", closing: null } as const;

  test("the page says so within ten seconds and comes back by itself", () => {
    expect(LINK_LOST).toBeLessThan(10_000);
    const story = new Story(down).wait(LINK_LOST + 1_000);
    expect(story.screen).toEqual({ name: "closed", why: "offline" });
    story.play({ type: "link", link: "up", closing: null });
    expect(story.screen.name).toBe("start");
  });

  test("a live call goes on for as long as its picture does", () => {
    const story = inQueue().see(call("live")).play({ type: "picture", picture: "up" }, down);
    expect(story.wait(600_000).screen.name).toBe("live");
  });

  test("a call without picture and without server is given up, and the camera with it", () => {
    const story = inQueue().see(call("live")).play({ type: "picture", picture: "lost" }, down);
    expect(story.wait(STRANDED - 1_000).screen.name).toBe("interrupted");
    expect(story.wait(2_000).screen).toEqual({ name: "closed", why: "offline" });
  });

  test("a live call is not disturbed by words about the link", () => {
    const story = inQueue().see(call("live")).play({ type: "picture", picture: "up" }, down).wait(5_000);
    expect(linkNotice(story.state)).toBe(false);
    expect(linkNotice(new Story(down).wait(2_000).state)).toBe(true);
  });

  test("whoever waits is told at once that contact is lost", () => {
    expect(inQueue().play(down).wait(2_000).screen).toMatchObject({ name: "waiting", reached: false });
  });
});

test.each([
  ["revoked", "revoked"],
  ["superseded", "elsewhere"],
])("a socket closed for good with %s is told as %s", (closing, why) => {
  const story = new Story({ type: "link", link: "closed", closing });
  expect(story.screen).toEqual({ name: "closed", why });
});

test("a revoked kiosk shows it even in a call", () => {
  const story = inQueue()
    .see(call("live"))
    .play({ type: "profile", profile: { standing: "revoked" } });
  expect(story.screen).toEqual({ name: "closed", why: "revoked" });
  expect(mediaWanted(story.state)).toBe(true);
  expect(story.state.visit.call).toBe(CALL);
});
