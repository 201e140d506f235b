/** What each area of the settings holds, as its editor and the server have it. */
import type { AreaName, Code, LanguageTag, Level } from "../../api_types";

/** In the order of the page. */
export const AREAS = [
  "languages",
  "hours",
  "sites",
  "topics",
  "waiting",
  "retention",
  "texts",
] as const satisfies readonly AreaName[];
export type Area = AreaName;

export interface CloseLanguages {
  version: string;
  /** For each language what its speakers understand, and how well. */
  close: Readonly<Record<LanguageTag, Readonly<Record<LanguageTag, Level>>>>;
}

export interface LanguagesContent {
  /** In the order in which kiosks show them. */
  languages: readonly LanguageTag[];
  bridge: LanguageTag;
  choices_after_seconds_by_language: Readonly<Record<LanguageTag, number>>;
  substitutes: CloseLanguages | null;
}

export const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Such as “08:00-17:00”; a day without any is closed. */
export type Spans = readonly string[];

export interface Opening {
  week: Readonly<Record<Weekday, Spans>>;
  /** Single dates, such as “2026-12-24”. */
  exceptions: Readonly<Record<string, Spans>>;
}

export interface HoursContent extends Opening {
  public_holidays: "open" | "closed";
  closing: "serve" | "tell";
  sites: Readonly<Record<string, Opening>>;
  languages: Readonly<Record<LanguageTag, Opening>>;
}

/** By the site's id. */
export interface SitesContent {
  sites: Readonly<Record<string, { information: string }>>;
}

/** In the languages of the pages that staff read; `null` where one is not given. */
export interface CodeName {
  sv: string;
  en: string | null;
}

export type Named = "topics" | "topic_groups" | "dispositions" | "referrals";

export interface TopicsContent {
  topics: readonly Code[];
  /** The groups that come first. */
  topic_group_order: readonly Code[];
  names: Readonly<Record<Named, Readonly<Record<Code, CodeName>>>>;
  topic_groups: Readonly<Record<Code, readonly Code[]>>;
  dispositions: readonly Code[];
  referrals: readonly Code[];
}

/** Lengths of time; the last part of each name is what it is counted in. */
export const TIMES = [
  "ring_seconds",
  "wanted_wait_seconds",
  "choices_after_seconds",
  "wait_limit_seconds",
  "hold_seconds",
  "interruption_seconds",
  "wrap_up_seconds",
  "ticket_pause_minutes",
  "ticket_life_minutes",
] as const;
export type WaitingContent = Readonly<Record<(typeof TIMES)[number], number | null>>;

export interface Rule {
  days: number | null;
  decision: string;
}

export interface RetentionContent {
  calls: Rule;
  audit: Rule;
  self_tests: Rule;
  operations: Rule;
  sessions: Rule;
  notes: { keep: boolean; days: number; decision: string };
}

/** By language and key: the municipality's own words, in place of those that are shipped. */
export type TextsContent = Readonly<Record<LanguageTag, Readonly<Record<string, string>>>>;

export interface Contents {
  languages: LanguagesContent;
  hours: HoursContent;
  sites: SitesContent;
  topics: TopicsContent;
  waiting: WaitingContent;
  retention: RetentionContent;
  texts: TextsContent;
}
