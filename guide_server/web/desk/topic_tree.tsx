import { useEffect, useRef, useState } from "preact/hooks";
import type { DeskView, TopicGroup } from "../../../signaling/client/types";
import { Code } from "./code";
import { say, sayCode } from "./texts";
import { topicCounts } from "./topic_counts";
import { AT_A_GLANCE, found, groupsOf, oftenOf } from "./topics";

interface Props {
  view: DeskView;
  chosen: string | null;
  choose(topic: string): void;
}

/** The topics: a search that has the focus, the guide's most frequent ones, and the groups. Two presses at most. */
export function TopicTree({ view, chosen, choose }: Props) {
  const [wish, setWish] = useState("");
  const [counts] = useState(topicCounts);
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => search.current?.focus(), []);
  const all = groupsOf(view.topics, view.topic_groups ?? []);
  const groups = found(all, wish, sayCode);
  const often = wish === "" && view.topics.length > AT_A_GLANCE / 2 ? oftenOf(counts, view.topics) : [];
  const first = groups[0]?.topics[0];
  /** Enter in the search chooses the first that was found, and goes on to how it went. */
  const enter = (press: KeyboardEvent): void => {
    if (press.key !== "Enter" || press.ctrlKey) return;
    press.preventDefault();
    if (wish === "" || first === undefined) return;
    choose(first);
    document.querySelector<HTMLElement>("input[name=disposition]")?.focus();
  };
  return (
    <fieldset class="topics">
      <legend>{say.value("wrap_up.topic")}</legend>
      <div class="field topics__search">
        <label for="topic-search">{say.value("topics.search")}</label>
        <input
          ref={search}
          id="topic-search"
          type="search"
          autocomplete="off"
          value={wish}
          aria-describedby="topics-found"
          onInput={({ currentTarget }) => setWish(currentTarget.value)}
          onKeyDown={enter}
        />
        <p class="visually-hidden" id="topics-found" role="status">
          {wish !== "" && say.value("topics.found", { count: groups.flatMap(({ topics }) => topics).length })}
        </p>
      </div>
      {often.length > 0 && (
        <div class="topics__often">
          <span class="topics__name">{say.value("topics.often")}</span>
          {often.map((topic) => (
            <button
              key={topic}
              type="button"
              class="button topics__shortcut"
              aria-pressed={chosen === topic}
              onClick={() => choose(topic)}
            >
              {sayCode("topic", topic)}
            </button>
          ))}
        </div>
      )}
      {groups.length === 0 && <p class="panel__empty">{say.value("topics.none")}</p>}
      <div class="topics__groups">
        {groups.map((group) => (
          <Group
            key={group.group}
            group={group}
            open={wish !== "" || view.topics.length <= AT_A_GLANCE || group.topics.includes(chosen ?? "")}
            named={all.length > 1}
            chosen={chosen}
            choose={choose}
          />
        ))}
      </div>
    </fieldset>
  );
}

interface GroupProps {
  group: TopicGroup;
  open: boolean;
  named: boolean;
  chosen: string | null;
  choose(topic: string): void;
}

function Group({ group: { group, topics }, open, named, chosen, choose }: GroupProps) {
  const codes = topics.map((topic) => (
    <Code key={topic} name="topic" value={topic} chosen={chosen === topic} choose={() => choose(topic)}>
      {sayCode("topic", topic)}
    </Code>
  ));
  if (!named) return <div class="topics__group topics__group--alone">{codes}</div>;
  return (
    <details class="topics__group" open={open}>
      <summary class="topics__name">{sayCode("topic_group", group)}</summary>
      {codes}
    </details>
  );
}
