import { useState } from "preact/hooks";
import type { NewTrial, PlanningPage } from "../../api_types";
import { Choices } from "../parts/choices";
import { say } from "../texts";
import { weekdayName } from "./week";

type Wish = NewTrial["wish"];
type Kind = Wish["kind"];

const KINDS: readonly Kind[] = ["find_skill", "further_language", "extra_guide"];
const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6];

interface Wished {
  page: PlanningPage;
  nameOf: (tag: string | null) => string;
  start: (wish: Wish) => void;
}

/** Three kinds of question, each with its own fields. */
export function TrialForm({ page, nameOf, start }: Wished) {
  const [kind, setKind] = useState<Kind>("find_skill");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    start(wishOf(kind, new FormData(event.currentTarget as HTMLFormElement)));
  };
  return (
    <form class="trial__form card" onSubmit={submit}>
      <fieldset class="trial__kinds">
        <legend class="visually-hidden">{say.value("planning.kind")}</legend>
        {KINDS.map((each) => (
          <label key={each} class="languages__choice">
            <input
              type="radio"
              name="kind"
              value={each}
              checked={each === kind}
              onChange={() => setKind(each)}
            />
            <span>{say.value(`planning.kind.${each}`)}</span>
          </label>
        ))}
      </fieldset>
      {kind === "further_language" && <FurtherLanguage page={page} nameOf={nameOf} />}
      {kind === "extra_guide" && <ExtraGuide page={page} nameOf={nameOf} />}
      <button type="submit" class="button button--primary">
        {say.value("planning.try")}
      </button>
    </form>
  );
}

type Fields = Pick<Wished, "page" | "nameOf">;

function FurtherLanguage({ page, nameOf }: Fields) {
  return (
    <div class="trial__fields">
      <div class="field">
        <label for="trial-guide">{say.value("planning.guide")}</label>
        <select id="trial-guide" name="guide" required>
          {page.guides.map(({ guide, name, languages }) => (
            <option key={guide} value={guide}>
              {name} ({languages.map(nameOf).join(", ")})
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="trial-language">{say.value("planning.further")}</label>
        <select id="trial-language" name="language" required>
          {page.languages.map(({ language }) => (
            <option key={language} value={language ?? ""}>
              {nameOf(language)}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

function ExtraGuide({ page, nameOf }: Fields) {
  return (
    <>
      <Choices
        name="languages"
        legend={say.value("planning.speaks")}
        help=""
        all={page.languages.map(({ language }) => language ?? "")}
        idOf={(tag) => tag}
        chosen={page.languages.slice(0, 1).map(({ language }) => language ?? "")}
      >
        {(tag) => nameOf(tag)}
      </Choices>
      <Choices
        name="weekdays"
        legend={say.value("planning.weekdays")}
        help=""
        all={WEEKDAYS}
        idOf={String}
        chosen={WEEKDAYS.slice(0, 5).map(String)}
      >
        {(weekday) => weekdayName(weekday)}
      </Choices>
      <div class="trial__fields">
        {(["begins", "ends"] as const).map((name) => (
          <div key={name} class="field">
            <label for={`trial-${name}`}>{say.value(`planning.${name}`)}</label>
            <input
              id={`trial-${name}`}
              name={name}
              type="time"
              required
              defaultValue={name === "begins" ? "09:00" : "16:00"}
            />
          </div>
        ))}
      </div>
    </>
  );
}

/** What the form says. The server judges whether it can be meant. */
export function wishOf(kind: Kind, form: FormData): Wish {
  const text = (name: string) => String(form.get(name) ?? "");
  switch (kind) {
    case "find_skill":
      return { kind };
    case "further_language":
      return { kind, guide: text("guide"), language: text("language") };
    case "extra_guide":
      return {
        kind,
        languages: form.getAll("languages").map(String),
        weekdays: form.getAll("weekdays").map(Number),
        begins: minutesOf(text("begins")),
        ends: minutesOf(text("ends")),
      };
  }
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}
