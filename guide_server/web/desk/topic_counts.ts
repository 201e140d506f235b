/** Which topics this guide chooses, as numbers in this browser and nowhere else, to have the frequent ones at hand. */

const KEY = "desk.topics";

export function topicCounts(store: Storage = localStorage): Readonly<Record<string, number>> {
  try {
    const kept: unknown = JSON.parse(store.getItem(KEY) ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
    );
  } catch {
    return {};
  }
}

export function countTopic(topic: string, store: Storage = localStorage): void {
  const counts = topicCounts(store);
  store.setItem(KEY, JSON.stringify({ ...counts, [topic]: (counts[topic] ?? 0) + 1 }));
}
