import { useState } from "preact/hooks";
import type { DeskView, DeskWrapUp } from "../../../signaling/client/types";
import type { DeskModel } from "./desk_model";
import { nameOfLanguage, say, sayCode, spokenDuration } from "./texts";

interface Props {
  model: DeskModel;
  view: DeskView;
  wrapUp: DeskWrapUp;
}

/** Two choices and done. There is no place to write about a person. */
export function WrapUpStage({ model, view, wrapUp }: Props) {
  const [topic, setTopic] = useState<string | null>(null);
  const [disposition, setDisposition] = useState<string | null>(null);
  const complete = topic !== null && disposition !== null;
  const done = (event: Event): void => {
    event.preventDefault();
    if (complete) model.finishWrapUp(topic, disposition);
  };
  return (
    <form class="wrap-up" onSubmit={done}>
      <header>
        <h1>{say.value("wrap_up.heading")}</h1>
        <p class="wrap-up__lead">
          {say.value("wrap_up.lead", {
            language: nameOfLanguage(wrapUp.language),
            place: wrapUp.place.name,
          })}
        </p>
      </header>
      <Codes
        legend={say.value("wrap_up.topic")}
        prefix="topic"
        codes={view.topics}
        chosen={topic}
        choose={setTopic}
      />
      <Codes
        legend={say.value("wrap_up.disposition")}
        prefix="disposition"
        codes={view.dispositions}
        chosen={disposition}
        choose={setDisposition}
      />
      <p class="wrap-up__privacy">{say.value("wrap_up.privacy")}</p>
      <footer class="wrap-up__footer">
        <button type="submit" class="button button--now" disabled={!complete || model.pending.value}>
          {say.value("wrap_up.done")}
        </button>
        <button
          type="button"
          class="button"
          disabled={wrapUp.extensions_left === 0 || model.pending.value}
          onClick={() => model.extendWrapUp()}
        >
          {say.value("wrap_up.extend")}
        </button>
        <p role="timer">
          {say.value("wrap_up.left", { time: spokenDuration(wrapUp.until - model.now.value) })}
        </p>
      </footer>
    </form>
  );
}

interface CodesProps {
  legend: string;
  prefix: "topic" | "disposition";
  codes: readonly string[];
  chosen: string | null;
  choose(code: string): void;
}

function Codes({ legend, prefix, codes, chosen, choose }: CodesProps) {
  return (
    <fieldset class="codes">
      <legend>{legend}</legend>
      {codes.map((code) => (
        <label key={code} class="code">
          <input
            type="radio"
            name={prefix}
            value={code}
            checked={chosen === code}
            onChange={() => choose(code)}
          />
          <span>{sayCode(prefix, code)}</span>
        </label>
      ))}
    </fieldset>
  );
}
