/** What a resident chooses while waiting, further languages, and coming back with a ticket. */
import { expect, test } from "vitest";
import { acceptedOf } from "../../../kiosk_client/web/kiosk/screen";
import { CALL, call, over, Story } from "./story";

const OFFERS = [
  { kind: "keep_waiting", language: null },
  { kind: "substitute", language: "prs" },
] as const;

test("what the server offers is on the screen, and the answer goes to it", () => {
  const story = new Story().see(call("waiting", { position: 1, choices: [...OFFERS] }));
  expect(story.screen).toMatchObject({ name: "waiting", offers: OFFERS });
  story.play({ type: "answer", choice: "substitute", language: "prs" });
  expect(story.effects).toContainEqual({ type: "answer", call: CALL, choice: "substitute", language: "prs" });
});

test("an answer without a call goes nowhere", () => {
  const story = new Story({ type: "answer", choice: "ticket", language: null });
  expect(story.effects).toEqual([]);
});

test("further languages go along with the call, in the order of the taps", () => {
  const story = new Story({ type: "choose", language: "so" });
  for (const language of ["ar", "en", "ar", "sv"]) story.play({ type: "also", language });
  expect(acceptedOf(story.state)).toEqual(["so", "en", "sv"]);
  story.play({ type: "talk", camera: true }, { type: "journalled", call: CALL, tappedAt: 7 });
  expect(story.effects.at(-1)).toEqual({
    type: "call",
    call: CALL,
    language: "so",
    also: ["en", "sv"],
    ticket: null,
    tappedAt: 7,
  });
});

test("in the line a further language is told to the server at once", () => {
  const story = new Story().see(call("waiting", { position: 1 }));
  story.play({ type: "also", language: "sv" });
  expect(story.effects.at(-1)).toEqual({ type: "answer", call: CALL, choice: "also", language: "sv" });
});

test("the next person does not inherit the languages of the last", () => {
  const story = new Story({ type: "choose", language: "so" }, { type: "also", language: "ar" });
  story.play({ type: "choose", language: "ti" });
  expect(acceptedOf(story.state)).toEqual(["ti"]);
});

test("a ticket is shown when the call ends with it", () => {
  const ticket = { code: "482913", from: 1, until: 2 };
  const story = new Story().see(call("waiting")).see(over("ticket_given", CALL, ticket));
  expect(story.screen).toEqual({ name: "ended", ending: "ticket", ticket });
});

test("whoever comes back types six digits and stands in line", () => {
  const story = new Story({ type: "go", step: "ticket" }, { type: "digits", digits: "4829131" });
  expect(story.screen).toEqual({ name: "ticket", digits: "482913" });
  story.play({ type: "talk", camera: true }, { type: "journalled", call: CALL, tappedAt: 7 });
  expect(story.effects.at(-1)).toMatchObject({ type: "call", ticket: "482913" });
  story.see(call("waiting", { language: "ti" }));
  expect(story.state.visit.language).toBe("ti");
});

test("a ticket that is not known says so", () => {
  const story = new Story({ type: "go", step: "ticket" }, { type: "digits", digits: "000000" });
  story.play({ type: "talk", camera: true }, { type: "refused", call: null, error: "unknown_ticket" });
  expect(story.screen).toMatchObject({ name: "ended", ending: "unknown_ticket" });
});
