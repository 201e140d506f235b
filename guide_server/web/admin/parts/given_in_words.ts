/**
 * What was chosen or changed, which the store keeps as codes and ids, as one says it. Pure but for the page's language.
 */
import type { DirectoryPage } from "../../api_types";
import { dayInWords, nameOfLanguage, say, sayCode, sayKnown, times } from "../texts";

type Given = Readonly<Record<string, string | number>>;
type Known = Pick<DirectoryPage, "neighbourhoods" | "sites" | "kiosks" | "guides" | "languages">;
type InWords = (code: string, known: Known) => string;

const NOTHING: Known = {
  neighbourhoods: [],
  sites: [],
  kiosks: [],
  guides: [],
  languages: [],
};
/** How the rows were sorted says nothing about what was read. */
const UNSAID = new Set(["order", "offset"]);
/** What is said by its name alone. */
const FLAGS = new Set(["public"]);

const coded =
  (prefix: string): InWords =>
  (code) =>
    begunSmall(sayCode(prefix, code));
const listed =
  (each: InWords): InWords =>
  (codes, known) =>
    codes
      .split(" ")
      .filter(Boolean)
      .map((code) => each(code, known))
      .join(", ");
const named =
  (...lists: readonly ("neighbourhoods" | "sites" | "kiosks" | "guides")[]): InWords =>
  (id, known) =>
    lists.flatMap((list) => [...known[list]]).find((one) => one.id === id)?.name ?? id;

const language: InWords = (tag, known) => nameOfLanguage(tag, known.languages);
const moment: InWords = (at) => times.value.moment(Number(at));
const thing: InWords = (id, known) =>
  id === "settings" ? say.value("nav.settings") : named("kiosks", "guides")(id, known);

const WORDS: Readonly<Record<string, InWords>> = {
  since: moment,
  until: moment,
  first: dayInWords,
  last: dayInWords,
  from: dayInWords,
  to: dayInWords,
  neighbourhood: named("neighbourhoods"),
  site: named("sites"),
  kiosk: named("kiosks"),
  id: named("neighbourhoods", "sites", "kiosks"),
  guide: named("guides"),
  staff: named("guides"),
  of: thing,
  language,
  spoken: language,
  languages: listed(language),
  roles: listed(coded("guides.role_name")),
  changed: listed(coded("changed")),
  outcome: coded("outcome"),
  how: coded("how"),
  ticket: coded("ticket"),
  waited: coded("waited"),
  topic: coded("topic"),
  quality: coded("quality"),
  stream: coded("integrations.stream"),
  scopes: listed(coded("integrations.scope")),
  kind: coded("review.kind"),
  for: coded("deed"),
  approved: coded("settings"),
  area: coded("settings.area"),
};

/** Such as “from 1 October 2026 · language Arabic”; empty where nothing was chosen. */
export function givenInWords(given: Given, known: Known | null): string {
  return Object.entries(given)
    .filter(([name, value]) => !UNSAID.has(name) && value !== "")
    .map(([name, value]) => oneInWords(name, String(value), known ?? NOTHING))
    .join(" · ");
}

function oneInWords(name: string, value: string, known: Known): string {
  const what = sayCode("given", name);
  return FLAGS.has(name) ? what : `${what} ${WORDS[name]?.(value, known) ?? value}`;
}

/** As it stands in the middle of a line. */
function begunSmall(text: string): string {
  return text.charAt(0).toLocaleLowerCase() + text.slice(1);
}

/** Who did it: a person by name already, or a machine, a screen or a program of ours. */
export function whoInWords(who: string, known: Known | null): string {
  const [kind = "", name = ""] = who.split(":", 2);
  if (name !== "" && (kind === "token" || kind === "shell")) return say.value(`who.${kind}`, { name });
  return sayKnown("who", who) ?? named("kiosks", "guides")(who, known ?? NOTHING);
}

/** Why: a purpose, a ground, or what somebody wrote. */
export function whyInWords(why: string): string {
  return sayKnown("why", why) ?? sayKnown("ground", why) ?? why;
}
