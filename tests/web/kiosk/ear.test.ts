/** A visit that nobody sees: four keys and what is said, from the language to the last word. */
import { describe, expect, test } from "vitest";
import { heard, keyOf, sayingOf } from "../../../kiosk_client/web/kiosk/ear";
import { IDLE } from "../../../kiosk_client/web/kiosk/patience";
import { countdown } from "../../../kiosk_client/web/kiosk/screen";
import { spokenTexts, VOICED } from "../../../kiosk_client/web/kiosk/speech/phrases";
import { sayIn } from "../../../kiosk_client/web/kiosk/texts";
import { NOTHING_SHARED } from "../../../signaling/client";
import { laid } from "../../../signaling/client/talk/shared";
import { type Choice, LANGUAGES } from "../../../signaling/client/types";
import { PAGE, STATES } from "../kiosk_gallery/states";
import { CALL, call, over, Story, view } from "./story";

const SWEDISH = sayIn("sv");

class Listener extends Story {
  /** Press a key; answers what is said then. */
  press(name: string): string {
    const key = keyOf(name, this.state);
    if (key !== null) this.play(heard(this.state, key));
    return this.hears;
  }

  get hears(): string {
    return (sayingOf(this.state)?.lines ?? []).map(({ text }) => text).join(" ");
  }

  /** Go on until these words are heard, and choose them. */
  choose(words: string): void {
    for (let steps = 0; steps < 30; steps += 1) {
      if (this.press("ArrowDown").includes(words)) {
        this.press("Enter");
        return;
      }
    }
    throw new Error(`Nobody says “${words}”.`);
  }
}

/** A Swedish resident by ear in the line, who is offered these. */
function inLine(...choices: Choice[]): Listener {
  const visit = new Listener().see(
    call("waiting", { language: "sv", accepts: ["sv"], position: 2, choices }),
  );
  visit.press("ArrowDown");
  return visit;
}

describe("whoever waits by ear may choose what the eye may", () => {
  test("a ticket, with its number and its times, and comes back with it", () => {
    const visit = inLine({ kind: "ticket", language: null });
    expect(visit.hears).toContain(SWEDISH("choices.title"));
    visit.choose(SWEDISH("choices.ticket"));
    expect(visit.effects.at(-1)).toEqual({ type: "answer", call: CALL, choice: "ticket", language: null });
    const from = new Date(2026, 10, 26, 14, 31).getTime();
    const ticket = { code: "482913", from, until: from + 3 * 3_600_000 };
    visit.see(over("ticket_given", CALL, ticket));
    expect(visit.hears).toContain(SWEDISH("ended.ticket.title"));
    expect(visit.hears).toContain("4 8 2 9 1 3 Kom gärna tillbaka efter 14 35 Gäller till 17 30");
    expect(visit.press("ArrowDown")).toContain("4 8 2 9 1 3");
    visit.choose(SWEDISH("ended.done"));
    visit.press("ArrowDown");
    visit.choose(SWEDISH("ticket.have"));
    expect(visit.hears).toContain(SWEDISH("ticket.title"));
    for (const [place, digit] of [..."482913"].entries()) {
      visit.choose(digit);
      expect(visit.hears).toBe([..."482913"].slice(0, place + 1).join(" "));
    }
    visit.choose(SWEDISH("ticket.redeem"));
    visit.play({ type: "journalled", call: CALL, tappedAt: 7 });
    expect(visit.effects.at(-1)).toMatchObject({ type: "call", ticket: "482913" });
  });

  test("takes a digit back", () => {
    const visit = new Listener({ type: "go", step: "ticket" });
    visit.press("ArrowDown");
    visit.choose("7");
    visit.choose("5");
    visit.choose(SWEDISH("ticket.erase"));
    expect(visit.hears).toBe("7");
  });

  test("a close language, by its own voice", () => {
    const visit = inLine({ kind: "substitute", language: "en" });
    visit.choose("English");
    const answer = { type: "answer", call: CALL, choice: "substitute", language: "en" };
    expect(visit.effects.at(-1)).toEqual(answer);
  });

  test("an interpreter, and to stay", () => {
    for (const kind of ["interpreter", "keep_waiting"] as const) {
      const visit = inLine({ kind, language: null });
      visit.choose(SWEDISH(`choices.${kind}`));
      expect(visit.effects.at(-1)).toEqual({ type: "answer", call: CALL, choice: kind, language: null });
    }
  });

  test("further languages, in the line and before it", () => {
    const waiting = inLine({ kind: "also", language: null });
    waiting.choose(SWEDISH("choices.also"));
    expect(waiting.hears).toContain(SWEDISH("also.title"));
    waiting.choose("somaliska");
    const answer = { type: "answer", call: CALL, choice: "also", language: "so" };
    expect(waiting.effects.at(-1)).toEqual(answer);
    const before = new Listener({ type: "choose", language: "sv" });
    before.press("ArrowDown");
    before.choose(SWEDISH("choices.also"));
    before.choose("somaliska");
    expect(before.state.visit.also).toEqual(["so"]);
    expect(before.hears).toBe(`${SWEDISH("also.chosen")} somaliska`);
    before.choose(SWEDISH("panel.close"));
    expect(before.screen.name).toBe("talk");
  });

  test("further languages, and hears at once that a guide is found meanwhile", () => {
    const waiting = inLine({ kind: "also", language: null });
    waiting.choose(SWEDISH("choices.also"));
    waiting.see(call("ringing", { language: "sv" }));
    expect(waiting.hears).toContain(SWEDISH("ringing.title"));
    waiting.choose(SWEDISH("ear.emergency"));
    waiting.see(call("connecting", { language: "sv" }));
    expect(waiting.hears).toContain(SWEDISH("emergency.title"));
  });

  test("the telephone, digit by digit", () => {
    expect(inLine({ kind: "phone", language: null }).hears).toContain("0 8 1 2 3");
  });
});

describe("a visit by ear", () => {
  test("leads from the language over the line and the talk to a face and the end", () => {
    const visit = new Listener();
    expect(visit.press("ArrowDown")).toContain(SWEDISH("ear.welcome"));
    expect(visit.hears).toContain(sayIn("en")("ear.welcome"));
    visit.choose("Svenska");
    expect(visit.hears).toContain(SWEDISH("talk.title"));
    visit.choose(SWEDISH("talk.start"));
    expect(visit.hears).toContain(SWEDISH("waiting.asking"));
    visit.play({ type: "journalled", call: CALL, tappedAt: 7 });
    const line = { language: "sv", position: 3, wait: { low: 4, high: 9 } };
    visit.see(call("waiting", line));
    expect(visit.hears).toContain(SWEDISH("waiting.position", { position: 3 }));
    expect(visit.hears).toContain(SWEDISH("waiting.up_to", { count: 10 }));
    visit.see(call("ringing", { language: "sv" }));
    expect(visit.hears).toContain(SWEDISH("ringing.title"));
    visit.see(call("live", { language: "sv" })).play({ type: "picture", picture: "up" });
    expect(visit.hears).toBe(SWEDISH("ear.live"));
    visit.choose(SWEDISH("ear.microphone_off"));
    expect(visit.state.visit.microphone).toBe(false);
    visit.play({ type: "shared", shared: laid(NOTHING_SHARED, 1, PAGE) });
    expect(visit.hears).toBe(`${SWEDISH("document.lead")} ${SWEDISH("ear.live")}`);
    visit.play({ type: "shared", shared: NOTHING_SHARED });
    visit.choose(SWEDISH("call.hang_up"));
    visit.see(over("completed"));
    expect(visit.hears).toContain(SWEDISH("mood.ask"));
    visit.choose(SWEDISH("mood.good"));
    expect(visit.effects.at(-1)).toEqual({ type: "rate", call: CALL, mood: "good" });
    expect(visit.hears).toContain(SWEDISH("mood.thanks"));
    visit.choose(SWEDISH("ended.done"));
    expect(visit.hears).toBe("");
    expect(visit.screen.name).toBe("start");
  });

  test("goes back with Escape, and never out of a talk by it", () => {
    const visit = new Listener();
    visit.press("ArrowDown");
    visit.choose("Svenska");
    visit.press("Escape");
    expect(visit.screen.name).toBe("start");
    const talking = new Listener().see(call("live", { language: "sv" }));
    talking.play({ type: "picture", picture: "up" });
    talking.press("ArrowDown");
    talking.press("Escape");
    expect(talking.screen.name).toBe("live");
  });

  test("hears of the end of its time, and that it may go on", () => {
    const visit = new Listener();
    visit.press("ArrowDown");
    visit.wait(41_000);
    expect(visit.hears).toContain(SWEDISH("still.title"));
    visit.press("Enter");
    expect(visit.state.visit.ear).not.toBeNull();
  });

  test("reaches the emergency numbers from the start and from the choice to talk", () => {
    const visit = new Listener();
    visit.press("ArrowDown");
    visit.choose(SWEDISH("ear.emergency"));
    expect(visit.hears).toContain(SWEDISH("emergency.title"));
    visit.press("Escape");
    expect(visit.screen.name).toBe("start");
  });

  test.each(
    Object.keys(STATES).filter((name) => {
      const state = STATES[name]?.("sv");
      return state !== undefined && state.visit.panel === null && countdown(state) === null;
    }),
  )("reaches the emergency numbers from “%s” too", (name) => {
    const visit = new Listener();
    visit.state = STATES[name]?.("sv") ?? visit.state;
    const before = visit.screen.name;
    visit.press("ArrowDown");
    visit.choose(SWEDISH("ear.emergency"));
    expect(visit.hears).toContain(SWEDISH("emergency.title"));
    visit.press("Escape");
    expect(visit.screen.name).toBe(before);
  });

  test("is told before a ticket's number goes, and keeps it with any key", () => {
    const ticket = { code: "482913", from: 0, until: 3_600_000 };
    const visit = inLine({ kind: "ticket", language: null }).see(over("ticket_given", CALL, ticket));
    visit.wait(IDLE);
    expect(visit.hears).toContain(SWEDISH("still.title"));
    visit.play({ type: "touch" });
    visit.press("Enter");
    expect(visit.screen).toMatchObject({ name: "ended", ticket });
  });

  test("mends a ticket's number that was mistyped", () => {
    const visit = new Listener({ type: "go", step: "ticket" }, { type: "digits", digits: "482913" });
    visit.press("ArrowDown");
    visit.choose(SWEDISH("ticket.redeem"));
    visit.play({ type: "journalled", call: CALL, tappedAt: 7 });
    visit.play({ type: "refused", call: CALL, error: "unknown_ticket" });
    visit.choose(SWEDISH("ended.again"));
    expect(visit.screen).toEqual({ name: "ticket", digits: "482913" });
  });

  test("leaves other keys alone, and all but the arrows to whoever sees", () => {
    const seeing = new Story();
    expect(["Enter", "Escape", "Tab", "a"].map((name) => keyOf(name, seeing.state))).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(keyOf("ArrowDown", seeing.state)).toBe("next");
  });

  test("says the telephone number digit by digit where nobody can be reached", () => {
    const visit = new Listener().see(view()).play({ type: "link", link: "down", closing: null });
    visit.wait(7_000);
    visit.press("ArrowDown");
    expect(visit.hears).toContain("0 8 1 2 3");
  });
});

const TAGS = LANGUAGES.map(({ tag }) => tag);

test.each(Object.keys(STATES))("every word of “%s” is in the registry, in every voice", (name) => {
  const faults: string[] = [];
  for (const language of VOICED) {
    const story = new Listener();
    story.state = STATES[name]?.(language) ?? story.state;
    story.press("ArrowDown");
    for (let steps = 0; steps < 30; steps += 1) {
      for (const { language: voice, text } of sayingOf(story.state)?.lines ?? []) {
        if (!spokenTexts(voice, TAGS).includes(text)) faults.push(`${voice}: ${text}`);
      }
      story.press("ArrowDown");
    }
  }
  expect([...new Set(faults)]).toEqual([]);
});

test.each(VOICED)("every word that may be said in %s is recorded", async (language) => {
  const index = await import(`../../../kiosk_client/web/kiosk/speech/${language}.json`);
  const recorded = Object.keys(index.default.slices);
  expect(spokenTexts(language, TAGS).filter((text) => !recorded.includes(text))).toEqual([]);
});
