/** The topics as a guide finds them: the ones they use most, the groups, and a search over all. Pure. */
import type { TopicGroup } from "../../../signaling/client/types";

/** More than fit at one glance: then the groups are closed until one is opened. */
export const AT_A_GLANCE = 24;
const OFTEN = 4;

/** Where no groups are set, all topics are one. */
export function groupsOf(topics: readonly string[], groups: readonly TopicGroup[]): readonly TopicGroup[] {
  return groups.length > 0 ? groups : [{ group: "all", topics: [...topics] }];
}

/** The topics that were chosen most, most first; of those that there are. */
export function oftenOf(counts: Readonly<Record<string, number>>, topics: readonly string[]): string[] {
  return topics
    .filter((topic) => (counts[topic] ?? 0) > 0)
    .sort((one, other) => (counts[other] ?? 0) - (counts[one] ?? 0))
    .slice(0, OFTEN);
}

/**
 * The groups with what fits `wish`: every word of it begins a word of the topic's name or of its group's.
 *
 * `nameOf` gives a topic's or a group's name in the language of the desk.
 */
export function found(
  groups: readonly TopicGroup[],
  wish: string,
  nameOf: (kind: "topic" | "topic_group", code: string) => string,
): readonly TopicGroup[] {
  const wanted = wordsOf(wish);
  if (wanted.length === 0) return groups;
  return groups
    .map(({ group, topics }) => ({
      group,
      topics: topics.filter((topic) => {
        const words = [...wordsOf(nameOf("topic", topic)), ...wordsOf(nameOf("topic_group", group))];
        return wanted.every((part) => words.some((word) => word.startsWith(part)));
      }),
    }))
    .filter(({ topics }) => topics.length > 0);
}

/** In small letters without their marks, so that "lakare" finds "läkare". */
function wordsOf(text: string): string[] {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}
