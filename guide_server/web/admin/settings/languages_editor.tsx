import { useSignal } from "@preact/signals";
import { Icon } from "../../../../signaling/theme/icons";
import { say } from "../texts";
import { CloseLanguagesFields } from "./close_languages";
import type { LanguagesContent } from "./contents";
import { type Editing, endonymOf, faultAt, languageIn } from "./editing";
import { keepPlace } from "./keyboard";
import { LanguageChoice } from "./language_choice";
import { DurationField } from "./number_field";
import { OrderedList } from "./order";

/** The languages of the kiosks in their order, when each is offered choices, and which are close to which. */
export function LanguagesEditor({ content, edit, faults, names }: Editing<LanguagesContent>) {
  const { languages, choices_after_seconds_by_language: own } = content;
  const nameOf = (tag: string) => languageIn(tag, names);
  const without = (tag: string) => {
    const { [tag]: _gone, ...others } = own;
    return others;
  };
  const setChoices = (tag: string, seconds: number | null) =>
    edit({
      ...content,
      choices_after_seconds_by_language: seconds === null ? without(tag) : { ...own, [tag]: seconds },
    });
  return (
    <>
      <section class="settings__part">
        <h3>{say.value("settings.languages.languages")}</h3>
        <p class="help">{say.value("settings.languages_help")}</p>
        <OrderedList
          label={say.value("settings.languages.languages")}
          items={languages}
          nameOf={nameOf}
          change={(ordered) => edit({ ...content, languages: ordered })}
          remove={(tag) =>
            edit({
              ...content,
              languages: languages.filter((each) => each !== tag),
              choices_after_seconds_by_language: without(tag),
            })
          }
        >
          {(tag) => (
            <span class="offered">
              <span>
                {nameOf(tag)}
                <span class="languages__endonym">
                  <bdi lang={tag}>{endonymOf(tag, names)}</bdi> <code>{tag}</code>
                </span>
                <Fault of={faultAt(faults, ["languages", String(languages.indexOf(tag))])} />
              </span>
              {tag !== "und" && (
                <ChoicesAfter
                  label={say.value("settings.choices_after_of", { of: nameOf(tag) })}
                  value={own[tag] ?? null}
                  fault={faultAt(faults, ["choices_after_seconds_by_language", tag])}
                  change={(seconds) => setChoices(tag, seconds)}
                />
              )}
            </span>
          )}
        </OrderedList>
        <LanguageChoice
          label={say.value("settings.add_language")}
          names={names}
          taken={languages}
          add={(tag) => edit({ ...content, languages: [...languages, tag] })}
        />
      </section>
      <section class="settings__part">
        <h3>{say.value("settings.languages.bridge")}</h3>
        <p class="help">{say.value("settings.bridge_help")}</p>
        <div class="field settings__short">
          <select
            aria-label={say.value("settings.languages.bridge")}
            value={content.bridge}
            onChange={({ currentTarget }) => edit({ ...content, bridge: currentTarget.value })}
          >
            {[...new Set([content.bridge, ...languages])]
              .filter((tag) => tag !== "und")
              .map((tag) => (
                <option key={tag} value={tag} selected={tag === content.bridge}>
                  {nameOf(tag)}
                </option>
              ))}
          </select>
          <Fault of={faultAt(faults, ["bridge"])} />
        </div>
      </section>
      <CloseLanguagesFields
        table={content.substitutes}
        change={(substitutes) => edit({ ...content, substitutes })}
        faults={faults}
        names={names}
      />
    </>
  );
}

function Fault({ of }: { of: string | null }) {
  return of === null ? null : <span class="field__fault settings__fault">{of}</span>;
}

interface Choosing {
  label: string;
  value: number | null;
  fault: string | null;
  change: (seconds: number | null) => void;
}

const USUAL = 90;

/** A time of the language's own, folded away where it has none. */
function ChoicesAfter({ label, value, fault, change }: Choosing) {
  const opened = useSignal(value !== null);
  if (!opened.value && value === null)
    return (
      <button
        type="button"
        class="button button--quiet button--small"
        aria-label={`${say.value("settings.own_time")}: ${label}`}
        onClick={({ currentTarget }) => {
          keepPlace(currentTarget);
          opened.value = true;
          change(USUAL);
        }}
      >
        <Icon name="clock" />
        {say.value("settings.own_time")}
      </button>
    );
  return (
    <span class="offered__time">
      <DurationField label={label} quiet keptIn="seconds" value={value} fault={fault} change={change} />
      <button
        type="button"
        class="button button--quiet button--small"
        aria-label={`${say.value("settings.usual_time")}: ${label}`}
        onClick={({ currentTarget }) => {
          keepPlace(currentTarget);
          opened.value = false;
          change(null);
        }}
      >
        {say.value("settings.usual_time")}
      </button>
    </span>
  );
}
