import { useSignal } from "@preact/signals";
import { Icon } from "../../../../signaling/theme/icons";
import { say } from "../texts";
import type { HoursContent, Opening } from "./contents";
import { type Editing, type Fault, languageIn, type Names, siteIn } from "./editing";
import { keepPlace } from "./keyboard";
import { LanguageChoice } from "./language_choice";
import { OpeningFields } from "./opening";

/** When residents are served: everywhere, and narrowed down for single sites and languages. */
export function HoursEditor({ content, edit, faults, names }: Editing<HoursContent>) {
  return (
    <>
      <section class="settings__part">
        <h3>{say.value("settings.everywhere")}</h3>
        <p class="help">{say.value("settings.hours_help")}</p>
        <OpeningFields
          of={say.value("settings.everywhere")}
          opening={content}
          at={[]}
          faults={faults}
          change={(opening) => edit({ ...content, ...opening })}
        />
      </section>
      <section class="settings__part settings__pair">
        <Either
          name="public_holidays"
          chosen={content.public_holidays}
          among={["open", "closed"]}
          choose={(public_holidays) => edit({ ...content, public_holidays })}
        />
        <Either
          name="closing"
          chosen={content.closing}
          among={["serve", "tell"]}
          choose={(closing) => edit({ ...content, closing })}
        />
      </section>
      <Narrowed
        name="sites"
        openings={content.sites}
        nameOf={(id) => siteIn(id, names)}
        change={(sites) => edit({ ...content, sites })}
        faults={faults}
        names={names}
      />
      <Narrowed
        name="languages"
        openings={content.languages}
        nameOf={(tag) => languageIn(tag, names)}
        change={(languages) => edit({ ...content, languages })}
        faults={faults}
        names={names}
      />
    </>
  );
}

interface Choosing<Choice extends string> {
  name: "public_holidays" | "closing";
  chosen: Choice;
  among: readonly Choice[];
  choose: (choice: Choice) => void;
}

/** One of two, each said in a sentence. */
function Either<Choice extends "open" | "closed" | "serve" | "tell">({
  name,
  chosen,
  among,
  choose,
}: Choosing<Choice>) {
  return (
    <fieldset class="either">
      <legend>{say.value(`settings.hours.${name}`)}</legend>
      {among.map((choice) => (
        <label key={choice} class="languages__choice">
          <input type="radio" name={name} checked={choice === chosen} onChange={() => choose(choice)} />
          <span>{say.value(`settings.${name}.${choice}` as "settings.closing.serve")}</span>
        </label>
      ))}
    </fieldset>
  );
}

type Openings = Readonly<Record<string, Opening>>;

interface Narrowing {
  name: "sites" | "languages";
  openings: Openings;
  nameOf: (id: string) => string;
  change: (openings: Openings) => void;
  faults: readonly Fault[];
  names: Names;
}

/** Hours of single sites or languages, within those of the whole. */
function Narrowed({ name, openings, nameOf, change, faults, names }: Narrowing) {
  const ids = Object.keys(openings);
  const add = (id: string) => change({ ...openings, [id]: EMPTY });
  return (
    <section class="settings__part">
      <h3>{say.value(`settings.hours.${name}`)}</h3>
      <p class="help">{say.value(`settings.hours_${name}_help`)}</p>
      {ids.map((id) => (
        <details
          key={id}
          class="narrowed"
          open={faults.some(({ path }) => path[0] === name && path[1] === id)}
        >
          <summary>{nameOf(id)}</summary>
          <OpeningFields
            of={nameOf(id)}
            opening={openings[id] ?? EMPTY}
            at={[name, id]}
            faults={faults}
            change={(opening) => change({ ...openings, [id]: opening })}
          />
          <p>
            <button
              type="button"
              class="button button--small"
              onClick={({ currentTarget }) => {
                keepPlace(currentTarget);
                const { [id]: _gone, ...others } = openings;
                change(others);
              }}
            >
              {say.value("settings.drop_hours", { of: nameOf(id) })}
            </button>
          </p>
        </details>
      ))}
      {name === "languages" ? (
        <LanguageChoice label={say.value("settings.add_language")} names={names} taken={ids} add={add} />
      ) : (
        <SiteChoice names={names} taken={ids} add={add} />
      )}
    </section>
  );
}

const EMPTY: Opening = {
  week: { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] },
  exceptions: {},
};

function SiteChoice({
  names,
  taken,
  add,
}: {
  names: Names;
  taken: readonly string[];
  add: (id: string) => void;
}) {
  const chosen = useSignal("");
  const free = names.sites.filter(({ id }) => !taken.includes(id));
  if (free.length === 0) return null;
  return (
    <div class="settings__add">
      <div class="field">
        <label for="settings-site">{say.value("settings.add_site")}</label>
        <select
          id="settings-site"
          value={chosen.value}
          onChange={({ currentTarget }) => {
            chosen.value = currentTarget.value;
          }}
        >
          <option value="">{say.value("settings.choose")}</option>
          {free.map(({ id, name }) => (
            <option key={id} value={id} selected={id === chosen.value}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <button
        type="button"
        class="button"
        disabled={chosen.value === ""}
        onClick={() => {
          add(chosen.value);
          chosen.value = "";
        }}
      >
        <Icon name="plus" />
        {say.value("settings.add")}
      </button>
    </div>
  );
}
