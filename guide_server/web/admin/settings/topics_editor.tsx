import type { RefObject } from "preact";
import { language } from "../../staff_language";
import { say, sayCode } from "../texts";
import { AddCode } from "./add_code";
import type { CodeName, Named, TopicsContent } from "./contents";
import { type Editing, faultAt } from "./editing";
import { NamingFields } from "./naming";
import { Moves, OrderedList, TakeAway, useMoving } from "./order";

/** The group of what is in no other; a choice's value, and no code. */
const NONE = "";
const PREFIX = {
  topics: "topic",
  topic_groups: "topic_group",
  dispositions: "disposition",
  referrals: "referral",
} as const;

/** Topics in their groups, what a call may lead to, and to whom one may be sent on. */
export function TopicsEditor(props: Editing<TopicsContent>) {
  return (
    <>
      <Topics {...props} />
      <CodeList name="dispositions" {...props} />
      <CodeList name="referrals" {...props} />
    </>
  );
}

/** As the draft names it, and as it is called now where the draft says nothing. */
function nameIn(content: TopicsContent, kind: Named, code: string): string {
  const own = content.names[kind][code];
  const name = language.value === "en" ? own?.en || own?.sv : own?.sv;
  return name || sayCode(PREFIX[kind], code);
}

/** `null`: no name of its own. */
export function withName(
  content: TopicsContent,
  kind: Named,
  code: string,
  name: CodeName | null,
): TopicsContent {
  const { [code]: _gone, ...others } = content.names[kind];
  const names = name === null ? others : { ...content.names[kind], [code]: name };
  return { ...content, names: { ...content.names, [kind]: names } };
}

/** What was typed is the name of a new code, unless it is the code. */
function named(content: TopicsContent, kind: Named, code: string, typed: string): TopicsContent {
  return typed === code ? content : withName(content, kind, code, { sv: typed, en: null });
}

interface Code extends Pick<Editing<TopicsContent>, "content" | "edit" | "faults"> {
  kind: Named;
  code: string;
}

function Naming({ content, edit, faults, kind, code }: Code) {
  return (
    <NamingFields
      of={sayCode(PREFIX[kind], code)}
      name={content.names[kind][code]}
      fault={faultAt(faults, ["names", kind, code], true)}
      change={(name) => edit(withName(content, kind, code, name))}
    />
  );
}

/** The groups in the order in which desks show them. */
export function groupsInOrder({ topic_groups, topic_group_order }: TopicsContent): string[] {
  const all = Object.keys(topic_groups);
  return [...new Set([...topic_group_order.filter((group) => all.includes(group)), ...all])];
}

function Topics(props: Editing<TopicsContent>) {
  const { content, edit, faults } = props;
  const { topics, topic_groups: groups } = content;
  const order = groupsInOrder(content);
  const [rows, moveGroup] = useMoving(order, (topic_group_order) => edit({ ...content, topic_group_order }));
  const placed = new Set(Object.values(groups).flat());
  const loose = topics.filter((topic) => !placed.has(topic));
  const topicName = (topic: string) => nameIn(content, "topics", topic);
  const groupName = (group: string) => nameIn(content, "topic_groups", group);
  const choice = (group: string) => (topic: string) => (
    <TopicRow {...props} topic={topic} group={group} groupName={groupName} order={order} />
  );
  return (
    <section class="settings__part">
      <h3>{say.value("settings.topics.topics")}</h3>
      <p class="help">{say.value("settings.topics_help")}</p>
      <Whole fault={faultAt(faults, ["topics"], true) ?? faultAt(faults, ["topic_groups"])} />
      <div ref={rows as RefObject<HTMLDivElement>} class="topic-groups">
        {order.map((group) => (
          <div key={group} class="topic-group" data-item={group}>
            <h4>
              {groupName(group)}
              <span class="order__ways">
                <Moves of={groupName(group)} item={group} items={order} move={moveGroup} />
                <TakeAway of={groupName(group)} away={() => edit(withoutGroup(content, group))} />
              </span>
            </h4>
            <Naming {...props} kind="topic_groups" code={group} />
            <Whole fault={faultAt(faults, ["topic_groups", group], true)} />
            {groups[group]?.length === 0 && <p class="help">{say.value("settings.empty_group")}</p>}
            <OrderedList
              label={groupName(group)}
              items={groups[group] ?? []}
              nameOf={topicName}
              change={(members) => edit({ ...content, topic_groups: { ...groups, [group]: members } })}
              remove={(topic) => edit(withoutTopic(content, topic))}
            >
              {choice(group)}
            </OrderedList>
          </div>
        ))}
      </div>
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
            remove={(topic) => edit(withoutTopic(content, topic))}
          >
            {choice(NONE)}
          </OrderedList>
        </div>
      )}
      <div class="settings__pair">
        <AddCode
          label={say.value("settings.add_topic")}
          known={topics}
          add={(topic, typed) =>
            edit(named({ ...content, topics: [...topics, topic] }, "topics", topic, typed))
          }
        />
        <AddCode
          label={say.value("settings.add_group")}
          known={Object.keys(groups)}
          add={(group, typed) =>
            edit(
              named({ ...content, topic_groups: { ...groups, [group]: [] } }, "topic_groups", group, typed),
            )
          }
        />
      </div>
    </section>
  );
}

interface Row extends Editing<TopicsContent> {
  topic: string;
  group: string;
  groupName: (group: string) => string;
  order: readonly string[];
}

/** A topic with the group that it is in, and its name. */
function TopicRow({ topic, group, groupName, order, ...props }: Row) {
  const { content, edit } = props;
  const name = nameIn(content, "topics", topic);
  return (
    <span class="coded">
      <span class="offered">
        <span>
          {name} {!content.topics.includes(topic) && <em>({say.value("settings.not_a_topic")})</em>}
        </span>
        <select
          class="settings__select"
          aria-label={say.value("settings.group_of", { of: name })}
          value={group}
          onChange={({ currentTarget }) => edit(inGroup(content, topic, currentTarget.value))}
        >
          {[...order, NONE].map((each) => (
            <option key={each} value={each} selected={each === group}>
              {each === NONE ? say.value("settings.in_no_group") : groupName(each)}
            </option>
          ))}
        </select>
      </span>
      <Naming {...props} kind="topics" code={topic} />
    </span>
  );
}

function Whole({ fault }: { fault: string | null }) {
  return fault === null ? null : <p class="field__fault settings__fault">{fault}</p>;
}

function withoutGroup(content: TopicsContent, group: string): TopicsContent {
  const { [group]: _gone, ...topic_groups } = content.topic_groups;
  const topic_group_order = content.topic_group_order.filter((each) => each !== group);
  return { ...content, topic_groups, topic_group_order };
}

/** Its name stays: the log has calls of it. */
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

interface Codes extends Editing<TopicsContent> {
  name: "dispositions" | "referrals";
}

function CodeList({ name, ...props }: Codes) {
  const { content, edit, faults } = props;
  const codes = content[name];
  const nameOf = (code: string) => nameIn(content, name, code);
  return (
    <section class="settings__part">
      <h3>{say.value(`settings.topics.${name}`)}</h3>
      <p class="help">{say.value(`settings.${name}_help`)}</p>
      <Whole fault={faultAt(faults, [name], true)} />
      <OrderedList
        label={say.value(`settings.topics.${name}`)}
        items={codes}
        nameOf={nameOf}
        change={(ordered) => edit({ ...content, [name]: ordered })}
      >
        {(code) => (
          <span class="coded">
            {nameOf(code)}
            <Naming {...props} kind={name} code={code} />
          </span>
        )}
      </OrderedList>
      <AddCode
        label={say.value(`settings.add_${PREFIX[name]}`)}
        known={codes}
        add={(code, typed) => edit(named({ ...content, [name]: [...codes, code] }, name, code, typed))}
      />
    </section>
  );
}
