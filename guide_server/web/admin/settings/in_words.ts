/** A path of an area, and what stands at it, as one says them. Pure but for the page's language. */
import { dayInWords, nameOfWeekday, say, sayCode } from "../texts";
import { type Area, WEEKDAYS } from "./contents";
import { isNamed, type Path } from "./differences";
import { durationInWords, type Unit } from "./durations";
import { languageIn, type Names, siteIn } from "./editing";

const DAY = /^\d{4}-\d\d-\d\d$/;
const PLACE = /^\d+$/;
/** Parts of a path that say nothing to a reader: what follows them does. */
const SILENT: Partial<Record<Area, readonly string[]>> = {
  languages: ["close"],
  hours: ["week", "sites", "languages"],
  sites: ["sites", "information"],
  topics: ["topic_groups"],
};

/** Such as “Stadsbiblioteket: 24 december 2026”. */
export function pathInWords(area: Area, path: Path, names: Names): string {
  const [first = "", ...rest] = path;
  if (area === "topics" && first === "names") return ownNameInWords(rest, names);
  if (area === "texts") return [languageIn(first, names), rest.join(".")].filter(Boolean).join(": ");
  return path
    .map((name, index) => nameInWords(area, name, path.slice(0, index), names))
    .filter(Boolean)
    .join(": ");
}

function nameInWords(area: Area, name: string, above: Path, names: Names): string {
  const parent = above.at(-1);
  if (parent === "topic_groups") return sayCode("topic_group", name);
  if (parent === "sites") return siteIn(name, names);
  if (PLACE.test(name)) return String(Number(name) + 1);
  if (isLanguage(parent, above)) return languageIn(name, names);
  if (DAY.test(name)) return dayInWords(name);
  const weekday = (WEEKDAYS as readonly string[]).indexOf(name);
  if (weekday >= 0) return nameOfWeekday(weekday, "long");
  if (SILENT[area]?.includes(name)) return "";
  if (area === "retention" && parent === undefined) return sayCode("review.kind", name);
  return sayCode(`settings.${area}`, name);
}

const PREFIX: Record<string, string> = {
  topics: "topic",
  topic_groups: "topic_group",
  dispositions: "disposition",
  referrals: "referral",
};

/** Such as “Namn: Skola: engelska”. */
function ownNameInWords([kind = "", code = "", tag]: Path, names: Names): string {
  const parts = [
    say.value("settings.topics.names"),
    sayCode(PREFIX[kind] ?? "", code),
    tag === undefined ? "" : languageIn(tag, names),
  ];
  return parts.filter(Boolean).join(": ");
}

function isLanguage(parent: string | undefined, above: Path): boolean {
  return parent === "languages" || parent === "choices_after_seconds_by_language" || above.includes("close");
}

/** What stands at a path. Nothing at all is a dash. */
export function valueInWords(area: Area, path: Path, value: unknown, names: Names): string {
  if (value === null && path.at(-1) === "days") return say.value("review.kept");
  if (value === undefined || value === null || value === "") return NOTHING;
  if (typeof value === "boolean") return say.value(value ? "settings.yes" : "settings.no");
  if (typeof value === "number") return numberInWords(path, value);
  if (Array.isArray(value)) return listInWords(path, value, names);
  if (isNamed(value)) return path.at(-1) === "week" ? say.value("settings.always_open") : NOTHING;
  return area === "texts" ? String(value) : codeInWords(path, String(value), names);
}

const NOTHING = "–";

function numberInWords(path: Path, value: number): string {
  const unit = unitOf(path);
  if (unit === "days") return say.value("review.days_of", { count: value });
  return unit === null ? String(value) : durationInWords(value, unit);
}

function unitOf(path: Path): Unit | "days" | null {
  if (path.includes("choices_after_seconds_by_language")) return "seconds";
  const name = path.at(-1) ?? "";
  if (name === "days") return "days";
  if (name.endsWith("_seconds")) return "seconds";
  return name.endsWith("_minutes") ? "minutes" : null;
}

function listInWords(path: Path, value: readonly unknown[], names: Names): string {
  const isDay = (WEEKDAYS as readonly string[]).includes(path.at(-1) ?? "") || path.includes("exceptions");
  if (isDay) return value.length === 0 ? say.value("settings.closed") : value.map(spanInWords).join(", ");
  return value.map((code) => codeInWords(path, String(code), names)).join(", ") || NOTHING;
}

function spanInWords(span: unknown): string {
  return String(span).replace("-", "–");
}

export function codeInWords(path: Path, code: string, names: Names): string {
  const [list = ""] = path;
  if (list === "languages" || list === "bridge") return languageIn(code, names);
  if (list === "topics" || list === "topic_groups") return sayCode("topic", code);
  if (list === "topic_group_order") return sayCode("topic_group", code);
  if (list === "dispositions") return sayCode("disposition", code);
  if (list === "referrals") return sayCode("referral", code);
  if (list === "substitutes" && path.length > 2) return sayCode("level", code);
  if (list === "public_holidays" || list === "closing") return sayCode(`settings.${list}`, code);
  return code;
}

/** What became of a list: which of it is new, which is gone, or that only its order is another. */
export function listChange(before: unknown, after: unknown): ListChange | null {
  if (!Array.isArray(before) || !Array.isArray(after)) return null;
  return {
    added: after.filter((one) => !before.includes(one)),
    gone: before.filter((one) => !after.includes(one)),
  };
}

export interface ListChange {
  added: readonly unknown[];
  gone: readonly unknown[];
}
