/** Each area's editor, as somebody works with it. */
import { useSignal } from "@preact/signals";
import { type ComponentType, render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import { codeOf } from "../../../guide_server/web/admin/settings/add_code";
import type {
  HoursContent,
  LanguagesContent,
  Opening,
  RetentionContent,
  SitesContent,
  TextsContent,
  TopicsContent,
  WaitingContent,
} from "../../../guide_server/web/admin/settings/contents";
import { nextSpan, spanOf, timesOf } from "../../../guide_server/web/admin/settings/day_spans";
import { durationInWords } from "../../../guide_server/web/admin/settings/durations";
import type { Editing, Fault } from "../../../guide_server/web/admin/settings/editing";
import { effectInWords } from "../../../guide_server/web/admin/settings/effects";
import { HoursEditor } from "../../../guide_server/web/admin/settings/hours_editor";
import { pathInWords, valueInWords } from "../../../guide_server/web/admin/settings/in_words";
import { LanguagesEditor } from "../../../guide_server/web/admin/settings/languages_editor";
import { RetentionEditor } from "../../../guide_server/web/admin/settings/retention_editor";
import { SitesEditor } from "../../../guide_server/web/admin/settings/sites_editor";
import { TextsEditor } from "../../../guide_server/web/admin/settings/texts_editor";
import { told } from "../../../guide_server/web/admin/settings/told";
import { TopicsEditor } from "../../../guide_server/web/admin/settings/topics_editor";
import { WaitingEditor } from "../../../guide_server/web/admin/settings/waiting_editor";
import type { SettingsEffect } from "../../../guide_server/web/api_types";

const NAMES = {
  languages: [
    {
      tag: "so",
      endonym: "Soomaali",
      swedish: "somaliska",
      english: "Somali",
      direction: "ltr",
      script: "Latn",
    },
  ] as const,
  sites: [{ id: "library", name: "Biblioteket" }],
};

function open<Content>(
  Editor: ComponentType<Editing<Content>>,
  first: Content,
  faults: readonly Fault[] = [],
): { content: () => Content } {
  let latest = first;
  function Desk() {
    const content = useSignal(first);
    const edit = (changed: Content) => {
      latest = changed;
      content.value = changed;
    };
    return <Editor content={content.value} edit={edit} faults={faults} names={NAMES} />;
  }
  act(() => render(<Desk />, document.body));
  return { content: () => latest };
}

afterEach(() => render(null, document.body));

function named<E extends Element>(kind: string, name: string | RegExp): E {
  const labelOf = (element: Element) =>
    element.getAttribute("aria-label") ??
    document.querySelector(`label[for="${element.id}"]`)?.textContent ??
    element.textContent ??
    "";
  const found = [...document.querySelectorAll<E>(kind)].find((element) =>
    typeof name === "string" ? labelOf(element).trim() === name : name.test(labelOf(element)),
  );
  if (found === undefined) throw new Error(`no ${kind} is called ${name}`);
  return found;
}

const press = (name: string | RegExp) => act(() => named<HTMLButtonElement>("button", name).click());

function put(element: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, value: string): void {
  act(() => {
    element.value = value;
    element.dispatchEvent(
      new Event(element instanceof HTMLSelectElement ? "change" : "input", { bubbles: true }),
    );
  });
}

const LANGUAGES: LanguagesContent = {
  languages: ["sv", "so", "fi"],
  bridge: "sv",
  choices_after_seconds_by_language: { so: 60 },
  substitutes: { version: "1", close: { bs: { hr: "fluent" } } },
};

describe("languages", () => {
  it("are moved by buttons, and the keyboard stays with what it moves", () => {
    const { content } = open(LanguagesEditor, LANGUAGES);
    named<HTMLButtonElement>("button", "Flytta upp somaliska").focus();
    press("Flytta upp somaliska");
    expect(content().languages).toEqual(["so", "sv", "fi"]);
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Flytta ner somaliska");
  });

  it("take their own time with them when they go, and the keyboard goes on to the next", async () => {
    const { content } = open(LanguagesEditor, LANGUAGES);
    press("Ta bort somaliska");
    expect(content().languages).toEqual(["sv", "fi"]);
    expect(content().choices_after_seconds_by_language).toEqual({});
    await vi.waitFor(() => expect(document.activeElement?.getAttribute("aria-label")).toBe("Ta bort finska"));
  });

  it("are added by name, or by a tag that the page does not know", () => {
    const { content } = open(LanguagesEditor, LANGUAGES);
    put(named<HTMLSelectElement>("select", "Ett språk till"), "?");
    put(named<HTMLInputElement>("input", "Språkkod (BCP 47)"), "fit");
    press("Lägg till");
    expect(content().languages.at(-1)).toBe("fit");
  });

  it("have a table of closeness, in which each direction stands for itself", () => {
    const { content } = open(LanguagesEditor, LANGUAGES);
    put(named<HTMLSelectElement>("select", "Hur väl: bosniska → kroatiska"), "good");
    put(named<HTMLSelectElement>("select", "Den som talar"), "hr");
    put(named<HTMLSelectElement>("select", "förstår"), "bs");
    press("Lägg till paret");
    expect(content().substitutes?.close).toEqual({ bs: { hr: "good" }, hr: { bs: "good" } });
    press("Ta bort tabellen");
    expect(content().substitutes).toBeNull();
  });

  it("say at the row which tag is none", () => {
    const fault = { path: ["languages", "1"], id: "unknown_language", message: "no such" };
    open(LanguagesEditor, LANGUAGES, [fault]);
    expect(document.querySelector("[data-item=so]")?.textContent).toContain(
      "Det finns inget språk med den koden.",
    );
  });
});

const CLOSED: Opening = {
  week: {
    monday: ["08:00-12:00"],
    tuesday: [],
    wednesday: [],
    thursday: [],
    friday: [],
    saturday: [],
    sunday: [],
  },
  exceptions: {},
};
const HOURS: HoursContent = {
  ...CLOSED,
  public_holidays: "open",
  closing: "serve",
  sites: {},
  languages: {},
};

describe("hours", () => {
  it("are changed day by day, and for single dates", () => {
    const { content } = open(HoursEditor, HOURS);
    put(named<HTMLInputElement>("input", "måndag: stänger"), "00:00");
    press("tisdag: en tid till");
    put(named<HTMLInputElement>("input", "Datum"), "2026-12-24");
    press("Lägg till datumet");
    expect(content().week.monday).toEqual(["08:00-24:00"]);
    expect(content().week.tuesday).toEqual(["08:00-17:00"]);
    expect(content().exceptions).toEqual({ "2026-12-24": [] });
  });

  it("are narrowed for a site", () => {
    const { content } = open(HoursEditor, HOURS);
    put(named<HTMLSelectElement>("select", "En plats till"), "library");
    act(() =>
      [...document.querySelectorAll("section")]
        .at(2)
        ?.querySelector<HTMLElement>(".settings__add .button")
        ?.click(),
    );
    expect(Object.keys(content().sites)).toEqual(["library"]);
    press("Ta bort tiderna för Biblioteket");
    expect(content().sites).toEqual({});
  });

  it("show midnight as a clock does, and keep what is half typed", () => {
    expect(timesOf("20:00-24:00")).toEqual({ begins: "20:00", ends: "00:00" });
    expect(spanOf("20:00", "00:00")).toBe("20:00-24:00");
    expect(spanOf("", "12:00")).toBe("-12:00");
    expect(nextSpan(["08:00-12:00"])).toBe("13:00-14:00");
    expect(nextSpan(["08:00-23:30"])).toBe("-");
  });

  it("say at the day what is amiss", () => {
    open(HoursEditor, HOURS, [{ path: ["week", "monday"], id: "spans_overlap", message: "they overlap" }]);
    const monday = [...document.querySelectorAll("tr")].find((row) => row.textContent?.startsWith("måndag"));
    expect(monday?.textContent).toContain("Två tider går i varandra.");
  });
});

const TOPICS: TopicsContent = {
  topics: ["school", "housing", "work"],
  topic_groups: { children: ["school"], daily_life: ["housing"] },
  topic_group_order: [],
  names: { topics: {}, topic_groups: {}, dispositions: {}, referrals: {} },
  dispositions: ["solved"],
  referrals: ["police"],
};

describe("topics", () => {
  it("go from group to group, and what is in none stands apart", () => {
    const { content } = open(TopicsEditor, TOPICS);
    put(named<HTMLSelectElement>("select", "Grupp för Arbete"), "daily_life");
    expect(content().topic_groups).toEqual({ children: ["school"], daily_life: ["housing", "work"] });
    put(named<HTMLSelectElement>("select", "Grupp för Skola"), "");
    expect(content().topic_groups["children"]).toEqual([]);
    expect(content().topics).toEqual(TOPICS.topics);
  });

  it("are added as people write them, and leave their group when they go", () => {
    const { content } = open(TopicsEditor, TOPICS);
    put(named<HTMLInputElement>("input", "Ett ärende till"), "Vård & omsorg");
    press("Lägg till");
    expect(content().topics.at(-1)).toBe("vard_omsorg");
    press("Ta bort Skola");
    expect(content().topic_groups["children"]).toEqual([]);
    expect(content().topics).not.toContain("school");
  });

  it("are called in Swedish as they were typed, and in English where that is written", () => {
    const { content } = open(TopicsEditor, TOPICS);
    put(named<HTMLInputElement>("input", "Ett ärende till"), "Vård & omsorg");
    press("Lägg till");
    put(named<HTMLInputElement>("input", "vard omsorg på engelska (kan vara tomt)"), "Care");
    expect(content().names.topics).toEqual({ vard_omsorg: { sv: "Vård & omsorg", en: "Care" } });
    put(named<HTMLInputElement>("input", "vard omsorg på engelska (kan vara tomt)"), "");
    put(named<HTMLInputElement>("input", "vard omsorg på svenska"), "");
    expect(content().names.topics).toEqual({});
  });

  it("have groups that are put in order, and the keyboard stays with the one that moves", () => {
    const { content } = open(TopicsEditor, TOPICS);
    press("Flytta upp Vardagen");
    expect(content().topic_group_order).toEqual(["daily_life", "children"]);
    expect([...document.querySelectorAll("h4")].map((each) => each.textContent)).toEqual([
      "Vardagen",
      "Barn och familj",
      "I ingen grupp",
    ]);
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Flytta ner Vardagen");
    press("Ta bort Vardagen");
    expect(content().topic_group_order).toEqual(["children"]);
  });

  it("keep their name when they go, for the calls that the log has of them", () => {
    const name = { sv: "Grundskola", en: null };
    const { content } = open<TopicsContent>(TopicsEditor, {
      ...TOPICS,
      names: { ...TOPICS.names, topics: { school: name } },
    });
    press("Ta bort Grundskola");
    expect(content().names.topics).toEqual({ school: name });
  });

  it("become words for the log", () => {
    expect(codeOf("  Är det Öppet? ")).toBe("ar_det_oppet");
  });
});

describe("places", () => {
  const SITES: SitesContent = { sites: { old_hall: { information: "Stängd" } } };

  it("are told of one by one, and one of which nothing is said is left out", () => {
    const { content } = open(SitesEditor, SITES);
    put(named<HTMLTextAreaElement>("textarea", "Biblioteket"), "Storgatan 1\nSkrivare vid disken");
    expect(content().sites["library"]).toEqual({ information: "Storgatan 1\nSkrivare vid disken" });
    put(named<HTMLTextAreaElement>("textarea", "Biblioteket"), "");
    expect(content()).toEqual(SITES);
  });

  it("that there are no more are said to be gone, and can be taken away", () => {
    const { content } = open(SitesEditor, SITES);
    expect(document.body.textContent).toContain("Det finns ingen plats med det här namnet.");
    press("Ta bort old_hall");
    expect(content()).toEqual({ sites: {} });
  });
});

describe("times", () => {
  const WAITING = { ring_seconds: 120, ticket_life_minutes: 180 } as WaitingContent;

  it("are shown in the unit that says them wholly, and kept in their own", () => {
    const { content } = open(WaitingEditor, WAITING);
    const ring = named<HTMLInputElement>("input", "Ringer hos en vägledare");
    expect(ring.value).toBe("2");
    put(ring, "3");
    expect(content().ring_seconds).toBe(180);
    put(named<HTMLSelectElement>("select", "Enhet: Ringer hos en vägledare"), "seconds");
    expect(content().ring_seconds).toBe(3);
    put(ring, "");
    expect(content().ring_seconds).toBeNull();
    expect(durationInWords(180, "minutes")).toBe("3 timmar");
    expect(durationInWords(90, "seconds")).toBe("90 sekunder");
  });
});

describe("retention", () => {
  const rule = { days: null, decision: "" };
  const RETENTION: RetentionContent = {
    calls: rule,
    audit: rule,
    self_tests: rule,
    operations: rule,
    sessions: { days: 1, decision: "" },
    notes: { keep: false, days: 30, decision: "" },
  };

  it("takes days and a decision for each kind, and says where one is missing", () => {
    const fault = { path: ["calls"], id: "undecided", message: "name both or neither" };
    const { content } = open(RetentionEditor, RETENTION, [fault]);
    const calls = document.querySelector("fieldset");
    expect(calls?.textContent).toContain("Ange antal dagar och det beslut");
    const days = calls?.querySelector<HTMLInputElement>("input[type=number]");
    if (days) put(days, "365");
    expect(content().calls).toEqual({ days: 365, decision: "" });
  });
});

describe("texts", () => {
  const SHIPPED: Readonly<Record<string, Record<string, string>>> = {
    sv: { "start.choose": "Välj språk", "waiting.position": "Du är nummer {{position}} i kön" },
    so: { "start.choose": "Dooro luqadda" },
  };

  function Editor(editing: Editing<TextsContent>) {
    const language = useSignal("sv");
    const texts = SHIPPED[language.value] ?? {};
    const shipped = { languages: Object.keys(SHIPPED), said_in: language.value, texts };
    return (
      <TextsEditor
        {...editing}
        shipped={{ value: shipped, loading: false, problem: null }}
        language={language.value}
        choose={(tag) => {
          language.value = tag;
        }}
      />
    );
  }

  it("are found by any part, put in one's own words, and taken back", () => {
    const { content } = open<TextsContent>(Editor, {});
    put(named<HTMLInputElement>("input", "Sök bland texterna"), "kon num");
    expect(document.querySelectorAll(".word")).toHaveLength(1);
    expect(document.querySelector(".word__place")?.textContent).toBe("{{position}}");
    put(named<HTMLTextAreaElement>("textarea", /position/), "Nummer {{position}}");
    expect(content()).toEqual({ sv: { "waiting.position": "Nummer {{position}}" } });
    expect(document.querySelector(".word__mark")?.textContent).toBe("ändrad");
    press(/Ta tillbaka/);
    expect(content()).toEqual({});
  });

  it("are shown in the language that is chosen, and by what is changed", () => {
    open<TextsContent>(Editor, { so: { "start.choose": "Luqadda" } });
    put(named<HTMLSelectElement>("select", "Språk"), "so");
    const only = document.querySelector<HTMLInputElement>("input[type=checkbox]");
    act(() => only?.click());
    expect(document.querySelector("textarea")?.value).toBe("Luqadda");
    expect(document.querySelector("textarea")?.lang).toBe("so");
  });
});

describe("in words", () => {
  it("a path is said as it is called on the page", () => {
    const said = (area: Parameters<typeof pathInWords>[0], path: string) =>
      pathInWords(area, path.split("."), NAMES);
    expect(said("hours", "week.monday")).toBe("måndag");
    expect(said("hours", "sites.library.exceptions.2026-12-24")).toBe("Biblioteket: Datum: 24 december 2026");
    expect(said("hours", "languages.so.week.friday")).toBe("somaliska: fredag");
    expect(said("languages", "substitutes.close.bs.hr")).toBe("Närliggande språk: bosniska: kroatiska");
    expect(said("topics", "topic_groups.children")).toBe("Barn och familj");
    expect(said("topics", "names.topics.school.en")).toBe("Namn: Skola: engelska");
    expect(said("sites", "sites.library.information")).toBe("Biblioteket");
    expect(said("retention", "calls.days")).toBe("Samtal med journal: Dagar");
    expect(said("texts", "so.start.choose")).toBe("somaliska: start.choose");
  });

  it("a value is said as people say it", () => {
    const said = (path: string, value: unknown) => valueInWords("hours", path.split("."), value, NAMES);
    expect(said("week.monday", [])).toBe("stängt");
    expect(said("week.monday", ["08:00-12:00", "13:00-17:00"])).toBe("08:00–12:00, 13:00–17:00");
    expect(said("week.monday", null)).toBe("–");
    expect(said("closing", "tell")).toBe("Den som väntar får veta att det stänger");
    expect(said("calls.days", null)).toBe("tills vidare");
    expect(said("calls.days", 365)).toBe("365 dagar");
  });

  it("what is new as a whole is told part by part", () => {
    const parts = told([{ path: ["sites", "library"], before: null, after: CLOSED }]);
    expect(parts.map(({ path }) => path.at(-1))).toContain("monday");
    expect(parts.every(({ path }) => path[0] === "sites")).toBe(true);
  });

  it("a week in which no day is named is open, and is told as one", () => {
    const after = { week: { ...CLOSED.week, monday: [] }, exceptions: {} };
    const [week, ...more] = told([{ path: ["sites", "library"], before: null, after }]);
    expect(more).toEqual([]);
    expect(week?.path).toEqual(["sites", "library", "week"]);
    expect(valueInWords("hours", week?.path ?? [], week?.after, NAMES)).toBe("alltid öppet");
  });

  it("each consequence is a sentence with its figures", () => {
    const said = (id: SettingsEffect["id"], params: SettingsEffect["params"]) =>
      effectInWords({ id, params }, NAMES);
    expect(said("hours_close", { weekday: 1, hour: 16, calls: 3 })).toBe(
      "Det blir stängt på måndag klockan 16–17. Då kom 3 samtal de senaste fyra veckorna.",
    );
    expect(said("waiting_in_language", { language: "so", calls: 1 })).toContain("Ett samtal");
    expect(said("waiting_in_language", { language: "so", calls: 2 })).toMatch(/2 samtal.*somaliska/);
    expect(said("guide_without_language", { guide: "Amal" })).toContain("Amal");
    expect(said("topic_in_use", { topic: "school", calls: 4 })).toMatch(/Skola.*4 samtal/);
    expect(said("destroys", { kind: "sessions", table: "staff_session", rows: 7 })).toMatch(
      /7 .*\(inloggningar\)/,
    );
  });
});
