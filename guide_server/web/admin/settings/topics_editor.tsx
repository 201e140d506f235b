import { say, sayCode } from "../texts";
import { AddCode } from "./add_code";
import type { TopicsContent } from "./contents";
import { type Editing, faultAt } from "./editing";
import { OrderedList, TakeAway } from "./order";

/** The group of what is in no other; a choice's value, and no code. */
const NONE = "";

/** Topics in their groups, what a call may lead to, and to whom one may be sent on. */
export function TopicsEditor(props: Editing<TopicsContent>) {
  const { content, edit, faults } = props;
  return (
    <>
      <Topics {...props} />
      <CodeList
        name="dispositions"
        prefix="disposition"
        codes={content.dispositions}
        change={(dispositions) => edit({ ...content, dispositions })}
        fault={faultAt(faults, ["dispositions"], true)}
      />
      <CodeList
        name="referrals"
        prefix="referral"
        codes={content.referrals}
        change={(referrals) => edit({ ...content, referrals })}
        fault={faultAt(faults, ["referrals"], true)}
      />
    </>
  );
}

const topicName = (topic: string) => sayCode("topic", topic);
const groupName = (group: string) => sayCode("topic_group", group);

function Topics({ content, edit, faults }: Editing<TopicsContent>) {
  const { topics, topic_groups: groups } = content;
  const setGroups = (changed: TopicsContent["topic_groups"]) => edit({ ...content, topic_groups: changed });
  const placed = new Set(Object.values(groups).flat());
  const loose = topics.filter((topic) => !placed.has(topic));
  const remove = (topic: string) => edit(withoutTopic(content, topic));
  const moveTo = (topic: string, group: string) => edit(inGroup(content, topic, group));
  const choice = (group: string) => (topic: string) => (
    <span class="offered">
      <span>
        {topicName(topic)} {!topics.includes(topic) && <em>({say.value("settings.not_a_topic")})</em>}
      </span>
      <select
        class="settings__select"
        aria-label={say.value("settings.group_of", { of: topicName(topic) })}
        value={group}
        onChange={({ currentTarget }) => moveTo(topic, currentTarget.value)}
      >
        {[...Object.keys(groups), NONE].map((each) => (
          <option key={each} value={each} selected={each === group}>
            {each === NONE ? say.value("settings.in_no_group") : groupName(each)}
          </option>
        ))}
      </select>
    </span>
  );
  return (
    <section class="settings__part">
      <h3>{say.value("settings.topics.topics")}</h3>
      <p class="help">{say.value("settings.topics_help")}</p>
      <Whole fault={faultAt(faults, ["topics"], true) ?? faultAt(faults, ["topic_groups"])} />
      {Object.entries(groups).map(([group, members]) => (
        <div key={group} class="topic-group">
          <h4>
            {groupName(group)}
            <TakeAway
              of={groupName(group)}
              away={() => {
                const { [group]: _gone, ...others } = groups;
                setGroups(others);
              }}
            />
          </h4>
          <Whole fault={faultAt(faults, ["topic_groups", group], true)} />
          {members.length === 0 && <p class="help">{say.value("settings.empty_group")}</p>}
          <OrderedList
            label={groupName(group)}
            items={members}
            nameOf={topicName}
            change={(ordered) => setGroups({ ...groups, [group]: ordered })}
            remove={remove}
          >
            {choice(group)}
          </OrderedList>
        </div>
      ))}
      {loose.length > 0 && (
        <div class="topic-group">
          <h4>{say.value("settings.in_no_group")}</h4>
          <p class="help">{say.value("settings.in_no_group_help")}</p>
          <OrderedList
            label={say.value("settings.in_no_group")}
            items={loose}
            nameOf={topicName}
            change={(ordered) =>
              edit({ ...content, topics: [...topics.filter((one) => placed.has(one)), ...ordered] })
            }
            remove={remove}
          >
            {choice(NONE)}
          </OrderedList>
        </div>
      )}
      <div class="settings__pair">
        <AddCode
          label={say.value("settings.add_topic")}
          known={topics}
          add={(topic) => edit({ ...content, topics: [...topics, topic] })}
        />
        <AddCode
          label={say.value("settings.add_group")}
          known={Object.keys(groups)}
          add={(group) => setGroups({ ...groups, [group]: [] })}
        />
      </div>
    </section>
  );
}

function Whole({ fault }: { fault: string | null }) {
  return fault === null ? null : <p class="field__fault settings__fault">{fault}</p>;
}

function withoutTopic(content: TopicsContent, topic: string): TopicsContent {
  const groups = Object.entries(content.topic_groups).map(
    ([group, members]) => [group, members.filter((each) => each !== topic)] as const,
  );
  return {
    ...content,
    topics: content.topics.filter((each) => each !== topic),
    topic_groups: Object.fromEntries(groups),
  };
}

/** `topic` at the end of `group`, and in no other. */
export function inGroup(content: TopicsContent, topic: string, group: string): TopicsContent {
  const groups = Object.entries(content.topic_groups).map(([name, members]) => {
    const rest = members.filter((each) => each !== topic);
    return [name, name === group ? [...rest, topic] : rest] as const;
  });
  return { ...content, topic_groups: Object.fromEntries(groups) };
}

interface Codes {
  name: "dispositions" | "referrals";
  prefix: "disposition" | "referral";
  codes: readonly string[];
  change: (codes: readonly string[]) => void;
  fault: string | null;
}

function CodeList({ name, prefix, codes, change, fault }: Codes) {
  const nameOf = (code: string) => sayCode(prefix, code);
  return (
    <section class="settings__part">
      <h3>{say.value(`settings.topics.${name}`)}</h3>
      <p class="help">{say.value(`settings.${name}_help`)}</p>
      <Whole fault={fault} />
      <OrderedList label={say.value(`settings.topics.${name}`)} items={codes} nameOf={nameOf} change={change}>
        {nameOf}
      </OrderedList>
      <AddCode
        label={say.value(`settings.add_${prefix}`)}
        known={codes}
        add={(code) => change([...codes, code])}
      />
    </section>
  );
}
